"""A key and its fields -> the sentence, in the athlete's language.

Refuses to know: when anything is said. Every word an athlete hears or reads is in words/, one TOML file a language.
"""

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from edge.errors import InputError

WORDS = Path(__file__).with_name("words")


def languages() -> tuple[str, ...]:
    """The languages there are words for."""
    return tuple(sorted(path.stem for path in WORDS.glob("*.toml")))


@lru_cache
def load(language: str) -> Mapping[str, str]:
    """Every sentence of a language: `table.key` -> text with {fields}. Raises InputError naming the languages there are."""
    path = WORDS / f"{language}.toml"
    if language not in languages():
        raise InputError(f"there are no words in {language!r}", "choose one of " + ", ".join(languages()))
    return MappingProxyType(dict(_flat("", tomllib.loads(path.read_text(encoding="utf-8")))))


def _flat(table: str, entries: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for key, entry in entries.items():
        name = f"{table}.{key}" if table else key
        if isinstance(entry, str):
            yield name, entry
        else:
            yield from _flat(name, entry)


def say(words: Mapping[str, str], key: str, fields: Iterable[tuple[str, str]] = ()) -> str:
    """The sentence of `key`, its fields filled in; fields that name an exercise, fault or side are given as keys and put into words.

    A key without words is said as it is, readably: a missing translation must not silence a cue.
    """
    text = words.get(key)
    if text is None:
        return plain(key)
    return text.format_map(_Fields({name: words.get(f"{name}.{value}", value) for name, value in fields}))


def plain(name: str) -> str:
    """A name as words: `common.knees_in` -> `knees in`."""
    return name.rpartition(".")[2].replace("_", " ")


class _Fields(dict[str, str]):
    """A field that the event did not bring is left out."""

    def __missing__(self, name: str) -> str:
        return ""
