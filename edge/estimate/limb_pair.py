"""The way from the right arm or leg to the left one, over time -> has the pose model exchanged the two?

A limb cannot be where the other one was a moment ago, and all of the other where it was. But between one labelling and the other the model
draws both limbs somewhere between the two, for a frame or for many: what it draws then is neither believed nor taken for a movement.
Refuses to know: which limb it is, time of day.
"""

import math
from collections import deque

import numpy as np

from edge.estimate.filters import previous
from edge.messages import Array

STEP_M = 0.06
"""All that is measured here is the mean over a limb's points, and over x and y. So far both limbs move against each other from one frame
to the next; a faster movement had speed before, or speeds up by no more than:
"""
HASTE_M_S2 = 54.0
APART_M = 0.16
"""Limbs nearer to each other than this come together and part as they like."""
MERGED, PARTED = 0.75, 0.3
"""Drawn suddenly at less than the first share of their distance, they are drawn between the two places; from the second share on it is
plain which is which.
"""
MERGED_S = 0.3
"""So long it is waited until they are drawn apart again: in that time no leg gets to where the other one was lifted."""
STILL_M = 0.03
"""What is drawn between the two and moves less from one frame to the next has come to rest: a foot that came down quickly stands there."""
STEADY = 1.0 / 3.0
"""While its steps differ by less than this share of them, a limb is moving there all the same."""
SWAP_M, SWAP_GAIN = 0.12, 0.5
"""They are exchanged when that leaves less than this share of the step, which must be so great at least."""
CONFIRMED_S = 0.3
"""Places that were reached suddenly hardly say which limb is which until so long after: a limb that the model loses or misnames for a frame
or two comes back to where it was before, and is no exchange.
"""
SWAP_PATIENCE_S = 6.0
"""After this long the model's own labelling is believed again: who lies and holds a leg up is labelled the other way all the while."""
_REMEMBERED = 3


