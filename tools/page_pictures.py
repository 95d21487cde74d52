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
from playwright.sync_api import Browser, Page, expect, sync_playwright

SIZE = {"width": 1440, "height": 810}
PATIENCE_MS = 90_000
NAMES = ("Ana", "Bruno", "Carmen López", "Dana", "Emil", "Farah")
ADD_PEOPLE = """async (names) => {
  const {csrf} = await (await fetch("api/me")).json();
  const headers = {"X-CSRF": csrf, "Content-Type": "application/json"};
  for (const name of names) await fetch("api/people", {method: "POST", headers, body: JSON.stringify({name})});
}"""


def main(folder: Path) -> None:
    """Writes page-athlete, page-clinician, page-playback and page-who, each .png."""
    folder.mkdir(exist_ok=True)
    with demo() as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        athlete, clinic = opened(browser, address + "#/athlete"), opened(browser, address + "#/clinician", "dark")
        expect(athlete.locator(".cue.safety")).to_be_visible(timeout=PATIENCE_MS)
        keep(athlete, folder / "page-athlete.png")
        keep(clinic, folder / "page-clinician.png")
        expect(athlete.locator(".headline")).to_have_text("push-up", timeout=PATIENCE_MS)
        who(opened(browser, address + "#/who"), folder)
        playback(clinic, address, folder)


def who(page: Page, folder: Path) -> None:
    page.evaluate(ADD_PEOPLE, list(NAMES))
    page.reload()
    expect(page.locator(".person")).to_have_count(len(NAMES))
    keep(page, folder / "page-who.png")


def playback(page: Page, address: str, folder: Path) -> None:
    """Of the session that has just been: from the list, until its body is there."""
    page.goto(address + "#/playback")
    page.locator(".session").get_by_role("link", name=re.compile("^Play")).first.click()
    play = page.get_by_role("button", name="Play", exact=True)
    expect(page.locator(".skeleton canvas")).to_be_visible(timeout=PATIENCE_MS)
    play.click()
    page.wait_for_timeout(9000)
    page.get_by_role("button", name="Pause", exact=True).click()
    keep(page, folder / "page-playback.png")


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


def opened(browser: Browser, place: str, colours: str = "light") -> Page:
    page = browser.new_context(viewport=SIZE, color_scheme=colours, locale="en").new_page()  # type: ignore[arg-type]
    page.goto(place)
    return page


def keep(page: Page, path: Path) -> None:
    """With a palette: a third of the bytes, and nobody sees it."""
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
