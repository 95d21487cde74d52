"""A box for tests: the whole application on an archive in memory, asked without sockets, by whoever and from wherever a test wants."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx

from edge.messages import Person
from edge.records import Consent, Role
from edge.state import State
from edge.web.api import LivePage
from edge.web.application import NOWHERE, Reach, application
from edge.web.codes import Codes, codes_folder
from edge.web.desk import Desk
from edge.web.services import Services, say_plainly
from edge.web.workshop import USUAL, Limits
from tests.scripted_daemon import FakeClock
from tests.web.memory_archive import MemoryArchive, session

HOST = "127.0.0.1:8080"
NEAR, LAN, FAR = "127.0.0.1", "192.168.1.7", "93.184.216.34"


@dataclass
class Box:
    """clock: stands until a test moves it. codes: by role, as they were printed."""

    services: Services
    clock: FakeClock
    archive: MemoryArchive
    codes: dict[Role, str]
    app: Any = None

    def browser(self, address: str = NEAR, scheme: str = "http") -> "Browser":
        return Browser(self, address, scheme)


class Browser:
    """Sends what our own page would: its origin, and the csrf it was told."""

    def __init__(self, box: Box, address: str, scheme: str) -> None:
        transport = httpx.ASGITransport(app=box.app, client=(address, 5000))
        self.line = httpx.AsyncClient(transport=transport, base_url=f"{scheme}://{HOST}")
        self.origin = f"{scheme}://{HOST}"
        self._box = box
        self.csrf = ""

    async def get(self, path: str, **extra: Any) -> httpx.Response:
        return await self.line.get(f"/api/{path}", **extra)

    async def send(
        self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None, **extra: Any
    ) -> httpx.Response:
        if not self.csrf:
            await self.greet()
        sent = {"X-CSRF": self.csrf, "Origin": self.origin, **(headers or {})}
        if body is not None:
            extra["json"] = body
        return await self.line.request(method, f"/api/{path}", headers=sent, **extra)

    async def greet(self) -> dict[str, Any]:
        me = (await self.get("me")).json()
        self.csrf = me["csrf"]
        return me

    async def log_in(self, role: Role) -> "Browser":
        answer = await self.send("POST", "login", {"code": self._box.codes[role]})
        assert answer.status_code == 200, answer.text
        self.csrf = answer.json()["csrf"]
        return self


@asynccontextmanager
async def open_box(folder: Path, reach: Reach = NOWHERE, limits: Limits = USUAL, **more: Any) -> AsyncIterator[Box]:
    """Ana and Ben, with one session of Ana's; codes for a clinician and a technician. Names are listed."""
    clock, archive = FakeClock(), MemoryArchive()
    codes = Codes(State(codes_folder(folder)))
    said = {role: codes.new(role, 0.0) for role in (Role.CLINICIAN, Role.TECHNICIAN)}
    archive.add_person(Person("Ana", 1.74, 63.0, "F", 34.0), consent=Consent(True, False, 1.0), card="4711")
    archive.add_person(Person("Ben"))
    archive.keep(session())
    desk = Desk(clock, ["squat", "plank"])
    page = LivePage(say_plainly, now=clock.now, called=str)
    services = Services(page, desk, clock, archive, codes, scratch=folder / "scratch", names_listed=True, version="1")
    box = Box(replace(services, **more), clock, archive, said)
    async with application(box.services, reach, limits) as box.app:
        yield box


def asked(folder: Path, scenario: Callable[[Box], Awaitable[None]], reach: Reach = NOWHERE, limits: Limits = USUAL, **more: Any) -> None:
    async def run() -> None:
        async with asyncio.timeout(60), open_box(folder, reach, limits, **more) as box:
            await scenario(box)

    asyncio.run(run())
