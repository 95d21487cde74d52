"""What browsers draw of the body, and what they are told before a set."""

import json
import math
import re
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from edge.event_json import rep_json
from edge.gauges import Health, Heart
from edge.messages import BodyState, CoachText, Command, Exercise, Hold, MotionState, Person, Posture, Rep, Side, View
from edge.records import PersonRecord
from edge.web.api import LivePage
from edge.web.board import TREND
from edge.web.figure import frame
from edge.web.framing import EXPECTED_ERROR_DEG, Framing, expected_error_deg, light
from tests.house.source import ROOT

RULES = [
    SimpleNamespace(exercise="squat", camera="side", hold=False, told=False),
    SimpleNamespace(exercise="plank", camera="side", hold=True, told=False),
]


def state(body: BodyState | None = None) -> MotionState:
    none, points, world = np.zeros(0), np.full((33, 2), 10.4), np.full((33, 3), 0.1234)
    visibility = np.ones(33)
    visibility[32], world[5] = 0.2, np.nan
    return MotionState(7.1234, none, none, none, points, world, visibility, visibility, none, none, 640, 480, 1.0, body=body)


def body() -> BodyState:
    none = np.zeros(0)
    clinical = np.radians([90.04, np.nan, -12.0])
    return BodyState(7.0, none, none, none, clinical, np.radians([3.0, np.nan, 2.0]), none, none, none, np.array([[0.5]]), none)


def page() -> LivePage:
    return LivePage(lambda key, fields=(): key, now=lambda: 0.0, exercises=RULES, called=str)


def board(shown: LivePage) -> dict[str, Any]:
    return json.loads(shown.board())["body"]


def test_the_body_is_told_in_whole_millimetres_and_what_is_guessed_is_marked() -> None:
    told = frame(state())
    assert (told["t"], told["world"][0], told["world"][5]) == (7.123, [123, 123, 123], None)
    assert told["seen"] == (1 << 32) - 1
    assert told["points"][32] is None
    assert told["world"][32] is not None
    assert (told["angles"], told["load"]) == (None, None)


def test_angles_and_load_come_with_a_body_and_unknown_ones_are_null() -> None:
    told = frame(state(body()), lambda share: {"left_knee": float(share[0, 0])})
    assert told["angles"] == {"deg": [90.0, None, -12.0], "sd": [3.0, None, 2.0]}
    assert told["load"] == {"left_knee": 50}
    json.dumps(told, allow_nan=False)


