"""Who are you: logging in with a code of this box, logging out, and what the page may know of itself.

Refuses to know: people who train. A wrong code costs time, and tells nothing.
"""

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from edge.errors import EdgeError
from edge.sentence import Sentence
from edge.web.answers import Done, Me
from edge.web.badges import NOBODY, Standing
from edge.web.doors import COOKIE, Doors, Visitor
from edge.web.endpoint import Call, Endpoint, Refused
from edge.web.pace import Pace
from edge.web.questions import Login
from edge.web.services import Services

TRIES, TRY_EVERY_S = 5, 30.0
"""Of one address: so many wrong codes at once, then one each half minute."""
ALL_TRIES, ALL_EVERY_S = 30, 4.0
"""Of the whole network together."""


class Account:
    """opened: whether a network can reach the page."""

    def __init__(self, services: Services, doors: Doors, opened: bool) -> None:
        self._services, self._doors, self._opened = services, doors, opened
        self._tries = Pace(services.clock, TRIES, TRY_EVERY_S)
        self._all_tries = Pace(services.clock, ALL_TRIES, ALL_EVERY_S)

    def endpoints(self) -> list[Endpoint]:
        return [
            Endpoint("GET", "/api/me", "Who you are to this box, and what it is.", self.me, Me, Standing.NOBODY),
            Endpoint("POST", "/api/login", "Log in with a code of this box.", self.login, Me, Standing.NOBODY, Login, refuses=(401, 409)),
            Endpoint("POST", "/api/logout", "Log out.", self.logout, Done, Standing.NOBODY),
        ]

    async def me(self, call: Call) -> Me:
        return self._me(call.visitor.standing, call.visitor.token)

    async def login(self, call: Call) -> Response:
        codes = self._services.codes
        if codes is None or not await run_in_threadpool(codes.made):
            raise Refused(
                409, Sentence("refusal.no_codes", "this box has no codes yet: make one on it with `edgecoach access new clinician`")
            )
        self._slow_down(call.visitor)
        opened = await run_in_threadpool(codes.open, call.body.code)
        if opened is None:
            await self._log("failed to log in", call.visitor)
            raise Refused(401, Sentence("refusal.wrong_code", "this is no code of this box"))
        standing = Standing[opened.role.name]
        token = self._doors.badges.issue(standing, opened)
        await self._log(f"logged in as {opened.role}", call.visitor)
        return with_cookie(Response(self._me(standing, token).model_dump_json(), media_type="application/json"), call, token)

    async def logout(self, call: Call) -> Response:
        if call.visitor.token != NOBODY:
            self._doors.badges.drop(call.visitor.token)
        answer = Response(Done().model_dump_json(), media_type="application/json")
        answer.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=call.request.url.scheme == "https")
        return answer

    def _me(self, standing: Standing, token: str) -> Me:
        services = self._services
        return Me(
            role=standing.word,
            csrf=self._doors.badges.csrf(token),
            language=services.short_language,
            demo=services.demo,
            safe_mode=services.safe_mode,
            opened=self._opened,
            names_listed=services.names_listed,
            version=services.version,
        )

    def _slow_down(self, visitor: Visitor) -> None:
        """Guessing is hopeless, and still it is not for free. The box's own screen is not held up by a network."""
        wait_s = self._tries.wait_s(visitor.address) or (0 if visitor.near else self._all_tries.wait_s("all"))
        if wait_s:
            raise too_many_tries(wait_s)

    async def _log(self, what: str, visitor: Visitor) -> None:
        """A full disk keeps nobody out."""
        if self._services.archive is None:
            return
        try:
            await run_in_threadpool(self._services.archive.log, f"somebody at {visitor.address}", what, "")
        except EdgeError:
            return


def too_many_tries(wait_s: int) -> Refused:
    """Of whatever code."""
    return Refused(429, Sentence("refusal.tries", "too many codes were tried: wait {seconds} s", seconds=str(wait_s)), wait_s)


def with_cookie(answer: Response, call: Call, token: str) -> Response:
    """The token, where no script and no other site gets at it; it ends with the browser, or by its badge."""
    answer.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=call.request.url.scheme == "https")
    return answer
