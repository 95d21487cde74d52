"""The JSON object of `analyze`."""

import io
import json
import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from rich.console import Console

from edge.commands.analysis.json_file import write_json
from edge.commands.analysis.report import Facts, report
from edge.commands.analysis.spool import Spool, open_spool
from edge.commands.analysis.summary import print_summary
from edge.estimate.body.clinical_table import CLINICAL_NAMES
from edge.estimate.body.generators import AXES
from edge.estimate.skeleton import ANGLE_NAMES
from edge.messages import BodyState, Cue, Exercise, Fault, MotionState, Posture, Priority, Score, Severity, Side, View
from edge.respond.sentences import load
from tests.test_ledger import ledger, rep

FACTS = Facts("set.mp4", frames=600, seen=600, fps=30.0, start_s=0.0, duration_s=20.0)
ENGLISH = load("english")


@pytest.fixture
def spool() -> Iterator[Spool]:
    with open_spool() as opened:
        yield opened


def fault(number: int, name: str = "shallow", severity: Severity = Severity.MINOR, cue: str = "squat.deeper") -> Fault:
    return Fault(float(number), name, "squat", severity, 12.345, "deg", cue, Side.BOTH, number)


def state(t: float, angle_deg: float) -> MotionState:
    angles = np.full(len(ANGLE_NAMES), math.radians(angle_deg))
    angles[0] = math.nan
    none = np.empty(0)
    return MotionState(
        t, angles, angles * 0.1, none, np.full((33, 2), t), np.zeros((33, 3)), np.ones(33), none, none, none, 640, 480, 0.9, cut=t == 0.0
    )


def with_body(t: float, angle_deg: float, q: npt.ArrayLike = np.nan) -> MotionState:
    """Every clinical angle known but the first."""
    clinical = np.full(len(CLINICAL_NAMES), math.radians(angle_deg))
    clinical[0] = math.nan
    none, moments, share = np.empty(0), np.full(47, np.nan), np.full((len(AXES), 2), np.nan)
    body = BodyState(t, np.broadcast_to(q, 57), none, none, clinical, 0.1 * clinical, 2.0 * clinical, moments, moments, share, share)
    return replace(state(t, angle_deg), body=body)


def test_advice_comes_from_the_faults_most_frequent_first() -> None:
    faults = [fault(1), fault(2), fault(2), fault(3, "knees_in", Severity.MAJOR, "common.knees_out")]
    told = report(ledger(*(rep("squat", n * 3.0, n) for n in (1, 2, 3)), *faults), FACTS, ENGLISH)
    assert told["recommendations"] == ["Go deeper (2 of 3 repetitions)", "Push your knees out over your toes (1 of 3 repetitions)"]
    assert told["concerns"] == ["Large deviation in 1 of 3 repetitions: knees fell inwards"]
    assert told["faults"][0]["cue"] == "Go deeper"
    assert told["faults"][0]["size"] == 12.35


def test_advice_is_of_what_could_have_called_for_it() -> None:
    """Judged repetitions of the same exercise: as the report of the session counts them."""
    felt = replace(rep("squat", 9.0, 3), good=None, score=None)
    done = (rep("squat", 3.0, 1), rep("squat", 6.0, 2), felt, rep("push_up", 12.0, 4))
    told = report(ledger(*done, fault(2, severity=Severity.MAJOR)), FACTS, ENGLISH)
    assert told["recommendations"] == ["Go deeper (1 of 2 repetitions)"]
    assert told["concerns"] == ["Large deviation in 1 of 2 repetitions: not through the full range"]


def test_what_only_informs_is_no_advice() -> None:
    assert report(ledger(rep("squat", 3.0), fault(1, severity=Severity.INFO)), FACTS, ENGLISH)["recommendations"] == []


def test_the_view_is_judged_over_time_and_passing_advice_left_out() -> None:
    views = (View(0.0, 1.0, "left"), View(10.0, 0.5, "left", ("view.feet_out",)), View(19.5, 0.0, "front", ("view.too_dark",)))
    told = report(ledger(*views), FACTS, ENGLISH)["view"]
    assert told["quality"] == pytest.approx((10.0 + 9.5 * 0.5) / 20.0, abs=1e-3)
    assert told["side"] == "left"
    assert told["advice"] == [ENGLISH["view.feet_out"]]


