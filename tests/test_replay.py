"""A replay says what was said live, as far as the recording is whole."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import nan
from pathlib import Path

import pytest

from edge.assembly import build_pipeline
from edge.messages import Event, Exercise, Nobody, Pose, Sample, Score, Set, Tick
from edge.replay import Comparison, Thinker, identical, replay, watch, with_ticks
from edge.store.recording import RecordingHeader, RecordingWriter, read_recording
from tests.judge.watched import samples_of
from tests.store.sessions import session
from tools.avatar_studio import MEASURED, random_spec, truth

HEADER = RecordingHeader("replayed")
SAMPLES = [message for message in session(20.0) if isinstance(message, Sample)]


class Averager:
    """Thinks of every pose, and remembers all before it, so that a lost one changes what comes after."""

    def __init__(self) -> None:
        self.total = 0.0

    def feed(self, sample: Sample) -> Iterator[Event]:
        if isinstance(sample, Pose):
            self.total += float(sample.image[11, 1])
            yield Score(sample.t, self.total)

    def finish(self, t: float) -> Iterator[Event]:
        yield Exercise(t, "idle", t, self.total)


def record(path: Path, mind: Thinker, samples: list[Sample] = SAMPLES) -> list[Event]:
    """As the daemon does: written, thought about, the events written."""
    said = []
    with RecordingWriter(path, HEADER) as writer:
        for sample in samples:
            writer.write(sample)
            for event in mind.feed(sample):
                writer.write(event)
                said.append(event)
        for event in mind.finish(samples[-1].t):
            writer.write(event)
            said.append(event)
    return said


@pytest.mark.parametrize("mind", [Averager, build_pipeline])
def test_a_replay_says_what_was_said_live(tmp_path: Path, mind: type[Averager]) -> None:
    said = record(tmp_path / "live.mcap", mind())
    comparison = Comparison()
    again = [event for _, events in replay(read_recording(tmp_path / "live.mcap"), mind(), comparison) for event in events]
    assert list(map(repr, again)) == list(map(repr, said)), "identical on the same machine, to the last bit"
    assert (comparison.events, comparison.different) == (len(said), 0)


def test_the_end_is_what_is_open_at_the_last_sample() -> None:
    *_, (end, events) = watch([Tick(1.0), Tick(2.5)], Averager())
    assert end == Tick(2.5)
    assert events == (Exercise(2.5, "idle", 2.5, 0.0),)
    assert list(watch([], Averager())) == []


def test_a_recording_that_breaks_off_differs_only_where_it_broke(tmp_path: Path) -> None:
    path = tmp_path / "cut.mcap"
    record(path, Averager())
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    recording, comparison = read_recording(path), Comparison()
    replayed = sum(len(events) for _, events in replay(recording, Averager(), comparison))
    assert recording.lost.breaks_off_s
    assert replayed > 200
    assert comparison.different == 0


@pytest.fixture(scope="module")
def squats() -> list[tuple[Sample, tuple[Event, ...]]]:
    spec = random_spec(425, "squat", "45", 4, "normal", faults=0.5)
    return list(watch(with_ticks(samples_of(truth(spec), MEASURED)), build_pipeline()))


def broken_off(path: Path, heard: Iterable[tuple[Sample, tuple[Event, ...]]]) -> Path:
    """A recording that nobody closed."""
    writer = RecordingWriter(path, HEADER)
    for sample, events in heard:
        for message in (sample, *events):
            writer.write(message)
    writer.flush()
    writer.abandon()
    return path


def test_nothing_is_told_as_ended_because_the_power_went(tmp_path: Path, squats: list[tuple[Sample, tuple[Event, ...]]]) -> None:
    """A repetition of which only the way down was recorded was counted and judged, and the set told as done."""
    moments = range(50, len(squats) - 1, len(squats) // 12)
    for cut in moments:
        path, comparison = broken_off(tmp_path / f"{cut}.mcap", squats[:cut]), Comparison()
        told = [event for _, events in replay(read_recording(path), build_pipeline(), comparison) for event in events]
        assert told == [event for _, events in squats[:cut] for event in events], f"cut after {cut} samples"
        assert (comparison.different, comparison.left_open) == (0, True)


def test_an_end_that_was_recorded_is_told_even_where_the_file_was_not_closed(
    tmp_path: Path, squats: list[tuple[Sample, tuple[Event, ...]]]
) -> None:
    (end, said), (_, closing), path, comparison = *squats[-2:], tmp_path / "unclosed.mcap", Comparison()
    recording = read_recording(broken_off(path, [*squats[:-2], (end, said + closing)]))
    *_, (_, last) = replay(recording, build_pipeline(), comparison)
    assert recording.lost.breaks_off_s
    assert any(isinstance(event, Set) for event in last)
    assert last == closing
    assert (comparison.different, comparison.left_open) == (0, False)


def test_what_differs_is_counted_and_shown(tmp_path: Path) -> None:
    record(tmp_path / "live.mcap", Averager())
    other = Averager()
    other.total = 1.0
    comparison = Comparison(keep=3)
    for _ in replay(read_recording(tmp_path / "live.mcap"), other, comparison):
        pass
    assert comparison.different == comparison.events == 601
    assert len(comparison.differences) == 3
    assert str(comparison.differences[0]).startswith("recorded Score(t=5000.0, value=")


def test_one_event_too_many_does_not_make_the_others_wrong(tmp_path: Path) -> None:
    class Talker(Averager):
        def feed(self, sample: Sample) -> Iterator[Event]:
            yield from super().feed(sample)
            if sample is SAMPLES[300] or sample.t == SAMPLES[300].t:
                yield Exercise(sample.t, "squat", sample.t, 1.0)

    record(tmp_path / "live.mcap", Averager())
    comparison = Comparison()
    for _ in replay(read_recording(tmp_path / "live.mcap"), Talker(), comparison):
        pass
    assert comparison.different == 1


@pytest.mark.parametrize(
    ("change", "alike"),
    [({}, True), ({"confidence": 0.5 + 5e-7}, True), ({"confidence": 0.5 + 5e-6}, False), ({"name": "row"}, False), ({"t": nan}, False)],
)
def test_events_are_alike_within_a_millionth(change: dict[str, float | str], alike: bool) -> None:
    event = Exercise(1.0, "squat", 0.5, 0.5)
    assert identical(event, replace(event, **change)) is alike  # type: ignore[arg-type]
    assert not identical(event, Score(1.0, 0.5))
    assert not identical(event, None)
    assert identical(Score(nan, 1.0), Score(nan, 1.0))


def test_a_video_gets_the_ticks_that_a_daemon_would_have_made() -> None:
    frames = [Nobody(t, n) for n, t in enumerate([10.0, 10.04, 10.08, 10.12, 10.5])]
    times = [(type(sample).__name__, round(sample.t, 6)) for sample in with_ticks(frames)]
    assert times == [
        ("Nobody", 10.0), ("Nobody", 10.04), ("Nobody", 10.08), ("Tick", 10.1), ("Nobody", 10.12),
        ("Tick", 10.2), ("Tick", 10.3), ("Tick", 10.4), ("Tick", 10.5), ("Nobody", 10.5),
    ]  # fmt: skip


def test_ticks_do_not_drift_in_an_hour() -> None:
    ticks = [sample.t for sample in with_ticks(Nobody(n * 0.5, n) for n in range(7200)) if isinstance(sample, Tick)]
    assert len(ticks) == 35995
    assert abs(ticks[-1] - 3599.5) < 1e-6
