"""One entry of the API: its path, who may ask, what is sent and answered.

Refuses to know: sockets. The table of these is what is served, what is checked and what is described.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from edge.sentence import Sentence
from edge.web.badges import Standing
from edge.web.doors import Visitor

NO_PERSON = Sentence("refusal.no_person", "there is no such person here; they may have been erased")


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was let in. body, query: as the endpoint's models, None where it has none; path: the parts of its path in braces."""

    visitor: Visitor
    request: Request
    path: Mapping[str, str]
    body: Any = None
    query: Any = None


class Refused(Exception):
    """An answer other than the wanted one: an HTTP status and one sentence, a Sentence where the page is to say it in its own language.
    after_s: when it may be tried again."""

    def __init__(self, status: int, sentence: str, after_s: int = 0) -> None:
        super().__init__(status, sentence)
        self.status, self.sentence, self.after_s = status, sentence, after_s


Handle: TypeAlias = Callable[[Call], Awaitable[BaseModel | list[Any] | Mapping[str, Any] | Response]]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """path: with parts in braces. does: one sentence. least: who may at least ask. answers: the type of a good answer, None for a file.

    also: other good statuses and their types. refuses: statuses besides the ones that every endpoint can give. by_itself: the page asks
    again and again while nobody touches it, which keeps no login from idling.
    """

    method: str
    path: str
    does: str
    handle: Handle
    answers: Any = None
    least: Standing = Standing.ATHLETE
    body: type[BaseModel] | None = None
    raw: bool = False
    query: type[BaseModel] | None = None
    status: int = 200
    also: Mapping[int, Any] = field(default_factory=dict)
    refuses: tuple[int, ...] = ()
    by_itself: bool = False
