"""GStreamer for real, with PyGObject from the system: time stamps, errors, and the whole way to the daemon."""

import asyncio
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from edge.capture.camera.devices import open_device
from edge.capture.camera.frame import Device, Frame
from edge.capture.camera.gstreamer_pipeline import pipeline_text
from edge.capture.camera.wire import CameraFailure, Options
from edge.capture.pose import PoseSource
from tests.capture.made_video import number_of, write_video

SYSTEM = Path("/usr/lib/python3/dist-packages/gi")
LIVE = "videotestsrc is-live=true ! video/x-raw,width=322,height=240,framerate=30/1"
BUILT = pytest.mark.gstreamer

pytestmark = pytest.mark.filterwarnings("ignore:DynamicImporter:ImportWarning")  # PyGObject's own importer


@pytest.fixture
def gstreamer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Debian's PyGObject beside our own libraries, here and in child processes."""
    if SYSTEM.exists():
        (tmp_path / "system").mkdir()
        (tmp_path / "system" / "gi").symlink_to(SYSTEM)
        monkeypatch.syspath_prepend(str(tmp_path / "system"))
        monkeypatch.setenv("PYTHONPATH", str(tmp_path / "system"))
    try:
        import gi

        gi.require_version("Gst", "1.0")
        from gi.repository import Gst  # noqa: F401
    except (ImportError, ValueError) as error:
        pytest.skip(f"PyGObject with GStreamer is not there for Python {sys.version.split()[0]}: {error}")


def pipeline(text: str) -> Options:
    return Options(source="gstreamer", address=text)


def frames(device: Device, most: int) -> Iterator[Frame]:
    for _ in range(most):
        frame = device.read()
        if frame is None:
            return
        yield frame


@BUILT
@pytest.mark.usefixtures("gstreamer")
def test_a_live_pipelines_frames_carry_their_own_time_stamps() -> None:
    with open_device(pipeline(LIVE)) as device:
        assert (device.facts.width, device.facts.height, device.facts.fps) == (322, 240, 30.0)
        seen = [(frame, time.monotonic()) for frame in frames(device, 20)]
    gaps = np.diff([frame.t for frame, _ in seen]) * 30
    assert np.abs(gaps - np.rint(gaps)).max() < 1e-3, "times lie on the camera's grid, whenever they arrived"
    assert min(arrived - frame.t for frame, arrived in seen) >= 0.0
    assert np.median([arrived - frame.t for frame, arrived in seen]) < 0.2
    assert seen[0][0].image.shape == (240, 322, 3), "rows that GStreamer pads to four bytes"
    assert seen[0][0].image[10, 170].tolist() == [0, 255, 0], "the fourth bar of the test picture is green"


@BUILT
@pytest.mark.usefixtures("gstreamer")
def test_a_pipeline_that_is_not_live_plays_at_its_own_speed_and_ends() -> None:
    began = time.monotonic()
    with open_device(pipeline("videotestsrc num-buffers=10 ! video/x-raw,framerate=20/1")) as device:
        times = [frame.t for frame in frames(device, 50)]
        assert device.read() is None
    assert np.diff(times).min() == pytest.approx(0.05)
    assert times[-1] - times[0] == pytest.approx(0.45, abs=1e-3)
    assert time.monotonic() - began > 0.45


@BUILT
@pytest.mark.usefixtures("gstreamer")
def test_a_file_through_gstreamer_shows_the_same_frames(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.avi", frames=8)
    with open_device(pipeline(f"filesrc location={path} ! decodebin")) as device:
        shown = [number_of(frame.image) for frame in frames(device, 50)]
    assert shown == sorted(set(shown))
    assert len(shown) >= 6, "a busy machine may drop one"
    assert shown[0] == 0


@BUILT
@pytest.mark.usefixtures("gstreamer")
@pytest.mark.parametrize(
    ("options", "kind", "says"),
    [
        (pipeline("nosuchelement"), "fault", 'cannot build the pipeline (no element "nosuchelement")'),
        (pipeline("v4l2src device=/dev/video99"), "missing", "the pipeline 'v4l2src device=/dev/video99' is not there"),
        (pipeline("filesrc location=/nowhere.mp4 ! decodebin"), "missing", "is not there"),
        (pipeline("videotestsrc num-buffers=0"), "fault", "ended without a picture"),
        (Options(source="rtsp", address="rtsp://me:secret@127.0.0.1:9/x"), "missing", "rtsp://127.0.0.1:9/x cannot be opened"),
        (Options(source="csi"), "fault", "cannot build the pipeline"),
    ],
)
def test_trouble_is_one_sentence_without_passwords(options: Options, kind: str, says: str) -> None:
    with pytest.raises(CameraFailure) as caught:
        open_device(options)
    assert caught.value.kind == kind
    assert says in str(caught.value)
    assert "secret" not in str(caught.value)


@BUILT
@pytest.mark.usefixtures("gstreamer")
def test_a_live_stream_that_ends_or_breaks_is_lost() -> None:
    for trouble, says in (("identity eos-after=5", "ended its stream"), ("identity error-after=5", "stopped")):
        with open_device(pipeline(f"{LIVE} ! {trouble}")) as device, pytest.raises(CameraFailure, match=says) as caught:
            list(frames(device, 100))
        assert caught.value.kind == "lost"


@BUILT
@pytest.mark.usefixtures("gstreamer")
def test_the_camera_process_runs_it() -> None:
    source = PoseSource(pipeline(LIVE)._replace(runtime="none", width=160, height=120))

    async def work() -> None:
        async with source.open():
            pass

    asyncio.run(work())
    assert source.status is not None
    assert (source.status.width, source.status.height) == (160, 120)


def test_without_pygobject_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gi", None)
    with pytest.raises(CameraFailure, match="GStreamer is not installed for this Python") as caught:
        open_device(pipeline(LIVE))
    assert "apt install python3-gi" in caught.value.advice


def has_nothing(_: str) -> bool:
    return False


def test_pipelines_in_words() -> None:
    end = " ! videoconvert ! video/x-raw,format=RGB ! appsink name=frames max-buffers=1 drop=true"
    jetson = Options(source="csi", address="1", width=1280, height=720, fps=29.97)
    assert pipeline_text(jetson, lambda name: name == "nvarguscamerasrc") == (
        "nvarguscamerasrc sensor-id=1 ! video/x-raw(memory:NVMM),width=1280,height=720,framerate=30/1"
        " ! nvvidconv ! video/x-raw,format=BGRx" + end
    )
    assert pipeline_text(Options(source="csi"), has_nothing) == "libcamerasrc ! video/x-raw" + end
    named = Options(source="csi", address="/base/soc/i2c0mux/i2c@1/imx219@10")
    assert pipeline_text(named, has_nothing).startswith('libcamerasrc camera-name="/base/soc/i2c0mux/i2c@1/imx219@10" ! ')
    phone = Options(source="rtsp", address='rtsp://phone/a"b', width=640, height=480)
    assert pipeline_text(phone, has_nothing) == (
        'rtspsrc location="rtsp://phone/a\\"b" latency=50 drop-on-latency=true ! decodebin'
        " ! videoconvert ! videoscale ! video/x-raw,width=640,height=480" + end
    )
    assert pipeline_text(pipeline("videotestsrc"), has_nothing) == "videotestsrc" + end
