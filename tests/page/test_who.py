"""Who is here: a touch, a card, a few letters, a guest, somebody new, in a real browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from edge.records import Role
from tests.page.conftest import Open
from tests.page.made_box import CARD, PEOPLE, MadeBox, made_box
from tests.page.test_every_view import enter, violations

pytestmark = pytest.mark.browser


SCAN = """(keys) => { for (const key of keys) document.body.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true})); }"""


def scan(page: Page, number: str) -> None:
    """As a card reader types: all at once, however slow this machine is, and Enter."""
    page.evaluate(SCAN, [*number, "Enter"])


def test_a_touch_on_a_name_begins_their_session(box: MadeBox, show: Open) -> None:
    page = show("#/who")
    expect(page.locator(".person")).to_have_count(len(PEOPLE))
    page.get_by_role("button", name="Bruno").click()
    expect(page).to_have_url(box.address + "#/athlete")
    expect(page.locator(".chip")).to_have_text("Bruno")
    assert box.wishes() == [("person", "p2"), ("session", "start")]


def test_a_guest_needs_nothing(box: MadeBox, show: Open) -> None:
    page = show("#/who")
    page.get_by_role("button", name="Guest").click()
    expect(page.locator(".chip")).to_have_text("Guest")
    assert box.wishes() == [("person", ""), ("session", "start")]


def test_a_card_at_the_reader_is_enough(box: MadeBox, show: Open) -> None:
    page = show("#/who")
    expect(page.locator(".person")).to_have_count(len(PEOPLE))
    scan(page, CARD)
    expect(page.locator(".chip")).to_have_text("Ana")


def test_a_card_that_nobody_has_is_said(box: MadeBox, show: Open) -> None:
    page = show("#/who")
    scan(page, "998877")
    expect(page.get_by_role("alert")).to_contain_text("This card is not known yet")
    assert box.wishes() == []


def test_somebody_new_says_what_they_want_and_agrees_to_what_they_want(box: MadeBox, show: Open) -> None:
    page = show("#/who")
    page.get_by_role("button", name="I am new").click()
    page.get_by_label("What should we call you?").fill("Eva")
    page.get_by_label("Height, cm").fill("168")
    page.get_by_label("Sex").select_option("F")
    page.get_by_label("Card", exact=True).focus()
    page.keyboard.type("123456\n")
    page.get_by_role("button", name="Add a goal").click()
    page.get_by_label("Exercise").select_option("squat")
    page.get_by_label("Measure").select_option("repetitions_a_week")
    page.get_by_label("Target").fill("60")
    page.get_by_role("button", name="Next").click()
    for consent in page.get_by_role("checkbox").all():
        expect(consent).not_to_be_checked()
    page.get_by_label("Keep my movements").check()
    page.get_by_role("button", name="I agree, begin").click()
    expect(page.locator(".chip")).to_have_text("Eva")
    eva = box.archive.people()[-1]
    assert (eva.body.name, eva.body.height_m, eva.body.sex, eva.body.mass_kg, eva.card) == ("Eva", 1.68, "F", None, "123456")
    assert (eva.consent.recording, eva.consent.phone) == (True, False)
    assert [(goal.exercise, goal.measure, goal.target) for goal in eva.goals] == [("squat", "repetitions_a_week", 60.0)]


def test_it_can_all_be_done_by_the_keyboard_alone(box: MadeBox, show: Open) -> None:
    page = show("#/who")
    expect(page.locator(".person")).to_have_count(len(PEOPLE))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Guest")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(box.address + "#/athlete")
    for _ in range(40):
        if page.evaluate("document.activeElement.textContent") == "Exercise":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Exercise")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Exercise")).to_be_focused()


def test_what_the_box_refuses_is_said_in_the_language_shown(box: MadeBox, show: Open) -> None:
    page = show("#/who")
    expect(page.locator(".person")).to_have_count(len(PEOPLE))
    box.archive.erase("p5")
    page.get_by_role("button", name="Emil").click()
    expect(page.get_by_role("alert")).to_have_text("There is no such person here; they may have been erased.")
    page.get_by_role("button", name="Español").click()
    page.get_by_role("button", name="Emil").click()
    expect(page.get_by_role("alert")).to_have_text("Aquí no existe esa persona; quizá se borró.")


def test_where_names_are_not_shown_a_few_letters_say_who_it_is(tmp_path: Path, browser: Browser) -> None:
    """And the page holds nobody's name, before or after."""
    with made_box(tmp_path, names_listed=False) as box:
        page = browser.new_page(locale="en")
        page.goto(box.address + "#/who")
        typed = page.get_by_label("Your initials, name or number")
        expect(page.get_by_role("button", name="Guest")).to_be_visible()
        expect(page.locator(".person")).to_have_count(0)
        assert violations(page) == []
        typed.fill("zz")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("Nobody here has these initials")
        typed.fill("cl")
        page.get_by_role("button", name="That is me").click()
        expect(page).to_have_url(box.address + "#/athlete")
        expect(page.locator(".chip")).to_have_text("C. L.")
        assert box.wishes() == [("person", "p3"), ("session", "start")]
        page.goto(box.address + "#/who")
        expect(page.locator(".person")).to_have_count(1)
        assert not any(name in page.content() for name in PEOPLE)
        page.close()


def test_a_number_typed_or_read_by_the_reader_into_the_line_is_enough(tmp_path: Path, browser: Browser) -> None:
    with made_box(tmp_path, names_listed=False) as box:
        page = browser.new_page(locale="en")
        page.goto(box.address + "#/who")
        page.get_by_label("Your initials, name or number").focus()
        page.keyboard.type(CARD + "\n")
        expect(page.locator(".chip")).to_have_text("A.")
        page.close()


def test_nothing_that_staff_saw_is_left_on_the_screen_after_they_left(tmp_path: Path, show: Open) -> None:
    """They log in on the box itself, where anybody stands next."""
    with made_box(tmp_path / "box", names_listed=False) as box:
        page = show("#/who")
        page.goto(box.address + "#/login")
        enter(page, box.codes[Role.CLINICIAN])
        page.goto(box.address + "#/who")
        expect(page.locator(".person")).to_have_count(len(PEOPLE))
        page.get_by_role("button", name="Log out").click()
        expect(page.get_by_label("Your initials, name or number")).to_be_visible()
        expect(page.locator(".person")).to_have_count(0)


def test_a_login_that_ends_by_itself_takes_what_it_let_see_off_the_screen(tmp_path: Path, show: Open) -> None:
    with made_box(tmp_path / "box", names_listed=False) as box:
        page = show("#/who")
        lines: list[WebSocketRoute] = []
        page.route_web_socket("**/api/live", lambda line: (lines.append(line), line.connect_to_server()))
        page.goto(box.address + "?again#/login")
        enter(page, box.codes[Role.CLINICIAN])
        page.goto(box.address + "?again#/playback")
        expect(page.locator(".session-list li").first).to_be_visible()
        page.context.clear_cookies()
        lines[-1].close(code=4401)
        expect(page.locator(".session-list li")).to_have_count(0)
