"""The sockets of the page: the live stream to a browser, and a phone's readings and wishes.

Refuses to know: what is shown, and what readings mean. A browser that reads slowly waits alone; one whose login ends is sent away.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import ExitStack, suppress
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from edge.web.badges import Standing
from edge.web.doors import Doors, Visitor
from edge.web.floor import Floor
from edge.web.phone_talk import PhoneTalk
from edge.web.services import Services
from edge.web.viewers import Viewer

LOOK_AGAIN_S = 15.0
"""How soon a login that ended by itself ends its sockets."""
NOT_LET_IN, ENDED = 1008, 4401
"""Close codes; from 4000 on they are ours, and the page knows them."""
GONE = (asyncio.CancelledError, WebSocketDisconnect, ConnectionError, RuntimeError)
"""How it looks when a browser has left in the middle of a word."""


class Lines:
    def __init__(self, services: Services, doors: Doors, floor: Floor) -> None:
        self._services, self._doors, self._floor = services, doors, floor
        self._looking = asyncio.Event()

    def look_again(self) -> None:
        """Some logins ended just now: their sockets end with them."""
        self._looking.set()
        self._looking = asyncio.Event()

    async def live(self, browser: WebSocket) -> None:
        """What happens, as it happens; nothing that the browser says is listened to."""
        visitor = self._doors.visitor(browser, use=False)
        if visitor.standing < Standing.PHONE:
            await browser.close(NOT_LET_IN)
            return
        await browser.accept()
        page = self._services.page
        whole = visitor.standing >= Standing.CLINICIAN
        with page.viewers.join() as viewer:
            await self._until_one_ends(browser, visitor, _send_all(browser, page.greeting(whole), viewer), _listen(browser, _ignore))

    async def phone(self, browser: WebSocket) -> None:
        """Readings and wishes from a phone on the local network; its leaving leaves nothing behind."""
        visitor = self._doors.visitor(browser, use=False)
        if visitor.standing < Standing.PHONE or not visitor.private:
            await browser.close(NOT_LET_IN)
            return
        await browser.accept()
        with ExitStack() as stack:
            worn = browser.query_params.get("worn", "")
            talk = PhoneTalk(self._services, self._floor, visitor.standing, browser.send_text, stack, worn)
            await self._until_one_ends(browser, visitor, _listen(browser, talk.hear))

    async def _until_one_ends(self, browser: WebSocket, visitor: Visitor, *works: Awaitable[None]) -> None:
        """Ends with the browser, or with its login."""
        tasks = [asyncio.ensure_future(work) for work in (*works, self._watch(browser, visitor))]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            for ended in await asyncio.gather(*tasks, return_exceptions=True):
                _raise_bug(ended)

    async def _watch(self, browser: WebSocket, visitor: Visitor) -> None:
        while self._doors.visitor(browser, use=False).standing == visitor.standing:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_AGAIN_S):
                    await self._looking.wait()
        with suppress(*GONE[1:]):
            await browser.close(ENDED)


async def _send_all(browser: WebSocket, greeting: list[str], viewer: Viewer) -> None:
    await browser.send_text(f"[{','.join(greeting)}]")
    while True:
        await browser.send_text(f"[{','.join(await viewer.take())}]")


async def _listen(browser: WebSocket, hear: Callable[[str], Awaitable[None]]) -> None:
    while (message := await browser.receive())["type"] != "websocket.disconnect":
        await hear(message.get("text") or "")


async def _ignore(_: str) -> None:
    """A viewer has no say here; its wishes go by the API."""


def _raise_bug(ended: Any) -> None:
    if isinstance(ended, BaseException) and not isinstance(ended, GONE):
        raise ended
