"""Segments and the main exercise out of what was said."""

from edge.ledger import Ledger
from edge.messages import Event, Exercise, Hold, Rep, Side


def rep(exercise: str, turn: float, number: int = 1, good: bool = True) -> Rep:
    return Rep(turn + 1.0, number, exercise, Side.BOTH, turn - 1.0, turn, turn + 0.9, 1.5, (1.0, 0.0, 0.9), good, 90.0, 0.9)


def ledger(*events: Event) -> Ledger:
    kept = Ledger()
    for event in events:
        kept.add(event)
    return kept


def spans(kept: Ledger, end: float) -> list[tuple[str, float, float]]:
    return [(segment.name, segment.start, segment.end) for segment in kept.segments(end)]


def test_a_segment_starts_where_its_exercise_began() -> None:
    kept = ledger(Exercise(0.0, "idle", 0.0, 1.0), Exercise(6.0, "squat", 2.5, 0.8), Exercise(30.0, "idle", 24.0, 0.9))
    assert spans(kept, 40.0) == [("idle", 0.0, 2.5), ("squat", 2.5, 24.0), ("idle", 24.0, 40.0)]


def test_a_second_thought_replaces_the_first() -> None:
    kept = ledger(Exercise(1.0, "idle", 0.0, 1.0), Exercise(4.0, "lunge", 2.0, 0.5), Exercise(5.0, "squat", 2.0, 0.9))
    assert spans(kept, 9.0) == [("idle", 0.0, 2.0), ("squat", 2.0, 9.0)]


def test_the_same_again_is_one_segment() -> None:
    kept = ledger(Exercise(1.0, "squat", 0.0, 0.6), Exercise(3.0, "squat", 2.0, 0.9))
    assert spans(kept, 9.0) == [("squat", 0.0, 9.0)]
    assert kept.segments(9.0)[0].confidence == 0.9


def test_most_repetitions_then_holding_then_length_name_the_exercise() -> None:
    exercises = (Exercise(0, "idle", 0, 1), Exercise(50, "squat", 50, 1), Exercise(60, "push_up", 60, 1))
    kept = ledger(*exercises, rep("squat", 52.0), rep("squat", 55.0), rep("push_up", 62.0))
    assert kept.main_segment(kept.segments(80.0)).name == "squat"  # type: ignore[union-attr]
    still = ledger(Exercise(0, "idle", 0, 1), Exercise(50, "plank", 50, 1), Hold(60, "plank", 51, 60, True, 90))
    assert still.main_segment(still.segments(60.0)).name == "plank"  # type: ignore[union-attr]
    quiet = ledger(*exercises)
    assert quiet.main_segment(quiet.segments(80.0)).name == "idle"  # type: ignore[union-attr]
    assert ledger().main_segment([]) is None
