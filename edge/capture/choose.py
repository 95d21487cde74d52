"""The configuration -> the sources that it names.

Refuses to know: what the sources give. Their libraries are imported when they are opened.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from edge.axes import Axes, parse_axes
from edge.capture.camera.wire import Options
from edge.capture.child_log import ChildLog
from edge.capture.fifo_reader import FifoReader
from edge.capture.i2c import open_bus
from edge.capture.imu import Driver, ImuSource, Opener
from edge.capture.imu_calibration import NONE, Correction, stored
from edge.capture.mpu6050 import ACCEL_PER_COUNT, GYRO_PER_COUNT, Pause
from edge.capture.pose import PoseSource
from edge.capture.serial_imu import LOOK_AGAIN_S, SerialOpener
from edge.capture.watch.bluez import Bluetooth
from edge.capture.watch.paired import PairedSource
from edge.capture.watch.pairing import remembered
from edge.capture.watch.source import WatchSource
from edge.clock import SystemClock
from edge.config_options import Camera, Imu, Imus, Watch
from edge.state import State

MOST_THREADS = 4
"""More do not make a picture of 256 pixels quicker."""

_ADDRESS = {"rtsp": "url", "gstreamer": "pipeline", "file": "path", "folder": "path"}


def camera_source(camera: Camera, models_dir: Path, socket_path: Path | None = None, state: Path | None = None) -> PoseSource:
    """models_dir: of the pose model. socket_path: where the camera process that systemd keeps comes to; None starts one as a child.
    state: the state directory, for what that child says on its standard error; None leaves it on ours.
    """
    return PoseSource(camera_options(camera, models_dir), socket_path, log=camera_log(state))


def watch_sources(watch: Watch, state: State) -> list[PairedSource]:
    """The watch that is paired or will be, if it is to be used. It never ends of itself, so that a visit should not wait for that."""

    def paired() -> str:
        found = remembered(state)
        return found.address if found else ""

    def listen(address: str) -> WatchSource:
        return WatchSource(Bluetooth(watch.adapter), address, SystemClock(), watch.motion)

    return [PairedSource(paired, listen, SystemClock())] if watch.use else []


def imu_sources(imus: Imus, state: State | None) -> list[ImuSource]:
    """Those that are worn. state: what was learned of them; None does without. Raises InputError for axes that are none."""
    worn = {where: imu for where in Imus.model_fields if (imu := getattr(imus, where)).source != "none"}
    return [imu_source(where, imu, imu_opener(where, imu, state, parse_axes(imu.axes))) for where, imu in worn.items()]


def imu_source(where: str, imu: Imu, opener: Opener) -> ImuSource:
    """A line that is away costs less to look for than a chip."""
    return ImuSource(where, opener, longest_pause_s=LOOK_AGAIN_S) if imu.source == "serial" else ImuSource(where, opener)


def imu_opener(where: str, imu: Imu, state: State | None, axes: Axes) -> Opener:
    """What opens one worn sensor; its calibration is looked up each time. state: None for its readings as they are."""
    board = SerialOpener(imu.serial_port, where, SystemClock())

    @contextmanager
    def opened(pause: Pause) -> Iterator[Driver]:
        calibration = stored(state, where) if state else NONE
        if imu.source == "serial":
            with board.open(Correction(1.0, 1.0, calibration, axes), pause) as reader:
                yield reader
        else:
            with open_bus(imu.bus, imu.address) as bus:
                counted = Correction(ACCEL_PER_COUNT, GYRO_PER_COUNT, calibration, axes)
                yield FifoReader(bus, imu.address, where, imu.rate_hz, counted, SystemClock(), pause)

    return opened


def camera_log(state: Path | None) -> ChildLog | None:
    """Where a camera process that is our child says what is for engineers."""
    return ChildLog(state, "camera.log") if state else None


def camera_options(camera: Camera, models_dir: Path) -> Options:
    """What the camera process is told."""
    return Options(
        source=camera.source,
        address=getattr(camera, _ADDRESS.get(camera.source, "device")),
        width=camera.width_px,
        height=camera.height_px,
        fps=camera.rate_hz,
        rotate_deg=camera.rotate_deg,
        mirror=camera.mirror,
        runtime=camera.runtime,
        models_dir=str(models_dir),
        threads=camera.threads or min(MOST_THREADS, os.cpu_count() or 1),
        prefer=camera.prefer,
    )


def played_video(path: Path, models_dir: Path, loop: bool = False, state: Path | None = None) -> PoseSource:
    """A video file or a folder of images as if it were a camera, at its own speed. state: as for `camera_source`."""
    source = "folder" if path.is_dir() else "file"
    threads = min(MOST_THREADS, os.cpu_count() or 1)
    options = Options(source=source, address=str(path.absolute()), loop=loop, models_dir=str(models_dir), threads=threads)
    return PoseSource(options, log=camera_log(state))
