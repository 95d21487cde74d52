"""A phone beside the box -> a login for a phone: by a code that the box shows for two minutes, as letters and as a picture.

Refuses to know: what phones do. A code is good for one phone; guessing ends it.
"""

import hmac
import io
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import segno
from starlette.responses import Response

from edge.sentence import Sentence
from edge.web.account import too_many_tries, with_cookie
from edge.web.answers import Me, Pairing
from edge.web.badges import Standing
from edge.web.codes import ALPHABET, LIKE
from edge.web.doors import Doors
from edge.web.endpoint import Call, Endpoint, Refused
from edge.web.pace import Pace
from edge.web.questions import JoinWish
from edge.web.services import Services

LENGTH = 8
"""40 bits, for two minutes and ten tries."""
LASTS_S = 120.0
TRIES = 10
EVERY_S = 6.0
NOT_OPEN = Sentence(
    "refusal.not_open",
    "no phone can reach this box: set web.listen to 0.0.0.0 in its configuration, make a code with `edgecoach access new clinician`, "
    "and start EdgeCoach again",
)
NO_NETWORK = Sentence("refusal.no_network", "this box is in no network now: connect it, then ask again")

AddressNow: TypeAlias = Callable[[], str | None]
"""Of the page as phones reach it at this moment, with its closing slash; None while the box is in no network."""


@dataclass(slots=True)
class _Shown:
    code: str
    ends: float
    tries: int = 0


class Pairings:
    """address: None where no phone can ever reach the page."""

    def __init__(self, services: Services, doors: Doors, address: AddressNow | None) -> None:
        self._services, self._doors, self._address = services, doors, address
        self._pace = Pace(services.clock, TRIES, EVERY_S)
        self._shown: _Shown | None = None

    def endpoints(self) -> list[Endpoint]:
        return [
            Endpoint("POST", "/api/phone/pairing", "A code for one phone, for two minutes.", self.show, Pairing, refuses=(409,)),
            Endpoint(
                "POST",
                "/api/phone/join",
                "The code off the box: this is a phone now.",
                self.join,
                Me,
                Standing.NOBODY,
                JoinWish,
                refuses=(401,),
            ),
        ]

    async def show(self, call: Call) -> Pairing:
        if self._address is None:
            raise Refused(409, NOT_OPEN)
        address = self._address()
        if address is None:
            raise Refused(409, NO_NETWORK)
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        self._shown = _Shown(code, self._services.clock.now() + LASTS_S)
        url = f"{address}#/phone?code={code}"
        return Pairing(code=f"{code[:4]}-{code[4:]}", url=url, qr_svg=_picture(url), expires_s=round(LASTS_S))

    async def join(self, call: Call) -> Response:
        if not call.visitor.private:
            raise Refused(403, Sentence("refusal.own_network", "phones join from the box's own network only"))
        if wait_s := self._pace.wait_s(call.visitor.address):
            raise too_many_tries(wait_s)
        self._spend(call.body.code.upper().replace("-", "").replace(" ", "").translate(LIKE))
        token = self._doors.badges.issue(Standing.PHONE)
        services = self._services
        told = Me(
            role="phone", csrf=self._doors.badges.csrf(token), language=services.short_language, demo=services.demo,
            safe_mode=services.safe_mode, opened=True, names_listed=services.names_listed, version=services.version,
        )  # fmt: skip
        return with_cookie(Response(told.model_dump_json(), media_type="application/json"), call, token)

    def _spend(self, said: str) -> None:
        """Raises Refused for anything but the code that is shown now."""
        shown = self._shown
        if shown is None or self._services.clock.now() >= shown.ends:
            raise Refused(401, Sentence("refusal.no_code_shown", "no code is shown now: ask the box for one"))
        shown.tries += 1
        right = hmac.compare_digest(said.encode(), shown.code.encode())
        if right or shown.tries >= TRIES:
            self._shown = None
        if not right:
            raise Refused(401, Sentence("refusal.not_shown_code", "this is not the code that the box shows"))


def _picture(url: str) -> str:
    """As SVG that carries no style of its own, for the page's strict policy."""
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=4, light="#fff", title="QR"
    )
    return out.getvalue().decode()
