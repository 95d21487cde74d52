"""Readings of an IMU that a person turns -> the moments at which it lay still, and which of its sides was up.

Refuses to know: who turns it, and what is made of it.
"""

from collections import deque
from dataclasses import dataclass

import numpy as np

from edge.axes import Vector
from edge.messages import Array, ImuSample

STILL_S = 2.0
ACCEL_SPREAD, GYRO_SPREAD = 0.15, 0.02
"""m/s2, rad/s: three times an MPU-6050's noise at 200 Hz; a hand that holds it trembles more."""

UPRIGHT = 0.9
"""Cosine: less than 26 degrees from lying on that side."""


@dataclass(frozen=True, slots=True)
class Rest:
    """Means over two seconds: accel m/s2, gyro rad/s."""

    accel: Vector
    gyro: Vector

    @property
    def side(self) -> str:
        """Which of the sensor's axes points up: "x", "-x" and so on; empty where it lies askew."""
        length = max(1e-9, float(np.linalg.norm(self.accel)))
        along = max(range(3), key=lambda axis: abs(self.accel[axis]))
        if abs(self.accel[along]) < UPRIGHT * length:
            return ""
        return ("-" if self.accel[along] < 0.0 else "") + "xyz"[along]


class RestFinder:
    """Feed it every reading. Each rest is told once; the next one begins after a movement."""

    def __init__(self) -> None:
        self._window: deque[ImuSample] = deque()
        self._told = False

    def forget(self) -> None:
        """Readings are missing: begin anew."""
        self._window.clear()

    def feed(self, sample: ImuSample) -> Rest | None:
        self._window.append(sample)
        if sample.t - self._window[0].t < STILL_S:
            return None
        values = np.array([(*one.accel, *one.gyro) for one in self._window])
        for _ in range(len(self._window) // 8):  # the next verdict comes a quarter of a second on
            self._window.popleft()
        if not _still(values):
            self._told = False
            return None
        return self._tell(values)

    def _tell(self, values: Array) -> Rest | None:
        if self._told:
            return None
        self._told = True
        ax, ay, az, gx, gy, gz = values.mean(axis=0).tolist()
        return Rest((ax, ay, az), (gx, gy, gz))


def _still(values: Array) -> bool:
    spread = values.std(axis=0)
    return bool(spread[:3].max() < ACCEL_SPREAD and not spread[3:].max() > GYRO_SPREAD)
