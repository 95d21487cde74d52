"""A sentence in English that knows its key among the words -> the same in whatever language there are words for.

What goes wrong is told to technicians and programs in English, and to the person whom a report is about in theirs. Refuses to know: the
words, and who reads.
"""

from collections.abc import Mapping
from typing import Self


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
