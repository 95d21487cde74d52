"""The frames of one repetition, and those shortly before it -> what is read off it as a whole: rules.SPECIALS from the fourth on.

Refuses to know: exercises, times; which frames they are is said by whoever keeps them.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from edge.judge.rules import AGAINS, JOININGS, PLANES, SPECIALS, SWINGS, UNISONS
from edge.messages import Array, Flags, Indices

DIFFERENCES = ("elbow_difference", "elbow_difference", "shoulder_difference", "shoulder_difference")
OTHERS = ("right_elbow", "left_elbow", "right_shoulder", "left_shoulder")
OWN = ("left_elbow", "right_elbow", "left_shoulder", "right_shoulder")
"""For each of UNISONS, what must be small against OWN: the arms' difference, or what the other arm does."""
LEAST_SPREAD_RAD = 0.05
SEATED, SEATED_STILL = 0.3, 0.1
"""Of the way down, from the bottom: within the first one sits or squats, within the second one has arrived."""
RISEN_M = 0.1
"""A leg that rose by less did not."""
LEAST_WAY_M = 0.01
N_UNISONS, N_SPECIALS = len(UNISONS), len(SPECIALS)
STEPPED, HAND_DROP, ASIDE = (SPECIALS.index(name) for name in ("stepped", "hand_drop", "aside"))
PLANE, AGAIN, JOINING, SWING = (SPECIALS.index(names[0]) for names in (PLANES, AGAINS, JOININGS, SWINGS))


@dataclass(frozen=True, slots=True, eq=False)
class Frames:
    """Of signals, (n, n_signals) each. own: the repetition's. around: with what was shortly before. before: with the flight before that.

    earlier: only what was before, as long as the repetition and a little more. far: (n,) whether it was beyond half of its way then.
    """

    own: Array
    around: Array
    before: Array
    earlier: Array
    far: Flags


