"""The camera process seen from the daemon: whatever becomes of it, there is one sentence, and it comes back."""

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from pathlib import Path

import numpy as np
import pytest

from edge.capture import camera_process
from edge.capture.camera.wire import Options
from edge.capture.child_log import ChildLog
from edge.capture.choose import camera_options, played_video
from edge.capture.pose import OWN_CHILD, PoseSource
from edge.capture.source import keep_open
from edge.clock import SystemClock
from edge.config_options import Camera
from edge.errors import DeviceFault, DeviceLost, DeviceMissing, EdgeError, InputError
from edge.messages import LinkChange, Pose, Sample
from tests.capture.made_video import endless, write_pictures, write_video

CLIP = Path(__file__).parent / "data" / "avatar_squat_side.mp4"
CAMERA_FOLDER = Path(OWN_CHILD[-1])
MODELS = Path(os.environ.get("EDGECOACH_MODELS", Path.home() / ".cache/edgecoach/models"))
PATIENCE_S = 30.0


async def first(samples: AsyncIterator[Sample], kind: type[Sample]) -> Sample:
    async with asyncio.timeout(PATIENCE_S):
        async for sample in samples:
            if isinstance(sample, kind):
                return sample
    raise AssertionError(f"no {kind.__name__} came")


def refused(options: Options, **how: object) -> EdgeError:
    """How opening fails."""

    async def work() -> EdgeError:
        with pytest.raises(EdgeError) as caught:
            async with PoseSource(options, **how).open():  # type: ignore[arg-type]
                pass
        return caught.value

    return asyncio.run(work())


def test_a_bad_file_is_the_users_to_cure(tmp_path: Path) -> None:
    error = refused(Options(source="file", address=str(tmp_path / "nope.mp4"), runtime="none"))
    assert isinstance(error, InputError)
    assert str(error) == f"{tmp_path}/nope.mp4 does not exist: check the spelling of the path"


def test_missing_models_name_the_command_that_fetches_them(tmp_path: Path) -> None:
    error = refused(Options(source="file", address=str(write_video(tmp_path / "a.mp4")), models_dir=str(tmp_path)))
    assert isinstance(error, DeviceFault)
    assert "edgecoach models fetch" in error.advice


