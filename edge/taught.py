"""The exercises that people taught this box <-> one learned value in its state; it is of the box, and about nobody.

Refuses to know: what an entry means, and which names are taken. A recording's header carries the value as it was, so that it replays.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from edge.errors import InputError
from edge.sentence import Sentence
from edge.state import Json, State

TAUGHT = "taught_exercises"
NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")
LONGEST_LABEL = 60
MOST = 100
"""Exercises; more are no choice any more."""


@dataclass(frozen=True, slots=True)
class Taught:
    """label: as a person wrote it. entry: as in exercises.toml. reps: so many it was learned from; summary: what was found, in words."""

    name: str
    label: str
    entry: Mapping[str, Any]
    reps: int = 0
    summary: str = ""

    def as_json(self) -> dict[str, Any]:
        return {"label": self.label, "reps": self.reps, "summary": self.summary, "entry": dict(self.entry)}


def named(label: str) -> str:
    """`Extensión de rodilla (banda)` -> `extension_de_rodilla_banda`. Raises InputError where no name is left of it."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    if len(label.strip()) > LONGEST_LABEL or not NAME.fullmatch(name):
        english = "{label} cannot name an exercise: use 2 to 40 letters and digits, a letter first"
        raise InputError(Sentence("refusal.bad_name", english, label=repr(label.strip()[:LONGEST_LABEL])))
    return name


def entries(value: Json) -> dict[str, Any]:
    """Name -> entry, of what can be read of the value."""
    return {name: one.get("entry") for name, one in _pairs(value)}


def all_of(value: Json) -> list[Taught]:
    """In the order in which they were taught; what cannot be read is left out."""
    return [
        Taught(name, _text(one.get("label")) or name.replace("_", " "), one["entry"], _number(one.get("reps")), _text(one.get("summary")))
        for name, one in _pairs(value)
        if isinstance(one.get("entry"), dict)
    ]


def unlabelled(value: Json) -> Json:
    """For whoever takes a recording away: names and numbers, none of the words that somebody wrote."""
    return {name: {"entry": one.get("entry")} for name, one in _pairs(value)}


def keep(state: State, taught: Taught) -> None:
    """Beside the others, in place of a namesake. Raises EdgeError where the state cannot be written, InputError for one too many."""
    kept: dict[str, Json] = dict(_pairs(state.get(TAUGHT)))
    if len(kept) >= MOST and taught.name not in kept:
        raise InputError(
            Sentence("refusal.many_taught", "{most} exercises were taught already: forget one that nobody does any more", most=str(MOST))
        )
    state.put(TAUGHT, {**kept, taught.name: taught.as_json()})


def forget(state: State, name: str) -> None:
    """Raises InputError where it was never taught."""
    kept: dict[str, Json] = dict(_pairs(state.get(TAUGHT)))
    if name not in kept:
        raise InputError(f"no exercise called {name!r} was taught", "taught: " + ", ".join(kept) if kept else "none was taught yet")
    del kept[name]
    state.put(TAUGHT, kept)


def _pairs(value: Json) -> list[tuple[str, dict[str, Any]]]:
    return [(name, one) for name, one in value.items() if NAME.fullmatch(name) and isinstance(one, dict)] if isinstance(value, dict) else []


def _text(value: object) -> str:
    return value[: 3 * LONGEST_LABEL] if isinstance(value, str) else ""


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