class Traits:
    """Knows where each signal is."""

    def __init__(self, signals: Sequence[str]) -> None:
        def columns(*names: str) -> Indices:
            return np.array([list(signals).index(name) for name in names])

        self._crouch, self._trunk, self._feet = columns("crouch", "trunk", "feet_y").tolist()
        self._hands, self._pelvis = columns("hands_y", "pelvis_y").tolist()
        self._leaning = columns("trunk", "stride_forward")
        self._step = columns("stride_side", "stride_forward")
        self._raised = columns("left_reach", "right_reach", "left_out", "right_out")
        self._thighs = columns("left_knee_height", "right_knee_height")
        self._legs = columns("left_knee_height", "right_knee_height", "left_foot_height", "right_foot_height")
        self._differences = columns(*DIFFERENCES)
        self._arms = columns(*DIFFERENCES, *OTHERS, *OWN)

    def read(self, frames: Frames, specials: Array, confidence: Array) -> None:
        """Fills in specials: (N_SPECIALS,), all but the first three; and makes each as well seen as the signal that it is read from.

        confidence: (n_signals + N_SPECIALS,), that of the signals over the repetition.
        """
        crouch = frames.own[:, self._crouch]
        top, bottom = float(crouch.max()), float(crouch.min())
        left, right = _ways(frames.earlier.take(self._thighs, axis=1))
        more = (left - right) / max(left + right, 1e-6)
        specials[3:-N_UNISONS] = (
            self._crouched_trunk(frames.around), self._lift(frames.before), *_ways(frames.around.take(self._leaning, axis=1)),
            self._hand_drop(frames.own, crouch), *self._sat(frames.own, crouch, top, top - bottom),
            self._aside(frames.own, crouch >= 0.5 * (top + bottom)), self._climbed(frames.own), self._hips_rise(frames),
            *self._planes(frames), more, -more, *self._legs_apart(frames.own),
        )  # fmt: skip
        specials[-N_UNISONS:] = self._unisons(frames.own)
        self._doubt(confidence[:-N_SPECIALS], confidence[-N_SPECIALS:], max(left, right) >= RISEN_M)

    def _doubt(self, seen: Array, specials: Array, rose: bool) -> None:
        """seen: (n_signals,); specials: (N_SPECIALS,) to be changed. rose: whether either leg did, before."""
        specials[HAND_DROP] = seen[self._hands]
        specials[STEPPED] = specials[ASIDE] = seen[self._leaning[1]]
        specials[PLANE : PLANE + 2] = seen[self._raised[:2]]
        specials[AGAIN : AGAIN + 2] = seen[self._thighs].min() if rose else 0.0
        specials[JOINING : JOINING + 2] = seen[self._thighs].min()
        specials[SWING : SWING + 2] = seen[self._legs].reshape(2, 2).min(axis=0)
        specials[-N_UNISONS:] = seen[self._differences]

    def _crouched_trunk(self, around: Array) -> float:
        """Sitting, one is upright before one rises; squatting, one never is. Seen from shortly before the beginning."""
        crouch = around[:, self._crouch]
        top = float(crouch.max())
        return float(around[:, self._trunk][crouch >= top - SEATED * (top - float(crouch.min()))].min())

    def _lift(self, before: Array) -> float:
        """A jump's flight is over before its next crouch begins. Feet that rise with the crouch itself are the picture's scale."""
        feet, crouch = before[:, self._feet], before[:, self._crouch]
        down = crouch >= 0.5 * (crouch.max() + crouch.min())
        ground = max(feet[flags].min() for flags in (down, ~down) if flags.any())
        return float(feet.max() - ground)

    def _hand_drop(self, own: Array, crouch: Array) -> float:
        """Hands reach for the floor in a pick-up, and stay beside the thighs in a squat."""
        lowest = own[crouch.argmax()]
        return float(lowest[self._hands] - lowest[self._pelvis])

    def _sat(self, own: Array, crouch: Array, top: float, reach: float) -> tuple[float, float]:
        """Who sits down leans forward, sits upright for a while and leans forward to rise; who squats is upright nowhere between."""
        trunk, down = own[:, self._trunk], (crouch >= top - SEATED * reach).nonzero()[0]
        first, last = int(down[0]), int(down[-1])
        leant = min(float(trunk[: first + 1].max()), float(trunk[last:].max()))
        return leant - float(trunk[down].min()), np.count_nonzero(crouch >= top - SEATED_STILL * reach) / len(own)

    def _aside(self, own: Array, down: Flags) -> float:
        """While down, for there the step has been made; where it went is seen better than how far."""
        side, forward = (down @ own.take(self._step, axis=1)).tolist()
        return math.atan2(side, forward)

    def _climbed(self, own: Array) -> float:
        """Whoever squats or lunges comes back to the height they left; whoever steps on something bends the knees and does not."""
        return abs(float(own[-1, self._pelvis] - own[0, self._pelvis]))

    def _hips_rise(self, frames: Frames) -> float:
        """Who rises on the toes is lifted as a whole; a shoulder behind the body that seems to rise is not."""
        pelvis = frames.own[:, self._pelvis]
        return float(mean_of(pelvis[frames.far]) - mean_of(pelvis[~frames.far])) if not frames.far.all() else 0.0

    def _planes(self, frames: Frames) -> tuple[float, float]:
        """Of the left and of the right arm, over the far half of the way, where it is out far enough to say."""
        left_reach, right_reach, left_out, right_out = (frames.far @ frames.own.take(self._raised, axis=1)).tolist()
        return math.atan2(left_reach, left_out), math.atan2(right_reach, right_out)

    def _legs_apart(self, own: Array) -> tuple[float, float, float, float]:
        """Who stands trembles with both legs, as far as a model can tell; who lifts one keeps the other still. Below a bent knee the foot
        hangs and rises as far; a straight leg's foot rises twice as far.
        """
        left, right, left_foot, right_foot = (max(way, LEAST_WAY_M) for way in _ways(own.take(self._legs, axis=1)))
        return right / left, left / right, left_foot / left, right_foot / right

    def _unisons(self, own: Array) -> Array:
        """Of deviations, not of ranges: where arms point at the camera they seem to differ for a moment."""
        arms = own.take(self._arms, axis=1)
        spread = np.sqrt(mean_of((arms - mean_of(arms)) ** 2)).reshape(3, N_UNISONS)
        unisons: Array = np.minimum(spread[0], spread[1]) / np.maximum(spread[2], LEAST_SPREAD_RAD)
        return unisons


def _ways(few: Array) -> list[float]:
    """From the lowest to the highest of each column."""
    ways: list[float] = (few.max(axis=0) - few.min(axis=0)).tolist()
    return ways


def mean_of(rows: Array) -> Array:
    """Of each column; ndarray.mean takes twice as long for a few rows."""
    mean: Array = rows.sum(axis=0) / len(rows)
    return mean
