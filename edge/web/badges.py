"""Who logged in <-> the random token in their browser's cookie.

Refuses to know: codes, cookies, requests. A token is kept only as its hash, ends by itself, and is worth nothing after a restart.
"""

import hashlib
import hmac
import secrets
from collections import OrderedDict
from dataclasses import dataclass, replace
from enum import IntEnum

from edge.clock import Clock
from edge.records import Role
from edge.web.codes import Codes, Opened

IDLE_S, LONGEST_S = 30 * 60.0, 12 * 3600.0
"""A login ends after so long without a request, and in any case after a working day."""
PHONE_S = 4 * 3600.0
"""At the longest: a phone that is worn makes no requests. It is its owner's, and ends when they leave."""
MOST = 256
NOBODY = "nobody"


class Standing(IntEnum):
    """Who may do what: each may do all that the one before may."""

    NOBODY = 0
    PHONE = 1
    ATHLETE = 2
    CLINICIAN = 3
    TECHNICIAN = 4

    @property
    def word(self) -> str:
        return self.name.lower()


STANDING = {Role.ATHLETE: Standing.ATHLETE, Role.CLINICIAN: Standing.CLINICIAN, Role.TECHNICIAN: Standing.TECHNICIAN}


@dataclass(frozen=True, slots=True)
class Badge:
    """opened: what code it came from; None for a phone. ends: whatever is done; used: last, s."""

    standing: Standing
    opened: Opened | None
    ends: float
    used: float


class Badges:
    """All that are worn now."""

    def __init__(self, clock: Clock, codes: Codes | None) -> None:
        self._clock, self._codes = clock, codes
        self._worn: OrderedDict[bytes, Badge] = OrderedDict()
        self._secret = secrets.token_bytes(32)

    def issue(self, standing: Standing, opened: Opened | None = None) -> str:
        """A token that nobody can guess; where too many are worn, the oldest ends."""
        now, token = self._clock.now(), secrets.token_urlsafe(32)
        ends = now + (LONGEST_S if opened else PHONE_S)
        self._worn[_hash(token)] = Badge(standing, opened, ends, now)
        while len(self._worn) > MOST:
            self._worn.popitem(last=False)
        return token

    def read(self, token: str, use: bool = True) -> Badge | None:
        """Whose it is; None for one that is forged, ended, or whose code is no longer in force. use: whether this keeps it from idling."""
        key, now = _hash(token), self._clock.now()
        badge = self._worn.get(key)
        if badge is None:
            return None
        if now >= badge.ends or (badge.opened and (now - badge.used >= IDLE_S or not self._in_force(badge.opened))):
            del self._worn[key]
            return None
        if use:
            self._worn[key] = replace(badge, used=now)
        return badge

    def drop(self, token: str) -> None:
        """Logged out."""
        self._worn.pop(_hash(token), None)

    def drop_phones(self) -> None:
        """Every phone must pair again."""
        self._worn = OrderedDict((key, badge) for key, badge in self._worn.items() if badge.standing is not Standing.PHONE)

    def csrf(self, token: str = NOBODY) -> str:
        """What a request that changes something must repeat: only our own page can read it."""
        return hmac.new(self._secret, token.encode(), hashlib.sha256).hexdigest()

    def _in_force(self, opened: Opened) -> bool:
        return self._codes is not None and self._codes.still(opened)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
