"""Every view: nothing serious for axe, in light and dark and both languages; nothing from another machine."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from edge.records import Role
from tests.house.source import ROOT
from tests.page.conftest import PHONE, Open
from tests.page.made_box import MadeBox

pytestmark = pytest.mark.browser

AXE = ROOT / "edge/web/page/node_modules/axe-core/axe.min.js"
TOO_SMALL = """() => [...document.querySelectorAll("button, a[href], input, select")]
    .filter((one) => one.offsetParent && !one.classList.contains("skip"))
    .filter((one) => { const {width, height} = one.getBoundingClientRect(); return width < 47.5 || height < 47.5; })
    .map((one) => one.outerHTML.slice(0, 80))"""
"""What a finger may miss: less than 48 px either way."""
OPEN_TO_ALL = ("athlete", "who", "login", "phone")
OF_STAFF = ("clinician", "playback", "playback/s1", "progress", "uploads", "technician")


def violations(page: Page) -> list[str]:
    """What axe-core calls serious or critical."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed (tools/setup --dev)")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in ("serious", "critical")]


def enter(page: Page, code: str) -> None:
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_label("Code")).to_have_count(0)


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("view", OPEN_TO_ALL)
def test_what_everybody_sees_can_be_used_by_everybody(box: MadeBox, show: Open, view: str, colours: str) -> None:
    box.skip(20.0)
    page = show(f"#/{view}", color_scheme=colours)
    expect(page.locator("h1").first).to_be_attached()
    expect(page.locator("html")).to_have_attribute("data-theme", colours)
    assert violations(page) == []


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_dialogs_and_forms_can_be_used_by_everybody(box: MadeBox, show: Open, colours: str) -> None:
    page = show("#/athlete", color_scheme=colours)
    for button in ("Exercise", "Cues", "Phone"):
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        page.wait_for_timeout(200)
        assert violations(page) == []
        page.get_by_role("button", name="Close").click()
    page.goto(box.address + "#/who")
    page.get_by_role("button", name="I am new").click()
    page.get_by_label("What should we call you?").fill("Eva")
    page.get_by_role("button", name="Add a goal").click()
    assert violations(page) == []
    page.get_by_role("button", name="Next").click()
    assert violations(page) == []


@pytest.mark.parametrize("view", OF_STAFF)
def test_what_staff_see_can_be_used_by_everybody(box: MadeBox, show: Open, view: str) -> None:
    box.skip(20.0)
    page = show("#/technician")
    enter(page, box.codes[Role.TECHNICIAN])
    page.goto(box.address + f"#/{view}")
    expect(page.locator("h1").first).to_be_attached()
    expect(page.locator(".loading")).to_have_count(0)
    assert violations(page) == []


def test_staff_views_ask_for_a_code_and_open_with_it(box: MadeBox, show: Open) -> None:
    page = show("#/technician")
    expect(page.locator("main")).to_contain_text("This view is for the technician.")
    page.get_by_label("Code").fill("nonsense")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("alert")).to_have_text("That code is not right.")
    enter(page, box.codes[Role.TECHNICIAN])
    expect(page.locator("main h1")).not_to_have_text("Staff code")


def test_the_language_switch_reaches_every_word_and_is_remembered(box: MadeBox, show: Open) -> None:
    box.skip(20.0)
    page = show("#/athlete")
    expect(page.locator(".headline")).to_have_text("squat")
    page.get_by_role("button", name="Español").click()
    expect(page.locator(".headline")).to_have_text("sentadilla")
    expect(page.get_by_role("button", name="Ejercicio")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.reload()
    expect(page.locator(".headline")).to_have_text("sentadilla")
    page.get_by_role("link", name="Personas").click()
    expect(page.locator("h1")).to_have_text("¿Quién está?")


def test_light_or_dark_can_be_switched_and_is_remembered(box: MadeBox, show: Open) -> None:
    page = show("#/who", color_scheme="light")
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_place_that_is_not_there_leads_back(box: MadeBox, show: Open) -> None:
    page = show("#/nowhere")
    expect(page.locator("main")).to_contain_text("There is no such view.")
    page.get_by_role("link", name="Back to the start").click()
    expect(page.locator("h1")).to_have_text("Who is here?")


@pytest.mark.parametrize("view", ["athlete", "who"])
def test_nothing_runs_off_a_phone_to_the_side(box: MadeBox, show: Open, view: str) -> None:
    box.skip(20.0)
    page = show(f"#/{view}", viewport=PHONE)
    expect(page.locator("h1").first).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("view", ["athlete", "who"])
def test_whatever_is_touched_is_large_enough(box: MadeBox, show: Open, view: str) -> None:
    page = show(f"#/{view}")
    expect(page.locator("h1").first).to_be_attached()
    small = page.evaluate(TOO_SMALL)
    assert small == []


def test_nothing_comes_from_another_machine_and_all_is_allowed_by_the_policy(box: MadeBox, show: Open) -> None:
    page = show("#/who")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(box.address + "?again#/athlete")
    expect(page.locator(".skeleton canvas")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert len(asked) > 5
    assert [url for url in asked if not re.match(rf"(http|ws)://{re.escape(box.address.split('/')[2])}/|data:", url)] == []


def test_the_built_page_has_nothing_inline() -> None:
    built = (ROOT / "edge/web/page/dist/index.html").read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\bstyle=|\son[a-z]+=", built)
    assert not any(re.search(r"https?://(?!www\.w3\.org)", url) for url in re.findall(r'(?:src|href)="([^"]+)"', built))


def _sources() -> list[Path]:
    return [path for path in (ROOT / "edge/web/page/src").rglob("*.ts*") if path.is_file()]


def test_text_is_never_read_as_markup() -> None:
    forbidden = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write|\beval\(")
    assert [path.name for path in _sources() if forbidden.search(path.read_text(encoding="utf-8"))] == []


def test_a_login_that_ended_leads_back_to_the_code(box: MadeBox, show: Open) -> None:
    page = show("#/who")
    lines: list[WebSocketRoute] = []
    page.route_web_socket("**/api/live", lambda line: (lines.append(line), line.connect_to_server()))
    page.goto(box.address + "?again#/technician")
    enter(page, box.codes[Role.TECHNICIAN])
    page.context.clear_cookies()
    lines[-1].close(code=4401)
    expect(page.locator("main")).to_contain_text("This view is for the technician.")
