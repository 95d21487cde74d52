"""One pose after another -> the same left and right.

Refuses to know: angles, exercises. Pure: time comes with the poses.
"""

import numpy as np

from edge.estimate.skeleton import ARM_CHAIN, LEG_CHAIN, MIRROR
from edge.messages import Array, Indices

SWAP_GAIN = 0.5
"""A chain is taken as swapped when exchanging left and right halves the distance to the last frame."""
SWAP_WORTH_M = 0.06
SWAP_PATIENCE_S = 6.0
"""After this long the model's own labelling is believed again: who lies and holds a leg up is labelled the other way all the while."""
_CHAINS = (ARM_CHAIN, LEG_CHAIN)
ARMS, LEGS = range(len(_CHAINS))


def _shares() -> Array:
    """(33, 2) weights that take the mean over the members of each chain, and over x and y."""
    shares = np.zeros((33, len(_CHAINS)))
    for column, members in enumerate(_CHAINS):
        shares[members, column] = 0.5 / len(members)
    return shares


_SHARES = _shares()


class SideKeeper:
    """Undoes the pose model's left/right swaps of arms and legs."""

    def __init__(self) -> None:
        self._previous: Array | None = None
        self._swapped_since: list[float | None] = [None for _ in _CHAINS]
        self._exchanged: Indices | None = None

    def exchange(self, chain: int, swapped: bool) -> None:
        """A worn sensor says that the model has this chain's sides swapped, or no longer. chain: ARMS or LEGS."""
        members, in_order = _CHAINS[chain], np.arange(33)
        order = in_order.copy() if self._exchanged is None else self._exchanged.copy()
        if swapped == bool(order[members[0]] != members[0]):
            return
        order[members] = MIRROR[members] if swapped else members
        self._exchanged = None if np.array_equal(order, in_order) else order
        self._swapped_since[chain] = None
        if self._previous is not None:
            self._previous = self._previous.copy()
            self._previous[:, members] = self._previous[:, MIRROR[members]]

    def reset(self) -> None:
        self._previous = None
        self._swapped_since = [None for _ in _CHAINS]

    def feed(self, picture: Array, t: float) -> Indices | None:
        """(33,) order in which to read this pose's landmarks, or None when it is in order. picture: (2, 33) m."""
        if self._exchanged is None:
            return self._follow(picture, t)
        order = self._follow(picture[:, self._exchanged], t)
        return self._exchanged if order is None else self._exchanged[order]

    def _follow(self, picture: Array, t: float) -> Indices | None:
        previous, order = self._previous, None
        if previous is not None:
            for chain, kept in enumerate(_distances(picture, previous).tolist()):
                if self._is_swapped(chain, kept, picture, previous, t):
                    order = np.arange(33) if order is None else order
                    order[_CHAINS[chain]] = MIRROR[_CHAINS[chain]]
        self._previous = picture if order is None else picture[:, order]
        return order

    def pass_by(self, pictures: Array) -> bool:
        """Feeds a whole run, (N, 2, 33) m, if nothing in it is or was swapped; otherwise nothing is done."""
        undecided = self._exchanged is not None or any(since is not None for since in self._swapped_since)
        if self._previous is None or undecided:
            return False
        previous = before(self._previous, pictures)
        kept = _distances(pictures, previous)
        if kept.max() >= SWAP_WORTH_M:
            crossed = _distances(pictures[:, :, MIRROR], previous)
            if ((kept >= SWAP_WORTH_M) & (crossed < SWAP_GAIN * kept)).any():
                return False
        self._previous = pictures[-1]
        return True

    def _is_swapped(self, chain: int, kept: float, picture: Array, previous: Array, t: float) -> bool:
        since = self._swapped_since[chain]
        if kept < SWAP_WORTH_M and since is None:
            return False
        crossed = _distances(picture[:, MIRROR], previous)[chain]
        if crossed < SWAP_GAIN * kept and (since is None or t - since < SWAP_PATIENCE_S):
            self._swapped_since[chain] = t if since is None else since
            return True
        self._swapped_since[chain] = None
        return False


def before(first: Array, run: Array) -> Array:
    """What came before each of a run: `first`, then all but its last."""
    return np.concatenate((first[np.newaxis], run[:-1]))


def _distances(picture: Array, previous: Array) -> Array:
    """(..., 2) how far each chain moved between two poses (..., 2, 33), m."""
    moved = np.abs(picture - previous)
    distances: Array = (moved[..., 0, :] + moved[..., 1, :]) @ _SHARES
    return distances
