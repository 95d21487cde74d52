"""Every connection, before anything else: only our own names, only our own page's sockets, and the strictest policy on what is answered.

Refuses to know: what is asked for. A page of another site can make a browser call us by that site's name (DNS rebinding) or open our socket
under its own origin; neither gets an answer. An address in numbers cannot be rebound, so every one of them is our own.
"""

import ipaddress
import socket

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from edge.web.doors import same_origin

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), accelerometer=(self), gyroscope=(self)",
}
DEFAULTS = {"cache-control": "no-store"}
"""Where an answer does not say otherwise."""


class Guard:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        connection = HTTPConnection(scope)
        ours = is_ours(connection.headers.get("host", ""))
        if scope["type"] == "websocket":
            if ours and same_origin(connection, connection.headers.get("origin", "")):
                await self._app(scope, receive, send)
            else:
                await send({"type": "websocket.close", "code": 1008})
        else:
            await (self._app if ours else _wrong_name)(scope, receive, _with_headers(send))


def is_ours(host: str) -> bool:
    """Whether this machine goes by that name, with or without a port."""
    name = (host.rpartition(":")[0] if not host.endswith("]") else host) or host
    own = socket.gethostname().lower()
    if name.lower() in ("localhost", own, f"{own.split('.')[0]}.local"):
        return True
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


async def _wrong_name(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("This page answers only to this machine's own name or address.", 421)(scope, receive, send)


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            said = {name.lower() for name, _ in message["headers"]}
            more = {**HEADERS, **{name: value for name, value in DEFAULTS.items() if name.encode() not in said}}
            message["headers"] = [*message["headers"], *((name.encode(), value.encode()) for name, value in more.items())]
        await send(message)

    return sending
