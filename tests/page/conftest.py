"""A real browser, and a box for it. Skips aloud where there is no Chromium, or where the page is not built."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from edge.web.site import PAGE
from tests.page.made_box import MadeBox, made_box

DESKTOP: ViewportSize = {"width": 1280, "height": 720}
PHONE: ViewportSize = {"width": 390, "height": 844}
NO_GPU = ("--disable-gpu", "--disable-software-rasterizer", "--disable-webgl", "--disable-3d-apis")

Open = Callable[..., Page]


def chromium() -> str:
    """Debian's. Skips where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    return found or pytest.skip("needs Chromium (apt install chromium)")


@pytest.fixture(scope="module")
def launch() -> Iterator[Callable[..., Browser]]:
    """Starts a browser with these words of its command line more; all are ended with the module.

    Playwright keeps an event loop running while it is on, in which no other test could run one of its own.
    """
    path = chromium()
    if not (PAGE / "index.html").is_file():
        pytest.skip("the page is not built (tools/setup)")
    with sync_playwright() as play:
        started: list[Browser] = []

        def start(*words: str) -> Browser:
            started.append(play.chromium.launch(executable_path=path, args=["--no-sandbox", *words]))
            return started[-1]

        yield start
        for browser in started:
            browser.close()


@pytest.fixture(scope="module")
def browser(launch: Callable[..., Browser]) -> Browser:
    return launch()


@pytest.fixture
def box(tmp_path: Path) -> Iterator[MadeBox]:
    """Somebody does eight squats, half sideways to the camera."""
    with made_box(tmp_path) as made:
        yield made


@pytest.fixture
def show(browser: Browser, box: MadeBox) -> Iterator[Open]:
    """Opens a place of the box's page in a fresh browser; what the page complains about fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(place: str = "", language: str = "en", within: Browser = browser, **wanted: object) -> Page:
        context = within.new_context(**{"viewport": DESKTOP, "locale": language, **wanted})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda problem: complaints.append(str(problem)))
        page.goto(box.address + place)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [one for one in complaints if "WebSocket" not in one and "Failed to load resource" not in one] == []
