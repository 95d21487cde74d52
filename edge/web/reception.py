"""A request -> the endpoint's answer, or one sentence that says why not.

Refuses to know: what any endpoint does. How often they ask, whether our own page asks, who it is and what they sent is looked at here.
"""

import asyncio
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from edge.clock import Clock
from edge.errors import EdgeError, InputError
from edge.plain_words import in_plain_words
from edge.sentence import Known, Sentence, as_said, worded
from edge.web.answers import Problem
from edge.web.badges import Standing
from edge.web.doors import SAFE, Doors, Visitor
from edge.web.endpoint import Call, Endpoint, Refused
from edge.web.pace import Pace
from edge.web.questions import Identity

LARGEST_JSON = 65_536
BODY_S = 10.0
"""A small body takes no longer to come."""
BURST, EVERY_S = 240, 1 / 40
"""Requests of one address: so many at once, then 40 a second."""
NOT_YET = Sentence("refusal.log_in", "nothing is done before you log in: type the code of this box")
ENDED = Sentence("refusal.ended", "your login has ended: log in again")
OLD_PAGE = Sentence("refusal.old_page", "the header X-CSRF is missing or old: load the page again")

_identity: TypeAdapter[str] = TypeAdapter(Identity)


class Reception:
    """Answers for a table of endpoints."""

    def __init__(self, doors: Doors, clock: Clock, known: Known = as_said) -> None:
        """known: plain English -> the Sentence that it is, as sentence.Phrasebook.find."""
        self._doors, self._known = doors, known
        self._pace = Pace(clock, BURST, EVERY_S)

    def route(self, endpoint: Endpoint) -> Route:
        adapter = TypeAdapter(endpoint.answers) if endpoint.answers is not None else None

        async def answer(request: Request) -> Response:
            try:
                call = await self._let_in(endpoint, request)
                told = await endpoint.handle(call)
            except Refused as problem:
                return refusal(problem, self._known)
            except InputError as problem:
                return refusal(Refused(400, str(problem)), self._known)
            except EdgeError as problem:
                return refusal(Refused(503, str(problem)), self._known)
            except ClientDisconnect:
                return Response(status_code=400)
            return told if isinstance(told, Response) else _json(endpoint.status, told, adapter)

        return Route(endpoint.path, answer, methods=[endpoint.method])

    async def _let_in(self, endpoint: Endpoint, request: Request) -> Call:
        visitor = self._doors.visitor(request, use=not endpoint.by_itself)
        if wait_s := self._pace.wait_s(visitor.address):
            raise Refused(429, Sentence("refusal.too_fast", "you ask faster than the box answers: wait a moment"), wait_s)
        self._check_origin(request, visitor)
        if visitor.standing < endpoint.least:
            raise _too_low(visitor, endpoint.least)
        path = {name: _checked(value) for name, value in request.path_params.items()}
        body = endpoint.body and _read(endpoint.body, await small_body(request))
        return Call(visitor, request, path, body, endpoint.query and _query(endpoint.query, request))

    def _check_origin(self, request: Request, visitor: Visitor) -> None:
        if not self._doors.own_page(request):
            raise Refused(403, Sentence("refusal.other_page", "another page asked for this: open the box's own page"))
        if request.method not in SAFE and not self._doors.proven(request, visitor):
            raise Refused(403, ENDED if visitor.ended else OLD_PAGE)


def refusal(problem: Refused, known: Known = as_said) -> Response:
    headers = {"retry-after": str(problem.after_s)} if problem.after_s else {}
    sentence = problem.sentence[:1].upper() + problem.sentence[1:]
    text = Problem(error=sentence if sentence.endswith((".", "?")) else f"{sentence}.", **worded(known(problem.sentence))).model_dump_json()
    return Response(text, problem.status, headers, "application/json")


async def small_body(request: Request, largest: int = LARGEST_JSON, limit_s: float = BODY_S) -> bytes:
    """The whole body. Raises Refused for one that is too large, or takes too long to come."""
    parts: list[bytes] = []
    try:
        async with asyncio.timeout(limit_s):
            async for part in request.stream():
                parts.append(part)
                if sum(map(len, parts)) > largest:
                    raise Refused(413, Sentence("refusal.large_body", "what was sent is larger than {most} kB", most=str(largest // 1024)))
    except TimeoutError:
        raise Refused(
            408, Sentence("refusal.slow_body", "what was sent took longer than {seconds} s to come", seconds=f"{limit_s:.0f}")
        ) from None
    return b"".join(parts)


def _read(model: type[BaseModel], body: bytes) -> BaseModel:
    try:
        return model.model_validate_json(body)
    except ValidationError as mistakes:
        raise _mistake(mistakes) from None


def _query(model: type[BaseModel], request: Request) -> BaseModel:
    try:
        return model.model_validate(dict(request.query_params))
    except ValidationError as mistakes:
        raise _mistake(mistakes) from None


def _mistake(mistakes: ValidationError) -> Refused:
    first = mistakes.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ".".join(map(str, first["loc"]))
    return Refused(422, in_plain_words(f"{where}: {first['msg']}" if where else first["msg"]))


def _checked(part: str) -> str:
    """A part of a path is a name of ours, never a way to somewhere else."""
    try:
        return _identity.validate_python(part)
    except ValidationError:
        raise Refused(404, Sentence("refusal.no_such_name", "there is nothing of that name")) from None


def _too_low(visitor: Visitor, least: Standing) -> Refused:
    if visitor.ended or visitor.standing is Standing.NOBODY:
        return Refused(401, ENDED if visitor.ended else NOT_YET)
    return Refused(403, Sentence("refusal.for_role", "this is for a {role}: log in with the code for one", role=least.word))


def _json(status: int, told: Any, adapter: TypeAdapter[Any] | None) -> Response:
    if adapter is None:
        raise TypeError("an endpoint without a type of answer gave no Response")
    return Response(adapter.dump_json(told), status, media_type="application/json")
