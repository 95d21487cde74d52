"""MotionStates -> a temporary file -> the same again, so that an hour of them takes no memory.

Refuses to know: what they are for. Kept in single precision, without the plain angles' rates and signals that nobody draws.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import numpy as np

from edge.estimate.body.clinical_table import CLINICAL_NAMES
from edge.estimate.body.doubt import DOUBTS
from edge.estimate.body.generators import AXES
from edge.estimate.body.model import DOF_NAMES
from edge.estimate.skeleton import ANGLE_NAMES
from edge.messages import MotionState

BATCH = 256
"""States read back at once."""
CONFIGURATION = 57
"""Numbers of BodyState.q."""

ROW = np.dtype(
    [
        ("t", "f8"),
        ("size", "u4", 2),
        ("confidence", "f4"),
        ("cut", "?"),
        ("angles", "f4", len(ANGLE_NAMES)),
        ("angles_sd", "f4", len(ANGLE_NAMES)),
        ("points", "f4", (33, 2)),
        ("world", "f4", (33, 3)),
        ("visibility", "f4", 33),
        ("q", "f4", CONFIGURATION),
        ("clinical", "f4", len(CLINICAL_NAMES)),
        ("clinical_sd", "f4", len(CLINICAL_NAMES)),
        ("clinical_rates", "f4", len(CLINICAL_NAMES)),
        ("share", "f4", (len(AXES), 2)),
        ("share_sd", "f4", (len(AXES), 2)),
        ("moments", "f4", len(DOF_NAMES)),
        ("moments_sd", "f4", len(DOF_NAMES)),
        ("doubts", "?", len(DOUBTS)),
    ]
)


class Spool:
    """Write all, then read all, as often as wanted. About 2.2 kB a state."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def add(self, state: MotionState) -> None:
        self._file.write(row_of(state).tobytes())

    def rows(self) -> Iterator[np.void]:
        """The rows as they were written, from the first; several readers do not disturb each other."""
        self._file.flush()
        at = 0
        while data := self._read(at):
            yield from np.frombuffer(data, ROW)
            at += len(data)

    def _read(self, at: int) -> bytes:
        self._file.seek(at)
        return self._file.read(BATCH * ROW.itemsize)

    def states(self) -> Iterator[MotionState]:
        """The same as MotionStates, to be drawn: rates, certainty, signals and body are left out."""
        return map(_state, self.rows())


def row_of(state: MotionState) -> np.void:
    """As it is kept; NaN where there is no body."""
    row: np.void = np.zeros(1, ROW)[0]
    row["t"], row["size"], row["confidence"], row["cut"] = state.t, (state.width, state.height), state.confidence, state.cut
    for name in ("angles", "angles_sd", "points", "world", "visibility"):
        row[name] = getattr(state, name)
    for name in ("q", "clinical", "clinical_sd", "clinical_rates", "share", "share_sd", "moments", "moments_sd"):
        row[name] = np.nan if state.body is None else getattr(state.body, name)
    row["doubts"] = [state.body is not None and doubt in state.body.doubts for doubt in DOUBTS]
    return row


@contextmanager
def open_spool() -> Iterator[Spool]:
    """A spool whose file vanishes at the end of the block."""
    with tempfile.TemporaryFile(prefix="edgecoach-") as file:
        yield Spool(file)


def _state(row: np.void) -> MotionState:
    none = np.empty(0)
    return MotionState(
        t=float(row["t"]),
        angles=row["angles"].astype(float),
        angles_sd=row["angles_sd"].astype(float),
        rates=none,
        points=row["points"].astype(float),
        world=row["world"].astype(float),
        visibility=row["visibility"].astype(float),
        certainty=none,
        signals=none,
        signals_confidence=none,
        width=int(row["size"][0]),
        height=int(row["size"][1]),
        confidence=float(row["confidence"]),
        cut=bool(row["cut"]),
    )
