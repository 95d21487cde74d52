"""Services -> the application that the server runs: the API, its description, the sockets and the page's files.

Refuses to know: ports, certificates, and what any part of it does.
"""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.types import ASGIApp

from edge.sentence import Phrasebook, Sentence
from edge.web.account import Account
from edge.web.afterwards import Afterwards
from edge.web.badges import Badges
from edge.web.doors import Doors
from edge.web.endpoint import Call, Endpoint, Refused
from edge.web.erased import Erased
from edge.web.floor import Floor
from edge.web.guard import Guard
from edge.web.lines import Lines
from edge.web.openapi import STYLE, describe, page
from edge.web.pairing import AddressNow, Pairings
from edge.web.papers import Papers
from edge.web.people import People
from edge.web.reception import Reception, refusal
from edge.web.services import Services
from edge.web.shelf import Shelf, emptied
from edge.web.site import Site
from edge.web.teaching import Teaching
from edge.web.uploads import Uploads
from edge.web.visits import Visits
from edge.web.witness import Witness
from edge.web.workshop import USUAL, Limits, Workshop

CREDENTIALS = "CREDENTIALS_DIRECTORY"
NOTHING_KEPT = Sentence("refusal.nothing_kept", "nothing is kept on this box now, neither people nor sessions: Train says why")
NO_SUCH = {
    404: Sentence("refusal.nothing_here", "there is nothing here of that name"),
    405: Sentence("refusal.cannot_here", "this cannot be done here"),
}


@dataclass(frozen=True, slots=True)
class Reach:
    """How a network reaches the page. address: by phones, fingerprint: of the certificate; both asked anew each time. None: not at all."""

    address: AddressNow | None = None
    fingerprint: Callable[[], str] | None = None


NOWHERE = Reach()


@contextlib.asynccontextmanager
async def application(services: Services, reach: Reach = NOWHERE, limits: Limits = USUAL) -> AsyncIterator[ASGIApp]:
    """The application, while inside; afterwards no child process and no file of it is left."""
    doors = Doors(Badges(services.clock, services.codes), services.all_open)
    floor = Floor(services, reach.fingerprint)
    lines, known = Lines(services, doors, floor), Phrasebook(services.words.get("en", {})).find
    leaving = [doors.badges.drop_phones, lines.look_again]
    trusted = {**_credentials(), **services.environment}
    shops = [Workshop(trusted, limits), _of_strangers(services, limits), Workshop(trusted, limits)]
    endpoints = [*Account(services, doors, reach.fingerprint is not None).endpoints(), *floor.endpoints()]
    endpoints += Pairings(services, doors, reach.address).endpoints()
    endpoints += Teaching(services.teacher).endpoints() if services.teacher else []
    with emptied(services.scratch) as folder, emptied(services.memory) as memory:
        shelf = Shelf(folder, memory) if folder else None
        papers = Papers(shops[0], services.making, shelf) if services.archive and services.making and shelf else None
        endpoints += _of_the_archive(services, papers)
        looking = [*_afterwards(services, shops[2], shelf), *_erased(services, papers)]
        endpoints += Uploads(shops[1], shelf, services.clock, known=known).endpoints() if shelf else []
        services.page.on_leaving += leaving
        try:
            yield Guard(_starlette(services, endpoints, Reception(doors, services.clock, known), lines))
        finally:
            services.page.on_leaving = [told for told in services.page.on_leaving if told not in leaving]
            for work in looking:
                work.cancel()
            await asyncio.gather(*looking, return_exceptions=True)
            for shop in shops:
                await shop.close()


def _credentials() -> dict[str, str]:
    """Where systemd put the key of what is kept; for who works on that, and not for who looks into files of strangers."""
    return {name: os.environ[name] for name in (CREDENTIALS,) if name in os.environ}


def _of_strangers(services: Services, limits: Limits) -> Workshop:
    """For files that anybody may have made: its children see nothing of what the box keeps."""
    return Workshop(services.environment, limits, readable=services.readable)


def _of_the_archive(services: Services, papers: Papers | None) -> list[Endpoint]:
    """People and sessions; where nothing is kept, whoever asks for them is told that."""
    archive: Any = services.archive  # of none, only the paths are told
    witness = Witness(archive, services.clock)
    found = [*People(services, archive, witness, papers).endpoints(), *Visits(services, archive, witness, papers).endpoints()]
    return found if services.archive else [replace(one, handle=_nothing_kept) for one in found]


async def _nothing_kept(_: Call) -> Response:
    raise Refused(503, NOTHING_KEPT)


def _afterwards(services: Services, shop: Workshop, shelf: Shelf | None) -> "list[asyncio.Task[None]]":
    """What looks at sessions again while nobody trains, where anything is kept and made."""
    if services.archive is None or services.making is None or shelf is None:
        return []
    page = services.page
    return [asyncio.create_task(Afterwards(services.archive, shop, services.making, shelf, lambda: page.running).work())]


def _erased(services: Services, papers: Papers | None) -> "list[asyncio.Task[None]]":
    """What looks who was erased elsewhere."""
    return [asyncio.create_task(Erased(services.archive, services.page, papers).work())] if services.archive else []


def _starlette(services: Services, endpoints: list[Endpoint], reception: Reception, lines: Lines) -> Starlette:
    description = describe(endpoints, services.version)
    routes: list[BaseRoute] = [reception.route(endpoint) for endpoint in endpoints]
    routes += [
        Route("/api/openapi.json", _fixed(JSONResponse(description))),
        Route("/api/docs", _fixed(HTMLResponse(page(description)))),
        Route("/api/docs.css", _fixed(Response(STYLE, media_type="text/css"))),
        WebSocketRoute("/api/live", lines.live),
        WebSocketRoute("/api/phone", lines.phone),
        Mount("/", Site()),
    ]
    return Starlette(routes=routes, exception_handlers={HTTPException: _no_such})


def _fixed(answer: Response) -> Callable[[Request], Awaitable[Response]]:
    async def give(_: Request) -> Response:
        return answer

    return give


async def _no_such(_: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)
    answer = refusal(Refused(problem.status_code, NO_SUCH.get(problem.status_code, problem.detail)))
    answer.headers.update(problem.headers or {})
    return answer
