"""What a terminal shows of each event."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from edge.commands.live.printer import Printer
from edge.commands.live.replayed import Showing
from edge.messages import Cue, Event, Exercise, Hold, Priority, Rep, Score, Set, Side, View
from edge.replay import Comparison
from edge.respond.sentences import load
from edge.store.recording import Recording, RecordingHeader
from edge.store.recovery import Loss

OWN = {"fault.shallow": "not deep enough", "cue.deeper": "Go deeper, {side} side.", "side.left": "left", "exercise.squat": "squats"}


def printed(*events: Event, language: str = "english") -> list[str]:
    out = io.StringIO()
    printer = Printer(Console(file=out, width=100), {**load(language), **(OWN if language == "english" else {})}, t0=100.0)
    for event in events:
        printer.deliver(event)
    return [line.rstrip() for line in out.getvalue().splitlines()]


def rep(good: bool, *faults: str) -> Rep:
    return Rep(109.5, 3, "squat", Side.BOTH, 107.0, 108.0, 109.4, 1.5, (1.0, 0.25, 1.15), good, 88.0, 0.9, faults)


def test_a_good_repetition() -> None:
    assert printed(rep(True)) == ["  0:09     3  good                        score  88   1.0 / 0.2 / 1.1 s"]


def test_a_faulty_repetition_says_what_was_wrong() -> None:
    assert "not deep enough, knees fell inwards" in printed(rep(False, "shallow", "knees_in"))[0]


def test_what_nobody_could_judge_has_no_grade() -> None:
    alone = replace(rep(True), range=None, good=None, score=None)
    assert printed(alone, Set(130.0, 1, "squat", 101.0, 125.0, 5, 0, None)) == [
        "  0:09     3  not judged                  score   –   1.0 / 0.2 / 1.1 s",
        "  0:30  Set 1: 5 counted, not judged, squats",
    ]


def test_a_set_that_was_judged_in_part_says_of_how_many() -> None:
    assert printed(Set(130.0, 1, "squat", 101.0, 125.0, 18, 3, 84.0, 10)) == ["  0:30  Set 1: 3 of 8 good, 10 not judged, squats"]


def test_a_cue_is_a_sentence() -> None:
    assert printed(Cue(161.0, "text", "cue.deeper", Priority.FORM, 165.0, (("side", "left"),))) == ["  1:01       » Go deeper, left side."]


def test_counts_spoken_aloud_are_not_printed_beside_the_repetition() -> None:
    assert printed(Cue(161.0, "voice", "cue.count", Priority.COUNT, 165.0), Score(161.0, 90.0), View(161.0, 0.9, "left")) == []


def test_sets_holds_exercises_and_advice() -> None:
    lines = printed(
        Exercise(101.0, "squat", 100.0, 0.9), Set(130.0, 1, "squat", 101.0, 125.0, 8, 6, 84.0),
        Hold(190.0, "wall_sit", 130.0, 189.6, True, 95.0), View(191.0, 0.2, "front", ("turn_sideways",)),
    )  # fmt: skip
    assert lines == ["  0:01  squats", "  0:30  Set 1: 6 of 8 good, squats", "  1:30  wall sit held 60 s", "  1:31  turn sideways"]


def test_a_box_that_speaks_spanish_prints_it() -> None:
    told = (rep(True), Set(130.0, 1, "squat", 101.0, 125.0, 8, 6, 84.0), Hold(190.0, "wall_sit", 130.0, 189.6, True, 95.0))
    assert printed(*told, language="spanish") == [
        "  0:09     3  bien                        puntuación  88   1.0 / 0.2 / 1.1 s",
        "  0:30  Serie 1: 6 de 8 bien, sentadilla",
        "  1:30  sentadilla en la pared mantenido 60 s",
    ]


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        ([True, False], "1 of 2 repetitions good"),
        ([True, False, None], "1 of 2 repetitions good, 1 not judged"),
        ([None, None], "2 repetitions counted, not judged"),
        ([], "0 of 0 repetitions good"),
    ],
)
def test_a_replay_ends_with_how_many_of_those_judged_were_good(verdicts: list[bool | None], said: str) -> None:
    out = io.StringIO()
    showing = Showing(Console(file=out, width=100), load("english"))
    for good in verdicts:
        showing.ledger.add(replace(rep(True), good=good))
    showing.close(Recording(Path("session.mcap"), RecordingHeader("s"), Loss()), Comparison())
    assert out.getvalue().strip().startswith(f"{said}; 0.0 s replayed")
