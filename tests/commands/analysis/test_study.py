"""Watching a recording to its end keeps what was said, and nothing else."""

import tracemalloc
from collections.abc import Iterator

from edge.commands.analysis.spool import open_spool
from edge.commands.analysis.study import TimedMind, study
from edge.messages import Event, MotionState, Nobody, Rep, Sample, Score, Tick
from tests.commands.analysis.test_report import state
from tests.test_ledger import rep


class FakeMind:
    """Sees a body in every frame, counts one repetition every 10 s, and closes with a score."""

    def __init__(self) -> None:
        self.state: MotionState | None = None
        self.ticks = 0

    def feed(self, sample: Sample) -> Iterator[Event]:
        if isinstance(sample, Tick):
            self.ticks += 1
            if self.ticks % 100 == 0:
                yield rep("squat", sample.t, self.ticks // 100)
        else:
            self.state = state(sample.t, 45.0)

    def finish(self, t: float) -> Iterator[Event]:
        yield Score(t, 77.0)


class FakeClock:
    """A millisecond passes at each look."""

    def __init__(self) -> None:
        self._t = 0.0

    def now(self) -> float:
        self._t += 0.001
        return self._t

    def wall(self) -> float:
        return 0.0


def frames(seconds: float) -> Iterator[Nobody]:
    return (Nobody(n / 30.0, n) for n in range(round(seconds * 30)))


def test_everything_that_was_said_until_the_end() -> None:
    seen: list[float] = []
    ledger = study(frames(30.0), FakeMind(), lambda body: seen.append(body.t))
    assert [kept.number for kept in ledger.reps if isinstance(kept, Rep)] == [1, 2]
    assert ledger.score == 77.0
    assert len(seen) == 900, "each new state once"


def test_thought_is_timed_by_frame_with_its_ticks() -> None:
    mind = TimedMind(FakeMind(), FakeClock())
    study(frames(1.0), mind)
    assert len(mind.think_s) == 30
    assert {round(1000 * spent) for spent in mind.think_s} == {1, 2}


def test_a_long_recording_takes_no_more_memory_than_a_short_one() -> None:
    def growth(seconds: float) -> int:
        with open_spool() as spool:
            tracemalloc.start()
            study(frames(seconds), FakeMind(), spool.add)
            kept, _ = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        return kept

    assert growth(300.0) - growth(30.0) < 100_000, "bytes: the few repetitions, no frames"


def test_nothing_to_watch() -> None:
    assert study(iter(()), FakeMind()).reps == []
