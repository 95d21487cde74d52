"""Bodies as EdgeCoach kept them before it had an archive, one plain file a person <-> nothing: they are taken over and removed.

Refuses to know: where they go.
"""

import re
from hashlib import sha256
from pathlib import Path

from edge.messages import Person
from edge.physique import Physique
from edge.state import Json, State

PREFIX = "body."


def older_body(folder: Path, name: str) -> Physique | None:
    """What such a file says of who has this name. Raises EdgeError where it cannot be read."""
    kept = State(folder).get(_key(name)) if name.strip() else None
    if not isinstance(kept, dict):
        return None
    sex = kept.get("sex")
    sizes = [_positive(kept.get(size)) for size in ("height_m", "mass_kg", "age")]
    entered = Person(name, sizes[0], sizes[1], str(sex) if sex in ("F", "M") else None, sizes[2])
    lengths = {part: length for part, value in _table(kept, "lengths_m").items() if (length := _positive(value)) is not None}
    strengths = {part: pair for part, value in _table(kept, "strengths").items() if (pair := _pair(value)) is not None}
    return Physique(entered, lengths, strengths)


def remove_older_body(folder: Path, name: str) -> None:
    """The archive knows it now, or nobody is to. Raises OSError."""
    if name.strip():
        (folder / f"{_key(name)}.json").unlink(missing_ok=True)


def is_older_body(learned: str) -> bool:
    """Whether a learned value of this name is about somebody's body."""
    return learned.startswith(PREFIX)


def _key(name: str) -> str:
    """A file's name for a person's: as typed where that could be, else with a mark of its own so that no two people shared one."""
    folded = name.strip().lower()
    plain = re.sub(r"[^a-z0-9_.-]+", "-", folded).strip("-._")
    return f"{PREFIX}{plain}" if plain == folded else f"{PREFIX}{plain}-{sha256(folded.encode()).hexdigest()[:8]}"


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
