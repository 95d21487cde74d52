"""The repetitions and the body's states -> the load of each joint in a typical repetition, what of it to doubt, and its load at any moment.

Refuses to know: how repetitions and loads are found. Reads the states once and keeps those of the repetitions under way.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from edge.commands.analysis.spool import Spool
from edge.estimate.body.differentiation import LAG_S
from edge.estimate.body.doubt import AIRBORNE, DOUBLE_STANCE, DOUBTS, UNSUPPORTED
from edge.estimate.body.load import JOINTS, JointLoad, loads_of, shares_now, typical
from edge.estimate.body.sustained import SUSTAINED_S, sustained
from edge.ledger import Ledger
from edge.messages import Flags

MOSTLY = 0.5
"""A doubt is worth a word where it held for this share of a repetition."""
EDGE_S = 1e-6
"""A moment at the very end of a repetition belongs to it, whatever is lost in its time's last digit."""
ANKLES = tuple(joint for joint in JOINTS if joint.endswith("ankle"))
SAID: dict[str, tuple[str, tuple[str, ...]]] = {
    AIRBORNE: ("load.airborne", JOINTS),
    UNSUPPORTED: ("load.unsupported", JOINTS),
    DOUBLE_STANCE: ("load.double_stance", ANKLES),
}
"""The doubts that concern a load, in words, and whose."""

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Workload:
    """loads: by joint. doubts: by joint, keys in respond/words."""

    loads: dict[str, JointLoad]
    doubts: dict[str, tuple[str, ...]]


def workload(spans: Iterable[Span], spool: Spool) -> Workload:
    """Of the typical one of these stretches of time (from, to; s)."""
    parts = [part for _, part in through(list(spans), spool)]
    doubted = np.mean([part["doubts"].mean(axis=0) for part in parts] or np.zeros((1, len(DOUBTS))), axis=0) >= MOSTLY
    said = _said(doubted)
    loads = typical(loads_of(part["t"], part["share"].astype(float), part["share_sd"].astype(float)) for part in parts)
    return Workload(loads, {joint: tuple(key for key, whose in said if joint in whose) for joint in JOINTS})


def spans_of(ledger: Ledger, exercise: str, start: float, end: float) -> list[Span]:
    """The repetitions and holds of what was mainly done; where there are none, of everything; where nothing was done, the whole."""
    done = [(rep.exercise, (rep.t_start, rep.t_end)) for rep in ledger.reps]
    done += [(hold.exercise, (hold.t_start, hold.t_end)) for hold in ledger.holds]
    return [span for name, span in done if name == exercise] or [span for _, span in done] or [(start, end)]


class LoadAtMoments:
    """Shares of strength by joint at moments that only grow later; a picture has no room for doubts, so it shows none."""

    def __init__(self, spool: Spool) -> None:
        self._rows = spool.rows()
        self._near: deque[np.void] = deque()
        self._coming: np.void | None = next(self._rows, None)

    def at(self, t: float) -> dict[str, float]:
        """The middle of what was found within SUSTAINED_S about t; empty where there is nothing. Joints that are unknown or doubted are
        left out."""
        half = 0.5 * SUSTAINED_S
        while self._coming is not None and self._coming["t"] - LAG_S <= t + half:
            self._near.append(self._coming)
            self._coming = next(self._rows, None)
        while self._near and self._near[0]["t"] - LAG_S < t - half:
            self._near.popleft()
        if not self._near:
            return {}
        near = np.array(self._near)
        doubted = {joint for _, whose in _said(near["doubts"].mean(axis=0) >= MOSTLY) for joint in whose}
        shares = shares_now(sustained(near["share"].astype(float)))
        return {joint: share for joint, share in shares.items() if joint not in doubted}


def _said(holds: Flags) -> list[tuple[str, tuple[str, ...]]]:
    """holds: (len(DOUBTS),)."""
    return [SAID[doubt] for doubt, held in zip(DOUBTS, holds, strict=True) if held and doubt in SAID]


def through(spans: Sequence[Span], spool: Spool) -> Iterator[tuple[int, np.ndarray]]:
    """The place and the states of each of the spans that has any, as they end. Forces are of LAG_S before the state that brings them."""
    waiting = deque(sorted((start - EDGE_S, end + EDGE_S, place) for place, (start, end) in enumerate(spans)))
    under_way: list[tuple[float, int, list[np.void]]] = []
    for row in spool.rows():
        about = float(row["t"]) - LAG_S
        while waiting and waiting[0][0] <= about:
            _, end, place = waiting.popleft()
            under_way.append((end, place, []))
        for end, _, rows in under_way:
            if about <= end:
                rows.append(row)
        yield from ((place, np.array(rows)) for end, place, rows in under_way if about > end and rows)
        under_way = [one for one in under_way if about <= one[0]]
    yield from ((place, np.array(rows)) for _, place, rows in under_way if rows)
