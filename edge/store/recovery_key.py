"""128 random bits <-> the recovery key as it is printed and typed: seven groups of four letters and digits.

Refuses to know: what it opens. A mistyped key is told by its check letters, not by what it then fails to open.
"""

import base64
import hashlib
import secrets

from edge.errors import InputError

SECRET_BYTES = 16
CHECK_LETTERS = 2
GROUP = 4

CONFUSED = str.maketrans("018", "OIB")
"""Base32 has no 0, 1 and 8: who reads them meant the letter."""


def new_recovery_key() -> str:
    """A new one, as it is printed."""
    return _written(secrets.token_bytes(SECRET_BYTES))


def secret_of(typed: str) -> bytes:
    """What a typed key stands for; blanks, dashes and small letters are as good. Raises InputError."""
    letters = "".join(typed.split()).replace("-", "").upper().translate(CONFUSED)
    body, check = letters[:-CHECK_LETTERS], letters[-CHECK_LETTERS:]
    try:
        secret = base64.b32decode(body + "=" * (-len(body) % 8))
    except ValueError:
        secret = b""
    if len(secret) != SECRET_BYTES or _check(secret) != check:
        raise InputError("this is no recovery key", "type the seven groups of four as they were printed")
    return secret


def _written(secret: bytes) -> str:
    letters = base64.b32encode(secret).decode().rstrip("=") + _check(secret)
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def _check(secret: bytes) -> str:
    """Finds 1023 of 1024 slips."""
    return base64.b32encode(hashlib.sha256(secret).digest()).decode()[:CHECK_LETTERS]
