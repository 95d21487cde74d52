"""What a sensor is worth, and its self-test, in simulated time on simulated chips."""

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from edge.capture.imu_probe import Findings, probe_imu
from edge.capture.imu_self_test import NOT_TESTED, SelfTest, mpu6050_trims, self_test
from edge.capture.mpu6050 import Mpu6050
from edge.capture.simulate import Drift
from edge.capture.simulated_chip import SimulatedBus, SimulatedChip
from edge.capture.simulated_imu import Overflow, simulated_imu
from edge.commands.probes.imu import advised
from edge.config_options import WristImu
from edge.errors import DeviceLost
from tests.capture.chips import FakeClock

CHIP = WristImu(source="mpu6050")


def resting(seed: int = 1) -> Callable[[float], Sequence[int]]:
    chance = random.Random(seed)
    return lambda t: [round(chance.gauss(mean, sd)) for mean, sd in ((0, 5), (0, 5), (2048, 5), (1, 1), (-2, 1), (0, 1))]


def probed(clock: FakeClock, seconds: float = 4.0, **options: object) -> Findings:
    source = simulated_imu("wrist", clock, wait=lambda stopped, pause: clock.pass_by(pause), **options)  # type: ignore[arg-type]
    return asyncio.run(probe_imu("wrist", CHIP, source._opener, [], seconds, clock, source._wait))


def test_a_sound_sensor_is_well() -> None:
    found = probed(FakeClock(), motion=resting())
    assert found.identity == "MPU-6050 at 0x68 on a simulated bus"
    assert found.rate_hz == pytest.approx(200.0, rel=0.005)
    assert found.jitter_ms < 0.5
    assert found.accel_length == pytest.approx(9.81, abs=0.02)
    assert 0.01 < max(found.accel_noise) < 0.04
    assert (found.low_pass_hz, found.bus_errors, found.overflows, found.garbage) == (94, 0, 0, 0)
    assert found.celsius == pytest.approx(36.53)
    assert list(advised(replace(found, delay_ms=(8.0, 12.0)))) == []  # a clock that nobody waits for knows no delays


def test_troubles_are_counted_and_advised() -> None:
    found = probed(FakeClock(), motion=resting(), troubles=[Overflow(1.0, 0.1), Drift(0.0, 100.0, 0.08)])
    assert found.overflows == 1
    advice = " ".join(advised(found))
    assert "It gives 21" in advice
    assert "of 200 wanted readings" in advice
    assert "Its bus is disturbed" in advice


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"accel_length": 1.0}, "feels 1.0 m/s2 where gravity is 9.8"),
        ({"accel_noise": (0.0, 0.0, 0.0)}, "never change"),
        ({"gyro_noise": (0.2, 0.0, 0.1)}, "was moved"),
        ({"gyro_mean": (0.0, -0.05, 0.0)}, "edgecoach calibrate imu"),
        ({"self_test": SelfTest((0.0,) * 6, ("gyroscope x",))}, "self-test fails (gyroscope x)"),
        ({"bus_errors": 3}, "disturbed"),
        ({"garbage": 30}, "print nothing else"),
        ({"delay_ms": (10.0, 40.0)}, "come late"),
        ({"jitter_ms": 4.0, "low_pass_hz": None}, "its own milliseconds"),
    ],
)
def test_each_finding_has_its_advice(change: dict[str, Any], sentence: str) -> None:
    sound = Findings(
        "x", 4.0, 800, 200.0, 200.0, 0.1, (8.0, 12.0), 9.8, (0.02,) * 3, (0.001,) * 3, (0.0,) * 3, 94, 30.0, 0, 0, 0.0, 0, NOT_TESTED
    )  # fmt: skip
    assert list(advised(sound)) == []
    (advice,) = advised(replace(sound, **change))
    assert sentence in advice


def test_a_probe_that_hears_nothing_says_so() -> None:
    with pytest.raises(DeviceLost, match="hardly any readings"):
        probed(FakeClock(), seconds=0.0)


# --- self-test ---------------------------------------------------------------------------------------------------


def tried(who_am_i: int, trims: dict[int, int], response: Sequence[int]) -> SelfTest:
    clock = FakeClock()
    chip = SimulatedChip(clock, lambda t: (10, 20, 4096, -3, 5, 7), who_am_i)
    chip.trims, chip.self_test_response = trims, response
    chip.power_up()
    device = Mpu6050(SimulatedBus({0x68: chip}), 0x68)
    found = self_test(device, device.identify(), clock.pass_by)
    assert device.gyro_test == device.accel_test == 0  # nothing pushes any more
    return found


def test_trims_follow_the_register_map() -> None:
    """Page 11: FT(Xg) = 25 x 131 x 1.046^(code - 1), that of y negative; FT(a) = 4096 x 0.34 x (0.92 / 0.34)^((code - 1) / 30)."""
    trims = mpu6050_trims((0b101_00001, 0b000_00010, 0b111_11111, 0b00_10_01_11))
    assert trims[3:] == pytest.approx([3275.0, -3275.0 * 1.046, 3275.0 * 1.046**30])
    codes = (0b10110, 0b00001, 0b11111)
    assert trims[:3] == pytest.approx([4096 * 0.34 * (0.92 / 0.34) ** ((code - 1) / 30) for code in codes])
    assert mpu6050_trims((0, 0, 0, 0)) == [0.0] * 6


TRIMS_6050 = {0x0D: 0b100_10000, 0x0E: 0b100_10000, 0x0F: 0b100_10000, 0x10: 0}
TRIMS_6500 = {0x00: 100, 0x01: 100, 0x02: 100, 0x0D: 100, 0x0E: 100, 0x0F: 100}


def test_an_mpu6050_is_tested_against_its_trims() -> None:
    factory = [round(value) for value in mpu6050_trims([*TRIMS_6050.values()])]
    sound = tried(0x68, TRIMS_6050, factory)
    assert sound.failed == ()
    assert sound.shares == pytest.approx((1.0,) * 6, abs=0.001)
    weak = [round(value * (0.8 if axis == 4 else 1.1)) for axis, value in enumerate(factory)]
    assert tried(0x68, TRIMS_6050, weak).failed == ("gyroscope y",)


def test_an_mpu6500_is_tested_by_its_own_rule() -> None:
    factory = round(2620.0 * 1.01**99)
    assert tried(0x70, TRIMS_6500, [factory] * 6).failed == ()
    assert tried(0x70, TRIMS_6500, [factory * 2, *[factory] * 2, factory * 2, 0, factory]).failed == ("accelerometer x", "gyroscope y")


@pytest.mark.parametrize(("who_am_i", "trims"), [(0x72, TRIMS_6050), (0x98, TRIMS_6500), (0x68, {})])
def test_what_is_not_documented_or_not_stored_is_not_claimed(who_am_i: int, trims: dict[int, int]) -> None:
    assert tried(who_am_i, trims, [3000] * 6) == NOT_TESTED
