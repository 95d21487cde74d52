"""The moments at which a sensor lay still -> what to tell the person who turns it, and in the end its calibration.

Refuses to know: how the sensor is read, and where the calibration is kept.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace

from edge.axes import Vector
from edge.capture.imu_calibration import Calibration, fit_accelerometer
from edge.capture.rest import Rest, RestFinder
from edge.errors import DeviceFault
from edge.messages import ImuSample, LinkChange, Sample

SIDES = 6
MOST_BIAS = 0.35
"""rad/s: 20 degrees a second, the datasheet's limit."""
IMPATIENT_S = 20.0


class Lesson:
    """sides: the side that was up -> mean acceleration, m/s2. gyro_only: one rest is enough, and nothing is learned of gravity."""

    def __init__(self, gyro_only: bool) -> None:
        self._gyro_only = gyro_only
        self._sides: dict[str, Vector] = {}
        self._turns: list[Vector] = []

    @property
    def opening(self) -> str:
        if self._gyro_only:
            return "Lay the sensor on a table and do not touch it."
        return "Lay the sensor on a table, on any of its six sides, and let go. It takes two seconds a side."

    @property
    def done(self) -> bool:
        return bool(self._turns) if self._gyro_only else len(self._sides) == SIDES

    def feed(self, rest: Rest) -> str:
        """What to tell the person now. Raises DeviceFault where the gyroscope turns at rest by more than any sound one."""
        if max(map(abs, rest.gyro)) > MOST_BIAS:
            raise DeviceFault(f"its gyroscope shows {max(map(abs, rest.gyro)):.2f} rad/s while it lies still", "it is broken: replace it")
        self._turns.append(rest.gyro)
        if self._gyro_only:
            return "Done."
        if not rest.side:
            return "It lies askew: lay it flat on one of its sides, against something if it will not stand."
        known, self._sides[rest.side] = rest.side in self._sides, rest.accel
        if self.done:
            return "Side 6 of 6. Done."
        next_one = "turn it onto another side, and let go."
        return f"That side is known: {next_one}" if known else f"Side {len(self._sides)} of 6. Now {next_one}"

    def learned(self, known: Calibration) -> Calibration:
        """known: what stays as it is where nothing was learned of it. Raises EdgeError where the sides do not fit together."""
        x, y, z = (round(sum(axis) / len(self._turns), 6) for axis in zip(*self._turns, strict=True))
        if self._gyro_only:
            return replace(known, gyro_bias=(x, y, z))
        offset, gain = fit_accelerometer(list(self._sides.values()))
        return Calibration(offset, gain, (x, y, z))


async def guide(samples: AsyncIterator[Sample], lesson: Lesson, tell: Callable[[str], None]) -> None:
    """Until the lesson is done."""
    rests, waited_from = RestFinder(), 0.0
    tell(lesson.opening)
    async for sample in samples:
        if isinstance(sample, LinkChange):
            rests.forget()
        if not isinstance(sample, ImuSample):
            continue
        waited_from = waited_from or sample.t
        if rest := rests.feed(sample):
            tell(lesson.feed(rest))
            waited_from = sample.t
        elif sample.t - waited_from > IMPATIENT_S:
            tell("Still waiting: let it lie on something firm, and do not touch it.")
            waited_from = sample.t
        if lesson.done:
            return
