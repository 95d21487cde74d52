"""A whole visit: real sockets, real files, the real pipeline; the sources are scripted, except where a camera process is killed."""

import asyncio
import json
import os
import signal
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest

from edge.assembly import build_pipeline
from edge.capture.choose import played_video
from edge.capture.source import Source
from edge.clock import SystemClock
from edge.config import Loaded, check
from edge.config_options import Config
from edge.daemon import Output
from edge.errors import EdgeError, InputError
from edge.live import Visit, Wish, hold_visit
from edge.lock import only_one
from edge.messages import Command, Event, LinkChange, Nobody, Pose, Rep, Sample, Tick
from edge.replay import watch
from edge.store.recording import read_recording
from edge.systemd import Notifier
from edge.weights import checked_folder
from tests.capture.made_video import write_video
from tools.avatar_studio import as_poses, random_spec, truth

SILENT = Notifier({})


class Scripted:
    """A source that gives these samples and ends, or waits for ever, or fails."""

    def __init__(self, *samples: Sample, end: EdgeError | Exception | None = None, wait: bool = False, name: str = "camera") -> None:
        self.name = name
        self.opened = 0
        self._samples, self._end, self._wait = samples, end, wait

    @asynccontextmanager
    async def open(self) -> AsyncIterator[AsyncIterator[Sample]]:
        self.opened += 1
        yield self._play()

    async def _play(self) -> AsyncIterator[Sample]:
        for sample in self._samples:
            yield sample
            await asyncio.sleep(0)
        if self._wait:
            await asyncio.Event().wait()
        if self._end:
            raise self._end


class Collected:
    def __init__(self) -> None:
        self.events: list[Event] = []

    def deliver(self, event: Event) -> None:
        self.events.append(event)


def pose(t: float) -> Pose:
    return Pose(t, 0, np.full((33, 4), 100.0), np.zeros((33, 3)), 640, 480)


SOUNDLESS: dict[str, object] = {"respond": {"audio": {"use": False}}}
"""Whether this machine has a loudspeaker is no matter of these tests."""


def wish(*sources: Source, loaded: Loaded | None = None, **extra: object) -> Wish:
    return Wish(loaded or Loaded(Config.model_validate(SOUNDLESS)), sources=sources, **{"page": False, **extra})  # type: ignore[arg-type]


def hold(wanted: Wish, opened: Callable[[Visit], Sequence[Output]] = lambda visit: (), notifier: Notifier = SILENT) -> Visit:
    async def bounded() -> Visit:
        async with asyncio.timeout(60):
            return await hold_visit(wanted, SystemClock(), opened, notifier)

    return asyncio.run(bounded())


def later(act: Callable[[], object]) -> None:
    asyncio.get_running_loop().call_later(0.3, act)


def test_a_visit_is_recorded_before_it_is_thought_about_and_can_be_read_back() -> None:
    visit = hold(wish(Scripted(pose(1.0), Nobody(1.1, 2), pose(1.2))))
    assert visit.recording is not None
    recording = read_recording(visit.recording)
    samples = [sample for sample in recording.samples() if not isinstance(sample, Tick)]
    assert [type(sample) for sample in samples] == [LinkChange, Pose, Nobody, Pose]
    assert not recording.lost
    assert recording.header.config_hash == Config.model_validate(SOUNDLESS).digest
    assert visit.health.frames == 3
    assert not visit.stopped


def test_what_is_kept_is_for_its_owners_eyes_only(tmp_path: Path) -> None:
    config = Config.model_validate({**SOUNDLESS, "store": {"state_dir": str(tmp_path / "state")}})
    before = os.umask(0o022)
    try:
        hold(wish(Scripted(pose(1.0)), loaded=Loaded(config)))
    finally:
        os.umask(before)
    made = list((tmp_path / "state").rglob("*"))
    assert sorted(path.suffix for path in made) == ["", ".mcap", ".pid"]
    assert {oct(path.stat().st_mode & 0o777) for path in made if path.is_file()} == {"0o600"}
    assert {oct(path.stat().st_mode & 0o777) for path in (tmp_path / "state", *made) if path.is_dir()} == {"0o700"}


def test_nothing_is_recorded_where_the_configuration_says_no() -> None:
    config = Config.model_validate({**SOUNDLESS, "store": {"recording": False}})
    visit = hold(wish(Scripted(pose(1.0)), loaded=Loaded(config)))
    assert (visit.recording, visit.troubles) == (None, [])


