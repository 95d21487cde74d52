"""A sensor that is turned and moved smoothly, with its truth."""

from dataclasses import dataclass

import numpy as np

from edge.estimate.rotation import STANDARD_GRAVITY, Quaternion, Vector, rotated, turned
from edge.messages import ImuSample

NO_GYRO = (np.nan, np.nan, np.nan)


@dataclass(frozen=True)
class MadeImu:
    """samples, and for each the true orientation and the true acceleration without gravity in the earth frame."""

    samples: list[ImuSample]
    orientation: list[Quaternion]
    movement: list[Vector]


def made_imu(
    seconds: float, rate_hz: float = 100.0, *, turning: float = 1.0, moving: float = 1.0, bias: Vector = (0.0, 0.0, 0.0),
    rest: tuple[float, float] = (0.0, 0.0), noise: float = 1.0, seed: int = 0, where: str = "wrist",
) -> MadeImu:  # fmt: skip
    """turning: rad/s, moving: m/s2, both about the largest. rest: from when to when it lies still, s. noise: 1 is an MPU-6050's."""
    rng = np.random.default_rng(seed)
    t = np.arange(round(seconds * rate_hz)) / rate_hz
    still = (t >= rest[0]) & (t < rest[1])
    rate, movement = (np.where(still[:, None], 0.0, size * _smooth(t, rng)) for size in (turning, moving))
    orientation = _orientations(rate, 1.0 / rate_hz)
    gyro = rate + bias + noise * 0.0008 * rng.standard_normal(rate.shape)
    hiss = noise * 0.03 * rng.standard_normal(rate.shape)
    samples = [
        ImuSample(float(at), where, _reading(q, (x, y, z), h), _vector(w))
        for at, q, (x, y, z), h, w in zip(t, orientation, movement, hiss, gyro, strict=True)
    ]
    return MadeImu(samples, orientation, [_vector(a) for a in movement])


def _smooth(t: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """(n, 3) sums of slow and quick swings, within about 1, with no mean."""
    frequency, phase = rng.uniform(0.3, 2.0, (4, 3)), rng.uniform(0, 2 * np.pi, (4, 3))
    return np.asarray(np.sin(2 * np.pi * t[:, None, None] * frequency + phase).sum(axis=1) / 2.5)


def _orientations(rate: np.ndarray, dt: float) -> list[Quaternion]:
    q: Quaternion = (0.8, 0.4, -0.4, 0.2)
    found = []
    for w in rate:
        q = turned(q, _vector(w), dt)
        found.append(q)
    return found


def _reading(q: Quaternion, movement: Vector, hiss: np.ndarray) -> Vector:
    x, y, z = movement
    felt = rotated((q[0], -q[1], -q[2], -q[3]), (x, y, z + STANDARD_GRAVITY))
    return _vector(np.array(felt) + hiss)


def _vector(v: np.ndarray) -> Vector:
    x, y, z = v.tolist()
    return x, y, z
