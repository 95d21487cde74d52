"""A session that was kept, played again in a real browser: alone, beside another one, and where its recording is damaged."""

import re
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import Page, Route, expect

from tests.page.conftest import PHONE, Open
from tests.page.kept_visit import answer, keep, later, staff_box, visit
from tests.page.made_box import MadeBox
from tests.page.test_every_view import violations

pytestmark = pytest.mark.browser

FIRST, SECOND = visit()["session"]["reps"][:2]
PDF = b"%PDF-1.4 a report"


@pytest.fixture
def box(tmp_path: Path) -> Iterator[MadeBox]:
    with staff_box(tmp_path) as made:
        yield made


def played(show: Open, place: str = "#/playback/demo", **wanted: object) -> Page:
    """The session of the demo's clip, its body worked out."""
    page = show("", **wanted)
    keep(page, visit(), "demo")
    keep(page, later(), "later")
    page.goto(page.url.split("#")[0] + place)
    expect(page.locator(".stage-card .skeleton canvas").first).to_be_visible()
    return page


def at(page: Page) -> float:
    """The moment that is shown, s."""
    minutes, seconds = page.locator(".clock").inner_text().split(" /")[0].split(":")
    return 60 * int(minutes) + float(seconds)


def test_it_begins_at_the_first_repetition_with_all_that_is_known(box: MadeBox, show: Open) -> None:
    page = played(show)
    assert at(page) == pytest.approx(FIRST["start_s"], abs=0.1)
    expect(page.locator(".key-figures dd")).to_have_text(["13", "11", "94", "0:41"])
    expect(page.locator(".curves figure h3").first).to_have_text("Knee flexion")
    expect(page.locator(".chart-playhead").first).to_be_visible()
    line, chart = (page.locator(one).first.bounding_box() for one in (".chart-playhead", ".u-over"))
    assert line is not None
    assert chart is not None
    assert (line["x"] - chart["x"]) / chart["width"] == pytest.approx(FIRST["start_s"] / visit()["track"]["t"][-1], abs=0.01)
    expect(page.locator(".timeline .moment-mark.good")).to_have_count(11)
    expect(page.locator(".event.of-fault")).to_have_count(3)
    expect(page.locator(".load-figure")).to_be_visible()
    expect(page.locator(".sides tbody tr").filter(has_text="Knee flexion")).to_be_visible()


def test_keys_alone_play_pause_move_and_loop(box: MadeBox, show: Open) -> None:
    page = played(show)
    page.locator("h1").click()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.wait_for_timeout(700)
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    assert FIRST["start_s"] + 0.2 < at(page) < FIRST["start_s"] + 5.0
    page.get_by_role("slider", name="Time").fill(str(FIRST["start_s"] + 0.1))
    page.keyboard.press("]")
    assert at(page) == pytest.approx(SECOND["start_s"], abs=0.1)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowLeft")
    assert at(page) == pytest.approx(SECOND["start_s"] + 0.9, abs=0.11)
    page.keyboard.press("[")
    assert at(page) == pytest.approx(FIRST["start_s"], abs=0.1)
    page.keyboard.press(".")
    expect(page.locator(".speed")).to_have_text("2×")
    page.keyboard.press("l")
    expect(page.get_by_role("button", name="Repeating repetition 1")).to_have_attribute("aria-pressed", "true")
    page.wait_for_timeout(int(1200 * (FIRST["end_s"] - FIRST["start_s"])))
    assert FIRST["start_s"] - 0.1 <= at(page) <= FIRST["end_s"] + 0.1
    page.keyboard.press("End")
    assert at(page) == pytest.approx(visit()["session"]["duration_s"], abs=0.1)


def test_a_bar_an_event_and_the_slider_lead_to_their_moment(box: MadeBox, show: Open) -> None:
    page = played(show)
    page.get_by_role("button", name=re.compile("^4: squat, 40°")).click()
    expect(page.get_by_role("button", name="Repeating repetition 4")).to_be_visible()
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name=re.compile("Upper body leaned too far")).click()
    assert at(page) == pytest.approx(visit()["session"]["faults"][1]["t_s"], abs=0.1)
    expect(page.get_by_role("button", name="Repeat one repetition")).to_be_visible()
    page.get_by_role("slider", name="Time").fill("30")
    assert at(page) == pytest.approx(30.0, abs=0.1)


def test_curves_are_chosen_and_read_as_tables(box: MadeBox, show: Open) -> None:
    page = played(show)
    page.get_by_text("Which movements").click()
    page.get_by_label("Elbow flexion").check()
    elbow = page.get_by_role("figure").filter(has=page.get_by_role("heading", name="Elbow flexion"))
    expect(elbow.get_by_role("img")).to_have_attribute("aria-label", re.compile(r"Elbow flexion: from -?\d+ to \d+ degrees"))
    elbow.get_by_role("button", name="As a table").click()
    expect(elbow.get_by_role("row")).to_have_count(14)


def test_two_sessions_side_by_side_are_aligned_by_repetition(box: MadeBox, show: Open) -> None:
    """The second session is the first one, begun two seconds earlier: aligned, both bodies look the same."""
    page = played(show, "#/playback/demo?beside=later")
    expect(page.locator(".stage-card .skeleton canvas")).to_have_count(2)
    choices = page.locator(".companion select")
    expect(choices.nth(1)).to_have_value("1")
    expect(choices.nth(2)).to_have_value("1")
    expect(page.locator(".chart-legend").first).to_contain_text("Left, other session")
    page.get_by_role("slider", name="Time").fill(str(FIRST["turn_s"]))
    assert apart(page) < 1.0
    choices.nth(2).select_option("4")
    assert apart(page) > 3.0
    expect(page.locator(".skeleton-flat")).to_have_count(0)


