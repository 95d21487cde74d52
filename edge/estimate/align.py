"""One pose after another -> the same left and right.

Refuses to know: angles, exercises. Pure: time comes with the poses.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from edge.estimate.limb_pair import LimbPair
from edge.estimate.shot import USUAL_S
from edge.estimate.skeleton import ARM_CHAIN, INDEX, LEG_CHAIN, MIRROR
from edge.messages import Array, Indices

_CHAINS = (ARM_CHAIN, LEG_CHAIN)
ARMS, LEGS = range(len(_CHAINS))
_TRUNK = np.array([INDEX[f"{side}_{part}"] for part in ("shoulder", "hip") for side in ("left", "right")])
_FOLLOWED = (_TRUNK, *_CHAINS)
_LEFT, _RIGHT = (np.concatenate([members[side::2] for members in _FOLLOWED]) for side in (0, 1))
_ENDS = np.cumsum([0, *(len(members) // 2 for members in _FOLLOWED)]).tolist()
_OF_TRUNK, *_SPANS = (slice(*ends) for ends in pairwise(_ENDS))
"""Of the trunk and of each chain, in _LEFT and _RIGHT."""
_BONES = tuple(
    (np.array([INDEX[f"left_{root}"], INDEX[f"right_{root}"]]), members[:2])
    for root, members in zip(("shoulder", "hip"), _CHAINS, strict=True)
)
"""Of each chain the landmarks between which its upper arms or thighs are, left and right."""
TORN_GAIN, TORN_M = 1.5, 0.2
"""What makes a pair of bones longer by this factor, and by so much in all, is no exchange that is to be undone: it would tear them off."""


class SideKeeper:
    """Undoes the pose model's left/right swaps: of arms, of legs, and of the whole body where it takes a back for a front."""

    def __init__(self) -> None:
        self._trunk, self._pairs = LimbPair(), tuple(LimbPair() for _ in _CHAINS)
        self.turned = False
        """Whether the whole body is just drawn the other way round, its depth too: nobody turns from one frame to the next."""
        self.given_up = False
        """Whether, with this frame, what is drawn the other way round is believed after all: nothing continues what was before."""
        self.exchanged: Indices | None = None
        """(33,) the order that worn sensors ask for; None where they know nothing else."""

    def exchange(self, chain: int, swapped: bool) -> None:
        """A worn sensor says that the model has this chain's sides swapped, or no longer. chain: ARMS or LEGS."""
        members, in_order = _CHAINS[chain], np.arange(33)
        order = in_order.copy() if self.exchanged is None else self.exchanged.copy()
        if swapped == bool(order[members[0]] != members[0]):
            return
        order[members] = MIRROR[members] if swapped else members
        self.exchanged = None if np.array_equal(order, in_order) else order
        self._pairs[chain].turn_round()

    def reset(self) -> None:
        self.turned = self.given_up = False
        for pair in (self._trunk, *self._pairs):
            pair.reset()

    def feed(self, picture: Array, t: float) -> Indices | None:
        """(33,) order in which to read this pose's landmarks, or None when it is in order. picture: (2, 33) m."""
        if self.exchanged is None:
            return self._follow(picture, t)
        order = self._follow(picture[:, self.exchanged], t)
        return self.exchanged if order is None else self.exchanged[order]

    def _follow(self, picture: Array, t: float) -> Indices | None:
        self._follow_trunk(picture, t)
        order = MIRROR.copy() if self.turned else None
        picture = picture[:, MIRROR] if self.turned else picture
        apart = picture[:, _LEFT] - picture[:, _RIGHT]
        for pair, members, span, bones in zip(self._pairs, _CHAINS, _SPANS, _BONES, strict=True):
            if not pair.feed(apart[:, span], t):
                continue
            if _is_torn_by_exchange(picture, *bones):
                pair.believe(apart[:, span], t)
            else:
                order = np.arange(33) if order is None else order
                order[members] = order[MIRROR[members]]
        return order

    def _follow_trunk(self, picture: Array, t: float) -> None:
        """Settles `turned` and `given_up`. picture: (2, 33) m."""
        apart, was = picture[:, _TRUNK[::2]] - picture[:, _TRUNK[1::2]], self.turned
        if not was and self._trunk.waited(t) > USUAL_S:
            self._trunk.reset()  # whoever was not seen for a moment may have turned round in it
        opposite = self._trunk.is_opposite(apart)
        self.turned = self._trunk.feed(apart, t)
        self.given_up = was and not self.turned and opposite
        if self.given_up:
            for pair in self._pairs:
                pair.reset()

    def doubtful(self) -> Iterator[Indices]:
        """The landmarks of those limbs that the model now draws between the places of both, or now here, now there."""
        return (members for members, pair in zip(_CHAINS, self._pairs, strict=True) if pair.doubtful)

    def pass_by(self, pictures: Array, times: Array) -> bool:
        """Feeds a whole run, (N, 2, 33) m at (N,) s, if nothing in it is or was swapped; otherwise nothing is done."""
        if self.exchanged is not None:
            return False
        apart = pictures[:, :, _LEFT] - pictures[:, :, _RIGHT]
        pairs, aparts = (self._trunk, *self._pairs), [apart[:, :, span] for span in (_OF_TRUNK, *_SPANS)]
        if not all(pair.is_calm(apart) for pair, apart in zip(pairs, aparts, strict=True)):
            return False
        for pair, apart in zip(pairs, aparts, strict=True):
            pair.pass_by(apart, times)
        return True


def _is_torn_by_exchange(picture: Array, roots: Indices, ends: Indices) -> bool:
    """picture: (2, 33) m. roots, ends: of a pair of bones, left and right."""
    own, other = (float(np.linalg.norm(picture[:, roots] - picture[:, to], axis=0).sum()) for to in (ends, ends[::-1]))
    return other > max(TORN_GAIN * own, own + TORN_M)
