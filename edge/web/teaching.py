"""A clinician shows the box a movement -> an exercise that can be chosen: begun, finished, kept or dropped, listed, forgotten.

Refuses to know: how a movement is learned. One is taught at a time, whoever asks; whoever begins anew drops what was being shown.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Protocol

from pydantic import Field

from edge.errors import InputError
from edge.web.answers import Answer
from edge.web.badges import Standing
from edge.web.catalogue import ExerciseRule
from edge.web.endpoint import Call, Endpoint, Refused
from edge.web.questions import Name, Question

Json = dict[str, Any]


class TeachingWish(Question):
    """An exercise that the box does not know yet. reps: how many will be shown, if that is known."""

    label: Name
    reps: int | None = Field(None, ge=3, le=30)


class ExerciseTaught(Answer):
    """label: as a person wrote it. reps: so many it was learned from. summary: what was found then, in English."""

    name: str
    label: str
    reps: int
    summary: str


class MovementFound(Answer):
    """joint: without a side, such as elbow. alternating: left and right in turn. from_deg, to_deg: of the joint; rep_s: of one."""

    reps: int
    side: Literal["left", "right", "both"]
    alternating: bool
    joint: str
    from_deg: float
    to_deg: float
    rep_s: float


class TeachingTold(Answer):
    """state: none, watching until all was shown, found. label: of what is taught. seconds: seen so far; full: no more is taken."""

    state: Literal["none", "watching", "found"]
    label: str
    seconds: float
    full: bool
    found: MovementFound | None


class Teacher(Protocol):
    """As edge.lessons.Teacher. Raises InputError, EdgeError with one sentence for what cannot be done."""

    @property
    def rules(self) -> Sequence[ExerciseRule]: ...
    @property
    def labels(self) -> Mapping[str, str]: ...

    def now(self) -> Json: ...

    def listed(self) -> list[Json]: ...

    def begin(self, label: str, reps: int | None) -> None: ...

    async def finish(self) -> None: ...

    async def keep(self) -> str: ...

    def discard(self) -> None: ...

    async def forget(self, name: str) -> None: ...


class Teaching:
    """The endpoints, for a box that has a teacher."""

    def __init__(self, teacher: Teacher) -> None:
        self._teacher = teacher

    def endpoints(self) -> list[Endpoint]:
        clinician, told, one = Standing.CLINICIAN, TeachingTold, list[ExerciseTaught]
        path, kept = "/api/teaching", "/api/exercises/taught"
        return [
            Endpoint("GET", path, "What is being taught now.", self.now, told, clinician, by_itself=True),
            Endpoint("POST", path, "From now on somebody shows a new exercise.", self.begin, told, clinician, TeachingWish),
            Endpoint("POST", f"{path}/finish", "All was shown: what was found.", self.finish, told, clinician, refuses=(409,)),
            Endpoint("POST", f"{path}/keep", "Keep what was found.", self.keep, one, clinician, refuses=(409,)),
            Endpoint("DELETE", path, "Drop what is being taught.", self.discard, told, clinician),
            Endpoint("GET", kept, "The exercises that were taught.", self.listed, one, clinician),
            Endpoint("DELETE", f"{kept}/{{name}}", "Forget one of them.", self.forget, one, clinician, refuses=(404,)),
        ]

    async def now(self, _: Call) -> TeachingTold:
        return TeachingTold(**self._teacher.now())

    async def begin(self, call: Call) -> TeachingTold:
        wish: TeachingWish = call.body
        self._teacher.begin(wish.label, wish.reps)
        return await self.now(call)

    async def finish(self, call: Call) -> TeachingTold:
        try:
            await self._teacher.finish()
        except InputError as problem:
            raise Refused(409, str(problem)) from None
        return await self.now(call)

    async def keep(self, call: Call) -> list[ExerciseTaught]:
        try:
            await self._teacher.keep()
        except InputError as problem:
            raise Refused(409, str(problem)) from None
        return await self.listed(call)

    async def discard(self, call: Call) -> TeachingTold:
        self._teacher.discard()
        return await self.now(call)

    async def listed(self, _: Call) -> list[ExerciseTaught]:
        return [ExerciseTaught(**one) for one in self._teacher.listed()]

    async def forget(self, call: Call) -> list[ExerciseTaught]:
        try:
            await self._teacher.forget(call.path["name"])
        except InputError as problem:
            raise Refused(404, str(problem)) from None
        return await self.listed(call)
