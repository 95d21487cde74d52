"""The configuration -> the list of sources.

Refuses to know: what the sources give. Their libraries are imported when they are opened.
"""

import os
from pathlib import Path

from edge.capture.camera.wire import Options
from edge.capture.child_log import ChildLog
from edge.capture.pose import PoseSource
from edge.capture.source import Source
from edge.config_options import Camera, Config

MOST_THREADS = 4
"""More do not make a picture of 256 pixels quicker."""

_ADDRESS = {"rtsp": "url", "gstreamer": "pipeline", "file": "path", "folder": "path"}


def choose_sources(config: Config, models_dir: Path, socket_path: Path | None = None, state: Path | None = None) -> list[Source]:
    """Every source that the configuration names.

    models_dir: of the pose model. socket_path: where the camera process that systemd keeps comes to; None starts one as a child.
    state: the state directory, for what that child says on its standard error; None leaves that on ours.
    """
    return [PoseSource(camera_options(config.capture.camera, models_dir), socket_path, log=camera_log(state))]


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
    """A video file or a folder of images as if it were a camera, at its own speed. state: as for `choose_sources`."""
    source = "folder" if path.is_dir() else "file"
    threads = min(MOST_THREADS, os.cpu_count() or 1)
    options = Options(source=source, address=str(path.absolute()), loop=loop, models_dir=str(models_dir), threads=threads)
    return PoseSource(options, log=camera_log(state))