def test_nobody_is_said() -> None:
    told = report(ledger(), Facts("set.mp4", 600, 0, 30.0, 0.0, 20.0), ENGLISH)
    nobody = {"advice": ["Nobody was seen in this video"], "advice_keys": ["view.nobody"]}
    assert told["view"] == {"quality": 0.0, "side": "none", **nobody}
    assert told["score"] is None


def test_posture_lasts_until_the_next_and_unjudged_times_are_left_out() -> None:
    kept = ledger(Posture(1.0, "slouching"), Posture(5.0, "none"), Posture(8.0, "upright"))
    assert report(kept, FACTS, ENGLISH)["posture"] == [
        {"start_s": 1.0, "end_s": 5.0, "name": "slouching"},
        {"start_s": 8.0, "end_s": 20.0, "name": "upright"},
    ]


def test_the_steady_rate_is_the_files_own_unless_that_cannot_be() -> None:
    assert Facts("a", 600, 0, 29.97, 0.0, 20.02).steady_fps == 29.97
    assert Facts("recorded in a browser", 600, 0, 1000.0, 0.0, 20.0).steady_fps == 30.0


def test_angles_are_streamed_with_null_where_nothing_was_seen(spool: Spool) -> None:
    out = io.StringIO()
    for n in range(600):
        spool.add(with_body(n / 30.0, 45.0) if n else state(0.0, 45.0))
    write_json(out, {"rep_count": 0}, spool)
    angles = json.loads(out.getvalue())["angles"]
    assert angles["names"] == list(CLINICAL_NAMES)
    assert angles["t_s"][-1] == pytest.approx(599 / 30.0, abs=1e-3)
    assert angles["deg"][0] == [None] * len(CLINICAL_NAMES), "there was no body yet"
    assert angles["deg"][599] == [None] + [45.0] * (len(CLINICAL_NAMES) - 1)
    assert angles["sd_deg"][599][1] == 4.5


def test_no_angles_are_empty_lists(spool: Spool) -> None:
    out = io.StringIO()
    write_json(out, {}, spool)
    assert json.loads(out.getvalue())["angles"]["deg"] == []


def test_the_spool_gives_back_what_drawing_needs(spool: Spool) -> None:
    spool.add(state(0.0, 30.0))
    spool.add(state(1.5, 60.0))
    first, second = spool.states()
    assert (first.cut, second.cut) == (True, False)
    assert (second.t, second.width, second.height) == (1.5, 640, 480)
    assert second.points[0].tolist() == [1.5, 1.5]
    assert np.degrees(second.angles[1]) == pytest.approx(60.0, abs=1e-4)
    assert [row["t"] for row in spool.rows()] == [0.0, 1.5], "it can be read again"


def test_summary_reads_like_a_sentence_and_needs_no_colour() -> None:
    kept = ledger(
        Exercise(0, "squat", 0, 1), *(rep("squat", n * 3.0, n, good=n != 2) for n in (1, 2, 3)), fault(2), Score(9.0, 88.0),
        Cue(6.0, "voice", "squat.deeper", Priority.FORM, 8.0),
    )  # fmt: skip
    out = io.StringIO()
    print_summary(Console(file=out, width=100), report(kept, FACTS, ENGLISH), ENGLISH)
    text = out.getvalue()
    assert "Squat   3 repetitions   2 good   1 to improve   form 88/100" in text
    assert "• Go deeper (1 of 3 repetitions)" in text
    assert "\x1b" not in text


def test_what_nobody_could_judge_has_neither_range_nor_grade() -> None:
    alone = replace(rep("unknown", 3.0), range=None, good=None, score=None, confidence=0.3)
    told = report(ledger(Exercise(5.0, "unknown", 2.0, 0.3), alone), FACTS, ENGLISH)
    assert [(one["range_deg"], one["good"], one["score"]) for one in told["reps"]] == [(None, None, None)]
    out = io.StringIO()
    print_summary(Console(file=out, width=100), told, ENGLISH)
    assert "An unknown exercise   1 repetition   1 not judged\n" in "\n".join(line.strip("│ ") for line in out.getvalue().splitlines())
    assert "0°" not in out.getvalue()
