"""The page's three files belong together: what the script touches is there, and what it reads is sent."""

import json
import re

from edge.gauges import Health
from edge.web.api import LivePage
from edge.web.server import PAGE

SCRIPT, MARKUP, STYLE = ((PAGE / name).read_text(encoding="utf-8") for name in ("live.js", "index.html", "live.css"))


def board() -> dict:
    page = LivePage(lambda key, fields=(): key)
    page.health(Health())
    return json.loads(page.board())["body"]


def test_every_element_that_the_script_touches_is_on_the_page() -> None:
    touched = set(re.findall(r'(?:at|write|showLines)\("([a-z]+)"', SCRIPT))
    assert len(touched) > 10
    assert touched <= set(re.findall(r'id="([a-z]+)"', MARKUP))


def test_the_script_reads_only_what_is_sent() -> None:
    sent = board()
    assert set(re.findall(r"\bboard\.([a-z_]+)", SCRIPT)) <= set(sent)
    assert set(re.findall(r"\bhealth\.([a-z_]+)", SCRIPT)) <= set(sent["health"])


def test_nothing_is_inline_which_the_policy_forbids() -> None:
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon[a-z]+=", MARKUP)


def test_text_is_never_read_as_markup() -> None:
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b", SCRIPT)


def test_both_a_light_and_a_dark_room_are_thought_of() -> None:
    assert "prefers-color-scheme: dark" in STYLE
