"""The whole product, as a newcomer meets it: `edgecoach demo`, its page in a real browser, then what was kept of it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.commands.program import edgecoach, read_until

pytestmark = [pytest.mark.browser, pytest.mark.weights]

FIRST_REPETITION_MS = 60_000
"""From opening the page, without reading anything."""
CLIP_MS = 120_000


@pytest.fixture(scope="module")
def demo(launch: Callable[..., Browser], tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Page, str]]:
    """Its page, open from the start, and what the terminal said until the clip was over."""
    state = tmp_path_factory.mktemp("state")
    with edgecoach("demo", "--port", "0", EDGECOACH_STATE=str(state)) as program:
        (address,) = re.findall(r"http://[\d.:]+/", read_until(program, "The page"))
        page = launch().new_context(locale="en", accept_downloads=True).new_page()
        page.goto(address)
        expect(page.locator(".count .all strong")).to_have_text("1", timeout=FIRST_REPETITION_MS)
        said = read_until(program, "The page stays")
        yield page, said


def test_what_the_page_counted_is_what_the_terminal_says(demo: tuple[Page, str]) -> None:
    page, said = demo
    (counted,) = re.findall(r"Set 1: \d+ of (\d+) good", said)
    assert int(counted) == 8
    expect(page.locator(".count .all strong")).to_have_text("13", timeout=CLIP_MS)


def test_what_was_seen_can_be_played_again(demo: tuple[Page, str]) -> None:
    page, _ = demo
    page.get_by_role("link", name="Sessions").click()
    line = page.locator(".session")
    expect(line).to_contain_text("Squat 8")
    expect(line).to_contain_text("Push-up 5")
    line.get_by_role("link", name=re.compile("^Play")).click()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_enabled(timeout=CLIP_MS)
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()


@pytest.mark.parametrize(("button", "beginning"), [("Report as PDF", b"%PDF-"), ("Report as a page", b"<!doctype html>")])
def test_its_report_can_be_taken_along(demo: tuple[Page, str], tmp_path: Path, button: str, beginning: bytes) -> None:
    page, _ = demo
    with page.expect_download(timeout=CLIP_MS) as coming:
        page.get_by_role("button", name=button).click()
    coming.value.save_as(tmp_path / "report")
    content = (tmp_path / "report").read_bytes()
    assert content[: len(beginning)].lower() == beginning.lower()
    assert len(content) > 10_000