def test_a_state_directory_that_cannot_be_written_costs_the_recording_only(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    config = Config.model_validate({**SOUNDLESS, "store": {"state_dir": str(tmp_path / "file" / "state")}})
    visit = hold(wish(Scripted(pose(1.0), pose(1.1)), loaded=Loaded(config)))
    assert visit.recording is None
    assert visit.health.frames == 2
    assert "cannot be written" in visit.troubles[0]


def test_a_recordings_folder_that_cannot_be_made_costs_the_recording_only(state_directory: Path) -> None:
    (state_directory / "recordings").write_text("in the way")
    visit = hold(wish(Scripted(pose(1.0))))
    assert visit.health.frames == 1
    assert visit.troubles[0].startswith("Nothing is recorded")


def test_a_second_daemon_is_refused(state_directory: Path) -> None:
    with only_one(state_directory), pytest.raises(EdgeError, match=f"already running here.*{os.getpid()}"):
        hold(wish(Scripted()))


def test_a_taken_port_is_said_before_anything_is_recorded(state_directory: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(EdgeError, match="taken by another program"):
        hold(wish(Scripted(), page=True, port=other.getsockname()[1]))
    assert not (state_directory / "recordings").exists()


def test_an_unknown_exercise_is_said() -> None:
    with pytest.raises(InputError, match="squat"):
        hold(wish(Scripted(), exercise="sqaut"))


def test_a_file_that_cannot_be_used_ends_the_visit_with_its_sentence() -> None:
    with pytest.raises(InputError, match="is not a video"):
        hold(wish(Scripted(pose(1.0), end=InputError("x.mp4 is not a video")), Scripted(wait=True, name="bar")))


@pytest.mark.parametrize("exercise", ["squat", "bicep_curl", "push_up"])
def test_a_live_visit_and_the_replay_of_its_recording_say_the_same(exercise: str) -> None:
    real = truth(random_spec(11, exercise=exercise, view="45", reps=5))
    frames = as_poses(real, np.random.default_rng(11))
    collected = Collected()
    visit = hold(wish(Scripted(*frames)), lambda visit: [collected])
    assert visit.recording is not None
    recording = read_recording(visit.recording)
    again = build_pipeline(recording.header.person, recording.header.exercise)
    replayed = [event for _, events in watch(recording.samples(), again) for event in events]
    assert replayed == collected.events
    assert [message for message in recording.messages() if isinstance(message, Event)] == collected.events
    assert sum(isinstance(event, Rep) for event in replayed) > 0


def test_a_bug_is_not_dressed_up_as_somebodys_mistake() -> None:
    with pytest.raises(ExceptionGroup) as ended:
        hold(wish(Scripted(pose(1.0), end=ZeroDivisionError())))
    assert ended.group_contains(ZeroDivisionError)


def test_ctrl_c_ends_the_visit_in_good_order() -> None:
    def opened(visit: Visit) -> Sequence[Output]:
        later(lambda: os.kill(os.getpid(), signal.SIGINT))
        return ()

    visit = hold(wish(Scripted(pose(1.0), wait=True)), opened)
    assert visit.interrupted
    assert visit.recording is not None
    assert not read_recording(visit.recording).lost
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_ctrl_c_while_things_are_still_being_opened_ends_it_in_good_order_too() -> None:
    def opened(visit: Visit) -> Sequence[Output]:
        os.kill(os.getpid(), signal.SIGINT)
        return ()

    visit = hold(wish(Scripted(pose(1.0), wait=True)), opened)
    assert visit.interrupted
    assert visit.recording is not None
    assert not read_recording(visit.recording).lost


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_being_told_to_end_is_no_interruption(number: int) -> None:
    def opened(visit: Visit) -> Sequence[Output]:
        later(lambda: os.kill(os.getpid(), number))
        return ()

    visit = hold(wish(Scripted(wait=True)), opened)
    assert visit.stopped
    assert not visit.interrupted


def test_a_hangup_that_is_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        hold(wish(Scripted(pose(1.0))))
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_bad_configuration_opens_no_device_and_shows_every_mistake_on_the_page(caplog: pytest.LogCaptureFixture) -> None:
    mistakes = check('[capture.camera]\ncolour = "red"\n[web]\nport = 99999\n')
    source, shown = Scripted(wait=True), []

    async def read(address: str) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(address.rstrip("/").rpartition(":")[2]))
        writer.write(b"GET /api/status HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        shown.append(json.loads((await reader.read()).partition(b"\r\n\r\n")[2]))
        writer.close()
        os.kill(os.getpid(), signal.SIGTERM)

    def opened(visit: Visit) -> Sequence[Output]:
        reading.append(asyncio.create_task(read(visit.page)))
        return ()

    reading: list[asyncio.Task[None]] = []
    visit = hold(wish(source, loaded=Loaded(Config(), tuple(mistakes)), page=True, port=0), opened)
    assert source.opened == 0
    assert visit.recording is None
    assert shown[0]["mistakes"] == [str(mistake) for mistake in mistakes]
    *told, last = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert told == [f"configuration: {mistake}" for mistake in mistakes]
    assert last == "safe mode: no device is opened until the 2 mistakes above are corrected and EdgeCoach is started again"


class ThreePasses(Notifier):
    """Ends the visit after the watchdog was fed three times."""

    fed = 0

    def alive(self) -> None:
        super().alive()
        self.fed += 1
        if self.fed == 3:
            os.kill(os.getpid(), signal.SIGTERM)


def test_systemd_hears_ready_then_life_then_the_end_although_the_camera_is_away(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        away = Scripted(end=EdgeError("The camera is unplugged"))
        hold(wish(away), notifier=ThreePasses({"NOTIFY_SOCKET": str(tmp_path / "notify")}))
        systemd.setblocking(False)
        heard = []
        while not heard or heard[-1] != b"STOPPING=1":
            heard.append(systemd.recv(100))
    assert heard[0] == b"READY=1"
    assert heard.count(b"WATCHDOG=1") >= 3


def children() -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()]


@pytest.mark.weights
def test_a_camera_process_that_dies_of_sigsegv_does_not_hurt_the_daemon(tmp_path: Path) -> None:
    """Killed once while frames come: the daemon says so, opens it again, and frames come again."""
    source = played_video(write_video(tmp_path / "numbers.mp4"), checked_folder(), loop=True)

    class Watched(Scripted):
        @asynccontextmanager
        async def open(self) -> AsyncIterator[AsyncIterator[Sample]]:
            async with source.open() as samples:
                yield self._watch(samples)

        async def _watch(self, samples: AsyncIterator[Sample]) -> AsyncIterator[Sample]:
            frames = 0
            async for sample in samples:
                yield sample
                frames += 1
                if frames == 5:
                    self.opened += 1
                    os.kill(*((os.getpid(), signal.SIGTERM) if self.opened == 2 else (children()[0], signal.SIGSEGV)))

    visit = hold(wish(Watched()))
    assert visit.recording is not None
    links = [sample for sample in read_recording(visit.recording).samples() if isinstance(sample, LinkChange)]
    assert [change.link for change in links] == [True, False, True]
    assert "SIGSEGV" in links[1].reason
    assert visit.health.frames >= 10
    assert children() == []


def speaking(**respond: object) -> Loaded:
    return Loaded(Config.model_validate({"respond": {"audio": {"use": False}, **respond}}))


def test_the_configured_switches_are_in_the_recording_as_commands() -> None:
    """So that a replay is told as the session was."""
    visit = hold(wish(Scripted(pose(1.0), pose(1.1)), loaded=speaking(cues={"voice": 0.5, "count_aloud": True})))
    assert visit.recording is not None
    said = [(sample.name, sample.value) for sample in read_recording(visit.recording).samples() if isinstance(sample, Command)]
    assert sorted(said) == [("cues.count_aloud", "on"), ("cues.voice", "0.5")]


def test_latencies_are_kept_with_the_session() -> None:
    visit = hold(wish(Scripted(pose(1.0))))
    assert visit.recording is not None
    recording = read_recording(visit.recording)
    list(recording.messages())
    assert set(json.loads(recording.remarks["latency"])) == {"frame_to_answer_ms", "frame_to_cue_ms", "pose_to_cue_ms", "imu_to_cue_ms"}


def test_a_loudspeaker_that_is_not_there_is_said_once_and_costs_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    camera = Scripted(pose(1.0), wait=True)

    def opened(visit: Visit) -> Sequence[Output]:
        later(lambda: os.kill(os.getpid(), signal.SIGTERM))
        return ()

    visit = hold(wish(camera, loaded=Loaded(Config())), opened)
    assert visit.recording is not None
    links = [sample for sample in read_recording(visit.recording).samples() if isinstance(sample, LinkChange)]
    assert [(link.source, link.link) for link in links if link.source != "camera"] == [("audio", False), ("speech", False)]
    assert "alsa-utils" in next(link.reason for link in links if link.source == "audio")
    assert visit.health.frames == 1
