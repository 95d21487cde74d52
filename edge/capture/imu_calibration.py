"""Six positions at rest -> what an IMU's numbers must be corrected by; numbers off a chip -> readings as it is mounted.

The method asks for no table and no spirit level: at rest an accelerometer feels 1 g, however it is turned, so that offsets and gains
are those with which six differently turned readings are all 1 g long (Frosio, Pedersini & Borghese 2009, IEEE Trans. Instrum. Meas.
58(6)). Refuses to know: chips, files, and who turns the sensor.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from pydantic import TypeAdapter, ValidationError

from edge.axes import AS_PRINTED, Axes, Vector
from edge.errors import EdgeError
from edge.messages import Array
from edge.state import Json, State

STANDARD_G = 9.80665
MOST_OFFSET, MOST_GAIN_ERROR = 3.0, 0.15
"""m/s2 and relative, per axis: an MPU-6050 is within 0.8 m/s2 and 3 % (datasheet 6.2); beyond this a position was not what it should be."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Corrections along the sensor's own axes: (reading - offset) x gain. accel_offset: m/s2; gyro_bias: rad/s."""

    accel_offset: Vector = (0.0, 0.0, 0.0)
    accel_gain: Vector = (1.0, 1.0, 1.0)
    gyro_bias: Vector = (0.0, 0.0, 0.0)

    @property
    def in_words(self) -> str:
        """The largest of each, for people."""
        offset, turn = max(map(abs, self.accel_offset)), max(map(abs, self.gyro_bias))
        gain = max(abs(gain - 1.0) for gain in self.accel_gain)
        return f"acceleration off by up to {offset:.2f} m/s2 and {gain:.1%}, turning by up to {turn:.3f} rad/s at rest"


NONE = Calibration()


def stored(state: State, where: str) -> Calibration:
    """What was learned of the sensor worn there; no correction where nothing was. Raises EdgeError where it cannot be understood."""
    value = state.get(_name(where))
    if value is None:
        return NONE
    try:
        return TypeAdapter(Calibration).validate_python(value)
    except ValidationError as error:
        advice = f"run `edgecoach calibrate imu --where {where}` again"
        raise EdgeError(f"the stored calibration of the {where} sensor cannot be understood", advice) from error


def store(state: State, where: str, calibration: Calibration) -> None:
    """Learn it, in place of what was known before."""
    values: dict[str, Json] = {name: list(vector) for name, vector in asdict(calibration).items()}
    state.put(_name(where), values)


def _name(where: str) -> str:
    return f"imu.{where}"


def fit_accelerometer(positions: Sequence[Vector]) -> tuple[Vector, Vector]:
    """Offset and gain from the mean readings, m/s2, in six or more positions, one for each side up.

    Gauss-Newton on |(reading - offset) x gain| = 1 g. Raises EdgeError where the positions do not belong to one sound sensor.
    """
    readings = np.asarray(positions, float)
    middle = (readings.max(axis=0) + readings.min(axis=0)) / 2.0
    half = (readings.max(axis=0) - readings.min(axis=0)) / 2.0
    unknown = np.concatenate((middle, STANDARD_G / np.maximum(half, 1e-3)))
    for _ in range(20):
        unknown = unknown - np.linalg.lstsq(*_linear(readings, unknown), rcond=None)[0]
    offset, gain = unknown[:3], unknown[3:]
    if not np.isfinite(unknown).all() or np.abs(offset).max() > MOST_OFFSET or np.abs(gain - 1.0).max() > MOST_GAIN_ERROR:
        problem = "the six positions do not fit together"
        raise EdgeError(problem, "turn each side up in turn, hold still, and keep away from machines that shake")
    return _vector(offset), _vector(gain)


def _linear(readings: Array, unknown: Array) -> tuple[Array, Array]:
    """Jacobian and residuals of (length^2 - g^2) / 2g, m/s2."""
    offset, gain = unknown[:3], unknown[3:]
    corrected = (readings - offset) * gain
    residuals = (np.square(corrected).sum(axis=1) - STANDARD_G**2) / (2.0 * STANDARD_G)
    jacobian = np.hstack((-corrected * gain, corrected * (readings - offset))) / STANDARD_G
    return jacobian, residuals


def _vector(values: Any) -> Vector:
    x, y, z = (round(float(value), 6) for value in values)
    return x, y, z


class Correction:
    """Numbers off the chip -> m/s2 and rad/s along forward, left and up. accel_unit, gyro_unit: what one count is.

    Multiplied out beforehand, for it runs a thousand times a second.
    """

    def __init__(self, accel_unit: float, gyro_unit: float, calibration: Calibration = NONE, axes: Axes = AS_PRINTED) -> None:
        gain, offset, bias = calibration.accel_gain, calibration.accel_offset, calibration.gyro_bias
        self._accel = [
            (axis.index, axis.sign * gain[axis.index] * accel_unit, axis.sign * gain[axis.index] * offset[axis.index]) for axis in axes
        ]
        self._gyro = [(axis.index + 3, axis.sign * gyro_unit, axis.sign * bias[axis.index]) for axis in axes]

    def __call__(self, counts: Sequence[float]) -> tuple[Vector, Vector]:
        """counts: accelerometer x, y, z, gyroscope x, y, z."""
        (i, ki, oi), (j, kj, oj), (k, kk, ok) = self._accel
        accel = counts[i] * ki - oi, counts[j] * kj - oj, counts[k] * kk - ok
        (i, ki, oi), (j, kj, oj), (k, kk, ok) = self._gyro
        return accel, (counts[i] * ki - oi, counts[j] * kj - oj, counts[k] * kk - ok)
