"""Worn sensors and the body that the camera shows -> how each sensor lies on its segment, and hence what it says about the segment.

Nobody tells how a sensor was strapped on. Up and turning, read by the sensor and shown by the body, agree for one rotation only
(Wahba 1965), which moving reveals; whoever stands still reveals all of it but the heading. Refuses to know: devices, offsets of clocks.
"""

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from edge.estimate.body.inverse_kinematics import BodyPose
from edge.estimate.body.model import SEGMENT, BodyModel
from edge.estimate.body.sight import Tilt
from edge.estimate.body.standing import Standing, leg, stands
from edge.estimate.body.strapping import Strapping
from edge.estimate.body.turns import skew
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
LASTING_S = 1.4
"""A camera's errors last: so much time says no more than one moment would."""
FELT_LASTING_S = 4.0
"""So do a sensor's, which takes the same movement for gravity each time."""
LEAST_S = 1.0
"""Before so much was seen nothing is said."""
DOUBTED_SD = np.radians(20.0)
"""Nor where up is, where it is no better known."""
STRAPPED_SD = np.radians(0.5)
"""Skin against bone."""
TURNING_SD = 0.4
"""rad/s: skin and straps against bone."""
HEARD = 8
LONGEST_S = 0.5
"""Between two sights that belong together."""
SLOW = 0.25
"""rad/s: turning slower tells nothing about an axis."""
SHOWN_TURNING_SD, SHOWN_TURNING_S = 1.0, 1.0 / 30.0
"""rad/s: how far off the camera's word on turning is, and for how long."""


@dataclass(slots=True, eq=False)
class _Fit:
    """One sensor on one segment. seen_s: for how long. before: (3, 3) how the segment was turned."""

    segment: str
    strapping: Strapping = field(default_factory=Strapping)
    seen_s: float = 0.0
    before: Array | None = None
    standing: Standing = field(init=False)

    def __post_init__(self) -> None:
        self.standing = Standing(self.segment)


@dataclass(slots=True, eq=False)
class _Reading:
    """Up (3,) and turning (3,) rad/s in the sensor's axes. sd: of the former, rad."""

    up: Array
    turning: Array
    sd: float


class Mounting:
    """All worn sensors of one person."""

    def __init__(self) -> None:
        self._fits: dict[str, tuple[_Fit, ...]] = {}
        self._heard: dict[str, deque[WornState]] = {}
        self._now: dict[str, _Reading] = {}
        self._told: tuple[float, Mapping[str, float]] | None = None
        self._t = -np.inf

    def tilts(self, t: float, worn: Mapping[str, WornState]) -> tuple[Tilt, ...]:
        """What the sensors say of their segments at this moment, as far as their mounting is known."""
        heard = {place: self._as_of(t - CAMERA_LATE_S, place, state) for place, state in worn.items() if place in CANDIDATES}
        self._now = {place: _reading(state) for place, state in heard.items() if state is not None}
        said = [self._tilt(place, reading) for place, reading in self._now.items()]
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

    def _tilt(self, place: str, reading: _Reading) -> Tilt | None:
        known = [fit for fit in self._fits.get(place, ()) if fit.seen_s >= LEAST_S]
        if not known:
            return None
        fit = min(known, key=lambda one: one.strapping.misfit)
        strapping = fit.strapping
        up, turning = strapping.turn @ reading.up, strapping.turn @ reading.turning
        lever = skew(up)
        sd = np.sqrt(reading.sd**2 + STRAPPED_SD**2 + (lever @ strapping.covariance @ lever.T).diagonal())
        if sd.max() > DOUBTED_SD:
            return None
        askew = float(np.linalg.norm(reading.turning)) * math.sqrt(float(np.linalg.eigvalsh(strapping.covariance)[-1]))
        return Tilt(SEGMENT[fit.segment], up, sd, turning, math.hypot(TURNING_SD, askew))

    def stand(self, t: float, knees: Mapping[str, float]) -> None:
        """From t on, s, the person stands with their knees bent by so much, rad, by side: somebody measured it."""
        self._told = t, knees
        for fits in self._fits.values():
            for fit in fits:
                self._tell(fit)

    @property
    def stood_s(self) -> float | None:
        """For how long whom somebody measured has stood still since, s; None where nobody was measured."""
        standings = [fit.standing for fits in self._fits.values() for fit in fits if leg(fit.segment)]
        return None if self._told is None else min((one.stood_s for one in standings if one.knee is not None), default=0.0)

    def _tell(self, fit: _Fit) -> None:
        if self._told and leg(fit.segment):
            t, knees = self._told
            fit.standing.tell(t, knees[fit.segment.partition("_")[0]])

    def _forget(self) -> None:
        """How the sensors lie, but not what they read while somebody stood."""
        for place, fits in self._fits.items():
            for fit in fits:
                fit.strapping, fit.seen_s, fit.before = Strapping(), 0.0, None
                if place in self._now and fit.standing.stood_s > 0.0:
                    _expect(fit, self._now[place])

    def learn(self, pose: BodyPose, model: BodyModel) -> None:
        """What the body shows while the sensors read."""
        dt, self._t = pose.t - self._t, pose.t
        if pose.astray:
            self._forget()
        if not self._now:
            return
        placement = model.place(pose.shown)
        still = stands(placement, [reading.turning for place, reading in self._now.items() if leg(place)])
        for place, reading in self._now.items():
            if place not in self._fits:
                self._fits[place] = tuple(_Fit(name) for name in CANDIDATES[place])
                for fit in self._fits[place]:
                    self._tell(fit)
            for fit in self._fits[place]:
                if still and leg(fit.segment) and 0.0 < dt <= LONGEST_S:
                    fit.standing.feed(pose.t, reading.up, dt)
                    _expect(fit, reading)
                turning = model.turning(pose.shown, fit.segment)
                _learn(fit, placement.rotation[SEGMENT[fit.segment]], turning @ pose.shown_covariance @ turning.T, reading, dt)


def _reading(state: WornState) -> _Reading:
    """The earth frame's third row is up in the sensor's axes."""
    return _Reading(np.array(rows(state.orientation)[2]), np.array(state.gyro), state.tilt_sd)


def _expect(fit: _Fit, reading: _Reading) -> None:
    """What it must read by how its wearer stood."""
    fit.strapping.expect(*fit.standing.expected(reading.sd), certain=fit.standing.knee is not None)


def _learn(fit: _Fit, rotation: Array, covariance: Array, reading: _Reading, dt: float) -> None:
    """covariance: (3, 3) rad2 of the segment's turn, about its axes."""
    before, fit.before = fit.before, rotation
    if before is None or not 0.0 < dt <= LONGEST_S:
        return
    strapping, fit.seen_s = fit.strapping, fit.seen_s + dt
    strapping.fade(float(np.exp(-dt / MEMORY_S)))
    lever = skew(rotation[1])
    spread = LASTING_S * lever @ covariance @ lever.T + FELT_LASTING_S * (reading.sd**2 + STRAPPED_SD**2) * np.eye(3)
    strapping.add(rotation[1], reading.up, np.linalg.inv(spread) * dt)
    speed = float(np.linalg.norm(reading.turning))
    if np.isfinite(speed) and speed > SLOW:
        apart = before.T @ rotation
        turning = 0.5 * np.array([apart[2, 1] - apart[1, 2], apart[0, 2] - apart[2, 0], apart[1, 0] - apart[0, 1]]) / dt
        weight = (speed / SHOWN_TURNING_SD) ** 2 * dt / SHOWN_TURNING_S
        strapping.add(turning / speed, reading.turning / speed, weight * np.eye(3))
    strapping.solve()
