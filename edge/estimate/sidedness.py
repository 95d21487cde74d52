"""Votes for the side that moves like a worn sensor -> which side wears it, and whether the pose has its sides swapped.

Refuses to know: how a vote is found.
"""

import math

from edge.messages import Side

SURE_VOTES, MOST_VOTES = 5, 16
PATIENCE = 3
"""So many votes in a row against the known side are a swap."""
SWAP_HOLDS_S = 30.0
"""After this long the pose's own labels are tried again; votes against them once more mean that the sensor has changed sides."""


class Sidedness:
    """One sensor's. told: what whoever wears it said; until that was seen once, votes against it mean that they were wrong."""

    def __init__(self, told: Side | None = None) -> None:
        self._left_votes = 0 if told is None else MOST_VOTES if told is Side.LEFT else -MOST_VOTES
        self._against, self._confirmed = 0, told is None
        self._released = -math.inf
        self.swapped = False
        """Whether left and right of the limbs that wear it are to be exchanged."""
        self.since = -math.inf
        """When that changed last, s."""

    @property
    def known(self) -> Side | None:
        if abs(self._left_votes) < SURE_VOTES:
            return None
        return Side.LEFT if self._left_votes > 0 else Side.RIGHT

    def vote(self, t: float, side: Side) -> None:
        """side: as the limbs are labelled now, exchanged or not."""
        if self.known is None or side is self.known:
            self._against, self._confirmed = 0, True
            votes = self._left_votes + (1 if side is Side.LEFT else -1)
            self._left_votes = min(max(votes, -MOST_VOTES), MOST_VOTES)
            return
        self._against += 1
        if self._against >= PATIENCE:
            self._contradicted(t)

    def _contradicted(self, t: float) -> None:
        self._against = 0
        if not self._confirmed or t - self._released < SWAP_HOLDS_S:
            self._left_votes = 0
            return
        self._exchange(t, not self.swapped)

    def settle(self, t: float) -> None:
        """Time passed."""
        if self.swapped and t - self.since > SWAP_HOLDS_S:
            self._exchange(t, False)
            self._released = t

    def restart(self, t: float) -> None:
        """The camera begins afresh, perhaps with somebody else: its labels are believed, and the side is less sure."""
        self._left_votes = int(self._left_votes / 2)
        self._against, self._released = 0, -math.inf
        if self.swapped:
            self._exchange(t, False)

    def _exchange(self, t: float, swapped: bool) -> None:
        self.swapped, self.since = swapped, t
