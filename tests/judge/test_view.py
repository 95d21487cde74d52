"""What the camera's view allows and what would make it better: said when it changes."""

import math
from typing import Any

import numpy as np
import pytest

from edge.estimate.skeleton import ANGLE_NAMES, S
from edge.judge.view import FEET, HANDS, HEAD, ViewJudge
from edge.messages import MotionState, View
from tests.estimate.made_body import made_world

FRONT, SIDE, BACK = 0.95, 0.05, -0.95
UNKNOWN = np.full(len(ANGLE_NAMES), np.nan)


def state(
    t: float,
    facing: float = FRONT,
    hidden: tuple[int, ...] = (),
    px_per_m: float = 220.0,
    turned: float = 0.0,
    behind: tuple[int, ...] = (),
    upside_down: bool = False,
) -> MotionState:
    """Somebody in the middle of a picture of 640x480. turned: towards the picture's right, rad. hidden: landmarks out of the picture;
    behind: others that something in it covers."""
    world, signals, visibility = made_world(turned), np.zeros(len(S)), np.full(33, 0.95)
    signals[S["facing"]] = facing
    visibility[[*hidden, *behind]] = 0.05
    points = world[:, :2] * (-px_per_m if upside_down else px_per_m) + np.array([320.0, 240.0])
    points[list(hidden), 1] += 480.0
    return MotionState(t, UNKNOWN, UNKNOWN, UNKNOWN, points, world, visibility, visibility, signals, np.ones(len(S)), 640, 480, 1.0)


def said(judge: ViewJudge, seconds: float, camera: str | None = None, start: float = 0.0, **of: Any) -> list[View]:
    """All that is said while this is seen at 30 frames a second."""
    frames = (state(start + i / 30, **of) for i in range(int(seconds * 30)))
    return [view for view in (judge.feed(frame, camera) for frame in frames) if view is not None]


def last(camera: str | None = None, **of: Any) -> View:
    return said(ViewJudge(S["facing"]), 12, camera, **of)[-1]


def test_a_whole_body_from_the_front_needs_no_advice() -> None:
    view = last()
    assert view.advice == ()
    assert view.side == "front"
    assert view.quality > 0.9


@pytest.mark.parametrize(
    ("part", "advice"), [(HEAD, "view.head_out"), (HANDS, "view.hands_out"), (FEET, "view.feet_out"), ([*HEAD, *FEET], "view.step_back")]
)
def test_a_part_that_is_out_of_the_picture_is_named(part: list[int], advice: str) -> None:
    assert last(hidden=tuple(part)).advice == (advice,)


@pytest.mark.parametrize("part", [HEAD, HANDS, FEET])
def test_what_a_plate_or_a_bench_covers_is_not_out_of_the_picture(part: list[int]) -> None:
    """Nobody sees more of it by stepping back; the quality says that it is not seen."""
    view = last(behind=tuple(part))
    assert view.advice == ()
    assert view.quality <= last().quality


def test_somebody_on_their_head_for_long_is_a_picture_upside_down() -> None:
    assert last(upside_down=True).advice == ("view.upside_down",)
    assert last(upside_down=True, hidden=tuple(HANDS)).advice == ("view.upside_down",)
    judge = ViewJudge(S["facing"])
    said(judge, 20)
    assert said(judge, 2, start=20.0, upside_down=True) == [], "a moment is a handstand"


def test_one_foot_hidden_behind_the_other_is_not_out_of_the_picture() -> None:
    assert last(hidden=(FEET[0],)).advice == ()


def test_a_small_figure_is_asked_to_come_nearer() -> None:
    view = last(px_per_m=60.0)
    assert view.advice == ("view.too_small",)
    assert view.quality < last().quality


@pytest.mark.parametrize(
    ("camera", "facing", "advice"),
    [
        ("side", FRONT, ("view.side_better",)), ("side", BACK, ("view.side_better",)), ("side", SIDE, ()),
        ("front", SIDE, ("view.front_better",)), ("front", FRONT, ()), ("front", BACK, ()), (None, SIDE, ()), (None, FRONT, ()),
    ],
)  # fmt: skip
def test_another_side_is_advised_where_the_exercise_is_seen_better(camera: str | None, facing: float, advice: tuple[str, ...]) -> None:
    assert last(camera, facing=facing).advice == advice


@pytest.mark.parametrize(("facing", "side"), [(FRONT, "front"), (BACK, "back")])
def test_the_side_that_faces_the_camera(facing: float, side: str) -> None:
    assert last(facing=facing).side == side


@pytest.mark.parametrize(("turned", "side"), [(math.pi / 2, "right"), (-math.pi / 2, "left")])
def test_of_a_body_seen_sideways_the_nearer_side(turned: float, side: str) -> None:
    assert last(facing=SIDE, turned=turned).side == side


def test_it_speaks_only_when_something_changed() -> None:
    judge = ViewJudge(S["facing"])
    first = said(judge, 20)
    assert first[-1].advice == ()
    assert said(judge, 60, start=20.0) == []
    assert said(judge, 20, start=80.0, hidden=tuple(FEET))[-1].advice == ("view.feet_out",)
    assert said(judge, 60, start=100.0, hidden=tuple(FEET)) == []
    assert said(judge, 20, start=160.0)[-1].advice == ()


def test_a_moment_of_doubt_says_nothing() -> None:
    judge = ViewJudge(S["facing"])
    said(judge, 20)
    assert said(judge, 0.2, start=20.0, hidden=tuple(FEET)) + said(judge, 5, start=20.2) == []