def test_the_error_that_is_told_is_the_one_that_was_measured() -> None:
    """The README's table, of which these are the numbers."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = {"knee": "knee, mean absolute error", "hip": "hip"}
    for joint, name in rows.items():
        (cells,) = re.findall(rf"^\| {name} \|((?: \d+\.\d+° \|){{4}})$", readme, re.MULTILINE)
        assert tuple(map(float, re.findall(r"\d+\.\d+", cells))) == tuple(EXPECTED_ERROR_DEG[joint].values())
    assert expected_error_deg("left") == pytest.approx(4.9, abs=0.06)
    assert expected_error_deg("none") is None


@pytest.mark.parametrize(
    ("advice", "whole", "distance"),
    [((), True, "good"), (("view.feet_out",), False, "near"), (("view.too_small",), True, "far"), (("view.side_better",), True, "good")],
)
def test_a_person_is_told_how_to_stand(advice: tuple[str, ...], whole: bool, distance: str) -> None:
    told = Framing(str, {"squat": "side"}).read(View(1.0, 0.9, "front", advice), "squat", 0.5)
    assert told is not None
    assert (told["whole_body"], told["distance"], told["best_side"], told["light"]) == (whole, distance, "side", "good")


def test_light_is_unknown_where_nobody_measures_it() -> None:
    assert [light(one) for one in (None, 0.05, 0.5, 0.95)] == [None, "dark", "good", "glaring"]


def test_a_hold_is_timed_from_its_beginning_until_its_end() -> None:
    shown = page()
    shown.deliver(Exercise(12.0, "plank", 10.0, 0.9))
    assert board(shown)["hold"] == {"since": 10.0, "exercise": "plank"}
    shown.deliver(Hold(40.0, "plank", 10.0, 39.0, True, 90.0))
    assert (board(shown)["hold"], board(shown)["grade"]) == (None, "green")


def rep(good: bool) -> Rep:
    return Rep(3.0, 1, "squat", Side.BOTH, 1.0, 2.0, 3.0, 1.5, (0.5, 0.1, 0.4), good, 90.0, 0.9)


def test_the_grade_is_the_last_repetitions_and_grey_where_nothing_can_be_judged() -> None:
    shown = page()
    grades = [board(shown)["grade"]]
    for event in (
        Exercise(0.5, "squat", 0.0, 0.9), rep(True), rep(False), View(4.0, 0.1, "front"), View(5.0, 0.9, "front"),
        Exercise(9.0, "idle", 8.0, 1.0),
    ):  # fmt: skip
        shown.deliver(event)
        grades.append(board(shown)["grade"])
    assert grades == ["grey", "grey", "green", "orange", "grey", "orange", "grey"]


def test_a_session_begins_with_an_empty_board_and_leaves_its_counts_to_be_read() -> None:
    shown = page()
    shown.deliver(Exercise(0.5, "squat", 0.0, 0.9))
    shown.deliver(rep(True))
    shown.person(PersonRecord("p1", Person("Ana"), 0.0))
    shown.session_began("s1", 1.8e9)
    assert (board(shown)["reps"], board(shown)["session"], board(shown)["person"]) == (
        0,
        {"id": "s1", "started_at": 1.8e9},
        {"id": "p1", "name": "Ana"},
    )
    shown.deliver(rep(True))
    shown.session_ended()
    assert (board(shown)["reps"], board(shown)["session"], shown.own_session) == (1, None, "s1")
    shown.person(None)
    assert (board(shown)["person"], shown.own_session) == (None, "")


def test_news_carry_their_event_as_analyses_tell_it() -> None:
    shown = page()
    for event in (rep(True), Posture(4.0, "slouching"), Posture(5.0, "none")):
        shown.deliver(event)
    shown.hear(CoachText(6.0, 1, "Well done."))
    lines = [message["body"] for message in map(json.loads, shown.greeting()) if message["kind"] == "news"]
    assert [line["kind"] for line in lines] == ["rep", "posture", "coach"]
    assert rep_json(rep(True)).items() <= lines[0].items()
    assert (lines[1]["name"], lines[2]["set"], lines[2]["text"]) == ("slouching", 1, "Well done.")
    assert (lines[1]["key"], lines[1]["fields"]) == ("posture.slouching", {}), "by which a page has it in its own language"


def test_switches_are_shown_as_they_were_turned_last_by_whomever() -> None:
    shown = page()
    assert board(shown)["switches"] == {"voice": 1.0, "sound": 1.0, "haptics": 1.0, "light": 1.0, "quiet": False}
    turned = (("cues.voice", "0.5"), ("cues.sound", "0"), ("cues.quiet", "on"), ("cues.voice_gap_s", "4.0"), ("session", "stop"))
    for name, value in turned:
        shown.hear(Command(1.0, name, value))
    assert board(shown)["switches"] == {"voice": 0.5, "sound": 0.0, "haptics": 1.0, "light": 1.0, "quiet": True}
    shown.session_began("s1", 1.8e9)
    assert board(shown)["switches"]["voice"] == 0.5, "who comes next has it as it was"


def test_the_hearts_trend_is_of_ten_minutes() -> None:
    shown = page()
    for t in range(0, 2 * 600, 2):
        shown.health(Health(t=float(t), heart=Heart(100.0 + t / 100, 0.5)))
    trend = board(shown)["heart"]["trend"]
    assert len(trend) == TREND
    assert trend[0][0] <= 600
    assert trend[-1][1] == round(100 + math.floor(1198 / 10) * 10 / 100)


def test_brightness_is_asked_for_with_the_health() -> None:
    shown = page()
    shown.light_from = lambda: 0.05
    shown.deliver(View(1.0, 0.9, "front"))
    shown.health(Health())
    assert board(shown)["view"]["light"] == "dark"
