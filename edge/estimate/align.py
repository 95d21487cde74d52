"""One pose after another -> the same person, the same left and right, or the news that the picture was cut.

Refuses to know: angles, exercises. Pure: time comes with the poses.
"""

import numpy as np

from edge.estimate.skeleton import ARM_CHAIN, LEG_CHAIN, MIRROR
from edge.messages import Array, Indices

CUT_DISTANCE_M = 0.55
"""A median landmark that moves further than this between two frames, beyond any athlete's speed, is another picture."""
SWAP_GAIN = 0.5
"""A chain is taken as swapped when exchanging left and right halves the distance to the last frame."""
SWAP_WORTH_M = 0.06
SWAP_PATIENCE_S = 1.0
"""After this long the model's own labelling is believed again."""


class SideKeeper:
    """Undoes the pose model's left/right swaps of arms and legs."""

    def __init__(self) -> None:
        self._previous: Array | None = None
        self._swapped_since: dict[str, float | None] = {"arms": None, "legs": None}

    def reset(self) -> None:
        self._previous = None
        self._swapped_since = {"arms": None, "legs": None}

    def feed(self, picture: Array, t: float) -> Indices | None:
        """(33,) order in which to read this pose's landmarks, or None when it is in order. picture: (33, 2) m."""
        previous, order = self._previous, None
        if previous is not None:
            for chain, members in (("arms", ARM_CHAIN), ("legs", LEG_CHAIN)):
                if self._is_swapped(chain, members, picture, previous, t):
                    order = np.arange(33) if order is None else order
                    order[members] = MIRROR[members]
        self._previous = picture if order is None else picture[order]
        return order

    def _is_swapped(self, chain: str, members: Indices, picture: Array, previous: Array, t: float) -> bool:
        kept = float(np.abs(picture[members] - previous[members]).mean())
        if kept < SWAP_WORTH_M and self._swapped_since[chain] is None:
            return False
        crossed = float(np.abs(picture[MIRROR[members]] - previous[members]).mean())
        since = self._swapped_since[chain]
        if crossed < SWAP_GAIN * kept and (since is None or t - since < SWAP_PATIENCE_S):
            self._swapped_since[chain] = t if since is None else since
            return True
        self._swapped_since[chain] = None
        return False


def is_cut(picture: Array, previous: Array) -> bool:
    """Whether these two (33, 2) poses, m, of neighbouring frames cannot be one movement."""
    return float(np.median(np.abs(picture - previous).max(axis=1))) > CUT_DISTANCE_M
