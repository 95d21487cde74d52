"""From states to the load of a typical repetition, and to what is drawn at a moment."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from edge.commands.analysis.spool import Spool, open_spool
from edge.commands.analysis.workload import LoadAtMoments, spans_of, workload
from edge.estimate.body.differentiation import LAG_S
from edge.estimate.body.doubt import DOUBLE_STANCE, QUASI_STATIC
from edge.estimate.body.generators import AXES
from edge.estimate.body.muscles import GENERATORS
from edge.messages import MotionState
from tests.commands.analysis.test_report import state, with_body
from tests.test_ledger import ledger, rep

FPS = 30.0
KNEE = GENERATORS.index("left_knee extension")


@pytest.fixture
def spool() -> Iterator[Spool]:
    with open_spool() as opened:
        yield opened


def loaded(t: float, share: float, *doubts: str) -> MotionState:
    """A state whose load is about LAG_S before t."""
    shares = np.zeros(len(GENERATORS))
    shares[KNEE] = share
    seen = with_body(t, 10.0)
    assert seen.body is not None
    shaped = shares.reshape(len(AXES), 2)
    return replace(seen, body=replace(seen.body, share=shaped, share_sd=0.2 * shaped, doubts=doubts))


def fill(spool: Spool, seconds: float, *doubts: str) -> None:
    """The knee's load is a tenth of the time, about which it is."""
    for n in range(round(seconds * FPS)):
        spool.add(loaded(n / FPS, max(n / FPS - LAG_S, 0.0) / 10.0, *doubts))


def test_each_repetition_has_its_own_peak_and_the_middle_one_counts(spool: Spool) -> None:
    fill(spool, 10.0)
    knee = workload([(1.0, 2.0), (3.0, 4.0), (6.0, 8.0)], spool).loads["left_knee"]
    assert knee.peak == pytest.approx(0.4, abs=0.02)
    assert knee.sd == pytest.approx(0.08, abs=0.005)
    assert knee.direction == "extension"


def test_repetitions_that_overlap_do_not_mix(spool: Spool) -> None:
    fill(spool, 10.0)
    assert workload([(1.0, 9.0), (2.0, 3.0)], spool).loads["left_knee"].peak == pytest.approx(0.3, abs=0.02)


def test_what_holds_for_most_of_it_is_doubted_for_whom_it_concerns(spool: Spool) -> None:
    fill(spool, 5.0, DOUBLE_STANCE, QUASI_STATIC)
    doubts = workload([(1.0, 3.0)], spool).doubts
    assert doubts["left_ankle"] == ("load.double_stance",)
    assert doubts["left_knee"] == ()


def test_without_a_body_or_repetitions_nothing_is_known(spool: Spool) -> None:
    spool.add(state(0.0, 10.0))
    for spans in ([(0.0, 5.0)], [], [(100.0, 101.0)]):
        told = workload(spans, spool)
        assert np.isnan([load.peak for load in told.loads.values()]).all()
        assert not any(told.doubts.values())


def test_the_load_is_that_of_what_was_mainly_done() -> None:
    both = ledger(rep("squat", 3.0), rep("push_up", 9.0))
    (squat,), (push_up,) = (spans_of(both, name, 0.0, 20.0) for name in ("squat", "push_up"))
    assert squat[1] < push_up[0]
    assert spans_of(both, "unknown", 0.0, 20.0) == [squat, push_up]
    assert spans_of(ledger(), "idle", 2.0, 9.0) == [(2.0, 9.0)]


def test_the_load_of_a_moment_is_shown_at_that_moment(spool: Spool) -> None:
    fill(spool, 5.0)
    shown = LoadAtMoments(spool)
    assert shown.at(-1.0) == {}
    for t in (1.0, 2.0, 4.0):
        assert shown.at(t)["left_knee"] == pytest.approx(t / 10.0, abs=0.005)
    assert shown.at(9.0) == {}, "long after the last state"


def test_what_is_doubted_is_not_drawn(spool: Spool) -> None:
    fill(spool, 3.0, DOUBLE_STANCE)
    shown = LoadAtMoments(spool).at(2.0)
    assert "left_knee" in shown
    assert "left_ankle" not in shown


def test_films_and_tables_read_the_same_states_at_once(spool: Spool) -> None:
    fill(spool, 20.0)
    shown, states = LoadAtMoments(spool), spool.states()
    for t in np.arange(0.0, 19.0, 1.0 / FPS):
        shown.at(t)
        assert next(states).t == pytest.approx(t)


def test_one_bad_frame_is_not_drawn(spool: Spool) -> None:
    for n in range(60):
        spool.add(loaded(n / FPS, 9.0 if n == 30 else 0.4))
    shown = LoadAtMoments(spool)
    assert {round(shown.at(n / FPS - LAG_S)["left_knee"], 3) for n in range(20, 40)} == {0.4}
