"""A sealed recording that broke off -> when, without reading it all: an hour of it would take longer than a restart may.

Refuses to know: what is in it.
"""

from pathlib import Path

from mcap.writer import MCAP0_MAGIC

from edge.store.chunks import Walk, walk
from edge.store.sealed_file import MARKER, unsealed

TAIL_BYTES = 1 << 20
"""A second takes some 12 kB."""


def broke_off_at(path: Path, key: bytes) -> float | None:
    """The time of the last message that is whole, s; None where the file's end holds none, or it cannot be read."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - TAIL_BYTES))
            tail = file.read()
    except OSError:
        return None
    at = tail.rfind(MARKER)
    while at >= 0:
        for _, content in unsealed(tail[at:], key, path.stem):
            ends = [chunk.end_ns for chunk in walk(MCAP0_MAGIC + content, Walk())]
            if ends:
                return max(ends) / 1e9
        at = tail.rfind(MARKER, 0, at)
    return None