def apart(page: Page) -> float:
    """How different the two bodies' pictures are, on average, of 255."""
    page.wait_for_timeout(1500)
    one, other = (
        np.asarray(cv2.imdecode(np.frombuffer(canvas.screenshot(), np.uint8), cv2.IMREAD_COLOR), float)
        for canvas in page.locator(".stage-card .skeleton canvas").all()
    )
    rows, columns = min(one.shape[0], other.shape[0]), min(one.shape[1], other.shape[1])
    return float(np.abs(one[:rows, :columns] - other[:rows, :columns]).mean())


def test_the_companion_is_chosen_from_this_persons_sessions(box: MadeBox, show: Open) -> None:
    page = played(show)
    page.locator(".companion select").select_option(index=1)
    expect(page).to_have_url(re.compile(r"#/playback/demo\?beside=\w+$"))


def test_a_report_and_an_export_are_saved(box: MadeBox, show: Open) -> None:
    page = played(show)
    asked: list[str] = []

    def file(route: Route) -> None:
        asked.append(route.request.post_data or route.request.url)
        headers = {"content-disposition": 'attachment; filename="edgecoach-demo.pdf"', "content-type": "application/pdf"}
        route.fulfill(body=PDF, headers=headers)

    answer(page, r"/api/sessions/demo/(report|export/\w+)$", file)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Report as PDF").click()
    assert saved.value.suggested_filename == "edgecoach-demo.pdf"
    assert Path(saved.value.path()).read_bytes() == PDF
    expect(page.get_by_role("status").filter(has_text="Saved as edgecoach-demo.pdf")).to_be_visible()
    page.get_by_text("Export", exact=True).click()
    with page.expect_download():
        page.get_by_role("button", name="FHIR").click()
    assert '"pdf"' in asked[0]
    assert asked[1].endswith("/export/fhir")


def test_a_report_that_cannot_be_made_is_said_in_one_sentence(box: MadeBox, show: Open) -> None:
    page = played(show)
    answer(page, r"/api/sessions/demo/report$", {"error": "nothing was recorded in this session"}, 409)
    page.get_by_role("button", name="Report as PDF").click()
    expect(page.get_by_role("alert")).to_have_text("nothing was recorded in this session")


def test_a_damaged_recording_keeps_its_counts(box: MadeBox, show: Open) -> None:
    page = show("#/playback/k1")
    expect(page.locator(".banner")).to_have_text("The recording is damaged: the counts are kept, the movement cannot be played.")
    expect(page.locator(".skeleton")).to_have_count(0)
    expect(page.locator(".bars .bar")).to_have_count(2)
    expect(page.locator(".event.of-fault")).to_have_count(1)


def test_what_a_recording_lost_is_said_where_it_is_played(box: MadeBox, show: Open) -> None:
    page = show("")
    lost = [{"text": "40 messages (1.0 s) are damaged and lost", "key": "damage.messages", "fields": {"many": "40", "seconds": "1.0"}}]
    keep(page, {**visit(), "track": {**visit()["track"], "lost": lost}}, "demo")
    page.goto(box.address + "#/playback/demo")
    expect(page.locator(".banner")).to_have_text("Not everything could be read: 40 messages (1.0 s) are damaged and lost.")
    expect(page.locator(".stage-card .skeleton canvas")).to_be_visible()
    page.get_by_role("button", name="Español").click()
    expect(page.locator(".banner")).to_have_text("No se pudo leer todo: 40 mensajes (1.0 s) están dañados y perdidos.")


def test_a_track_that_fails_leaves_the_rest(box: MadeBox, show: Open) -> None:
    page = show("")
    keep(page, visit(), "demo")
    answer(page, r"/api/sessions/demo/track$", {"error": "the recording ends after 0 s"}, 409)
    page.goto(box.address + "#/playback/demo")
    expect(page.get_by_role("alert")).to_contain_text("the recording ends after 0 s The movement cannot be played")
    expect(page.locator(".bars .bar")).to_have_count(13)


def test_an_unknown_session_is_said_and_leads_back(box: MadeBox, show: Open) -> None:
    page = show("#/playback/nobody-knows")
    expect(page.locator(".empty")).to_contain_text("There is no such session here; it may have been erased.")
    page.get_by_role("link", name="All sessions").click()
    expect(page.get_by_role("heading", name="Sessions")).to_be_visible()


@pytest.mark.parametrize("place", ["#/playback/demo", "#/playback/demo?beside=later"])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_nothing_serious_for_axe(box: MadeBox, show: Open, place: str, colours: str) -> None:
    page = played(show, place, color_scheme=colours)
    assert violations(page) == []


def test_a_narrow_screen_holds_it_in_spanish(box: MadeBox, show: Open) -> None:
    page = played(show, viewport=PHONE)
    page.get_by_role("button", name="Español").click()
    expect(page.get_by_role("button", name="Repetir una repetición")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_menus_stay_on_a_phone_and_close_again(box: MadeBox, show: Open) -> None:
    page = played(show, viewport=PHONE)
    open_card = page.locator(".menu[open] .menu-card")
    for name in ("Export", "Which movements"):
        page.get_by_text(name, exact=True).click()
        card = open_card.bounding_box()
        assert card is not None
        assert card["x"] >= 0
        assert card["x"] + card["width"] <= PHONE["width"]
        assert card["y"] + card["height"] <= PHONE["height"]
        page.locator("h1").click()
        expect(open_card).to_have_count(0)
    page.get_by_text("Export", exact=True).click()
    page.keyboard.press("Escape")
    expect(open_card).to_have_count(0)
    expect(page.get_by_text("Export", exact=True)).to_be_focused()
