"""A sentence in English that knows its key among the words -> the same in whatever language there are words for.

What goes wrong is told to technicians and programs in English, and to the person whom a report is about in theirs. Refuses to know: the
words, and who reads.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, Self

FIELD = re.compile(r"\{(\w+)\}")


class Sentence(str):
    """Is the English one. key: of the words. fields: what is filled in; one that is a Sentence is said in the same language."""

    key: str
    fields: Mapping[str, str]

    def __new__(cls, key: str, english: str, **fields: str) -> Self:
        made = super().__new__(cls, english.format(**fields))
        made.key, made.fields = key, fields
        return made

    def __deepcopy__(self, _: object) -> Self:
        """Nothing in it changes."""
        return self


def translated(sentence: str, words: Mapping[str, str]) -> str:
    """In the language of the words; plain text as it is."""
    if not isinstance(sentence, Sentence):
        return sentence
    return words[sentence.key].format(**{name: translated(value, words) for name, value in sentence.fields.items()})


def worded(sentence: str) -> dict[str, Any]:
    """key and fields, for whoever has the words; nothing for plain text."""
    return {"key": sentence.key, "fields": dict(sentence.fields)} if isinstance(sentence, Sentence) else {}


def lost_json(sentences: Iterable[str]) -> list[dict[str, Any]]:
    """What could not be read, for a page that says it in its own language."""
    return [{"text": str(one), **worded(one)} for one in sentences]


Known = Callable[[str], str]
"""Plain English -> the Sentence that it is, where that is known."""


def as_said(sentence: str) -> str:
    """A Known that knows nothing."""
    return sentence


class Phrasebook:
    """English that comes as plain text, over a process's edge or out of a recording -> the Sentence that it is, found by its words."""

    def __init__(self, english: Mapping[str, str], table: str = "trouble") -> None:
        """english: key -> template, as for everybody who speaks it; those of the table are looked through, the plainest last."""
        told = {key: text for key, text in english.items() if key.startswith(f"{table}.")}
        plainest_last = sorted(told, key=lambda key: -len(FIELD.sub("", told[key])))
        self._known = [(key, told[key], _pattern(told[key])) for key in plainest_last]
        self.find = lru_cache(maxsize=256)(self._find)

    def _find(self, said: str) -> str:
        """The text as it is where it is a Sentence already, or none that is known."""
        if isinstance(said, Sentence):
            return said
        for key, template, pattern in self._known:
            if found := pattern.fullmatch(said):
                return Sentence(key, template, **found.groupdict())
        return said


def _pattern(template: str) -> re.Pattern[str]:
    """With or without a capital letter and a full stop."""
    parts = FIELD.split(template)
    told = "".join(f"(?P<{part}>.+?)" if i % 2 else re.escape(part) for i, part in enumerate(parts))
    return re.compile(rf"{told}\.?", re.IGNORECASE | re.DOTALL)
