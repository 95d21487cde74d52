"""The page over real sockets: served, guarded, and deaf to slow browsers."""

import asyncio
import http.client
import json
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from edge.errors import EdgeError
from edge.messages import Cue, Priority
from edge.web import patience
from edge.web.api import LivePage
from edge.web.desk import Desk
from edge.web.server import listen, serving
from edge.web.services import Services
from edge.web.site import Site
from tests.scripted_daemon import FakeClock


def services() -> Services:
    clock = FakeClock()
    return Services(LivePage(lambda key, fields=(): key, now=clock.now), Desk(clock), clock)


def live(scenario: Callable[[LivePage, int], Awaitable[None]]) -> None:
    async def run() -> None:
        handed = services()
        async with asyncio.timeout(60), serving(handed, 0) as address:
            await scenario(handed.page, int(address.rpartition(":")[2].strip("/")))

    asyncio.run(run())


def browser(port: int, origin: str | None = None) -> connect:
    return connect(f"ws://127.0.0.1:{port}/api/live", origin=origin or f"http://127.0.0.1:{port}", proxy=None)  # type: ignore[arg-type]


def get(port: int, path: str, host: str | None = None) -> tuple[int, http.client.HTTPMessage, str]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    line.request("GET", path, headers={"Host": host or f"127.0.0.1:{port}"})
    answer = line.getresponse()
    try:
        return answer.status, answer.headers, answer.read().decode()
    finally:
        line.close()


async def kinds(line: ClientConnection) -> list[str]:
    return [message["kind"] for message in json.loads(await line.recv())]


def cue(number: int) -> Cue:
    return Cue(float(number), "text", "deeper", Priority.FORM, number + 2.0)


@pytest.mark.parametrize("path", ["/", "/api/status", "/api/me", "/api/openapi.json", "/api/docs", "/api/docs.css"])
def test_everything_of_the_page_is_served_under_the_same_strict_policy(path: str) -> None:
    async def scenario(_: LivePage, port: int) -> None:
        status, headers, _body = await asyncio.to_thread(get, port, path)
        assert status == 200
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
        assert headers["x-content-type-options"] == "nosniff"

    live(scenario)


@pytest.mark.parametrize(
    "path",
    [
        "/../server.py",
        "/..%2fserver.py",
        "/%2e%2e/server.py",
        "/assets/../../../server.py",
        "/package.json",
        "//etc/passwd",
        "/api/../../server.py",
    ],
)
def test_no_path_leads_out_of_the_page(path: str) -> None:
    async def scenario(_: LivePage, port: int) -> None:
        status, _headers, body = await asyncio.to_thread(get, port, path)
        assert status == 404
        assert "uvicorn" not in body

    live(scenario)


def test_a_page_that_is_not_built_says_how_to_build_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("edge.web.application.Site", lambda: Site(tmp_path))

    async def scenario(_: LivePage, port: int) -> None:
        status, _headers, body = await asyncio.to_thread(get, port, "/")
        assert (status, "run tools/setup" in body) == (200, True)

    live(scenario)


