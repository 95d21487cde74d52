"""What was measured and entered of a person's body <-> the state directory, one file a person.

Refuses to know: how a body is measured, and what a length or a strength is of.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

from edge.errors import InputError
from edge.messages import Person
from edge.state import Json, State


@dataclass(frozen=True, slots=True)
class Physique:
    """person: name, and what was entered of the body. lengths: by name, m; empty where nothing was measured. strengths: by name, times
    what such people have, and the standard deviation as a share; empty where no best effort was seen."""

    person: Person
    lengths: Mapping[str, float] = field(default_factory=dict)
    strengths: Mapping[str, tuple[float, float]] = field(default_factory=dict)


def remember(state: State, physique: Physique) -> None:
    """Replaces what was known of that person. Raises EdgeError where the state directory cannot be written, InputError for a guest."""
    person = physique.person
    entered: dict[str, Json] = {"height_m": person.height_m, "mass_kg": person.mass_kg, "sex": person.sex, "age": person.age}
    strengths: dict[str, Json] = {name: list(pair) for name, pair in physique.strengths.items()}
    state.put(_key(person.name), {**entered, "lengths_m": dict(physique.lengths), "strengths": strengths})


def recall(state: State, person: Person) -> Physique:
    """The same person with everything known of the body; what is entered now counts more than what was. Raises EdgeError."""
    kept = None if person.guest else state.get(_key(person.name))
    if not isinstance(kept, dict):
        return Physique(person)
    sex = kept.get("sex")
    entered = Person(
        person.name,
        _positive(kept.get("height_m")),
        _positive(kept.get("mass_kg")),
        str(sex) if sex in ("F", "M") else None,
        _positive(kept.get("age")),
    )
    lengths = {name: length for name, value in _table(kept, "lengths_m").items() if (length := _positive(value)) is not None}
    strengths = {name: pair for name, value in _table(kept, "strengths").items() if (pair := _pair(value)) is not None}
    return Physique(completed(person, entered), lengths, strengths)


def completed(now: Person, before: Person) -> Person:
    """What is said of a person now, and what was known before where nothing is."""
    return replace(
        now,
        height_m=now.height_m or before.height_m,
        mass_kg=now.mass_kg or before.mass_kg,
        sex=now.sex or before.sex,
        age=now.age or before.age,
    )


def _key(name: str) -> str:
    """A file's name for a person's: as typed where that can be, else with a mark of its own so that no two people share one."""
    folded = name.strip().lower()
    plain = re.sub(r"[^a-z0-9_.-]+", "-", folded).strip("-._")
    if not folded:
        raise InputError("a guest's body is not kept", "say whose it is: --person NAME")
    return f"body.{plain}" if plain == folded else f"body.{plain}-{sha256(folded.encode()).hexdigest()[:8]}"


def _positive(value: Json) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and value > 0.0 else None


def _table(kept: dict[str, Json], name: str) -> dict[str, Json]:
    table = kept.get(name)
    return table if isinstance(table, dict) else {}


def _pair(value: Json) -> tuple[float, float] | None:
    if not isinstance(value, list) or len(value) != 2:
        return None
    factor, spread = map(_positive, value)
    return None if factor is None or spread is None else (factor, spread)