@pytest.mark.parametrize(
    ("program", "kind", "says"),
    [
        ("import sys; sys.exit(7)", DeviceLost, r"ended unexpectedly \(exit code 7\)"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", DeviceLost, "was ended by SIGSEGV"),
        ("line.send(b'hello there'); line.recv(100000)", DeviceFault, r"is not understood \(.*different versions"),
        ("line.recv(100000)", DeviceLost, r"ended unexpectedly \(exit code 0\)"),
    ],
)
def test_a_process_that_is_no_camera_is_an_error_that_says_how_it_ended(program: str, kind: type[EdgeError], says: str) -> None:
    begin = "import socket, sys; line = socket.socket(socket.AF_UNIX); line.connect(sys.argv[-1]);"
    error = refused(Options(), command=(sys.executable, "-c", (begin if "line" in program else "") + program))
    assert isinstance(error, kind)
    assert re.search(says, str(error))


CRASH = "import faulthandler, os, signal; faulthandler.enable(); os.kill(os.getpid(), signal.SIGSEGV)"


def test_a_childs_last_words_are_in_a_file_that_the_sentence_names(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    log = ChildLog(tmp_path / "state", "camera.log")
    for _ in range(2):
        error = refused(Options(), command=(sys.executable, "-c", CRASH), log=log)
        assert str(error) == f"the camera process was ended by SIGSEGV: it is started again; {log.path} says more"
    assert log.path.read_text().count("Fatal Python error: Segmentation fault") == 2, "a restart does not wipe out why it was needed"
    assert [log.path.stat().st_mode & 0o777, log.path.parent.stat().st_mode & 0o777] == [0o600, 0o700]
    assert capfd.readouterr().err == ""
    refused(Options(), command=(sys.executable, "-c", "raise SystemExit(7)"), log=ChildLog(tmp_path / "state", "camera.log"))
    assert log.path.read_text() == "", "the next visit begins anew"


def test_without_a_place_for_its_last_words_they_stay_on_the_screen(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    error = refused(Options(), command=(sys.executable, "-c", CRASH), log=ChildLog(tmp_path / "file", "camera.log"))
    assert str(error) == "the camera process was ended by SIGSEGV: it is started again"
    assert "Segmentation fault" in capfd.readouterr().err


def test_only_a_process_that_systemd_keeps_has_a_journal(tmp_path: Path) -> None:
    path = tmp_path / "camera.sock"
    leaves = "import socket, sys, time\nline = socket.socket(socket.AF_UNIX)\nwhile line.connect_ex(sys.argv[1]): time.sleep(0.02)"
    with subprocess.Popen([sys.executable, "-c", leaves, str(path)]):
        assert "`journalctl -u edgecoach-camera` says more" in str(refused(Options(), socket_path=path))


def test_a_process_that_cannot_be_started_or_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    error = refused(Options(), command=("/nowhere/python",))
    assert str(error).startswith("the camera process cannot be started (/nowhere/python: No such file")
    monkeypatch.setattr(camera_process, "OPENING_S", 0.3)
    mute = "import socket, sys, time; line = socket.socket(socket.AF_UNIX); line.connect(sys.argv[-1]); time.sleep(60)"
    silent = refused(Options(), command=(sys.executable, "-c", mute))
    assert isinstance(silent, DeviceLost | DeviceMissing)


def test_a_process_that_systemd_keeps_is_missed_until_it_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "camera.sock"
    monkeypatch.setattr(camera_process, "OPENING_S", 0.2)
    assert str(refused(Options(), socket_path=path)) == "the camera process does not run: start it with `systemctl start edgecoach-camera`"
    monkeypatch.setattr(camera_process, "OPENING_S", PATIENCE_S)
    source = PoseSource(endless(tmp_path), path)

    async def work() -> None:
        async with source.open():
            assert path.stat().st_mode & 0o777 == 0o660

    with subprocess.Popen([*OWN_CHILD, "--socket", path]) as child:  # comes first and waits for the daemon
        asyncio.run(work())
        assert child.wait(PATIENCE_S) == 0
    assert source.status is not None
    assert not path.exists()


def test_a_socket_path_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    error = refused(Options(), socket_path=tmp_path / "nowhere" / "camera.sock")
    assert isinstance(error, DeviceFault)
    assert "check that its folder is there and writable" in str(error)


def noted(tmp_path: Path) -> tuple[tuple[str, ...], Callable[[], int]]:
    """A command that starts the camera process, and what tells the process's number."""
    note = tmp_path / "pid"
    program = (
        f"import os, runpy, sys; open({str(note)!r}, 'w').write(str(os.getpid())); "
        f"sys.path.insert(0, ''); runpy.run_path({str(CAMERA_FOLDER / '__main__.py')!r}, run_name='__main__')"
    )
    return (sys.executable, "-c", program), lambda: int(note.read_text())


def test_a_crash_is_said_once_and_the_camera_comes_back(tmp_path: Path) -> None:
    command, pid = noted(tmp_path)

    async def work() -> list[LinkChange]:
        source = PoseSource(endless(tmp_path), command=command)
        async with aclosing(keep_open(source, SystemClock())) as samples:
            links = [await first(samples, LinkChange)]
            os.kill(pid(), signal.SIGSEGV)
            links += [await first(samples, LinkChange), await first(samples, LinkChange)]
        return [link for link in links if isinstance(link, LinkChange)]

    there, gone, back = asyncio.run(work())
    assert (there.link, gone.link, back.link) == (True, False, True)
    assert gone.reason.startswith("the camera process was ended by SIGSEGV: it is started again")


def test_a_frozen_camera_is_said_and_opened_again() -> None:
    """Though its process is held in the driver: it ends without waiting for it."""
    root = Path(__file__).parents[2]
    program = f"import runpy, sys; sys.path.insert(0, {str(root)!r}); runpy.run_module('tests.capture.sleeper', run_name='__main__')"
    source = PoseSource(Options(source="v4l2", runtime="none"), command=(sys.executable, "-c", program))

    async def work() -> list[Sample]:
        async with aclosing(keep_open(source, SystemClock())) as samples:
            return [await first(samples, LinkChange) for _ in range(3)]

    there, frozen, back = asyncio.run(work())
    assert isinstance(there, LinkChange)
    assert isinstance(frozen, LinkChange)
    assert isinstance(back, LinkChange)
    assert (there.link, frozen.link, back.link) == (True, False, True)
    assert frozen.reason.startswith("sleeper is frozen")
    assert frozen.t - there.t < 2.5, "noticed within 2 s, and told"
    assert back.t - frozen.t < 10.0, "without waiting for the driver"


def test_leaving_ends_the_child(tmp_path: Path) -> None:
    command, pid = noted(tmp_path)

    async def work() -> None:
        async with PoseSource(endless(tmp_path), command=command).open():
            os.kill(pid(), 0)

    asyncio.run(work())
    with pytest.raises(ProcessLookupError):
        os.kill(pid(), 0)


@pytest.mark.python36
def test_an_old_python_sends_what_we_understand(tmp_path: Path) -> None:
    """As on JetPack 4. $EDGECOACH_PYTHON36: a Python 3.6 with numpy and cv2."""
    python = os.environ.get("EDGECOACH_PYTHON36")
    if not python:
        pytest.skip("no Python 3.6 with numpy and cv2 is named by EDGECOACH_PYTHON36")
    options = Options(source="file", address=str(CLIP), loop=True, runtime="none")
    source = PoseSource(options, command=(python, str(CAMERA_FOLDER)))

    async def work() -> None:
        async with source.open():
            pass

    asyncio.run(work())
    assert source.status is not None
    assert (source.status.width, source.status.height) == (320, 426)


# --- with the model ------------------------------------------------------------------------------------------


@pytest.fixture
def models() -> Path:
    if not (MODELS / "receipt.json").exists():
        pytest.skip("the pose models are not here: edgecoach models fetch")
    return MODELS


@pytest.mark.weights
def test_a_clip_becomes_poses_in_time(models: Path) -> None:
    source = played_video(CLIP, models)
    delays: list[float] = []

    async def work() -> list[Sample]:
        samples: list[Sample] = []
        async with source.open() as coming:
            async for sample in coming:
                samples.append(sample)
                delays.append(time.monotonic() - sample.t)
                if len(samples) == 45:
                    break
        return samples

    samples = asyncio.run(work())
    poses = [sample for sample in samples if isinstance(sample, Pose)]
    assert len(poses) >= 43
    assert [pose.seq for pose in poses] == sorted({pose.seq for pose in poses})
    gaps = np.diff([sample.t for sample in samples]) * 15
    assert np.abs(gaps - np.rint(gaps)).max() < 1e-6, "times lie on the clip's own 15 Hz grid, whenever they arrived"
    assert min(delays) > 0.0
    assert np.median(delays) < 0.2
    assert (poses[0].width, poses[0].height) == (320, 426)
    assert poses[-1].image.dtype == poses[-1].world.dtype == np.float64
    assert source.status is not None
    assert source.status.model_ms_p50 > 0.0
    assert 0.2 < source.status.brightness < 0.8


@pytest.mark.weights
def test_killing_it_while_poses_come_costs_seconds_and_nothing_else(tmp_path: Path, models: Path) -> None:
    command, pid = noted(tmp_path)
    options = Options(source="file", address=str(CLIP), loop=True, models_dir=str(models))

    async def work() -> tuple[Sample, Sample, Sample]:
        async with aclosing(keep_open(PoseSource(options, command=command), SystemClock())) as samples:
            before = await first(samples, Pose)
            os.kill(pid(), signal.SIGSEGV)
            lost = await first(samples, LinkChange)
            return before, lost, await first(samples, Pose)

    before, lost, after = asyncio.run(work())
    assert isinstance(lost, LinkChange)
    assert "SIGSEGV" in lost.reason
    assert before.t < lost.t < after.t < lost.t + 15.0


# --- what it is told -----------------------------------------------------------------------------------------


def test_the_configuration_becomes_options() -> None:
    size = {"width_px": 1280, "height_px": 720, "rate_hz": 25.0, "rotate_deg": 90}
    camera = Camera.model_validate({"source": "rtsp", "url": "rtsp://phone/1", **size, "mirror": True, "threads": 3, "prefer": "center"})
    options = camera_options(camera, Path("/models"))
    assert options == Options(
        source="rtsp",
        address="rtsp://phone/1",
        width=1280,
        height=720,
        fps=25.0,
        rotate_deg=90,
        mirror=True,
        models_dir="/models",
        threads=3,
        prefer="center",
    )
    assert camera_options(Camera(device="/dev/video2"), Path()).address == "/dev/video2"
    assert 1 <= camera_options(Camera(), Path()).threads <= 4


def test_a_played_video_may_be_a_folder(tmp_path: Path) -> None:
    folder = write_pictures(tmp_path / "pictures", range(3))
    assert refused(Options(source="folder", address=str(tmp_path / "none"), runtime="none")).exit_code == 2
    assert isinstance(played_video(folder, Path()), PoseSource)
