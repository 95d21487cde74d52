"""The states of a recording -> which joint angles are worth writing beside the body, segment by segment.

Refuses to know: pictures. Reads the states once and keeps sums only.
"""

import numpy as np

from edge.assembly import shipped_rules
from edge.commands.analysis.spool import Spool
from edge.commands.analysis.story import SILENT, Story
from edge.estimate.skeleton import ANGLE_NAMES, INDEX, VERTEX
from edge.ledger import Segment

MOVING_DEG = 12.0
"""Standard deviation of an angle worth showing."""
VISIBLE = 0.6
SHOWN_JOINTS = 2
"""Kinds of joint whose angles are written, so that the picture stays calm."""
FAVOUR = 10.0
"""The joint that the exercise is about is shown even where others move more."""
APART = 0.35
"""Left and right are both written where they are this far apart in the picture, in lengths of the trunk."""
SHOWN_KINDS = ("knee", "hip", "elbow", "shoulder")
KINDS = len(SHOWN_KINDS)
LEFT = np.array([ANGLE_NAMES.index(f"left_{kind}") for kind in SHOWN_KINDS])
RIGHT = np.array([ANGLE_NAMES.index(f"right_{kind}") for kind in SHOWN_KINDS])
SHOULDERS, HIPS = ([INDEX[f"left_{part}"], INDEX[f"right_{part}"]] for part in ("shoulder", "hip"))


def angles_worth_showing(spool: Spool, story: Story, segments: list[Segment]) -> list[tuple[str, ...]]:
    """For each segment the few angles that move and are seen; none while nothing is being done."""
    motions = [Motion() for _ in segments]
    for row in spool.rows():
        place = story.segment_at(float(row["t"]))
        if place is not None and segments[place].name not in SILENT:
            motions[place].add(row)
    return [motion.shown(counting_joint(segment.name)) for segment, motion in zip(segments, motions, strict=True)]


def counting_joint(exercise: str) -> str:
    """Which kind of joint a repetition of the exercise is about: knee, elbow, ...; empty where there is none."""
    rules = shipped_rules().of(exercise)
    return rules[0].joint.removeprefix("left_").removesuffix("s") if rules else ""


class Motion:
    """How much each joint moves, how well each side is seen and how far the sides are apart: sums over states, nothing kept."""

    def __init__(self) -> None:
        self._count, self._sum, self._squares, self._seen = (np.zeros((2, KINDS)) for _ in range(4))
        self._apart, self._states = np.zeros(KINDS), 0

    def add(self, row: np.void) -> None:
        degrees = np.degrees(row["angles"].astype(float))[[LEFT, RIGHT]]
        known = np.isfinite(degrees)
        degrees = np.where(known, degrees, 0.0)
        self._count += known
        self._sum += degrees
        self._squares += degrees**2
        self._seen += row["visibility"][VERTEX[[LEFT, RIGHT]]]
        points = row["points"].astype(float)
        trunk = np.hypot(*(points[SHOULDERS].mean(axis=0) - points[HIPS].mean(axis=0)))
        self._apart += np.hypot(*(points[VERTEX[LEFT]] - points[VERTEX[RIGHT]]).T) / max(trunk, 1.0)
        self._states += 1

    def shown(self, first: str = "") -> tuple[str, ...]:
        """Names of angles: the `first` kind of joint and those that move most, both sides of them where there is room."""
        spread = self._spread().max(axis=0)
        if first in SHOWN_KINDS:
            spread[SHOWN_KINDS.index(first)] *= FAVOUR
        best = [kind for kind in np.argsort(-spread).tolist() if spread[kind] >= MOVING_DEG][:SHOWN_JOINTS]
        return tuple(name for kind in best for name in self._sides(kind))

    def _spread(self) -> np.ndarray:
        """(2, kinds) standard deviation, degrees; 0 for joints that are hardly seen."""
        n = np.maximum(self._count, 1.0)
        spread = np.sqrt(np.maximum(self._squares / n - (self._sum / n) ** 2, 0.0))
        return np.asarray(np.where(self._seen / max(self._states, 1) >= VISIBLE, spread, 0.0))

    def _sides(self, kind: int) -> list[str]:
        names = [f"{side}_{SHOWN_KINDS[kind]}" for side in ("left", "right")]
        apart = self._apart[kind] / max(self._states, 1) >= APART
        return names if apart else [names[int(self._seen[1, kind] > self._seen[0, kind])]]
