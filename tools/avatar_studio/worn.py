"""Truth -> what an IMU worn by the figure would have read.

Noise and biases are an MPU-6050's after calibration (datasheet PS-MPU-6000A rev. 3.4, sections 6.1 and 6.2); the strap sits
askew. The flesh under the strap is stiff and the feet land softly: real sensors shake more.
Refuses to know: exercises, cameras, what is made of the readings.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline

from edge.messages import LIMBS, ImuSample, Side
from tools.avatar_studio.geometry import Array, pitch, roll, unit, yaw
from tools.avatar_studio.truth import Truth

GRAVITY = np.array([0.0, 0.0, 9.80665])
GYRO_NOISE, ACCEL_NOISE = np.radians(0.05), 0.04
"""Of one reading, rms: rad/s and m/s2."""
GYRO_BIAS, ACCEL_BIAS = np.radians(0.15), 0.05
ASKEW_DEG = 8.0
"""How far a strap is off the limb's axes, about each axis."""
SMOOTH_S = 0.02
"""The figure is posed 30 times a second; what is quicker than this is not its movement."""


@dataclass(frozen=True, slots=True)
class Mount:
    """A sensor's path: where it is, and where its x (forward) and z (up) point. (n, 3) each, room axes."""

    place: Array
    forward: Array
    up: Array


def worn_samples(
    real: Truth, place: str, rate_hz: float = 100.0, seed: int = 0, side: Side = Side.LEFT, late_s: float = 0.0, gyro: bool = True
) -> list[ImuSample]:
    """The readings of one sensor through the whole clip, in order of time.

    place: of edge.messages.PLACES. side: which wrist, thigh or shank. late_s: by how much its times are late against the
    picture's. gyro: False for a watch without one (NaN). Raises KeyError for an unknown place.
    """
    rng = np.random.default_rng(seed)
    return readings(MOUNTS[place](real, 1 if side is Side.RIGHT else 0), real.t, place, rng, rate_hz, late_s, gyro)


def readings(
    mount: Mount, frames: Array, place: str, rng: np.random.Generator, rate_hz: float = 100.0, late_s: float = 0.0, gyro: bool = True
) -> list[ImuSample]:
    """As `worn_samples`, of any path. frames: (n,) s, its times."""
    t = np.arange(frames[0], frames[-1], 1.0 / rate_hz)
    turn, felt = _exact(mount, frames, t)
    askew = yaw(rng.normal(0, ASKEW_DEG)) @ pitch(rng.normal(0, ASKEW_DEG)) @ roll(rng.normal(0, ASKEW_DEG))
    rates, accels = _rates(turn, 1.0 / rate_hz) @ askew, felt @ askew
    rates = rates + rng.normal(0, GYRO_BIAS, 3) + rng.normal(0, GYRO_NOISE, rates.shape) if gyro else np.full_like(rates, np.nan)
    accels = accels + rng.normal(0, ACCEL_BIAS, 3) + rng.normal(0, ACCEL_NOISE, accels.shape)
    return [
        ImuSample(at, place, (ax, ay, az), (gx, gy, gz)).rounded()
        for at, (ax, ay, az), (gx, gy, gz) in zip((t + late_s).tolist(), accels.tolist(), rates.tolist(), strict=True)
    ]


def orientations(real: Truth, place: str, t: Array, side: Side = Side.LEFT) -> Array:
    """(n, 3, 3) the limb's axes (forward, left, up as columns) in the room's, at times t (n,) s; no strap, no noise."""
    return _exact(MOUNTS[place](real, 1 if side is Side.RIGHT else 0), real.t, t)[0]


def _exact(mount: Mount, frames: Array, t: Array) -> tuple[Array, Array]:
    """Rotations (n, 3, 3) limb -> room and what is felt (n, 3) in the limb's axes, m/s2."""
    place, forward, up = (CubicSpline(frames, _smoothed(path, frames)) for path in (mount.place, mount.forward, mount.up))
    z = unit(up(t))
    x = forward(t)
    x = unit(x - z * np.sum(x * z, -1, keepdims=True))
    turn = np.stack([x, np.cross(z, x), z], -1)
    force = place(t, 2) + GRAVITY
    return turn, np.einsum("nji,nj->ni", turn, force)


