"""A LivePage -> browsers on this machine.

Refuses to know: what is shown. Listens on the loopback interface unless told otherwise, answers only to its own name (a page
from elsewhere can neither read it nor open its socket), and loads nothing from any other machine.
"""

import asyncio
import contextlib
import errno
import ipaddress
import logging
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from edge.errors import EdgeError
from edge.web.api import LivePage
from edge.web.desk import Desk
from edge.web.viewers import Viewer

LOOPBACK = "127.0.0.1"
PAGE = Path(__file__).parent / "page"
LARGEST_BYTES = 4096
"""Of a browser's message; a wish has 40."""
MOST_BROWSERS = 64
"""Connections at once; more are told to come back later."""

HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}


class Guard:
    """Lets in only requests to this machine's own name, and sockets opened by the page itself.

    A page of another site can make a browser call us by that site's name (DNS rebinding) or open our socket under its own
    origin; neither gets an answer. An address in numbers cannot be rebound, so every one of them is our own.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send, _is_ours(host) and headers.get("origin") == f"http://{host}")
        else:
            await (self._app if _is_ours(host) else _wrong_name)(scope, receive, _with_headers(send))

    async def _socket(self, scope: Scope, receive: Receive, send: Send, welcome: bool) -> None:
        if welcome:
            await self._app(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})


def _is_ours(host: str) -> bool:
    name = host.rpartition(":")[0] or host
    if name in ("localhost", socket.gethostname()):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


async def _wrong_name(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("This page answers only to this machine's own name or address.", 421)(scope, receive, send)


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *((name.encode(), value.encode()) for name, value in HEADERS.items())]
        await send(message)

    return sending


def build(page: LivePage, desk: Desk) -> ASGIApp:
    """The application: the page's files, its socket, and the board as JSON."""

    async def status(_: Request) -> JSONResponse:
        return JSONResponse(page.status())

    async def live(browser: WebSocket) -> None:
        await browser.accept()
        with page.viewers.join() as viewer:
            await _talk(browser, page.greeting(), viewer, desk)

    routes = [Route("/api/status", status), WebSocketRoute("/live", live), Mount("/", StaticFiles(directory=PAGE, html=True))]
    return Guard(Starlette(routes=routes))


async def _talk(browser: WebSocket, greeting: list[str], viewer: Viewer, desk: Desk) -> None:
    """Send what waits until the browser leaves; each send waits for this browser alone. Only this machine's own browser is listened to."""
    sending = asyncio.create_task(_send_all(browser, greeting, viewer))
    try:
        while (message := await browser.receive())["type"] != "websocket.disconnect":
            if browser.client and browser.client.host == LOOPBACK:
                desk.take(message.get("text") or "")
    finally:
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)


async def _send_all(browser: WebSocket, greeting: list[str], viewer: Viewer) -> None:
    await browser.send_text(f"[{','.join(greeting)}]")
    while True:
        await browser.send_text(f"[{','.join(await viewer.take())}]")


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: the daemon decides when it ends."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def listen(port: int, address: str = LOOPBACK) -> socket.socket:
    """The page's port, 0 for any free one. Raises EdgeError where another program has it, or the address is not ours."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((address, port))
        listener.listen(16)
    except OSError as problem:
        listener.close()
        raise _cannot_listen(address, port, problem) from None
    return listener


def _cannot_listen(address: str, port: int, problem: OSError) -> EdgeError:
    if problem.errno == errno.EADDRINUSE:
        taken = f"Port {port} of this machine is taken by another program, perhaps another EdgeCoach"
        return EdgeError(taken, "choose another with --port, or --no-page")
    if problem.errno == errno.EADDRNOTAVAIL:
        return EdgeError(f"{address} is not an address of this machine", "set web.listen to 127.0.0.1")
    return EdgeError(f"The page cannot use port {port} of {address} ({problem.strerror})", "choose another with --port, from 1024 on")


@contextlib.asynccontextmanager
async def serving(page: LivePage, desk: Desk, listener: socket.socket) -> AsyncIterator[str]:
    """Serve the page while inside -> its address."""
    address, port = listener.getsockname()
    config = uvicorn.Config(
        build(page, desk), log_config=None, access_log=False, lifespan="off", ws="websockets-sansio",
        ws_per_message_deflate=False, ws_max_size=LARGEST_BYTES, ws_ping_timeout=10.0,
        server_header=False, timeout_graceful_shutdown=1, limit_concurrency=MOST_BROWSERS,
    )  # fmt: skip
    logging.getLogger("uvicorn").setLevel(logging.WARNING)  # a line for every browser is no news
    server = _Server(config)
    running = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield f"http://{LOOPBACK if address == '0.0.0.0' else address}:{port}/"
    finally:
        server.should_exit = True
        await running
