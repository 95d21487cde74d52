"""What was said of a person once is changed, taken back and erased, in a real browser."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from edge.records import Role
from tests.page.conftest import PHONE, Open
from tests.page.made_box import CARD, PEOPLE, MadeBox
from tests.page.test_every_view import TOO_SMALL, enter, violations

pytestmark = pytest.mark.browser


def staff(box: MadeBox, show: Open, **wanted: object) -> Page:
    """People, as a clinician sees them."""
    page = show("#/clinician", **wanted)
    enter(page, box.codes[Role.CLINICIAN])
    page.goto(box.address + "#/who")
    expect(page.locator(".person")).to_have_count(len(PEOPLE))
    return page


def test_who_is_here_takes_back_what_they_agreed_to_and_recording_ends(box: MadeBox, show: Open) -> None:
    page = show("#/who")
    expect(page.locator(".person")).to_have_count(len(PEOPLE))
    expect(page.locator(".change")).to_have_count(0)
    page.get_by_role("button", name="Ana", exact=True).click()
    expect(page).to_have_url(box.address + "#/athlete")
    page.get_by_role("link", name="People").click()
    page.get_by_role("button", name="Change what I agreed to").click()
    expect(page.get_by_label("Height, cm")).to_have_count(0)
    expect(page.get_by_label("Keep my movements")).to_be_checked()
    page.get_by_label("Keep my movements").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".person")).to_have_count(len(PEOPLE))
    ana = box.archive.person("p1")
    assert (ana.consent.recording, ana.consent.phone, ana.body.height_m) == (False, True, 1.74)
    assert box.wishes()[-1] == ("recording", "off")
    page.get_by_role("button", name="Change what I agreed to").click()
    expect(page.get_by_label("Keep my movements")).not_to_be_checked()


def test_a_clinician_changes_all_of_a_person_by_the_keyboard(box: MadeBox, show: Open) -> None:
    page = staff(box, show)
    page.get_by_role("button", name="Change: Ana").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Change: Ana")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Anna")
    page.get_by_label("Height, cm").fill("168")
    page.get_by_label("Body mass, kg").fill("")
    page.get_by_label("Sex").select_option("M")
    page.get_by_label("Age, years").fill("41")
    page.get_by_label("My phone may be used").uncheck()
    page.get_by_label("Take the card away").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Change: Anna")).to_be_visible()
    anna = box.archive.person("p1")
    assert (anna.body.name, anna.body.height_m, anna.body.mass_kg, anna.body.sex, anna.body.age) == ("Anna", 1.68, None, "M", 41.0)
    assert (anna.consent.recording, anna.consent.phone, anna.card) == (True, False, "")


def test_a_card_goes_to_somebody_who_had_none_and_nothing_else_changes(box: MadeBox, show: Open) -> None:
    page = staff(box, show)
    before = box.archive.person("p2")
    page.get_by_role("button", name="Change: Bruno").click()
    expect(page.get_by_label("Take the card away")).to_have_count(0)
    page.get_by_label("Card").press_sequentially("88 99")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".person")).to_have_count(len(PEOPLE))
    bruno = box.archive.person("p2")
    assert (bruno.card, bruno.body, bruno.consent) == ("8899", before.body, before.consent)
    assert box.archive.person("p1").card == CARD


def test_a_person_is_erased_only_after_a_tick_and_the_receipt_is_kept(box: MadeBox, show: Open, tmp_path: Path) -> None:
    page = staff(box, show)
    page.get_by_role("button", name="Change: Ana").click()
    page.get_by_role("button", name="Erase this person").click()
    dialog = page.get_by_role("dialog", name="Erase Ana")
    expect(dialog).to_contain_text("1 session, with all that was counted")
    expect(dialog.get_by_role("button", name="Erase for ever")).to_be_disabled()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert box.archive.person("p1").body.name == "Ana"
    page.get_by_role("button", name="Erase this person").click()
    dialog.get_by_label("Yes, erase everything about Ana").check()
    dialog.get_by_role("button", name="Erase for ever").click()
    done = page.get_by_role("dialog", name="Everything was erased")
    expect(done.locator(".receipt")).to_contain_text("made up")
    with page.expect_download() as coming:
        done.get_by_role("button", name="Save the receipt").click()
    assert coming.value.suggested_filename == "erased-p1.json"
    coming.value.save_as(tmp_path / "receipt.json")
    assert json.loads((tmp_path / "receipt.json").read_text(encoding="utf-8"))["signature"] == "made up"
    done.get_by_role("button", name="Done").click()
    expect(page.locator(".person")).to_have_count(len(PEOPLE) - 1)


def test_who_trains_now_is_not_erased_and_it_is_said(box: MadeBox, show: Open) -> None:
    page = staff(box, show)
    box.do(box.page.person, box.archive.person("p2"))
    box.do(box.page.session_began, "s2", 1.8e9)
    page.get_by_role("button", name="Change: Bruno").click()
    page.get_by_role("button", name="Erase this person").click()
    page.get_by_label("Yes, erase everything about Bruno").check()
    page.get_by_role("button", name="Erase for ever").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("training now")
    assert box.archive.person("p2").body.name == "Bruno"


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_it_can_be_used_by_everybody_in_both_languages(box: MadeBox, show: Open, colours: str) -> None:
    page = staff(box, show, color_scheme=colours)
    assert violations(page) == []
    assert page.evaluate(TOO_SMALL) == []
    page.get_by_role("button", name="Español").click()
    page.get_by_role("button", name="Cambiar: Ana").click()
    page.wait_for_timeout(200)
    assert violations(page) == []
    page.get_by_role("button", name="Borrar a esta persona").click()
    expect(page.get_by_role("dialog")).to_contain_text("1 sesión")
    page.wait_for_timeout(200)
    assert violations(page) == []
    page.get_by_label("Sí, borrar todo lo de Ana").check()
    page.get_by_role("button", name="Borrar para siempre").click()
    expect(page.get_by_role("dialog", name="Todo se ha borrado")).to_be_visible()
    assert violations(page) == []


def test_it_fits_a_phone(box: MadeBox, show: Open) -> None:
    page = staff(box, show)
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="Change: Carmen").click()
    expect(page.get_by_role("button", name="Save")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