def _smoothed(path: Array, frames: Array) -> Array:
    """A path without the corners where two movements are joined."""
    sigma = SMOOTH_S / (frames[1] - frames[0])
    reach = int(np.ceil(4 * sigma))
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    padded = np.pad(path, ((reach, reach), (0, 0)), mode="edge")
    return np.stack([np.convolve(column, weights / weights.sum(), "valid") for column in padded.T], 1)


def _rates(turn: Array, dt: float) -> Array:
    """Turning (n, 3) rad/s in the turning axes, from what lies before and after each moment."""
    before, after = np.concatenate([turn[:1], turn[:-1]]), np.concatenate([turn[1:], turn[-1:]])
    step = np.swapaxes(before, 1, 2) @ after
    skew = 0.5 * np.stack([step[:, 2, 1] - step[:, 1, 2], step[:, 0, 2] - step[:, 2, 0], step[:, 1, 0] - step[:, 0, 1]], 1)
    sine = np.linalg.norm(skew, axis=1, keepdims=True)
    angle = np.arctan2(sine, 0.5 * (np.trace(step, axis1=1, axis2=2)[:, None] - 1))
    spans = np.full((len(turn), 1), 2 * dt)
    spans[[0, -1]] = dt
    return np.asarray(np.where(sine > 1e-9, angle / np.maximum(sine, 1e-9), 1.0) * skew / spans)


def _between(a: Array, b: Array, share: float) -> Array:
    return np.asarray((1 - share) * a + share * b)


def _wrist(real: Truth, side: int) -> Mount:
    """As the arm hangs: up towards the elbow, forward where the thumb points."""
    elbow, wrist = real.joints.elbow[:, side], real.joints.wrist[:, side]
    return Mount(_between(elbow, wrist, 0.88), real.joints.thumb[:, side], elbow - wrist)


def _upper_arm(real: Truth, side: int) -> Mount:
    """An armband: up towards the shoulder, forward as the chest is."""
    shoulder, elbow = real.joints.shoulder[:, side], real.joints.elbow[:, side]
    return Mount(_between(shoulder, elbow, 0.5), real.joints.chest_r[..., 0], shoulder - elbow)


def _thigh(real: Truth, side: int) -> Mount:
    hip, knee = real.joints.hip[:, side], real.joints.knee[:, side]
    return Mount(_between(hip, knee, 0.7), np.cross(_hinge(real, side), hip - knee), hip - knee)


def _shank(real: Truth, side: int) -> Mount:
    knee, ankle = real.joints.knee[:, side], real.joints.ankle[:, side]
    return Mount(_between(knee, ankle, 0.7), np.cross(_hinge(real, side), knee - ankle), knee - ankle)


def _hinge(real: Truth, side: int) -> Array:
    """(n, 3) the axis about which a knee bends, to the left."""
    return np.asarray(np.cross(real.joints.hip[:, side] - real.joints.ankle[:, side], real.motion.knee_pole[:, side]))


def _trunk(real: Truth, side: int) -> Mount:
    j = real.joints
    return Mount(_between(j.lumbar, j.shoulder_centre, 0.7), j.chest_r[..., 0], j.chest_r[..., 2])


def _bar(real: Truth, side: int) -> Mount:
    """In the middle between the hands, never turned about itself."""
    left, right = real.joints.wrist[:, 0], real.joints.wrist[:, 1]
    up = np.broadcast_to([0.0, 0.0, 1.0], left.shape)
    return Mount(_between(left, right, 0.5), np.cross(left - right, up), up)


_LIMBS = {"thigh": _thigh, "upper_arm": _upper_arm, "forearm": _wrist}
MOUNTS: dict[str, Callable[[Truth, int], Mount]] = {
    "wrist": _wrist, "watch": _wrist, "thigh": _thigh, "phone": _thigh, "shank": _shank, "trunk": _trunk, "bar": _bar,
    **{place: _LIMBS[place.partition("_")[2]] for place in LIMBS},
}  # fmt: skip
"""How it sits at each place; a phone is in the trouser pocket."""
