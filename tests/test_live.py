"""A whole visit: real sockets, real files, the real pipeline; the sources are scripted, except where a camera process is killed."""

import json
import os
import signal
import socket
import threading
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from edge.assembly import build_pipeline
from edge.clock import SystemClock
from edge.config import Loaded
from edge.config_options import Config
from edge.daemon import Output
from edge.errors import EdgeError, InputError
from edge.live import Visit, Wish
from edge.lock import only_one
from edge.messages import Command, Event, LinkChange, Nobody, Pose, Rep, Sample, Tick
from edge.records import RecordingState
from edge.replay import watch
from edge.state import state_folder
from edge.store.archive import Archive, open_archive
from edge.store.writing import Writing
from tests.scripted_visit import SOUNDLESS, Scripted, hold, later, pose, recording_of, wish
from tools.avatar_studio import as_poses, random_spec, truth


class Collected:
    def __init__(self) -> None:
        self.events: list[Event] = []

    def deliver(self, event: Event) -> None:
        self.events.append(event)


def test_a_visit_is_recorded_before_it_is_thought_about_and_can_be_read_back() -> None:
    visit = hold(wish(Scripted(pose(1.0), Nobody(1.1, 2), pose(1.2))))
    assert visit.session
    recording = recording_of(visit)
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
    assert {path.suffix for path in made} == {"", ".db", ".key", ".pid", ".sealed", ".toml"}
    assert {oct(path.stat().st_mode & 0o777) for path in made if path.is_file()} == {"0o600"}
    assert {oct(path.stat().st_mode & 0o777) for path in (tmp_path / "state", *made) if path.is_dir()} == {"0o700"}


def test_nothing_is_recorded_where_the_configuration_says_no() -> None:
    config = Config.model_validate({**SOUNDLESS, "store": {"recording": False}})
    visit = hold(wish(Scripted(pose(1.0)), loaded=Loaded(config)))
    assert (visit.session, visit.troubles) == ("", [])


