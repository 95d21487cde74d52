"""What somebody typed, and who is known -> who they are; and of a name what may stand on a screen that others see too.

Refuses to know: who asks, and whether names are hidden on this box.
"""

import unicodedata
from collections.abc import Sequence

from edge.records import PersonRecord

FEWEST_INITIALS = 2
"""One letter is no answer to who somebody is."""


def named(typed: str, people: Sequence[PersonRecord]) -> list[PersonRecord]:
    """All who have that whole name, else all who have these initials; case, accents and dots are all the same."""
    said = _plain(typed)
    whole = [record for record in people if said and _plain(record.body.name) == said]
    letters = said.replace(" ", "")
    if whole or len(letters) < FEWEST_INITIALS:
        return whole
    return [record for record in people if letters in _initials(record.body.name)]


def short_name(name: str) -> str:
    """`Ana Gómez` -> `A. G.`"""
    return " ".join(f"{word[0].upper()}." for word in name.split())


def _initials(name: str) -> tuple[str, ...]:
    """All of them; of three names or more the first and the last, too."""
    letters = "".join(word[0] for word in _plain(name).split())
    return (letters, letters[0] + letters[-1]) if len(letters) > FEWEST_INITIALS else (letters,)


def _plain(text: str) -> str:
    """Without what somebody in a hurry leaves out."""
    letters = (letter for letter in unicodedata.normalize("NFD", text.replace(".", " ")) if not unicodedata.combining(letter))
    return " ".join("".join(letters).casefold().split())
