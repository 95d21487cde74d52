"""What staff press on a touch screen: large enough for a finger, and nothing beside the screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.page.conftest import Open
from tests.page.kept_visit import keep, staff_box, visit
from tests.page.made_box import MadeBox
from tests.page.test_screens import SCREENS, places

pytestmark = pytest.mark.browser

TOO_LOW = """() => [...document.querySelectorAll("button, a[href], input, select, summary")]
    .filter((one) => one.offsetParent && !one.matches(".skip"))
    .filter((one) => (one.closest("label") ?? one).getBoundingClientRect().height < 43.5)
    .map((one) => one.outerHTML.slice(0, 80))"""
"""What a finger may miss: less than 44 px high."""
SHOWN = {
    "clinician": ".angle-table",
    "playback": ".session",
    "playback/demo": ".transport",
    "progress": "h1",
    "uploads": "h1",
    "technician": ".findings.checks li",
}
"""View -> what stands there once it is."""


@pytest.fixture
def box(tmp_path: Path) -> Iterator[MadeBox]:
    with staff_box(tmp_path) as made:
        yield made


def touched(box: MadeBox, show: Open, screen: str) -> Page:
    """A browser with a touch screen, to which a session is kept."""
    width, height = SCREENS[screen]
    page = show("#/who", viewport={"width": width, "height": height}, has_touch=True)
    keep(page, visit(), "demo")
    return page


@pytest.mark.parametrize("screen", ["seven-inch", "phone"])
def test_a_finger_meets_whatever_it_presses_and_nothing_runs_off_to_the_side(box: MadeBox, show: Open, screen: str) -> None:
    box.skip(14.0)
    page = touched(box, show, screen)
    for view, sign in SHOWN.items():
        page.goto(f"{box.address}#/{view}")
        expect(page.locator(sign).first).to_be_visible()
        assert page.evaluate(TOO_LOW) == [], view
        assert page.evaluate("document.documentElement.scrollWidth") <= SCREENS[screen][0], view


def test_on_seven_inches_the_body_is_played_above_its_time_line(box: MadeBox, show: Open) -> None:
    page = touched(box, show, "seven-inch")
    page.goto(f"{box.address}#/playback/demo")
    expect(page.locator(".transport")).to_be_visible()
    page.locator(".player-stage").evaluate("(stage) => stage.scrollIntoView()")
    found = places(page, ".player-line", ".player-stage")
    assert found[".player-line"][1] - max(found[".player-stage"][1], 0.0) > SCREENS["seven-inch"][1] / 2