def test_a_state_directory_that_cannot_be_written_costs_the_recording_only(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    config = Config.model_validate({**SOUNDLESS, "store": {"state_dir": str(tmp_path / "file" / "state")}})
    visit = hold(wish(Scripted(pose(1.0), pose(1.1)), loaded=Loaded(config)))
    assert not visit.session
    assert visit.health.frames == 2
    assert "cannot be written" in visit.troubles[0]


def test_a_recordings_folder_that_cannot_be_made_costs_the_recording_only(state_directory: Path) -> None:
    (state_directory / "recordings").write_text("in the way")
    visit = hold(wish(Scripted(pose(1.0))))
    assert visit.health.frames == 1
    assert not visit.session
    assert "cannot be written (File exists): the session goes on without it" in visit.troubles[0]


def test_a_session_to_which_nobody_came_is_not_said_to_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """As when a box is switched on and off again."""
    monkeypatch.setattr("edge.senses.camera_source", lambda *_: Scripted(Nobody(1.0, 0), Nobody(1.1, 1)))
    visit = hold(Wish(Loaded(Config.model_validate(SOUNDLESS)), page=False))
    assert visit.health.frames == 2
    assert not visit.session
    with open_archive(state_folder(), SystemClock()) as archive:
        assert archive.sessions() == []


def test_a_recording_that_the_disk_broke_off_is_not_said_to_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise EdgeError("the disk is full", "make room")

    monkeypatch.setattr("edge.store.recording.RecordingWriter.write", full)
    visit = hold(wish(Scripted(pose(1.0), pose(1.1))))
    assert not visit.session
    assert visit.troubles


def test_a_visit_does_not_wait_for_a_watch_to_be_paired(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edge.senses.camera_source", lambda *_: Scripted(pose(1.0)))
    visit = hold(Wish(Loaded(Config.model_validate(SOUNDLESS)), page=False))
    assert (visit.health.frames, visit.health.links[0][0], len(visit.health.links)) == (1, "camera", 1)


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
    assert visit.session
    recording = recording_of(visit)
    again = build_pipeline(recording.header.person, recording.header.exercise)
    replayed = [event for _, events in watch(recording.samples(), again) for event in events]
    assert replayed == collected.events
    assert [message for message in recording.messages() if isinstance(message, Event)] == collected.events
    assert sum(isinstance(event, Rep) for event in replayed) > 0


def test_a_bug_is_not_dressed_up_as_somebodys_mistake() -> None:
    with pytest.raises(ExceptionGroup) as ended:
        hold(wish(Scripted(pose(1.0), end=ZeroDivisionError())))
    assert ended.group_contains(ZeroDivisionError)


def speaking(**respond: object) -> Loaded:
    return Loaded(Config.model_validate({"respond": {"audio": {"use": False}, **respond}}))


def test_the_configured_switches_are_in_the_recording_as_commands() -> None:
    """So that a replay is told as the session was."""
    visit = hold(wish(Scripted(pose(1.0), pose(1.1)), loaded=speaking(cues={"voice": 0.5, "count_aloud": True})))
    assert visit.session
    said = [(sample.name, sample.value) for sample in recording_of(visit).samples() if isinstance(sample, Command)]
    assert sorted(said) == [("cues.count_aloud", "on"), ("cues.voice", "0.5")]


def test_what_comes_after_recording_was_switched_off_is_not_recorded() -> None:
    """As when somebody takes back their consent in the middle of a session."""
    hold(wish(Scripted(pose(1.0), Command(1.05, "recording", "off"), pose(1.1), pose(1.2))))
    with open_archive(state_folder(), SystemClock()) as archive:
        (session,) = archive.sessions()
        samples = list(archive.recording(session.id).samples())
    assert [sample.t for sample in samples if isinstance(sample, Pose)] == [1.0]


def test_latencies_are_kept_with_the_session() -> None:
    visit = hold(wish(Scripted(pose(1.0))))
    assert visit.session
    recording = recording_of(visit)
    list(recording.messages())
    assert set(json.loads(recording.remarks["latency"])) == {"frame_to_answer_ms", "frame_to_cue_ms", "pose_to_cue_ms", "imu_to_cue_ms"}


def test_a_loudspeaker_that_is_not_there_is_said_once_and_costs_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    camera = Scripted(pose(1.0), wait=True)

    def opened(visit: Visit) -> Sequence[Output]:
        later(lambda: os.kill(os.getpid(), signal.SIGTERM))
        return ()

    visit = hold(wish(camera, loaded=Loaded(Config())), opened)
    assert visit.session
    links = [sample for sample in recording_of(visit).samples() if isinstance(sample, LinkChange)]
    assert [(link.source, link.link) for link in links if link.source != "camera"] == [("audio", False), ("speech", False)]
    assert "alsa-utils" in next(link.reason for link in links if link.source == "audio")
    assert visit.health.frames == 1


def test_recording_can_be_ended_in_the_middle_and_the_session_goes_on() -> None:
    samples: list[Sample] = [pose(1.0), Command(1.05, "recording", "off"), pose(1.1), pose(1.2)]
    visit = hold(wish(Scripted(*samples)))
    assert visit.health.frames == 3
    with open_archive(state_folder(), SystemClock()) as archive:
        (session,) = archive.sessions()
        assert session.recording is RecordingState.WHOLE
        times = [sample.t for sample in archive.recording(session.id).samples() if isinstance(sample, Pose)]
    assert times == [1.0]


def test_a_disk_that_is_slow_to_begin_a_session_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Coaching goes on meanwhile, and what happened meanwhile is kept."""
    begin, coached = Archive.begin, threading.Event()

    def slowly(self: Archive, *about: Any, **more: Any) -> Writing:
        assert coached.wait(30.0), "the loop waited for the disk"
        return begin(self, *about, **more)

    class Coached(Scripted):
        async def _play(self) -> AsyncIterator[Sample]:
            async for sample in super()._play():
                yield sample
            coached.set()

    monkeypatch.setattr(Archive, "begin", slowly)
    visit = hold(wish(Coached(pose(1.0), pose(1.1), pose(1.2))))
    assert [sample.t for sample in recording_of(visit).samples() if isinstance(sample, Pose)] == [1.0, 1.1, 1.2]


def test_a_state_that_cannot_be_read_costs_what_is_kept_and_never_the_session(state_directory: Path) -> None:
    (state_directory / "watch.json").mkdir()
    visit = hold(wish(Scripted(pose(1.0))))
    assert visit.health.frames == 1
    assert "is not kept" in visit.troubles[0]
