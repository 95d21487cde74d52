"""The states of a clip -> the body's angles over time, and whether any of them wrapped or the sides were exchanged.

Refuses to know: what is true, where the states came from.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from edge.estimate.body.anthropometry import BodySize
from edge.estimate.body.clinical_table import CLINICAL_INDEX, CLINICAL_NAMES
from edge.estimate.body.model import SEGMENT, BodyModel
from edge.estimate.skeleton import INDEX
from edge.messages import Array, BodyState, Flags, MotionState

WRAP_DEG = 150.0
"""Between one moment and the next no joint turns so far: it was written otherwise."""
NEXT_S = 0.2
"""Moments further apart are not next to each other."""
LIMBS = {
    "knee": (("left_shank", "right_shank"), ("left_foot", "right_foot")),
    "elbow": (("left_forearm", "right_forearm"), ("left_hand", "right_hand")),
}
"""By their hinges: the segments that begin at knees and ankles, at elbows and wrists."""
EXCHANGED_M, EXCHANGED_SHARE = 0.25, 0.5
"""Both sides moved this far together, and had moved less than this share of it if they had changed names."""
BONES = {"knee": (("hip", "knee"), ("knee", "ankle")), "elbow": (("shoulder", "elbow"), ("elbow", "wrist"))}
LONGER = 1.35
"""A bone this much longer than usual is none; if the same is as long as usual to the other side's lower end, the sides are exchanged."""
LASTING = 2
"""Moments: one is noise."""


@dataclass(slots=True)
class BodyTrack:
    """Every state of a body, in order of time."""

    states: list[BodyState] = field(default_factory=list)
    worlds: list[Array] = field(default_factory=list)
    cuts: list[bool] = field(default_factory=list)

    def look(self, state: MotionState) -> None:
        """To be given each MotionState."""
        if state.body is not None:
            self.states.append(state.body)
            self.worlds.append(state.world)
            self.cuts.append(state.cut)

    def __len__(self) -> int:
        return len(self.states)

    @property
    def t(self) -> Array:
        return np.array([state.t for state in self.states])

    @property
    def clinical_deg(self) -> Array:
        """(n, len(CLINICAL_NAMES)); NaN where unknown."""
        return np.degrees([state.clinical for state in self.states]).reshape(len(self), len(CLINICAL_NAMES))

    @property
    def clinical_sd_deg(self) -> Array:
        return np.degrees([state.clinical_sd for state in self.states]).reshape(len(self), len(CLINICAL_NAMES))

    def origins(self) -> Array:
        """(n, 18, 3) m: the joints of a body of usual size that stands as this one does."""
        model = BodyModel.of(BodySize())
        return np.array([model.place(state.q).origin for state in self.states]).reshape(len(self), len(SEGMENT), 3)

    def follows(self) -> Array:
        """(n - 1,) whether each moment follows closely on the one before it."""
        return np.asarray((np.diff(self.t) <= NEXT_S) & ~np.array(self.cuts[1:], bool))


def wraps(track: BodyTrack) -> int:
    """How often an angle was written half a turn or more off from one moment to the next; unknown moments between hide nothing."""
    found = 0
    angles, t, scene = track.clinical_deg, track.t, np.cumsum(track.cuts)
    for column in angles.T:
        known = np.flatnonzero(np.isfinite(column))
        near = (np.diff(t[known]) <= NEXT_S) & (np.diff(scene[known]) == 0)
        found += int((np.abs(np.diff(column[known]))[near] > WRAP_DEG).sum())
    return found


def swaps(track: BodyTrack) -> tuple[int, int]:
    """How often both sides of a pair of limbs changed places, by their movement or by the length of their bones.

    First of limbs of which something was told, the hinge's angle on either side; then of others: there the body is a guess, and says so.
    """
    if len(track) < 2:
        return 0, 0
    clinical, worlds, found = track.clinical_deg, np.array(track.worlds), list[bool]()
    for hinge in LIMBS:
        angles = clinical[:, [CLINICAL_INDEX[f"{side}_{hinge}_flexion"] for side in ("left", "right")]]
        told: Flags = np.asarray(np.isfinite(angles).any(axis=1))
        found += [*_by_movement(track, hinge, told), *_by_bones(worlds, hinge, told)]
    return sum(found), len(found) - sum(found)


def _by_movement(track: BodyTrack, hinge: str, told: Flags) -> Iterator[bool]:
    """Of each exchange whether the limbs were told before and after it. told: (n,)."""
    origins = track.origins()
    for left, right in LIMBS[hinge]:
        pair = origins[:, [SEGMENT[left], SEGMENT[right]]] - origins[:, [SEGMENT["pelvis"]]]
        kept = np.linalg.norm(np.diff(pair, axis=0), axis=2).sum(axis=1)
        exchanged = np.linalg.norm(pair[1:, ::-1] - pair[:-1], axis=2).sum(axis=1)
        found = (kept > EXCHANGED_M) & (exchanged < EXCHANGED_SHARE * kept) & track.follows()
        yield from (told[:-1] & told[1:])[found].tolist()


def _by_bones(worlds: Array, hinge: str, told: Flags) -> Iterator[bool]:
    """Of each exchange whether the limbs were told while it lasted. worlds: (n, 33, 3) m. told: (n,)."""
    for upper, lower in BONES[hinge]:
        above, below = (worlds[:, [INDEX[f"{side}_{joint}"] for side in ("left", "right")]] for joint in (upper, lower))
        own, other = (np.linalg.norm(above - ends, axis=2) for ends in (below, below[:, ::-1]))
        most = LONGER * np.nanmedian(own)
        yield from (bool(told[run].any()) for run in _runs(((own > most) & (other < most)).all(axis=1)))


def _runs(flags: Flags) -> Iterator[slice]:
    """The stretches of at least LASTING."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(int)))
    yield from (slice(start, end) for start, end in edges.reshape(-1, 2).tolist() if end - start >= LASTING)
