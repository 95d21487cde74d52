"""What the page is told: counts, sentences, the stick figure."""

import asyncio
import json
import math
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from edge.config_lines import Mistake
from edge.gauges import Health, Heart, Latency
from edge.messages import Alignment, CoachText, Command, Cue, Exercise, MotionState, Person, Priority, Rep, Score, Set, Side, View
from edge.records import PersonRecord
from edge.respond import sentences
from edge.web.api import LivePage
from edge.web.figure import frame

WORDS = {
    "go_deeper": "Go a little deeper, {name}.",
    "too_near": "Step back.",
    "fault.shallow": "not deep enough",
    "exercise.squat": "squat",
    "news.rep": "{number}: {exercise}, {how}",
    "news.unjudged": "not judged",
    "news.set_unjudged": "set {number}: {reps} counted, not judged, {exercise}",
    "news.set": "set {number}: {good} of {reps} good, {exercise}",
}
say = partial(sentences.say, WORDS)


def page_of(*words: Any) -> LivePage:
    return LivePage(*words, now=lambda: 0.0)


def rep(number: int, good: bool = True, faults: tuple[str, ...] = ()) -> Rep:
    return Rep(float(number), number, "squat", Side.BOTH, number - 1.0, number - 0.5, number, 1.5, (0.5, 0.1, 0.4), good, 90.0, 0.9, faults)


def board(page: LivePage) -> dict[str, Any]:
    return json.loads(page.board())["body"]


def news(page: LivePage) -> list[str]:
    return [message["body"]["text"] for message in map(json.loads, page.greeting()) if message["kind"] == "news"]


def motion(points: np.ndarray, visibility: np.ndarray) -> MotionState:
    empty = np.zeros(0)
    return MotionState(1.0, empty, empty, empty, points, np.zeros((33, 3)), visibility, visibility, empty, empty, 640, 480, 1.0)


def test_counts_all_and_good_repetitions() -> None:
    page = page_of(say)
    for event in (Exercise(0.5, "bicep_curl", 0.0, 0.9), rep(1), rep(2, good=False, faults=("shallow",)), rep(3), Score(3.0, 87.4)):
        page.deliver(event)
    shown = board(page)
    assert (shown["reps"], shown["good"], shown["set_reps"], shown["exercise"], shown["score"]) == (
        3, 2, 3, {"name": "bicep_curl", "label": "bicep curl"}, 87,
    )  # fmt: skip


def test_what_somebody_did_is_nowhere_any_more_when_another_one_comes() -> None:
    """On the box, and in a browser that was open all the time."""

    async def scenario() -> None:
        page = page_of(say)
        with page.viewers.join() as kiosk:
            for event in (Exercise(0.5, "squat", 0.0, 0.9), rep(1), Set(9.0, 1, "squat", 0.0, 2.0, 1, 1, 90.0), Score(9.0, 87.4)):
                page.deliver(event)
            page.hear(CoachText(10.0, 1, "well done"))
            page.health(Health(t=10.0, heart=Heart(140.0, 1.0)))
            page.session_ended()
            await kiosk.take()
            page.deliver(rep(2))
            page.person(PersonRecord("p2", Person("Ben"), 0.0))
            page.session_began("s2", 1.8e9)
            page.deliver(rep(1, good=False))
            told = [json.loads(text) for text in await kiosk.take()]
        assert [one["kind"] for one in told] == ["forget", "news", "board"]
        assert told[1]["body"]["number"] == 1
        assert (told[2]["body"]["reps"], told[2]["body"]["good"], told[2]["body"]["score"], told[2]["body"]["heart"]) == (1, 0, None, None)
        assert len(news(page)) == 1
        page.health(Health(t=20.0, heart=Heart(80.0, 1.0)))
        assert board(page)["heart"]["trend"] == [[0, 80]]

    asyncio.run(scenario())


def test_what_was_wished_for_one_session_is_not_shown_for_the_next() -> None:
    """As the box has it: the weight and the exercise are over with the session, and so is that it is not recorded."""
    page = page_of(say)
    nothing = {"exercise": None, "load_kg": None, "recording": None}
    assert board(page)["wishes"] == nothing
    for name, value in (("exercise", "squat"), ("load_kg", "60")):
        page.hear(Command(1.0, name, value))
    page.person(PersonRecord("p1", Person("Ana"), 0.0))
    page.session_began("s1", 1.8e9)
    page.hear(Command(2.0, "recording", "off"))
    assert board(page)["wishes"] == {"exercise": "squat", "load_kg": "60", "recording": "off"}, "what was wished before it began, too"
    page.session_ended()
    assert board(page)["wishes"] == nothing


def test_a_set_starts_its_count_again_and_keeps_the_visits() -> None:
    page = page_of(say)
    for event in (rep(1), rep(2), Set(9.0, 1, "squat", 0.0, 2.0, 2, 2, 90.0), rep(3)):
        page.deliver(event)
    assert (board(page)["reps"], board(page)["set_reps"]) == (3, 1)
    assert "set 1: 2 of 2 good, squat" in news(page)


def test_news_name_the_faults_in_words() -> None:
    page = page_of(say)
    page.deliver(rep(4, good=False, faults=("shallow",)))
    assert news(page) == ["4: squat, not deep enough"]


