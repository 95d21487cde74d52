"""Worn sensors and the body that the camera shows -> how each sensor lies on its segment, and hence what it says about the segment.

Nobody tells how a sensor was strapped on. Up and turning, read by the sensor and shown by the body, agree for one rotation only
(Wahba 1965), which moving reveals; whoever stands still reveals all of it but the heading. Refuses to know: devices, offsets of clocks.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from edge.estimate.body.inverse_kinematics import BodyPose
from edge.estimate.body.model import SEGMENT, BodyModel
from edge.estimate.body.sight import Tilt
from edge.estimate.rotation import rows
from edge.messages import Array, WornState

CANDIDATES: dict[str, tuple[str, ...]] = {
    "thigh": ("right_thigh", "left_thigh"),
    "shank": ("right_shank", "left_shank"),
    "wrist": ("right_forearm", "left_forearm"),
    "watch": ("right_forearm", "left_forearm"),
    "trunk": ("thorax",),
    **{name: (name,) for name in SEGMENT},
}
"""Segments on which a place can be; a place may also name its segment."""
STALE_S = 0.06
"""Beyond this, sensor and camera speak of different moments."""
CAMERA_LATE_S = 0.09
"""What the camera shows is smoothed, and so late; a sensor is heard as of then."""
MEMORY_S = 60.0
"""How long what was seen of the mounting counts."""
LEAST_S = 1.0
"""Before so much was seen nothing is said."""
SPREAD = 0.05
"""Share of directions other than the main one, from which the whole mounting is known."""
STRAPPED_SD = np.radians(0.5)
"""How well a mounting is known, and skin against bone."""
TURNING_SD = 0.25
"""rad/s: skin and straps against bone."""
HEARD = 8
SLOW, FAST = 0.25, 1.0
"""rad/s: turning slower than the first tells nothing about an axis, as fast as the second as much as being upright does; a shank that
squats is between them."""


@dataclass(slots=True, eq=False)
class _Fit:
    """One sensor on one segment. sums: (3, 3) of what the body shows times what the sensor reads; read: (3, 3) of the latter alone, which
    is the less noisy. shown: the weight of the former, times its square."""

    segment: str
    sums: Array = field(default_factory=lambda: np.zeros((3, 3)))
    read: Array = field(default_factory=lambda: np.zeros((3, 3)))
    shown: float = 0.0
    weight: float = 0.0
    turn: Array | None = None
    misfit: float = 1.0
    before: Array | None = None

    def add(self, shown: Array, read: Array, weight: float) -> None:
        self.sums += weight * np.outer(shown, read)
        self.read += weight * np.outer(read, read)
        self.shown += weight * float(shown @ shown)
        self.weight += weight

    def fade(self, share: float) -> None:
        self.sums *= share
        self.read *= share
        self.shown *= share
        self.weight *= share

    def solve(self) -> None:
        """The rotation from the sensor's axes to the segment's, where the directions seen tell all of it."""
        spread = np.linalg.eigvalsh(self.read)
        if self.weight < LEAST_S or spread[1] < SPREAD * spread[2]:
            self.turn = None
            return
        left, sizes, right = np.linalg.svd(self.sums)
        handed = np.array([1.0, 1.0, float(np.sign(np.linalg.det(left @ right)))])
        self.turn = (left * handed) @ right
        self.misfit = 1.0 - float((sizes * handed).sum()) / max(self.shown, 1e-9)


@dataclass(slots=True, eq=False)
class _Reading:
    """Up (3,) and turning (3,) rad/s in the sensor's axes."""

    up: Array
    turning: Array


class Mounting:
    """All worn sensors of one person."""

    def __init__(self) -> None:
        self._fits: dict[str, tuple[_Fit, ...]] = {}
        self._heard: dict[str, deque[WornState]] = {}
        self._now: dict[str, _Reading] = {}
        self._t = -np.inf

    def tilts(self, t: float, worn: Mapping[str, WornState]) -> tuple[Tilt, ...]:
        """What the sensors say of their segments at this moment, as far as their mounting is known."""
        heard = {place: self._as_of(t - CAMERA_LATE_S, place, state) for place, state in worn.items() if place in CANDIDATES}
        self._now = {place: _reading(state) for place, state in heard.items() if state is not None}
        said = [self._tilt(place, reading, worn[place].tilt_sd) for place, reading in self._now.items()]
        return tuple(tilt for tilt in said if tilt is not None)

    def _as_of(self, t: float, place: str, newest: WornState) -> WornState | None:
        """The state nearest to that time; None where there is none near it."""
        heard = self._heard.setdefault(place, deque(maxlen=HEARD))
        if not heard or newest.t > heard[-1].t:
            heard.append(newest)
        elif newest.t < heard[-1].t - CAMERA_LATE_S:
            heard.clear()
        nearest = min(heard, key=lambda state: abs(state.t - t), default=None)
        return nearest if nearest is not None and abs(nearest.t - t) <= STALE_S else None

    def _tilt(self, place: str, reading: _Reading, sd: float) -> Tilt | None:
        known = [fit for fit in self._fits.get(place, ()) if fit.turn is not None]
        if not known:
            return None
        fit = min(known, key=lambda one: one.misfit)
        assert fit.turn is not None
        sd = float(np.hypot(sd, STRAPPED_SD))
        return Tilt(SEGMENT[fit.segment], fit.turn @ reading.up, sd, fit.turn @ reading.turning, TURNING_SD)

    def learn(self, pose: BodyPose, model: BodyModel) -> None:
        """What the body shows while the sensors read."""
        dt, self._t = pose.t - self._t, pose.t
        if not self._now:
            return
        placement = model.place(pose.shown)
        for place, reading in self._now.items():
            if place not in self._fits:
                self._fits[place] = tuple(_Fit(name) for name in CANDIDATES[place])
            for fit in self._fits[place]:
                _learn(fit, placement.rotation[SEGMENT[fit.segment]], reading, dt)


def _reading(state: WornState) -> _Reading:
    """The earth frame's third row is up in the sensor's axes."""
    return _Reading(np.array(rows(state.orientation)[2]), np.array(state.gyro))


def _learn(fit: _Fit, rotation: Array, reading: _Reading, dt: float) -> None:
    before, fit.before = fit.before, rotation
    if before is None or not 0.0 < dt <= 0.5:
        return
    fit.fade(float(np.exp(-dt / MEMORY_S)))
    fit.add(rotation[1], reading.up, dt)
    skew = before.T @ rotation
    turning = 0.5 * np.array([skew[2, 1] - skew[1, 2], skew[0, 2] - skew[2, 0], skew[1, 0] - skew[0, 1]]) / dt
    speed = float(np.linalg.norm(reading.turning))
    if np.isfinite(speed) and speed > SLOW:
        fit.add(turning / speed, reading.turning / speed, dt * min(speed / FAST, 1.0) ** 2)
    fit.solve()
