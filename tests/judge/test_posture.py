"""Positions that are held, from when to when; and how somebody stands while idle."""

import math
import tomllib
from collections.abc import Iterator

import numpy as np
import pytest

from edge.estimate.skeleton import ANGULAR, SIGNAL_NAMES, S
from edge.judge.history import History
from edge.judge.posture import Held, HoldFinder, PostureJudge
from edge.judge.rules import parse_rules
from tests.judge.made_sets import clean, reaching
from tests.judge.watched import watched
from tools.avatar_studio import Part, Spec, random_spec

RULES = parse_rules(
    tomllib.loads(
        """
[plank]
kind = "hold"
joint = "trunk"
camera = "side"
[plank.looks]
"mean trunk" = [70, 110]
[wall_sit]
kind = "hold"
joint = "knees"
camera = "side"
[wall_sit.looks]
"mean trunk" = [0, 20]
"mean knees" = [70, 110]
"""
    ),
    SIGNAL_NAMES,
    ANGULAR,
).all
PLANK, WALL_SIT, STANDING = {"trunk": 90.0}, {"trunk": 5.0, "knees": 90.0}, {"trunk": 5.0}


class Idle:
    """Somebody watched at 30 frames and 10 ticks a second; every stretch continues the last."""

    def __init__(self, confidence: float = 1.0) -> None:
        self.history, self.t, self._confidence = History(SIGNAL_NAMES), 0.0, np.full(len(S), confidence)

    def does(
        self, seconds: float, head_forward: float = 0.0, moving_deg: float = 0.0, rising_m: float = 0.0, **degrees: float
    ) -> Iterator[float]:
        """The time of each tick."""
        for i in range(round(seconds * 30)):
            values = np.zeros(len(S))
            values[S["head_forward"]] = head_forward
            values[S["chest_y"]] = 0.5 * rising_m * math.sin(self.t * 5)
            for name, angle in degrees.items():
                values[S[name]] = math.radians(angle + moving_deg * math.sin(self.t * 5))
            self.history.append(self.t, values, self._confidence)
            if i % 3 == 2:
                yield self.t
            self.t += 1 / 30


def finder() -> HoldFinder:
    return HoldFinder(RULES, SIGNAL_NAMES, ("trunk", "left_knee"))


def ends(holds: HoldFinder, idle: Idle, ticks: Iterator[float]) -> list[Held]:
    return [held for held in (holds.feed(t, idle.history) for t in ticks) if held is not None]


# --- holds -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rising_m", "held"), [(0.03, "plank"), (0.12, None)])
def test_a_chest_that_goes_up_and_down_is_no_hold(rising_m: float, held: str | None) -> None:
    """A push-up seen from behind: the arms hardly seem to bend."""
    holds, idle = finder(), Idle()
    assert ends(holds, idle, idle.does(10, rising_m=rising_m, **PLANK)) == []
    assert holds.current == held


def test_a_hold_is_timed_from_its_beginning_to_its_end() -> None:
    holds, idle = finder(), Idle()
    assert ends(holds, idle, idle.does(5, **STANDING)) == []
    assert ends(holds, idle, idle.does(20, **PLANK)) == []
    assert holds.current == "plank"
    assert holds.since == pytest.approx(5.0, abs=1.3)
    (held,) = ends(holds, idle, idle.does(5, **STANDING))
    assert held.rule.exercise == "plank"
    assert (held.t_start, held.t_end) == pytest.approx((5.0, 25.0), abs=1.3)
    assert holds.current is None


def test_a_short_stay_is_no_hold() -> None:
    holds, idle = finder(), Idle()
    ends(holds, idle, idle.does(5, **STANDING))
    assert ends(holds, idle, idle.does(1.5, **PLANK)) == []
    assert ends(holds, idle, idle.does(5, **STANDING)) == []


def test_a_wobble_does_not_end_it() -> None:
    holds, idle = finder(), Idle()
    ends(holds, idle, idle.does(6, **PLANK))
    assert ends(holds, idle, idle.does(0.3, trunk=99.0)) == []
    assert ends(holds, idle, idle.does(6, **PLANK)) == []
    held = holds.finish()
    assert held is not None
    assert held.t_end - held.t_start > 10


def test_one_position_after_another_are_two_holds() -> None:
    holds, idle = finder(), Idle()
    ended = ends(holds, idle, idle.does(8, **PLANK)) + ends(holds, idle, idle.does(8, **WALL_SIT))
    last = holds.finish()
    assert [held.rule.exercise for held in ended] == ["plank"]
    assert last is not None
    assert last.rule.exercise == "wall_sit"