def test_what_nobody_could_judge_is_counted_without_a_grade() -> None:
    page = page_of(say)
    page.deliver(Exercise(0.5, "squat", 0.0, 0.9))
    page.deliver(replace(rep(1), range=None, good=None, score=None))
    page.deliver(Set(1.0, 1, "squat", 0.0, 1.0, 1, 0, None))
    shown = board(page)
    assert (shown["reps"], shown["good"], shown["grade"], shown["score"]) == (1, 0, "grey", None)
    assert news(page)[1:] == ["1: squat, not judged", "set 1: 1 counted, not judged, squat"]
    (told,) = (message["body"] for message in map(json.loads, page.greeting()) if message["body"].get("kind") == "rep")
    assert (told["range_deg"], told["good"], told["score"]) == (None, None, None)


def test_a_cue_is_a_sentence_with_its_fields() -> None:
    page = page_of(say)
    page.deliver(Cue(5.0, "text", "go_deeper", Priority.FORM, 8.0, (("name", "friend"),)))
    told = {
        "t": 5.0,
        "text": "Go a little deeper, friend.",
        "key": "go_deeper",
        "fields": {"name": "friend"},
        "priority": "form",
        "shown_s": 3.0,
    }
    assert board(page)["cue"] == told


def test_a_page_that_is_opened_later_is_not_told_what_was_cued_before() -> None:
    page = page_of(say)
    page.deliver(Cue(5.0, "text", "go_deeper", Priority.FORM, 8.0))
    page.deliver(Exercise(8.0, "squat", 8.0, 0.9))
    assert board(page)["cue"] is not None
    page.deliver(Exercise(8.1, "lunge", 8.1, 0.9))
    assert board(page)["cue"] is None


def test_a_number_spoken_aloud_is_the_big_number_and_no_cue() -> None:
    page = page_of(say)
    page.deliver(Cue(5.0, "voice", "cue.count", Priority.COUNT, 6.0))
    assert (board(page)["cue"], news(page)) == (None, [])


def test_view_advice_and_mistakes_are_shown() -> None:
    page = page_of(say, (Mistake(3, "colour", "no option colour"),))
    page.deliver(View(1.0, 0.3, "front", ("too_near",)))
    assert (board(page)["view"]["advice"], board(page)["mistakes"]) == (["Step back."], [{"line": 3, "error": "no option colour"}])


def test_health_is_shown() -> None:
    page = page_of(say)
    links, troubles = (("camera", False, "unplugged"),), ("The disk is full",)
    page.health(Health(1.0, 29.9, 300, 2, Latency(30.0, 41.0), links=links, troubles=troubles))
    shown = board(page)["health"]
    assert shown["links"] == [{"source": "camera", "link": False, "reason": {"error": "unplugged"}}]
    assert (shown["fps"], shown["answer_ms"]["p95_ms"], shown["troubles"]) == (29.9, 41.0, [{"error": "The disk is full"}])


def test_the_figure_leaves_out_what_is_not_seen() -> None:
    points, visibility = np.full((33, 2), 10.4), np.ones(33)
    visibility[3], points[4] = 0.2, np.nan
    shown = frame(motion(points, visibility))
    assert shown["points"][3] is None
    assert shown["points"][4] is None
    assert shown["points"][5] == [10, 10]
    json.dumps(shown, allow_nan=False)


def test_nothing_is_written_while_nobody_watches() -> None:
    page = page_of(say)
    page.look(motion(np.zeros((33, 2)), np.ones(33)))
    with page.viewers.join() as viewer:
        page.look(None)
        assert viewer._newest == {"frame": '{"kind":"frame","body":null}'}


def test_a_browser_that_comes_while_nothing_moves_is_shown_who_stands_there() -> None:
    page = page_of(say)
    assert frames(page) == []
    page.look(motion(np.full((33, 2), 10.0), np.ones(33)))
    assert [shown["points"][0] for shown in frames(page)] == [[10, 10]]
    page.person(PersonRecord("p2", Person("Ben"), 0.0))
    assert frames(page) == []


def frames(page: LivePage) -> list[Any]:
    return [message["body"] for message in map(json.loads, page.greeting()) if message["kind"] == "frame"]


def test_worn_sensors_are_shown_with_what_is_known_of_them() -> None:
    page = page_of(say)
    known = Alignment(9.0, "wrist", 0.1204, 0.016, Side.LEFT, math.radians(-90.0), math.radians(14.0), guided=False)
    unknown = Alignment(9.0, "bar", None, math.inf, None, None, math.inf, guided=True)
    page.health(Health(alignments=(known, unknown)))
    assert board(page)["health"]["worn"] == [
        {"where": "wrist", "side": "left", "late_ms": [120, 16], "heading_deg": [-90, 14], "guided": False},
        {"where": "bar", "side": None, "late_ms": None, "heading_deg": None, "guided": True},
    ]


def test_it_is_shown_for_how_long_whoever_was_asked_to_stand_did() -> None:
    page = page_of(say)
    for stood_s, shown in ((None, None), (7.333, 7.3)):
        page.health(Health(stood_s=stood_s))
        assert board(page)["health"]["stood_s"] == shown


def test_a_heart_rate_is_shown_with_its_age_and_its_zone_where_that_is_known() -> None:
    for page, zone in ((page_of(say, (), lambda bpm: 3), 3), (page_of(say), None)):
        page.health(Health(heart=Heart(131.0, 1.5)))
        assert board(page)["heart"] == {"bpm": 131.0, "age_s": 1.5, "zone": zone, "trend": [[0, 131]]}
        page.health(Health())
        assert board(page)["heart"] is None
