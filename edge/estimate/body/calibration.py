"""A person's standing seconds -> the lengths of their segments, as the pose model sees them.

What counts for angles is how long segments are against each other in the picture; the scale is the body's height, entered or usual.
Refuses to know: angles, time, who it is.
"""

from dataclasses import dataclass, replace

import numpy as np

from edge.estimate.body.anthropometry import BodySize, Lengths, lengths_of
from edge.estimate.body.segments import SHOULDER_LEVEL
from edge.messages import LANDMARKS, Array

MILESTONES = (10, 30, 60)
"""So many standing pictures make a first and a better calibration; after the last, nothing changes any more."""
UPRIGHT = np.cos(np.radians(25.0))
TABLE_SHARE, SEEN_SHARE = 0.06, 0.025
"""How far people's proportions are from the tables, and a segment in the picture from its usual length there, as shares."""
WIDTH_SD_M = 0.02
DEPTH_SHARE = 0.5
"""How much of a depth is a guess."""

_I = {name: i for i, name in enumerate(LANDMARKS)}
_CHAINS: dict[str, tuple[tuple[str, str], ...]] = {
    "thigh": (("left_hip", "left_knee"), ("right_hip", "right_knee")),
    "shank": (("left_knee", "left_ankle"), ("right_knee", "right_ankle")),
    "upper_arm": (("left_shoulder", "left_elbow"), ("right_shoulder", "right_elbow")),
    "forearm": (("left_elbow", "left_wrist"), ("right_elbow", "right_wrist")),
    "hips": (("left_hip", "right_hip"),),
    "shoulders": (("left_shoulder", "right_shoulder"),),
}
_PAIRS = {part: np.array([[_I[one], _I[other]] for one, other in pairs]) for part, pairs in _CHAINS.items()}
_SHOULDERS, _HIPS = (np.array([_I[f"left_{part}"], _I[f"right_{part}"]]) for part in ("shoulder", "hip"))
_LEGS = np.array([[_I[f"{side}_{part}"] for side in ("left", "right")] for part in ("hip", "knee", "ankle")])


@dataclass(frozen=True, slots=True, eq=False)
class _Standing:
    """One picture of it: world (33, 3) m, rays (33, 2), seen (33,)."""

    world: Array
    rays: Array
    seen: Array


class Calibration:
    """Of one person. size: gives the scale and what is usual."""

    def __init__(self, size: BodySize) -> None:
        self._usual = lengths_of(size)
        self._pictures: list[_Standing] = []

    @property
    def done(self) -> bool:
        """Whether more pictures would change nothing."""
        return len(self._pictures) >= MILESTONES[-1]

    def feed(self, world: Array, rays: Array, seen: Array) -> Lengths | None:
        """Better lengths, where this picture completes a step. world: (33, 3) m, world axes; rays: (33, 2); seen: (33,) 0..1."""
        if self.done or not stands(world, rays, seen):
            return None
        self._pictures.append(_Standing(world, rays, seen))
        return self._lengths() if len(self._pictures) in MILESTONES else None

    def _lengths(self) -> Lengths:
        world, rays, seen = (np.array([getattr(one, name) for one in self._pictures]) for name in ("world", "rays", "seen"))
        usual = self._usual
        trunk_usual = SHOULDER_LEVEL * usual.thorax + usual.abdomen + usual.pelvis
        trunk = float(np.median(np.linalg.norm(rays[:, _SHOULDERS].mean(axis=1) - rays[:, _HIPS].mean(axis=1), axis=1)))
        spans = {part: _span(pairs, world, rays, seen) for part, pairs in _PAIRS.items()}
        scale = (trunk_usual + usual.thigh + usual.shank) / (trunk + spans["thigh"][0] + spans["shank"][0])
        found = {part: _blended(getattr(usual, part), scale * across, depth, part) for part, (across, depth) in spans.items()}
        longer = _blended(trunk_usual, scale * trunk, 0.0, "trunk") / trunk_usual
        return replace(usual, pelvis=longer * usual.pelvis, abdomen=longer * usual.abdomen, thorax=longer * usual.thorax, **found)


def stands(world: Array, rays: Array, seen: Array) -> bool:
    """Upright with straight legs, all of which is in the picture."""
    needed = np.concatenate([_LEGS.ravel(), _SHOULDERS])
    if not (np.isfinite(world[needed]).all() and np.isfinite(rays[needed]).all() and (seen[needed].reshape(-1, 2).max(axis=1) > 0.5).all()):
        return False
    hips, knees, ankles = world[_LEGS]
    trunk = world[_SHOULDERS].mean(axis=0) - hips.mean(axis=0)
    up = np.stack([trunk, *(hips - knees), *(knees - ankles)])
    return bool((up[:, 1] > UPRIGHT * np.linalg.norm(up, axis=1)).all())


def _span(pairs: Array, world: Array, rays: Array, seen: Array) -> tuple[float, float]:
    """In the picture per distance, and in depth, m: of both sides, the better seen one first."""
    first, second = pairs.T
    weight = np.median(np.minimum(seen[:, first], seen[:, second]), axis=0) ** 2 + 1e-6
    across = np.median(np.linalg.norm(rays[:, first] - rays[:, second], axis=2), axis=0)
    depth = np.median(np.abs(world[:, first, 2] - world[:, second, 2]), axis=0)
    if not np.isfinite(across).all():
        across, depth, weight = np.nan_to_num(across), np.nan_to_num(depth), np.where(np.isfinite(across), weight, 0.0) + 1e-9
    return float(across @ weight / weight.sum()), float(depth @ weight / weight.sum())


def _blended(usual: float, across: float, depth: float, part: str) -> float:
    """What was seen, as far as it lies in the picture's plane, with what is usual."""
    seen = float(np.hypot(across, depth))
    guessed = DEPTH_SHARE * depth**2 / max(seen, 1e-3)
    sd = float(np.hypot(SEEN_SHARE * usual + (WIDTH_SD_M if part in ("hips", "shoulders") else 0.0), guessed))
    table, picture = 1.0 / (TABLE_SHARE * usual) ** 2, 1.0 / sd**2
    return float(np.clip((usual * table + seen * picture) / (table + picture), 0.7 * usual, 1.4 * usual))
