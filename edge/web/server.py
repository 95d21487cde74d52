"""Services -> browsers, on this machine or on a network.

Refuses to know: what is shown. On the loopback interface it speaks plainly; to a network only by TLS, and only where somebody made codes.
"""

import asyncio
import contextlib
import errno
import ipaddress
import logging
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from functools import partial
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from edge.errors import EdgeError
from edge.web.application import Reach, application
from edge.web.gate import Gate, allow_files
from edge.web.patience import PatientProtocol
from edge.web.served_certificate import ServedCertificate
from edge.web.services import Services

LOOPBACK = "127.0.0.1"
LARGEST_BYTES = 32_768
"""Of a browser's message; two seconds of a phone's readings have 20 000."""
MOST_BROWSERS = 64
"""Connections at once on each listener; more are told to come back later."""
LARGEST_HEAD = 16_384
HANDSHAKE_S = 5.0
"""Whoever connects says so much of TLS in this time, or loses the connection; asyncio alone waits for a minute."""
UNUSED = "192.0.2.1"
"""Of a network that nobody has (RFC 5737): the way to it is the way out of here."""


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: the daemon decides when it ends. And with an end to the patience with a handshake."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        config, loop = self.config, asyncio.get_running_loop()
        talk = partial(PatientProtocol, config=config, server_state=self.server_state, app_state=self.lifespan.state)
        patience_s = HANDSHAKE_S if config.ssl else None
        self.servers = [
            await loop.create_server(talk, sock=one, ssl=config.ssl, backlog=config.backlog, ssl_handshake_timeout=patience_s)
            for one in sockets or []
        ]
        self.started = True

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def is_loopback(address: str) -> bool:
    """Raises EdgeError for what is no address in numbers."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        raise EdgeError(f"web.listen = {address!r} is no address", "set it to 127.0.0.1, or to 0.0.0.0 for the whole network") from None


def listen(port: int, address: str = LOOPBACK, *, beside: bool = False) -> socket.socket:
    """The page's port, 0 for any free one. beside: another of our own listens on the same port, for the loopback interface alone.

    Raises EdgeError where another program has it, or the address is not ours.
    """
    listener = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if beside:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        listener.bind((address, port))
        listener.listen(64)
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
async def serving(services: Services, port: int, address: str = LOOPBACK, folder: Path | None = None) -> AsyncIterator[str]:
    """Serve the page while inside -> its address on this machine.

    folder: where the certificate is kept; needed where address is not the loopback's. Raises EdgeError where it cannot be served so.
    """
    if is_loopback(address):
        listener = Gate(listen(port, address), each=None)
        name = f"[{address}]" if ":" in address else address
        own = f"http://{name}:{listener.getsockname()[1]}/"
        async with application(services, Reach((lambda: own) if services.demo else None)) as app, _running([_server(app)], [listener]):
            yield own
        return
    _demand_codes(services)
    if folder is None:
        raise EdgeError("there is no folder for the page's certificate", "set store.state_dir")
    listen(port, address).close()  # whether another program has it: two listeners of ours do not see that
    certificate = ServedCertificate(folder, services.clock, partial(outward, address))
    listeners = [Gate(listen(port, LOOPBACK, beside=True), each=None), Gate(listen(port, address, beside=True))]
    allow_files()
    reach = Reach(partial(phones_address, address, port), lambda: certificate.now.fingerprint)
    async with application(services, reach) as app:
        servers = [_server(app), _server(app, certificate)]
        async with _running(servers, listeners), _keeping_up(certificate):
            yield f"http://{LOOPBACK}:{port}/"


def _demand_codes(services: Services) -> None:
    if services.codes is None or not services.codes.made():
        what = "web.listen opens the page to the network, and nobody has a code for it"
        raise EdgeError(what, "run `edgecoach access new clinician` first, or set web.listen to 127.0.0.1")


def phones_address(address: str, port: int) -> str | None:
    """Of the page in the network that the box is in now, which it may have joined after it started; None where it is in none."""
    found = outward(address)
    return None if is_loopback(found) else f"https://{f'[{found}]' if ':' in found else found}:{port}/"


def outward(address: str) -> str:
    """Under which address others find what listens on it; nothing is sent to find out."""
    if not ipaddress.ip_address(address).is_unspecified:
        return address
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way, contextlib.suppress(OSError):
        way.connect((UNUSED, 9))
        return str(way.getsockname()[0])
    return LOOPBACK


def _server(app: ASGIApp, certificate: ServedCertificate | None = None) -> _Server:
    logging.getLogger("uvicorn").setLevel(logging.WARNING)  # a line for every browser is no news
    own = certificate.now if certificate else None
    config = uvicorn.Config(
        app, log_config=None, access_log=False, lifespan="off", ws="websockets-sansio",
        ws_per_message_deflate=False, ws_max_size=LARGEST_BYTES, ws_ping_timeout=10.0, server_header=False, proxy_headers=False,
        timeout_graceful_shutdown=1, limit_concurrency=MOST_BROWSERS, h11_max_incomplete_event_size=LARGEST_HEAD,
        ssl_certfile=own.certificate if own else None, ssl_keyfile=own.key if own else None,
    )  # fmt: skip
    if certificate:
        config.load()
        certificate.context = config.ssl
    return _Server(config)


@contextlib.asynccontextmanager
async def _keeping_up(certificate: ServedCertificate) -> AsyncIterator[None]:
    """Its certificate names the box wherever that is, while inside."""
    task = asyncio.create_task(certificate.keep_up())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@contextlib.asynccontextmanager
async def _running(servers: Sequence[_Server], listeners: Sequence[socket.socket]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(server.serve(sockets=[listener])) for server, listener in zip(servers, listeners, strict=True)]
    try:
        yield
    finally:
        for server in servers:
            server.should_exit = True
        await asyncio.gather(*tasks)
