"""`edgecoach demo` in a browser -> the README's pictures of the page, .pictures/page-*.png.

Needs Debian's Chromium. Refuses to know: how the page is made; it looks at it as a person would.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

SIZE: ViewportSize = {"width": 1440, "height": 810}
PATIENCE_MS = 90_000
NAMES = ("Ana", "Bruno", "Carmen López", "Dana", "Emil", "Farah")
DEEP_AFTER_MS = 1300
"""From a correction to the middle of the next squat."""
CORRECTED_UNDER_LOAD = """() => document.querySelector(".cue.safety, .cue.form") && document.querySelector(".skeleton-legend")"""
ADD_PEOPLE = """async (names) => {
  const {csrf} = await (await fetch("api/me")).json();
  const headers = {"X-CSRF": csrf, "Content-Type": "application/json"};
  for (const name of names) await fetch("api/people", {method: "POST", headers, body: JSON.stringify({name})});
}"""


def main(folder: Path) -> None:
    """Writes page-athlete.png and page-who.png."""
    folder.mkdir(exist_ok=True)
    with demo() as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        athlete = opened(browser, address + "#/athlete")
        athlete.wait_for_function(CORRECTED_UNDER_LOAD, timeout=PATIENCE_MS)
        athlete.wait_for_timeout(DEEP_AFTER_MS)
        keep(athlete, folder / "page-athlete.png")
        who(opened(browser, address + "#/who"), folder)


def who(page: Page, folder: Path) -> None:
    page.evaluate(ADD_PEOPLE, list(NAMES))
    page.reload()
    expect(page.locator(".person")).to_have_count(len(NAMES))
    keep(page, folder / "page-who.png")


@contextmanager
def demo() -> Iterator[str]:
    """Running while inside -> its address."""
    with tempfile.TemporaryDirectory() as state:
        words = [sys.executable, "-u", "-m", "edge", "demo", "--port", "0"]
        program = subprocess.Popen(words, env={**os.environ, "EDGECOACH_STATE": state}, stdout=subprocess.PIPE, text=True)
        assert program.stdout is not None
        try:
            yield next(found[0] for line in program.stdout if (found := re.search(r"http://[\d.:]+/", line)))
        finally:
            program.terminate()
            program.wait(30)


def opened(browser: Browser, place: str) -> Page:
    page = browser.new_context(viewport=SIZE, color_scheme="light", locale="en").new_page()
    page.goto(place)
    return page


def keep(page: Page, path: Path) -> None:
    """Without the last two bits of each colour: half the bytes, and nobody sees it."""
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    picture.point(lambda value: value & 0xFC | value >> 6).save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
