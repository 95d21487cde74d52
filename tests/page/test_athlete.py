"""What an athlete sees, in a real browser, while somebody who was made up does squats."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, WebSocketRoute, expect

from edge.config import check
from edge.gauges import Health, Latency
from edge.messages import CoachText, Cue, Exercise, Priority, Set
from tests.page.conftest import NO_GPU, PHONE, Open
from tests.page.made_box import MadeBox, made_box

pytestmark = pytest.mark.browser

COLOURS = """() => {
    const canvas = document.querySelector(".skeleton canvas");
    const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const seen = new Set();
    for (let i = 0; i < data.length; i += 4) seen.add(data[i] << 16 | data[i + 1] << 8 | data[i + 2]);
    return seen.size; }"""
"""How many there are in the flat figure."""


def test_repetitions_good_ones_and_the_last_grade_are_shown(box: MadeBox, show: Open) -> None:
    page = show("#/athlete")
    expect(page.locator(".headline")).to_have_text("Step in front of the camera")
    box.skip(30.0)
    board = box.page.status()
    assert board["reps"] > board["good"] > 0
    expect(page.locator(".count .all strong")).to_have_text(str(board["reps"]))
    expect(page.locator(".count .good strong")).to_have_text(str(board["good"]))
    expect(page.locator(".counter .grade")).to_have_text({"green": "Good form", "orange": "Change this"}[board["grade"]])
    expect(page.locator(".ring")).to_have_attribute("aria-label", f"Form score: {board['score']}")
    expect(page.locator(".beads li")).to_have_count(board["set_reps"])
    expect(page.locator(".headline")).to_have_text("squat")


def test_nothing_of_who_trained_before_is_shown_to_who_comes_next(box: MadeBox, show: Open) -> None:
    """On a screen that is open all day."""
    page = show("#/athlete")
    box.skip(12.0)
    box.do(box.page.session_began, "s1", 1.8e9)
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    box.skip(30.0)
    box.do(box.page.deliver, Set(30.0, 1, "squat", 10.0, 30.0, 6, 5, 80.0))
    box.do(box.page.hear, CoachText(31.0, 1, "Well done, keep your heels down."))
    box.do(box.page.session_ended)
    expect(page.locator(".coach")).to_contain_text("Well done")
    expect(page.locator(".cue-rest")).to_contain_text("Set 1")
    expect(page.get_by_role("link", name="Look back")).to_be_visible()
    box.do(box.page.person, box.archive.person("p2"))
    expect(page.locator(".coach")).to_have_count(0)
    expect(page.locator(".cue-rest")).to_contain_text("What to change will stand here")
    expect(page.locator(".count .all strong")).to_have_text("0")
    expect(page.get_by_role("link", name="Look back")).to_have_count(0)
    box.do(box.page.session_began, "s2", 1.8e9)
    expect(page.locator(".coach")).to_have_count(0)


def test_a_session_that_somebody_looked_back_at_goes_from_the_screen_with_them(tmp_path: Path, show: Open) -> None:
    with made_box(tmp_path / "box", all_open=False) as box:
        page = show("#/athlete")
        page.goto(box.address + "#/athlete")
        box.do(box.page.session_began, "s1", 1.8e9)
        expect(page.get_by_role("button", name="Stop")).to_be_visible()
        box.do(box.page.session_ended)
        page.goto(box.address + "#/playback/s1")
        expect(page.locator(".player")).to_be_visible()
        box.do(box.page.person, None)
        expect(page.locator(".player")).to_have_count(0)
        expect(page).to_have_url(re.compile("#/$"))


def test_what_is_missing_is_said_in_the_language_of_the_page(box: MadeBox, show: Open) -> None:
    page = show("#/athlete", viewport=PHONE)
    page.get_by_role("button", name="Español").click()
    away = ("camera", False, "the camera /dev/video0 was unplugged: check its cable and socket")
    full = "/state cannot be written (No space left on device): the session goes on without it"
    box.do(box.page.health, Health(3.0, 0.0, 90, 0, Latency(None, None), links=(away,), troubles=(full, "something new")))
    expect(page.locator(".notices li")).to_have_text(
        [
            "No se puede escribir en /state (el disco está lleno): la sesión sigue sin guardarse.",
            "something new",
            "Cámara: no está. La cámara /dev/video0 se desconectó: comprueba su cable y su enchufe.",
        ]
    )


def test_that_no_loudspeaker_is_there_is_for_the_technician(box: MadeBox, show: Open) -> None:
    page = show("#/athlete")
    away = [("audio", False, "aplay is not installed, so nothing can be played: sudo apt install alsa-utils"), ("camera", False, "")]
    box.do(box.page.health, Health(3.0, 0.0, 90, 0, Latency(None, None), links=tuple(away)))
    expect(page.locator(".notices li")).to_have_text(["Camera: away"])


def test_the_buttons_stay_as_they_are_after_a_look_at_the_sessions(box: MadeBox, show: Open) -> None:
    page = show("#/athlete")
    button = page.locator(".controls .session-switch")
    before = button.bounding_box(), button.evaluate("one => getComputedStyle(one).display")
    page.goto(box.address + "#/playback")
    expect(page.locator("h1")).to_be_visible()
    page.goto(box.address + "#/athlete")
    expect(button).to_be_visible()
    assert (button.bounding_box(), button.evaluate("one => getComputedStyle(one).display")) == before


def test_a_cue_stands_until_its_time_is_over(box: MadeBox, show: Open) -> None:
    page = show("#/athlete")
    box.skip(4.0)
    box.do(box.page.deliver, Cue(box.t, "text", "squat.deeper", Priority.FORM, box.t + 2.0))
    expect(page.locator(".cue.form")).to_have_text("Go deeper")
    expect(page.locator(".cue-place")).to_have_attribute("aria-live", "polite")
    expect(page.locator(".cue")).to_have_count(0, timeout=8000)
    box.skip(8.0)
    box.do(box.page.deliver, Cue(box.t, "text", "squat.deeper", Priority.FORM, box.t + 2.0))
    expect(page.locator(".cue.form")).to_have_text("Go deeper")


def test_before_a_set_the_framing_is_coached(box: MadeBox, show: Open) -> None:
    page = show("#/athlete")
    expect(page.locator(".framing")).to_contain_text("Step in front of the camera")
    box.skip(1.0)
    framing = page.locator(".framing")
    expect(framing).to_contain_text("whole body is in the picture")
    expect(framing).to_contain_text("Good distance")
    expect(framing).to_contain_text("Good light")
    expect(framing).to_contain_text(re.compile(r"± \d+°"))
    box.skip(30.0)
    expect(page.locator(".accuracy")).to_have_text(re.compile(r"± \d+°"))


def test_a_page_that_is_opened_between_two_pictures_shows_who_stands_there(box: MadeBox, show: Open) -> None:
    box.skip(1.0)
    page = show("#/athlete")
    expect(page.locator(".framing")).to_contain_text("whole body is in the picture")


def test_a_hold_is_timed_in_the_pictures_own_time(box: MadeBox, show: Open) -> None:
    page = show("#/athlete")
    box.skip(4.0)
    began = box.t
    box.do(box.page.deliver, Exercise(began, "plank", began, 0.9))
    expect(page.get_by_role("timer")).to_contain_text("0:00")
    box.skip(began + 3.2)
    box.do(box.page.deliver, Exercise(box.t, "plank", began, 0.9))
    expect(page.get_by_role("timer")).to_contain_text("0:03")


def test_the_heart_is_a_trend_with_its_age(box: MadeBox, show: Open) -> None:
    page = show("#/athlete")
    expect(page.locator(".heart")).to_contain_text("No watch is connected")
    box.skip(25.0)
    expect(page.locator(".heart .bpm strong")).to_have_text(re.compile(r"1\d\d"))
    expect(page.locator(".heart")).to_contain_text("zone 2 · 2 s ago")
    expect(page.locator(".trend polyline")).to_have_count(1)


def test_start_and_stop_are_asked_of_the_box(box: MadeBox, show: Open) -> None:
    page = show("#/athlete")
    page.get_by_role("button", name="Start").click()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("link", name="Look back at this session")).to_have_attribute("href", "#/playback/made-up")
    assert box.wishes() == [("session", "start"), ("session", "stop")]


def test_an_exercise_and_a_weight_are_chosen(box: MadeBox, show: Open) -> None:
    page = show("#/athlete")
    page.get_by_role("button", name="Exercise").click()
    page.get_by_label("Weight, kg").fill("42.5")
    page.get_by_label("Search").fill("bíceps")
    page.get_by_role("button", name="Biceps curl").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert box.wishes() == [("load_kg", "42.5"), ("exercise", "bicep_curl")]


def test_only_a_press_that_began_beside_the_dialog_closes_it(box: MadeBox, show: Open) -> None:
    page = show("#/athlete")
    page.get_by_role("button", name="Exercise").click()
    field = page.get_by_label("Search").bounding_box()
    assert field
    page.mouse.move(field["x"] + 20, field["y"] + 10)
    page.mouse.down()
    page.mouse.move(5, 5)
    page.mouse.up()
    expect(page.get_by_role("dialog")).to_have_count(1)
    page.mouse.click(5, 5)
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert box.wishes() == []


def test_the_figure_turns_by_keys_and_presets(box: MadeBox, show: Open) -> None:
    page = show("#/athlete")
    box.skip(4.0)
    canvas = page.locator(".skeleton canvas")
    expect(canvas).to_have_attribute("width", re.compile(r"\d{3,}"))
    page.wait_for_timeout(300)
    before = canvas.screenshot()
    page.get_by_role("button", name="Side").click()
    expect(page.get_by_role("button", name="Side")).to_have_attribute("aria-pressed", "true")
    page.wait_for_timeout(300)
    beside = canvas.screenshot()
    canvas.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(300)
    assert len({before, beside, canvas.screenshot()}) == 3


def test_without_webgl_a_flat_figure_and_one_sentence(box: MadeBox, show: Open, launch: Callable[..., Browser]) -> None:
    page = show("#/athlete", within=launch(*NO_GPU))
    box.skip(4.0)
    expect(page.locator(".skeleton-flat")).to_have_text("This browser has no 3D (WebGL), so the figure is drawn flat.")
    page.wait_for_timeout(300)
    colours = page.evaluate(COLOURS)
    assert colours > 5


def test_a_lost_line_is_said_and_comes_back_by_itself(box: MadeBox, show: Open) -> None:
    lines: list[WebSocketRoute] = []
    reachable = [True]

    def pass_on(line: WebSocketRoute) -> None:
        lines.append(line)
        if reachable[0]:
            line.connect_to_server()
        else:
            line.close()

    page = show("#/who")
    page.route_web_socket("**/api/live", pass_on)
    page.goto(box.address + "?again#/athlete")
    box.skip(4.0)
    expect(page.locator(".connection")).to_have_text("Live")
    reachable[0] = False
    lines[-1].close()
    expect(page.locator(".connection")).to_have_text("Connection lost, trying again")
    expect(page.locator(".headline")).to_have_text("Connection lost, trying again")
    reachable[0] = True
    expect(page.locator(".connection")).to_have_text("Live", timeout=10_000)
    assert len(lines) >= 2


def test_safe_mode_names_the_lines(tmp_path: Path, browser: Browser) -> None:
    wrong = check("[judge]\nexercise = 3\n\n[capture.camera]\nrate = 30\n")
    with made_box(tmp_path, mistakes=wrong, safe_mode=True) as box:
        page = browser.new_page()
        page.goto(box.address + "#/athlete")
        banner = page.get_by_role("alert")
        expect(banner).to_contain_text("Safe mode: no device is open")
        expect(banner.locator("li").first).to_have_text("Line 2: exercise must be text in quotes, and 3 is a number")
        expect(page.locator(".headline")).to_have_text("Not watching yet")
        expect(page.get_by_role("button", name="Start")).to_be_disabled()
        page.get_by_role("button", name="Español").click()
        expect(banner.locator("li")).to_have_text(
            [
                "Línea 2: exercise tiene que ser texto entre comillas, y 3 es un número",
                "Línea 5: no hay ninguna opción rate en [capture.camera]; la más parecida es rate_hz",
            ]
        )
        page.close()


def test_switches_show_how_they_are_also_after_a_reload_and_to_others(box: MadeBox, show: Open) -> None:
    mine, other = show("#/athlete"), show("#/athlete")
    for page in (mine, other):
        page.get_by_role("button", name="Cues").click()
    voice = mine.get_by_role("group", name="Voice")
    expect(voice.get_by_role("button", pressed=True)).to_have_text("On")
    voice.get_by_role("button", name="Off").click()
    expect(voice.get_by_role("button", pressed=True)).to_have_text("Off")
    expect(other.get_by_role("group", name="Voice").get_by_role("button", pressed=True)).to_have_text("Off")
    mine.reload()
    mine.get_by_role("button", name="Cues").click()
    expect(mine.get_by_role("group", name="Voice").get_by_role("button", pressed=True)).to_have_text("Off")
    expect(mine.get_by_role("group", name="Light").get_by_role("button", pressed=True)).to_have_text("On")
