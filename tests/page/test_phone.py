"""A phone beside the box: it joins by the code, is a remote and a sensor, and leaves without harm."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import aclosing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from edge.messages import ImuSample, Sample
from tests.page.conftest import PHONE
from tests.page.made_box import MadeBox, made_box

pytestmark = pytest.mark.browser

SHAKE = """() => { for (let k = 0; k < 20; k++) dispatchEvent(new DeviceMotionEvent("devicemotion", {
    accelerationIncludingGravity: {x: 0.5, y: 9.7, z: 1.0}, rotationRate: {alpha: 180, beta: 0, gamma: 90}, interval: 16})); }"""


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[MadeBox]:
    """A box that shows phones its own address, as a demo does."""
    with made_box(tmp_path, demo=True, all_open=False) as box:
        yield box


@pytest.fixture
def pages(browser: Browser) -> Iterator[tuple[Page, Page]]:
    """The box's own screen, and a phone's."""
    contexts = browser.new_context(locale="en"), browser.new_context(locale="en", viewport=PHONE, has_touch=True, is_mobile=True)
    yield contexts[0].new_page(), contexts[1].new_page()
    for context in contexts:
        context.close()


def pair(box: MadeBox, screen: Page, phone: Page) -> None:
    """The code is shown on the box; the phone opens what the picture says."""
    screen.goto(box.address + "#/athlete")
    screen.get_by_role("button", name="Phone").click()
    expect(screen.get_by_role("img", name="The code to scan")).to_be_visible()
    code = screen.locator(".code").inner_text()
    phone.goto(box.address + f"#/phone?code={code}")
    expect(phone.get_by_role("button", name="Exercise")).to_be_visible()


def test_a_phone_joins_by_what_it_scans_and_counts_along(demo: MadeBox, pages: tuple[Page, Page]) -> None:
    screen, phone = pages
    pair(demo, screen, phone)
    demo.skip(20.0)
    expect(phone.locator(".remote-count strong")).to_have_text(str(demo.page.status()["reps"]))
    assert demo.page.status()["reps"] > 3


def test_a_phone_starts_stops_and_picks(demo: MadeBox, pages: tuple[Page, Page]) -> None:
    screen, phone = pages
    pair(demo, screen, phone)
    phone.get_by_role("button", name="Start").click()
    expect(screen.get_by_role("button", name="Stop", include_hidden=True)).to_have_count(1)
    phone.get_by_role("button", name="Exercise").click()
    phone.get_by_role("button", name="Lunge", exact=True).click()
    phone.get_by_role("button", name="Stop").click()
    expect(phone.get_by_role("button", name="Start")).to_be_visible()
    assert [(command.name, command.value) for command in demo.asked] == [("session", "start"), ("exercise", "lunge"), ("session", "stop")]


def test_a_wrong_code_is_said_and_nothing_opens(demo: MadeBox, pages: tuple[Page, Page]) -> None:
    _, phone = pages
    phone.goto(demo.address + "#/phone?code=AAAA-AAAA")
    expect(phone.get_by_role("alert")).to_contain_text("no code is shown now", ignore_case=True)
    expect(phone.get_by_role("button", name="Connect")).to_be_visible()


def begin(box: MadeBox, phone: Page, person: str) -> None:
    box.do(box.page.person, box.archive.person(person))
    expect(phone.get_by_role("button", name="I agree, use the sensors")).to_be_disabled()
    phone.get_by_role("radio", name="Left upper arm").check()
    phone.get_by_role("button", name="I agree, use the sensors").click()
    phone.evaluate(SHAKE)


def test_with_consent_its_motion_becomes_readings(demo: MadeBox, pages: tuple[Page, Page]) -> None:
    screen, phone = pages
    pair(demo, screen, phone)

    async def reading() -> Sample:
        async with asyncio.timeout(60), demo.phone.open() as samples, aclosing(samples):  # type: ignore[type-var]
            return await anext(samples)

    waiting = asyncio.run_coroutine_threadsafe(reading(), demo.loop)
    begin(demo, phone, "p1")
    sent = None
    for _ in range(20):
        phone.evaluate(SHAKE)
        phone.wait_for_timeout(150)
        if waiting.done():
            sent = waiting.result()
            break
    assert isinstance(sent, ImuSample)
    assert sent.where == "left_upper_arm"
    assert sent.accel == pytest.approx((0.5, 9.7, 1.0), abs=1e-3)
    assert sent.gyro == pytest.approx((3.1416, 0.0, 1.5708), abs=1e-3)
    expect(phone.locator(".sending")).to_contain_text("readings a second")
    expect(phone.locator(".sensor")).to_contain_text("Left upper arm")


def test_without_consent_no_reading_is_taken_and_it_is_said(demo: MadeBox, pages: tuple[Page, Page]) -> None:
    screen, phone = pages
    pair(demo, screen, phone)
    begin(demo, phone, "p2")
    for _ in range(5):
        phone.evaluate(SHAKE)
        phone.wait_for_timeout(120)
    expect(phone.locator(".sensor .problem")).to_contain_text("has not agreed")


def test_a_phone_that_is_let_go_says_so(demo: MadeBox, pages: tuple[Page, Page]) -> None:
    """As the box ends its line and knows it no more, when the session is over."""
    screen, phone = pages
    lines: list[WebSocketRoute] = []

    def through(line: WebSocketRoute) -> None:
        line.connect_to_server()
        lines.append(line)

    phone.route_web_socket(re.compile("/api/live"), through)
    pair(demo, screen, phone)
    known = phone.evaluate("async () => (await fetch('api/me')).json()")
    phone.route(re.compile("/api/me$"), lambda route: route.fulfill(json=known | {"role": "nobody"}))
    lines[-1].close(code=4401)
    expect(phone.locator("form").get_by_role("status")).to_contain_text("no longer connected")
    expect(phone.get_by_role("button", name="Connect")).to_be_visible()


def test_its_leaving_in_mid_session_harms_nothing(demo: MadeBox, pages: tuple[Page, Page]) -> None:
    screen, phone = pages
    pair(demo, screen, phone)
    begin(demo, phone, "p1")
    demo.skip(8.0)
    before = demo.page.status()["reps"]
    phone.close()
    demo.skip(20.0)
    assert demo.page.status()["reps"] > before
    expect(screen.locator(".count .all strong")).to_have_text(str(demo.page.status()["reps"]))
    assert demo.page.status()["mistakes"] == []