def test_files_that_change_their_names_are_kept_by_browsers_and_others_are_not(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<p>built</p>")
    (tmp_path / "assets" / "a1b2.js").write_text("1")
    monkeypatch.setattr("edge.web.application.Site", lambda: Site(tmp_path))

    async def scenario(_: LivePage, port: int) -> None:
        assert (await asyncio.to_thread(get, port, "/"))[1]["cache-control"] == "no-cache"
        assert "immutable" in (await asyncio.to_thread(get, port, "/assets/a1b2.js"))[1]["cache-control"]
        assert (await asyncio.to_thread(get, port, "/api/me"))[1]["cache-control"] == "no-store"

    live(scenario)


def test_another_name_for_this_machine_is_refused() -> None:
    async def scenario(_: LivePage, port: int) -> None:
        for host, status in ((f"evil.example:{port}", 421), ("evil.example", 421), (f"localhost:{port}", 200), ("192.0.2.7", 200)):
            assert (await asyncio.to_thread(get, port, "/api/status", host))[0] == status

    live(scenario)


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1"])
def test_a_socket_from_another_page_is_refused(origin: str) -> None:
    async def scenario(_: LivePage, port: int) -> None:
        with pytest.raises(InvalidStatus) as refused:
            async with browser(port, origin):
                pass
        assert refused.value.response.status_code == 403

    live(scenario)


def test_a_browser_gets_the_board_then_what_happens() -> None:
    async def scenario(page: LivePage, port: int) -> None:
        page.deliver(cue(1))
        async with browser(port) as line:
            assert await kinds(line) == ["board", "news"]
            page.deliver(cue(2))
            assert await kinds(line) == ["news", "board"]

    live(scenario)


@pytest.mark.parametrize("said", ["hello", b"\x00\xff", '{"name": "cues.voice", "value": "0"}', "[1]", "{}", "[" * 4000])
def test_nothing_that_a_browser_says_there_is_listened_to(said: str | bytes) -> None:
    async def scenario(page: LivePage, port: int) -> None:
        async with browser(port) as line:
            await line.recv()
            await line.send(said)
            page.deliver(cue(1))
            assert await kinds(line) == ["news", "board"]

    live(scenario)


def test_a_browser_that_says_too_much_is_sent_away() -> None:
    async def scenario(_: LivePage, port: int) -> None:
        async with browser(port) as line:
            await line.recv()
            await line.send("x" * 50_000)
            with pytest.raises(ConnectionClosed):
                await line.recv()

    live(scenario)


def test_a_browser_that_left_is_forgotten() -> None:
    async def scenario(page: LivePage, port: int) -> None:
        async with browser(port) as line:
            await line.recv()
            assert len(page.viewers) == 1
        while page.viewers:
            await asyncio.sleep(0)

    live(scenario)


def test_a_browser_that_stops_reading_holds_up_nobody() -> None:
    """30 MB of pictures to a deaf browser: none piles up for it, and the other browser misses nothing that matters."""

    async def scenario(page: LivePage, port: int) -> None:
        picture = "x" * 100_000
        async with browser(port) as deaf, browser(port) as keen:
            deaf.transport.pause_reading()
            await keen.recv()
            for number in range(300):
                page.viewers.replace("frame", json.dumps({"kind": "frame", "body": picture + str(number)}))
                await kinds(keen)
            waiting = [viewer for viewer in page.viewers._all if viewer._newest]
            assert len(waiting) == 1
            assert str(299) in waiting[0]._newest["frame"]
            deaf.transport.abort()

    live(scenario)


def test_closing_tells_the_browsers() -> None:
    async def run() -> None:
        async with serving(services(), 0) as address:
            line = await browser(int(address.rpartition(":")[2].strip("/")))
            await line.recv()
        with pytest.raises(ConnectionClosed):
            await line.recv()

    asyncio.run(run())


def test_a_taken_port_is_said_and_the_way_out_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(EdgeError, match=r"taken by another program.*--port"):
        listen(other.getsockname()[1])


def test_an_address_of_another_machine_is_said() -> None:
    with pytest.raises(EdgeError, match=r"192\.0\.2\.1 is not an address of this machine"):
        listen(0, "192.0.2.1")


def test_only_this_machine_is_listened_to() -> None:
    with listen(0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


@pytest.mark.parametrize("said", [b"", b"GET /api/me HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "])
def test_who_says_next_to_nothing_is_cut_off(monkeypatch: pytest.MonkeyPatch, said: bytes) -> None:
    """A slow loris: bytes that never become a request."""
    monkeypatch.setattr(patience, "HEADER_S", 0.05)

    async def scenario(_: LivePage, port: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(said)
        assert await reader.read() == b""
        writer.close()

    live(scenario)


def test_a_socket_outlives_the_limit_on_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "HEADER_S", 0.05)

    async def scenario(page: LivePage, port: int) -> None:
        async with browser(port) as line:
            await line.recv()
            await asyncio.sleep(0.2)
            page.deliver(cue(1))
            assert await kinds(line) == ["news", "board"]

    live(scenario)


def test_a_body_that_comes_too_slowly_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edge.web.reception.small_body.__defaults__", (65_536, 0.05))

    async def scenario(page: LivePage, port: int) -> None:
        me = json.loads((await asyncio.to_thread(get, port, "/api/me"))[2])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = f"POST /api/command HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX-CSRF: {me['csrf']}\r\nContent-Length: 40\r\n\r\n{{"
        writer.write(head.encode())
        assert b" 408 " in await reader.readline()
        writer.close()

    live(scenario)
