"""A clinician teaches an exercise on the page, in a real browser, while somebody who was made up shows it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from edge.clock import SystemClock
from edge.lessons import Teacher
from edge.state import State
from edge.web.desk import Desk
from tests.judge.made_states import states_of
from tests.judge.test_teach import curls
from tests.page.conftest import PHONE, Open
from tests.page.kept_visit import staff_box
from tests.page.made_box import MadeBox
from tests.page.test_every_view import violations

pytestmark = pytest.mark.browser


@pytest.fixture
def teacher(tmp_path: Path) -> Teacher:
    return Teacher(State(tmp_path / "taught"), Desk(SystemClock()))


@pytest.fixture
def box(tmp_path: Path, teacher: Teacher) -> Iterator[MadeBox]:
    with staff_box(tmp_path, teacher=teacher) as made:
        yield made


def show_curls(box: MadeBox, teacher: Teacher, *turns: float) -> None:
    for state in states_of(curls(*turns)):
        box.do(teacher.look, state)


def dialog(show: Open, language: str = "en", **wanted: object) -> Page:
    """The view with its dialog opened."""
    page = show("#/clinician", **wanted)
    if language == "es":
        page.get_by_role("button", name="Español").click()
    page.get_by_role("button", name=re.compile("Teach an exercise|Enseñar un ejercicio")).click()
    expect(page.get_by_role("dialog").get_by_role("textbox")).to_be_focused()
    return page


def test_a_movement_is_named_shown_kept_chosen_and_forgotten(box: MadeBox, teacher: Teacher, show: Open) -> None:
    page = dialog(show)
    inside = page.get_by_role("dialog")
    expect(inside.get_by_text("Nothing was taught yet.")).to_be_visible()
    inside.get_by_label("What it is called").fill("Band <b>pull</b>")
    inside.get_by_label("How many repetitions will be shown").fill("4")
    inside.get_by_role("button", name="Begin").click()
    expect(inside.get_by_text("Show “Band <b>pull</b>” three to eight times")).to_be_visible()
    expect(inside.get_by_role("status")).to_have_text("Nobody is seen yet")
    show_curls(box, teacher, 1, 1, 1, 1)
    expect(inside.get_by_role("status")).to_have_text("11 s of somebody seen")
    inside.get_by_role("button", name="Done").click()
    sentence = re.compile(r"^4 repetitions of the left elbow, from 3\d to 1[23]\d degrees, about 1\.\d s each\.$")
    expect(inside.get_by_role("status")).to_have_text(sentence)
    inside.get_by_role("button", name="Keep it").click()
    expect(inside.get_by_role("status")).to_have_text("“Band <b>pull</b>” can be chosen among the exercises now.")
    page.keyboard.press("Escape")
    choice = page.locator(".desk-controls select").nth(1)
    expect(choice.locator("option[value=b_pull_b], option[value=band_b_pull_b]")).to_have_text("Band <b>pull</b>")
    page.get_by_role("button", name="Teach an exercise").click()
    inside.get_by_role("button", name="Forget Band <b>pull</b>").click()
    expect(inside.get_by_text("Nothing was taught yet.")).to_be_visible()
    expect(choice.locator("option[value=band_b_pull_b]")).to_have_count(0)
    assert "exercise" not in dict(box.wishes())


def test_what_cannot_be_learned_is_said_and_it_may_be_shown_again_or_dropped(box: MadeBox, teacher: Teacher, show: Open) -> None:
    page = dialog(show)
    inside = page.get_by_role("dialog")
    inside.get_by_label("What it is called").fill("Squats")
    inside.get_by_role("button", name="Begin").click()
    expect(inside.get_by_role("alert")).to_contain_text("There is an exercise called squat already")
    inside.get_by_label("What it is called").fill("Band pull")
    inside.get_by_role("button", name="Begin").click()
    inside.get_by_role("button", name="Done").click()
    expect(inside.get_by_role("alert")).to_contain_text("Nobody was seen")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Teach an exercise").click()
    expect(inside.get_by_text("Show “Band pull” three to eight times")).to_be_visible()
    show_curls(box, teacher, 1, 1, 1)
    inside.get_by_role("button", name="Done").click()
    expect(inside.get_by_role("status")).to_contain_text("3 repetitions of the left elbow")
    inside.get_by_role("button", name="Drop it").click()
    expect(inside.get_by_label("What it is called")).to_be_visible()
    assert teacher.listed() == []


def test_keys_alone_teach(box: MadeBox, teacher: Teacher, show: Open) -> None:
    page = show("#/clinician")
    page.get_by_role("button", name="Teach an exercise").focus()
    page.keyboard.press("Enter")
    inside = page.get_by_role("dialog")
    expect(inside.get_by_label("What it is called")).to_be_focused()
    page.keyboard.type("Band pull")
    page.keyboard.press("Enter")
    expect(inside.get_by_role("button", name="Done")).to_be_visible()
    show_curls(box, teacher, 1, 1, 1, 1)
    inside.get_by_role("button", name="Done").focus()
    page.keyboard.press("Enter")
    expect(inside.get_by_role("button", name="Keep it")).to_be_visible()
    inside.get_by_role("button", name="Keep it").focus()
    page.keyboard.press("Space")
    expect(inside.get_by_role("button", name="Forget Band pull")).to_be_visible()
    assert [one["name"] for one in teacher.listed()] == ["band_pull"]


@pytest.mark.parametrize(("theme", "language"), [("light", "en"), ("dark", "es")])
def test_nothing_serious_for_axe_and_a_narrow_screen_holds_it(box: MadeBox, show: Open, theme: str, language: str) -> None:
    page = dialog(show, viewport=PHONE, color_scheme=theme, language=language)
    title = {"en": "Teach an exercise", "es": "Enseñar un ejercicio"}[language]
    expect(page.get_by_role("dialog").get_by_role("heading", name=title)).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
