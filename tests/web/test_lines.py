"""The sockets over a real network line: who is let in, whose login ends, and a phone that goes away in mid-session."""

import asyncio
import http.cookies
import json
from collections.abc import Awaitable, Callable
from contextlib import aclosing, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from edge.capture.phone import PhoneSource
from edge.capture.source import keep_open
from edge.messages import ImuSample, LinkChange, Rep, Side
from edge.records import Role
from edge.web import lines
from edge.web.api import NEWEST
from edge.web.badges import IDLE_S
from edge.web.doors import COOKIE
from edge.web.server import serving
from tests.scripted_daemon import FakeClock
from tests.web.box import Box, open_box

ROWS = "[[0,0,9.8,0,0,0,0],[10,0,9.8,0,0,0,0]]"


@pytest.fixture(autouse=True)
def watched_closely(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LOOK_AGAIN_S", 0.02)


def served(folder: Path, scenario: Callable[[Box, str], Awaitable[None]], **more: Any) -> None:
    async def run() -> None:
        async with asyncio.timeout(30), open_box(folder, **more) as box, serving(box.services, 0) as address:
            await scenario(box, address)

    asyncio.run(run())


async def joined(address: str, path: str, body: dict[str, str]) -> str:
    """The cookie of a login, as a browser would send it."""
    async with httpx.AsyncClient(base_url=address) as browser:
        csrf = (await browser.get("api/me")).json()["csrf"]
        answer = await browser.post(f"api/{path}", json=body, headers={"X-CSRF": csrf})
        assert answer.status_code == 200, answer.text
        return http.cookies.SimpleCookie(answer.headers["set-cookie"])[COOKIE].value


def socket_of(address: str, path: str, cookie: str = "") -> connect:
    headers = {"Cookie": f"{COOKIE}={cookie}"} if cookie else {}
    return connect(
        address.replace("http", "ws") + f"api/{path}", origin=address.rstrip("/"), additional_headers=headers, proxy=None  # type: ignore[arg-type]
    )  # fmt: skip


async def closed(line: ClientConnection) -> int:
    with suppress(ConnectionClosed):
        async for _ in line:
            """Nothing that it still says matters."""
    return line.close_code or 0


def test_a_login_that_ends_ends_its_stream(tmp_path: Path) -> None:
    async def scenario(box: Box, address: str) -> None:
        cookie = await joined(address, "login", {"code": box.codes[Role.CLINICIAN]})
        async with socket_of(address, "live", cookie) as line:
            assert "board" in str(await line.recv())
            box.clock.t += IDLE_S
            assert await closed(line) == lines.ENDED

    served(tmp_path, scenario)


def test_a_clinician_who_comes_late_gets_the_whole_session_and_whoever_trains_the_newest_of_it(tmp_path: Path) -> None:
    """Of this session, and not of the one before."""

    def rep(number: int) -> Rep:
        t = 3.0 * number
        return Rep(t, number, "squat", Side.BOTH, t - 2.0, t - 1.0, t, 1.5, (1.0, 0.0, 1.0), True, 90.0, 0.9)

    async def greeted(address: str, cookie: str = "") -> list[int]:
        async with socket_of(address, "live", cookie) as line:
            return [message["body"]["number"] for message in json.loads(await line.recv()) if message["kind"] == "news"]

    async def scenario(box: Box, address: str) -> None:
        page = box.services.page
        page.deliver(rep(99))
        page.session_began("s2", 0.0)
        for number in range(1, 301):
            page.deliver(rep(number))
        cookie = await joined(address, "login", {"code": box.codes[Role.CLINICIAN]})
        assert await greeted(address, cookie) == list(range(1, 301))
        assert await greeted(address) == list(range(301 - NEWEST, 301))

    served(tmp_path, scenario)


def test_nobody_from_a_network_gets_a_stream_or_is_a_phone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edge.web.doors._place", lambda _: (False, True))

    async def scenario(_: Box, address: str) -> None:
        for path in ("live", "phone"):
            with pytest.raises(InvalidStatus) as refused:
                async with socket_of(address, path, "forged"):
                    pass
            assert refused.value.response.status_code == 403

    served(tmp_path, scenario)


def test_a_phone_is_paired_measures_and_goes_away_in_mid_session_without_harm(tmp_path: Path) -> None:
    async def scenario(box: Box, address: str) -> None:
        sensor = box.services.phone
        assert isinstance(sensor, PhoneSource)
        code = await pairing_code(address)
        cookie = await joined(address, "phone/join", {"code": code})
        async with aclosing(keep_open(sensor, box.clock)) as samples:
            async with socket_of(address, "phone?worn=left_thigh", cookie) as phone, socket_of(address, "live", cookie) as live:
                await phone.send(ROWS)
                heard = [await anext(samples) for _ in range(3)]
                await phone.send('{"name": "exercise", "value": "flying"}')
                assert "no exercise" in json.loads(await phone.recv())["error"]
                await live.recv()
                phone.transport.abort()
            heard.append(await anext(samples))
        assert [type(one) for one in heard] == [LinkChange, ImuSample, ImuSample, LinkChange]
        assert {one.where for one in heard if isinstance(one, ImuSample)} == {"left_thigh"}

    served(tmp_path, scenario, demo=True, phone=PhoneSource(FakeClock()))


def test_the_sockets_of_a_phone_end_with_the_session_it_was_paired_for_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LOOK_AGAIN_S", 3600.0)

    async def scenario(box: Box, address: str) -> None:
        cookie = await joined(address, "phone/join", {"code": await pairing_code(address)})
        async with socket_of(address, "phone", cookie) as phone, socket_of(address, "live", cookie) as live:
            assert "board" in str(await live.recv())
            box.services.page.session_ended()
            assert (await closed(phone), await closed(live)) == (lines.ENDED, lines.ENDED)

    served(tmp_path, scenario, demo=True)


async def pairing_code(address: str) -> str:
    async with httpx.AsyncClient(base_url=address) as screen:
        csrf = (await screen.get("api/me")).json()["csrf"]
        return str((await screen.post("api/phone/pairing", headers={"X-CSRF": csrf})).json()["code"])
