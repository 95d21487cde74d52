"""A marker trial -> what two sensors on the right leg would say, and the body that hears them.

Either rough ones, 3 degrees off over 2 s, as with which the limit of 4.5 degrees was set, or an MPU-6050 by its datasheet, through the
product's own filter. The skin under them does not slide. Refuses to know: cameras, joint angles.
"""

from collections.abc import Mapping
from enum import Enum, auto

import numpy as np

from edge.estimate.body.anthropometry import BodySize
from edge.estimate.body.body_estimator import BodyEstimator
from edge.estimate.body.model import SEGMENT
from edge.estimate.body.mounting import CAMERA_LATE_S, TURNING_SD, Mounting
from edge.estimate.body.sight import Tilt
from edge.estimate.rotation import rows, upright
from edge.estimate.worn import WornEstimator
from edge.messages import Array, Indices, WornState
from tools.avatar_studio.worn import Mount, readings
from tools.evaluation.opencap_body import Skeleton

TILT_SD, TILT_WANDER_S, GYRO_SD = np.radians(3.0), 2.0, 0.05
WORN = {"thigh": ("right_thigh", "right_shank"), "shank": ("right_shank", "right_foot")}
"""The segment, and the one that hangs below it."""
DOWN = 0.7
"""Of the segment's length from its upper joint."""
ROOM = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])
"""From the laboratory's axes (x ahead, y up, z to the right) to those of a room (x ahead, y left, z up)."""


class Worn(Enum):
    """Two sensors on the right leg, or none."""

    NOT = auto()
    ROUGH = auto()
    """Lying anyhow."""
    KNOWN = auto()
    """Rough ones whose axes are those of their segments, which nobody has to find out: what the limit was set with."""
    READ = auto()
    """An MPU-6050 each, strapped askew."""
    TOLD = auto()
    """The same; their wearer stood still first, with knees that somebody measured."""


def states_of(worn: Worn, t: Array, skeleton: Skeleton, moments: Indices, rng: np.random.Generator) -> list[dict[str, WornState]]:
    """The newest states by segment, at each of the times t (n,) s; moments: (n,) of the skeleton."""
    if worn is Worn.NOT:
        return [{} for _ in t]
    if worn in (Worn.READ, Worn.TOLD):
        return _read(t, skeleton, moments, rng)
    return _rough(t, skeleton, moments, rng, askew=worn is Worn.ROUGH)


def body_of(worn: Worn, size: BodySize) -> BodyEstimator:
    return (_KnownBody if worn is Worn.KNOWN else BodyEstimator)(size)


class _KnownMounting(Mounting):
    def tilts(self, t: float, worn: Mapping[str, WornState]) -> tuple[Tilt, ...]:
        heard = {segment: self._as_of(t - CAMERA_LATE_S, segment, state) for segment, state in worn.items()}
        return tuple(_tilt(segment, state) for segment, state in heard.items() if state is not None)


def _tilt(segment: str, state: WornState) -> Tilt:
    up, sd = np.array(rows(state.orientation)[2]), np.full(3, state.tilt_sd)
    return Tilt(SEGMENT[segment], up, sd, np.array(state.gyro), TURNING_SD)


class _KnownBody(BodyEstimator):
    def __init__(self, size: BodySize) -> None:
        super().__init__(size)
        self._mounting = _KnownMounting()


def _read(t: Array, skeleton: Skeleton, moments: Indices, rng: np.random.Generator) -> list[dict[str, WornState]]:
    known: list[dict[str, WornState]] = [{} for _ in t]
    for segment, below in WORN.values():
        turns = skeleton.turns[segment][moments]
        place = (1.0 - DOWN) * skeleton.centres[segment][moments] + DOWN * skeleton.centres[below][moments]
        path = Mount(place @ ROOM.T, turns[:, :, 0] @ ROOM.T, turns[:, :, 1] @ ROOM.T)
        estimator = WornEstimator(segment)
        states = [state for sample in readings(path, t, segment, rng) if (state := estimator.feed(sample)) is not None]
        newest = np.searchsorted([state.t for state in states], t, side="right") - 1
        for now, k in zip(known, newest.tolist(), strict=True):
            if k >= 0:
                now[segment] = states[k]
    return known


def _rough(t: Array, skeleton: Skeleton, moments: Indices, rng: np.random.Generator, *, askew: bool) -> list[dict[str, WornState]]:
    """Up and turning, in axes of their own, turned anyhow, or in their segment's."""
    sensors: list[dict[str, WornState]] = [{} for _ in t]
    for place, (segment, _) in WORN.items():
        strapped = np.linalg.qr(rng.normal(size=(3, 3)))[0] if askew else np.eye(3)
        strapped *= np.sign(np.linalg.det(strapped))
        turns = skeleton.turns[segment][moments] @ strapped
        off = TILT_SD * wandering(t, TILT_WANDER_S, (3,), rng)
        for k, when in enumerate(t.tolist()):
            up = turns[k].T @ [0.0, 1.0, 0.0]
            up = up + np.cross(off[k], up)
            gyro = _turning(turns, t, k) + GYRO_SD * rng.normal(size=3)
            sensors[k][segment] = WornState(
                when, place, upright(tuple(up.tolist())), (0.0, 0.0, 0.0), tuple(gyro.tolist()), float(TILT_SD), False
            )
    return sensors


def wandering(t: Array, lasting_s: float, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
    """(n, *shape) of unit variance, autocorrelated over so long."""
    found = np.empty((len(t), *shape))
    found[0] = rng.normal(size=shape)
    for k, dt in enumerate(np.diff(t), 1):
        keep = np.exp(-dt / lasting_s)
        found[k] = keep * found[k - 1] + np.sqrt(1.0 - keep**2) * rng.normal(size=shape)
    return found


def _turning(turns: Array, t: Array, k: int) -> Array:
    """(3,) rad/s in the sensor's own axes, over the moments beside this one."""
    before, after = max(k - 1, 0), min(k + 1, len(t) - 1)
    step = turns[before].T @ turns[after] / (t[after] - t[before])
    return 0.5 * np.array([step[2, 1] - step[1, 2], step[0, 2] - step[2, 0], step[1, 0] - step[0, 1]])
