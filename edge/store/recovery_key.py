"""128 random bits <-> the recovery key as it is printed and typed: seven groups of four letters and digits.

The last two letters are the rest of all before them modulo a prime, so that one wrong letter, or two neighbours exchanged, is always
found. Refuses to know: what it opens.
"""

import secrets

from edge.errors import InputError

SECRET_BYTES = 16
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
"""Base32 (RFC 4648): each stands for five bits."""
SPARE_BITS = 2
"""26 letters hold two bits more than the secret."""
BODY, GROUP = 26, 4
PRIME = 1021
"""The largest that fits into two letters: no power of 32, and no difference of two of them, is a multiple of it."""

CONFUSED = str.maketrans("018", "OIB")
"""Who reads these meant the letter."""


def new_recovery_key() -> str:
    """A new one, as it is printed."""
    body = secrets.randbits(SECRET_BYTES * 8) << SPARE_BITS
    letters = _letters(body, BODY) + _letters(body % PRIME, 2)
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def secret_of(typed: str) -> bytes:
    """What a typed key stands for; blanks, dashes and small letters are as good. Raises InputError."""
    letters = "".join(typed.split()).replace("-", "").upper().translate(CONFUSED)
    if len(letters) == BODY + 2 and set(letters) <= set(LETTERS):
        body, check = _number(letters[:BODY]), _number(letters[BODY:])
        if body % PRIME == check and body % (1 << SPARE_BITS) == 0:
            return (body >> SPARE_BITS).to_bytes(SECRET_BYTES, "big")
    raise InputError("this is no recovery key", "type the seven groups of four as they were printed")


def _letters(number: int, many: int) -> str:
    return "".join(LETTERS[number >> 5 * place & 31] for place in reversed(range(many)))


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number << 5 | LETTERS.index(letter)
    return number
