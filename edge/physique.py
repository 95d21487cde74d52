"""What is known of a body: what a person said of it, what was measured, and what a best effort proved.

Refuses to know: how a body is measured, what a length or a strength is of, and where it is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from edge.messages import Person


@dataclass(frozen=True, slots=True)
class Physique:
    """person: name, and what was entered of the body. lengths: by name, m; empty where nothing was measured. strengths: by name, times
    what such people have, and the standard deviation as a share; empty where no best effort was seen."""

    person: Person
    lengths: Mapping[str, float] = field(default_factory=dict)
    strengths: Mapping[str, tuple[float, float]] = field(default_factory=dict)


def completed(now: Person, before: Person) -> Person:
    """What is said of a person now, and what was known before where nothing is."""
    return replace(
        now,
        height_m=now.height_m or before.height_m,
        mass_kg=now.mass_kg or before.mass_kg,
        sex=now.sex or before.sex,
        age=now.age or before.age,
    )