class LimbPair:
    """One pair. apart: (2, n) m, left minus right in the picture, of n points of a limb."""

    def __init__(self) -> None:
        self._past: deque[tuple[float, Array]] = deque(maxlen=_REMEMBERED)
        self._newest, self._drawn = -math.inf, np.zeros(0)
        self._step: Array | None = None
        self._confirmed: Array | None = None
        """What was believed before it leapt, at `_leapt`; None where it did not."""
        self._leapt, self._restless = -math.inf, False
        self._merged_since: float | None = None
        self._swapped_since: float | None = None

    @property
    def doubtful(self) -> bool:
        """Whether both are just being drawn between the places of the two, not while they rest there, for there they may stand; or leap on
        from where they leapt a moment ago."""
        return self._restless or (self._merged_since is not None and self._step is not None and _size(self._step) >= STILL_M)

    def reset(self) -> None:
        """Nothing is known of before."""
        self._past.clear()
        self._confirmed = self._merged_since = self._swapped_since = None

    def waited(self, t: float) -> float:
        """Seconds since the last that was believed."""
        return t - self._past[-1][0] if self._past else 0.0

    def is_opposite(self, apart: Array) -> bool:
        """Whether it is nearer to the opposite of what was believed last than to that."""
        return bool(self._past) and _size(apart + self._past[-1][1]) < _size(apart - self._past[-1][1])

    def turn_round(self) -> None:
        """From now on left is called right."""
        self._past = deque([(t, -apart) for t, apart in self._past], maxlen=_REMEMBERED)
        self._drawn, self._step, self._confirmed = -self._drawn, None, None
        self._merged_since = self._swapped_since = None

    def believe(self, apart: Array, t: float) -> None:
        """What was just fed is not exchanged after all: something else than the way from limb to limb says so."""
        self._trust(apart, t, False)

    def feed(self, apart: Array, t: float) -> bool:
        """Whether the model has them exchanged now. t: s, after the one before."""
        if t - self._leapt > CONFIRMED_S:
            self._confirmed = None
        self._restless = self._confirmed is not None and _size(apart - self._drawn) >= STEP_M
        if not self._past or _size(apart - self._past[-1][1]) < STEP_M or self._is_tired(t):
            return self._trust(apart, t, False)
        newest, last, going = self._past[-1][1], self._last_confirmed(apart), self._going(t)
        kept, turned = min(_size(apart - last), _size(apart - newest), _size(apart - going)), _size(apart + last)
        sudden = min(kept, turned, _size(apart + going)) >= max(STEP_M, HASTE_M_S2 * (t - self._newest) ** 2)
        if sudden and self._is_between(apart, last):
            return self._wait(apart, _share(apart, last), t)
        if sudden and self._confirmed is None and self._merged_since is None:
            self._confirmed, self._leapt = last, t
        return self._trust(apart, t, kept >= SWAP_M and turned < SWAP_GAIN * kept)

    def _last_confirmed(self, apart: Array) -> Array:
        """What was believed last, or before it leapt there a moment ago. What is plainly its opposite is held against it all the same."""
        newest = self._past[-1][1]
        is_opposite = _size(newest) >= SWAP_M and _size(apart + newest) < STEP_M
        return newest if self._confirmed is None or is_opposite else self._confirmed

    def _is_tired(self, t: float) -> bool:
        return self._swapped_since is not None and t - self._swapped_since >= SWAP_PATIENCE_S

    def pass_by(self, aparts: Array, times: Array) -> None:
        """Many at once that are `calm`. aparts: (N, 2, n). times: (N,) s."""
        for apart, t in zip(aparts[-_REMEMBERED:], times[-_REMEMBERED:].tolist(), strict=True):
            self._past.append((t, apart))
        self._newest, self._drawn = float(times[-1]), aparts[-1]

    def is_calm(self, aparts: Array) -> bool:
        """Whether nothing is and was exchanged in all of them, (N, 2, n), without thinking."""
        if not self._past or any(what is not None for what in (self._confirmed, self._merged_since, self._swapped_since)):
            return False
        steps = np.abs(aparts - previous(self._past[-1][1], aparts))
        return bool(steps.mean(axis=(1, 2)).max() < STEP_M)

    def _going(self, t: float) -> Array:
        """Where they are now if they went on as in both steps before; the slower of them, point by point."""
        if self._confirmed is not None or self._merged_since is not None or len(self._past) < _REMEMBERED:
            return self._past[-1][1]
        (t0, first), (t1, second), (t2, third) = self._past
        one, other = (second - first) / (t1 - t0), (third - second) / (t2 - t1)
        speed = np.where(one * other > 0.0, np.sign(one) * np.minimum(np.abs(one), np.abs(other)), 0.0)
        return np.asarray(third + speed * (t - t2))

    def _is_between(self, apart: Array, last: Array) -> bool:
        """Whether both are drawn between the places where they were."""
        if _size(last) < APART_M or _size(apart) >= _size(last):
            return False
        return abs(_share(apart, last)) < MERGED and not self._is_steady(apart)

    def _wait(self, apart: Array, share: float, t: float) -> bool:
        """While both are drawn between, the last that was plain is remembered. Nothing tells those apart that stay there: they are called
        what the model calls them."""
        if self._merged_since is None:
            self._merged_since = t
        if t - self._merged_since >= MERGED_S:
            return self._trust(apart, t, False)
        self._newest, self._drawn = t, apart
        self._decide(share < -PARTED, t)
        return self._swapped_since is not None

    def _is_steady(self, apart: Array) -> bool:
        before, self._step = self._step, apart - self._drawn
        step = _size(self._step)
        return before is not None and step >= STEP_M and _size(self._step - before) < STEADY * step

    def _trust(self, apart: Array, t: float, swapped: bool) -> bool:
        """What is drawn is where the limbs are, exchanged or not."""
        if self._merged_since is not None or swapped != (self._swapped_since is not None):
            self._past.clear()
        self._past.append((t, -apart if swapped else apart))
        self._newest, self._drawn, self._step, self._merged_since = t, apart, None, None
        self._decide(swapped, t)
        return swapped

    def _decide(self, swapped: bool, t: float) -> None:
        if not swapped:
            self._swapped_since = None
        elif self._swapped_since is None:
            self._swapped_since = t


def _share(apart: Array, last: Array) -> float:
    return float((apart * last).sum() / (last * last).sum())


def _size(apart: Array) -> float:
    return float(np.abs(apart).sum()) / apart.size
