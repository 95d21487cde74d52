"""A real visit that is kept: the landmarks of the built-in clip, through the pipeline, into an archive."""

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from edge.assembly import build_pipeline
from edge.clock import SystemClock
from edge.messages import CoachText, Event, HeartRate, Nobody, Person, Pose, Rep, Sample, Session
from edge.records import Consent, Goal
from edge.replay import watch, with_ticks
from edge.store.archive import open_archive
from tools.evaluation.landmarks import clip

CLIP = Path(__file__).parents[1] / "edge" / "demo_clip" / "demo.mp4"
T0 = 5000.0
LATE_S = 0.2
"""The first frame comes so long after the session's start."""
STARTED_AT = 1_795_251_600.0
ANA = Person("Ana Gómez", 1.72, 68.0, "F", 34.0)
QUALITY = {"frame_to_answer_ms": {"p50_ms": 31.2, "p95_ms": 48.9}, "imu_to_cue_ms": {"p50_ms": None, "p95_ms": None}}
COACHED = "Good rhythm. In the next set, sit back a little further before you come up."


@dataclass(frozen=True, slots=True)
class Kept:
    """A state directory with one person and one session of theirs."""

    folder: Path
    session: str
    person: str


def kept_visit(folder: Path) -> Kept:
    """A copy of its own in an empty folder."""
    made = _made()
    shutil.copytree(made.folder, folder, dirs_exist_ok=True)
    return replace(made, folder=folder)


@lru_cache
def _made() -> Kept:
    folder = Path(tempfile.mkdtemp(prefix="edgecoach-kept-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with open_archive(folder, SystemClock()) as archive:
        goals = (Goal("squat", "repetitions_a_week", 30), Goal("squat", "range_deg", 70))
        person = archive.add_person(ANA, language="spanish", goals=goals, consent=Consent(recording=True))
        session = Session("20261121-090000-3fa9c1", ANA, STARTED_AT, True, T0, "abc123", {"pose.tflite": "e9b3" * 16})
        writing = archive.begin(session, person.id)
        for message in messages():
            writing.write(message)
        writing.end(QUALITY)
        assert writing.problems == []
    return Kept(folder, session.id, person.id)


def messages() -> Iterator[Sample | Event]:
    """As the daemon writes them: each sample, then what was said about it."""
    for sample, events in watch(samples(), build_pipeline(ANA)):
        yield sample
        yield from events


def samples() -> Iterator[Sample]:
    frames = (replace(frame, t=frame.t + T0 + LATE_S) for frame in clip(CLIP))
    for sample in with_ticks(frames):
        yield sample
        if isinstance(sample, Pose | Nobody) and sample.seq % 90 == 0:
            yield HeartRate(sample.t, 96.0 + sample.seq / 90)
        if isinstance(sample, Pose) and sample.seq == 900:
            yield CoachText(sample.t, 1, COACHED)


def reps() -> list[Rep]:
    """What was counted, as it is recorded."""
    return [message for message in messages() if isinstance(message, Rep)]
