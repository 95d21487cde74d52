"""A role <-> the code that opens it: made on this box, told once, kept only as its scrypt hash.

Refuses to know: who types codes, and how often they may try. Whoever reads the file learns no code.
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edge.errors import InputError
from edge.records import Role
from edge.state import State

NAME = "codes"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: what is read aloud or off paper is not mistaken."""
LENGTH, GROUP = 16, 4
"""80 bits: beyond guessing, whatever the pace."""
LIKE = str.maketrans("OIL", "011")
COST = {"n": 2**14, "r": 8, "p": 1, "maxmem": 2**26}
"""16 MB and about 50 ms a try (RFC 7914)."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a code opens. mark: changes when the role gets another code."""

    role: Role
    mark: str


def codes_folder(state: Path) -> Path:
    """Apart from what else the box learned, so that no recording's header gets the hashes."""
    return state / "access"


class Codes:
    """The codes of one box. state: of codes_folder."""

    def __init__(self, state: State) -> None:
        self._state = state

    def new(self, role: Role, made_at: float) -> str:
        """A new code, the only one that opens the role from now on. made_at: seconds since 1970. Raises EdgeError for a full disk."""
        code, salt = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH)), secrets.token_bytes(16)
        self._write({**self._read(), role.value: {"salt": _text(salt), "hash": _text(_hash(code, salt)), "made_at": round(made_at)}})
        return "-".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP))

    def revoke(self, role: Role) -> None:
        """Nobody opens the role any more. Raises InputError where nobody could."""
        kept = self._read()
        if role.value not in kept:
            raise InputError(f"there is no code for {role.value}", "edgecoach access list shows those there are")
        self._write({name: entry for name, entry in kept.items() if name != role.value})

    def made(self) -> dict[Role, float]:
        """When each code was made, seconds since 1970."""
        kept = self._read()
        return {role: float(kept[role.value]["made_at"]) for role in Role if role.value in kept}

    def open(self, said: str) -> Opened | None:
        """What a code opens; None for a wrong one. Takes as long for each."""
        code, found = said.upper().replace("-", "").replace(" ", "").translate(LIKE)[: 4 * LENGTH], None
        for name, entry in self._read().items():
            if hmac.compare_digest(_hash(code, _bytes(entry["salt"])), _bytes(entry["hash"])):
                found = Opened(Role(name), entry["salt"])
        return found

    def still(self, opened: Opened) -> bool:
        """Whether this role's code is still the one that opened it."""
        return bool(self._read().get(opened.role.value, {}).get("salt") == opened.mark)

    def _read(self) -> dict[str, Any]:
        kept = self._state.get(NAME)
        return kept if isinstance(kept, dict) else {}

    def _write(self, kept: dict[str, Any]) -> None:
        self._state.put(NAME, kept)


def _hash(code: str, salt: bytes) -> bytes:
    return hashlib.scrypt(code.encode(), salt=salt, dklen=32, **COST)


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _bytes(value: str) -> bytes:
    return base64.b64decode(value)
