"""Calibration: a person who turns a sensor, in simulated time, through the driver; and the mathematics of six sides."""

import asyncio
import math
import random
from pathlib import Path

import numpy as np
import pytest

from edge.capture.imu_calibration import NONE, Calibration, Correction, fit_accelerometer, store, stored
from edge.capture.mpu6050 import ACCEL_PER_COUNT, GYRO_PER_COUNT
from edge.capture.rest import RestFinder
from edge.capture.simulated_imu import simulated_imu
from edge.commands.guides.imu import Lesson, guide
from edge.errors import DeviceFault, EdgeError
from edge.messages import ImuSample
from edge.state import State
from tests.capture.chips import FakeClock

G = 9.80665
OFFSET, GAIN, BIAS = (0.4, -0.3, 0.6), (1.02, 0.97, 1.01), (0.02, -0.03, 0.01)
UP = {"z": (0, 0, 1), "-z": (0, 0, -1), "x": (1, 0, 0), "-x": (-1, 0, 0), "y": (0, 1, 0), "-y": (0, -1, 0)}


class Turned:
    """A sensor with faults of its own, laid onto one side after another, five seconds each, two of them turning."""

    def __init__(self, sides: list[str], tilt: float = 0.1) -> None:
        self._sides, self._tilt, self._chance = sides, tilt, random.Random(5)

    def __call__(self, t: float) -> list[int]:
        at, into = divmod(t - 100.0, 5.0)
        x, y, z = UP[self._sides[min(int(at), len(self._sides) - 1)]]
        true = np.array([x, y, z], float) + self._tilt * np.array([y, z, x])
        true *= G / np.linalg.norm(true)
        moving = 0.0 if into > 2.0 else 3.0
        accel = true / np.array(GAIN) + np.array(OFFSET) + [self._chance.gauss(0, 0.03) for _ in range(3)] + moving * math.sin(9 * t)
        gyro = np.array(BIAS) + [self._chance.gauss(0, 0.001) for _ in range(3)] + moving * math.cos(9 * t)
        return [round(value / unit) for values, unit in ((accel, ACCEL_PER_COUNT), (gyro, GYRO_PER_COUNT)) for value in values]


def taught(motion: Turned, lesson: Lesson, seconds: float = 200.0) -> list[str]:
    clock, said = FakeClock(), list[str]()

    async def visit() -> None:
        source = simulated_imu("wrist", clock, motion, rate_hz=100, wait=lambda stopped, pause: clock.pass_by(pause))
        async with asyncio.timeout(60), source.open() as samples:
            await guide(samples, lesson, said.append)

    asyncio.run(visit())
    return said


def test_six_sides_in_any_order_teach_offset_gain_and_bias() -> None:
    lesson = Lesson(gyro_only=False)
    said = taught(Turned(["z", "x", "-y", "x", "-z", "y", "-x"]), lesson)
    assert [line.split(".")[0].split(":")[0] for line in said[1:]] == [
        "Side 1 of 6", "Side 2 of 6", "Side 3 of 6", "That side is known", "Side 4 of 6", "Side 5 of 6", "Side 6 of 6",
    ]  # fmt: skip
    learned = lesson.learned(NONE)
    assert learned.accel_offset == pytest.approx(OFFSET, abs=0.02)
    assert learned.accel_gain == pytest.approx(GAIN, abs=0.002)
    assert learned.gyro_bias == pytest.approx(BIAS, abs=0.001)


def test_the_gyroscope_alone_leaves_the_rest_as_it_was() -> None:
    lesson = Lesson(gyro_only=True)
    assert taught(Turned(["x"]), lesson)[-1] == "Done."
    learned = lesson.learned(Calibration(OFFSET, GAIN))
    assert (learned.accel_offset, learned.accel_gain) == (OFFSET, GAIN)
    assert learned.gyro_bias == pytest.approx(BIAS, abs=0.001)


def test_askew_and_restless_are_said() -> None:
    lesson = Lesson(gyro_only=False)
    said = taught(Turned(["z", "x", "-y", "-z", "y", "-x"], tilt=0.1), lesson)
    assert not any("askew" in line for line in said)
    askew = Lesson(gyro_only=False)
    rest = RestFinder()
    found = [rest.feed(ImuSample(nth / 100, "wrist", (5.0, 5.0, 6.0), (0.0, 0.0, 0.0))) for nth in range(400)]
    (only,) = [one for one in found if one]
    assert askew.feed(only).startswith("It lies askew")
    assert not askew.done


def test_a_trembling_hand_is_not_rest() -> None:
    finder, chance = RestFinder(), random.Random(1)
    samples = (
        ImuSample(nth / 100, "wrist", (0.0, 0.0, G), tuple(chance.gauss(0.0, 0.05) for _ in range(3)))  # type: ignore[arg-type]
        for nth in range(2000)
    )
    assert not any(finder.feed(sample) for sample in samples)


def test_a_gyroscope_that_spins_at_rest_is_broken() -> None:
    finder = RestFinder()
    (rest,) = [rest for nth in range(300) if (rest := finder.feed(ImuSample(nth / 100, "bar", (0.0, 0.0, G), (0.0, 1.0, 0.0))))]
    with pytest.raises(DeviceFault, match=r"shows 1\.00 rad/s while it lies still"):
        Lesson(gyro_only=True).feed(rest)


def test_tilted_sides_do_not_matter() -> None:
    chance = np.random.default_rng(3)
    true = np.array([UP[side] for side in UP], float) + chance.normal(0.0, 0.1, (6, 3))
    true *= G / np.linalg.norm(true, axis=1, keepdims=True)
    read = true / np.array(GAIN) + np.array(OFFSET)
    offset, gain = fit_accelerometer([tuple(row) for row in read.tolist()])
    corrected = (read - np.array(offset)) * np.array(gain)
    assert np.linalg.norm(corrected, axis=1) == pytest.approx(np.full(6, G), abs=1e-4)
    assert offset == pytest.approx(OFFSET, abs=0.05)


@pytest.mark.parametrize("sides", [[(0.0, 0.0, G)] * 6, [(0.0, 0.0, 2 * G), (0.0, 0.0, -2 * G)] * 3])
def test_positions_that_do_not_belong_together_are_refused(sides: list[tuple[float, float, float]]) -> None:
    with pytest.raises(EdgeError, match="the six positions do not fit together"):
        fit_accelerometer(sides)


def test_what_was_learned_is_found_again_and_damage_is_said(state_directory: Path) -> None:
    state = State(state_directory)
    assert stored(state, "wrist") == NONE
    learned = Calibration(OFFSET, GAIN, BIAS)
    store(state, "wrist", learned)
    assert stored(state, "wrist") == learned
    assert stored(state, "thigh") == NONE
    state.put("imu.thigh", {"accel_offset": "much"})
    with pytest.raises(EdgeError, match="calibrate imu --where thigh"):
        stored(state, "thigh")


def test_a_correction_is_what_it_says() -> None:
    accel, gyro = Correction(1.0, 1.0, Calibration(OFFSET, GAIN, BIAS))((1.0, 2.0, 3.0, 0.1, 0.2, 0.3))
    assert accel == pytest.approx([(value - off) * gain for value, off, gain in zip((1, 2, 3), OFFSET, GAIN, strict=True)])
    assert gyro == pytest.approx([value - bias for value, bias in zip((0.1, 0.2, 0.3), BIAS, strict=True)])
