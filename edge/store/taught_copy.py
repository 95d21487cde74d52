"""The exercises that the box was taught <-> their copy in a backup, sealed by the box's own key.

They are the box's: limits of a movement and what somebody called it, with nobody's name, number or time beside them, so that they stay
when the person is erased who once showed them. Refuses to know: what an exercise says.
"""

import json
from pathlib import Path

from edge.errors import EdgeError
from edge.state import Json, State, private, write_whole
from edge.store.box_key import BoxKey
from edge.store.sealing import SealBroken, seal, unseal
from edge.taught import TAUGHT, all_of

COPY = "taught.sealed"
KEPT = f"{TAUGHT}.json"
"""Beside the archive, where State keeps it."""
ABOUT = "taught exercises"


def copy_taught(folder: Path, box: BoxKey, target: Path) -> int:
    """Into a backup's folder -> how many. Raises OSError where it cannot be written, EdgeError where they cannot be read."""
    taught = State(folder).get(TAUGHT) or {}
    write_whole(target / COPY, seal(_key(box), json.dumps(taught).encode(), ABOUT), private)
    return len(all_of(taught))


def bring_taught(target: Path, box: BoxKey, folder: Path, new: Path) -> tuple[int, list[str]]:
    """Those of the backup, and beside them those that the box in `folder` was taught itself, which count where both are called the same,
    into the folder `new` -> how many there are now, and a sentence about what is not as it was. Raises OSError, EdgeError."""
    taught, problems = _of_backup(target, box)
    both = {**taught, **_here(folder)}
    if both:
        State(new).put(TAUGHT, both)
    return len(all_of(both)), problems


def _of_backup(target: Path, box: BoxKey) -> tuple[dict[str, Json], list[str]]:
    """A backup that was made before there was such a copy has none."""
    try:
        found = json.loads(unseal(_key(box), (target / COPY).read_bytes(), ABOUT))
    except FileNotFoundError:
        return {}, []
    except (SealBroken, ValueError):
        return {}, ["the exercises that were taught are damaged in the backup"]
    return (found, []) if isinstance(found, dict) else ({}, [])


def _here(folder: Path) -> dict[str, Json]:
    """What cannot be read here is what a backup is for."""
    try:
        taught = State(folder).get(TAUGHT)
    except EdgeError:
        return {}
    return taught if isinstance(taught, dict) else {}


def _key(box: BoxKey) -> bytes:
    return box.derived(ABOUT)