def test_who_moves_holds_nothing() -> None:
    holds, idle = finder(), Idle()
    assert ends(holds, idle, idle.does(20, moving_deg=20.0, **PLANK)) == []
    assert holds.current is None
    assert holds.finish() is None


def test_a_chosen_hold_is_the_only_one() -> None:
    holds, idle = finder(), Idle()
    holds.chosen = "wall_sit"
    ends(holds, idle, idle.does(10, **PLANK))
    assert holds.current is None
    ends(holds, idle, idle.does(10, **WALL_SIT))
    assert holds.current == "wall_sit"


def test_a_hold_that_was_asked_for_may_be_further_from_the_usual_one() -> None:
    high = {"trunk": 5.0, "knees": 55.0}
    for chosen, found in ((None, None), ("wall_sit", "wall_sit")):
        holds, idle = finder(), Idle()
        holds.chosen = chosen
        ends(holds, idle, idle.does(10, **high))
        assert holds.current == found


def test_what_is_held_when_all_ends_is_closed() -> None:
    spec = random_spec(420, "push_up", "side")
    seen = watched(Spec(420, (Part("plank", seconds=8),), camera=spec.camera), "plank")
    assert [hold.exercise for hold in seen.holds] == ["plank"]
    assert seen.holds[0].t_end <= seen.holds[0].t


# --- posture ---------------------------------------------------------------------------------------------------------


def named(judge: PostureJudge, idle: Idle, ticks: Iterator[float]) -> list[str]:
    return [name for name in (judge.feed(t, idle.history) for t in ticks) if name is not None]


@pytest.mark.parametrize(
    ("trunk", "head_forward", "name"),
    [(3, 0.02, "upright"), (3, 0.16, "head_forward"), (20, 0.02, "leaning"), (25, 0.16, "slouching")],
)
def test_how_somebody_stands_is_named_once(trunk: float, head_forward: float, name: str) -> None:
    judge, idle = PostureJudge(S), Idle()
    assert named(judge, idle, idle.does(20, head_forward, trunk=trunk)) == [name]


def test_a_change_is_named_when_it_has_lasted() -> None:
    judge, idle = PostureJudge(S), Idle()
    named(judge, idle, idle.does(10, trunk=2))
    assert named(judge, idle, idle.does(2.0, trunk=25)) + named(judge, idle, idle.does(5, trunk=2)) == []
    assert named(judge, idle, idle.does(10, trunk=14)) == ["leaning"]
    assert named(judge, idle, idle.does(10, trunk=2)) == ["upright"]


@pytest.mark.parametrize("trunk", [60, 90])
def test_who_bends_over_or_lies_has_no_posture(trunk: float) -> None:
    judge, idle = PostureJudge(S), Idle()
    assert named(judge, idle, idle.does(10, trunk=trunk)) == []


def test_who_is_hardly_seen_has_no_posture() -> None:
    judge, idle = PostureJudge(S), Idle(confidence=0.2)
    assert named(judge, idle, idle.does(10, trunk=20)) == []


def test_posture_is_left_when_something_is_done() -> None:
    judge, idle = PostureJudge(S), Idle()
    assert judge.leave() is None
    named(judge, idle, idle.does(10, trunk=2))
    assert judge.leave() == "none"
    assert judge.leave() is None
    assert named(judge, idle, idle.does(10, trunk=2)) == ["upright"]


def test_posture_is_judged_while_idle_and_not_in_a_set() -> None:
    squats = random_spec(424, "squat", "side", 4, "normal", faults=0)
    spec = Spec(424, (Part("stand", seconds=8), squats.parts[0], Part("stand", seconds=20)), camera=squats.camera)
    seen = watched(spec)
    assert len(seen.postures) >= 3
    said = {True: set[str](), False: set[str]()}
    for one in seen.postures:
        said[seen.reps[0].t <= one.t <= seen.reps[-1].t].add(one.name)
    assert said[True] <= {"none"}
    assert "none" not in said[False] or len(said[False]) > 1


def test_a_first_push_up_so_shallow_that_it_looks_like_a_plank_is_one_of_the_set() -> None:
    seen = watched(reaching(clean("push_up", "behind", 430), 0.45, 1.0, 1.0, 1.0))
    assert [hold.exercise for hold in seen.holds] == ["plank"]
    assert seen.counts == {"push_up": 4}
