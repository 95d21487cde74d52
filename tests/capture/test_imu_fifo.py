"""The driver against a chip that answers register by register: every reading once, at the time at which it was measured."""

import itertools
import math
import random

import pytest

from edge.capture.fifo_clock import FifoClock
from edge.capture.imu_calibration import Calibration
from edge.capture.mpu6050 import ACCEL_PER_COUNT, GYRO_PER_COUNT, KINDS, Mpu6050, suited, true_rate
from edge.capture.simulated_chip import SimulatedBus, SimulatedChip
from edge.errors import DeviceFault, DeviceLost, DeviceMissing
from tests.capture.chips import FakeClock, as_slow_as_a_real_one, counter, number, one_chip, polled, reader

MINUTES_10 = 600.0
JITTER_S = 0.0005


def drifting(error: float) -> "tuple[FakeClock, SimulatedBus, SimulatedChip]":
    """A chip whose clock is off by so much, and drifts by another 0.1 % back and forth as it warms up."""
    clock = FakeClock()
    bus, chip = one_chip(clock, motion=counter(), clock_error=lambda t: error + 0.001 * math.sin(t / 60.0), keep_ticks=True)
    as_slow_as_a_real_one(bus, clock)
    return clock, bus, chip


@pytest.mark.parametrize(("error", "seconds"), [(0.01, MINUTES_10), (-0.01, 60.0)])
def test_no_reading_is_lost_or_doubled_and_each_has_its_time(error: float, seconds: float) -> None:
    clock, bus, chip = drifting(error)
    driver = reader(bus, clock)
    samples, links = polled(driver, clock, seconds)
    assert links == []
    first = number(samples[0])
    assert [number(sample) for sample in samples] == [(first + nth) % 30000 for nth in range(len(samples))]
    assert chip.ticks is not None
    assert len(chip.ticks) - len(samples) in range(4)  # the last ones still wait in the FIFO
    delay_s = suited(KINDS[0x68].filters, 200.0).delay_s
    errors = [sample.t + delay_s - tick for sample, tick in zip(samples, chip.ticks, strict=False)]
    assert math.sqrt(sum(one * one for one in errors) / len(errors)) < JITTER_S
    assert all(earlier.t < later.t for earlier, later in itertools.pairwise(samples))
    assert driver.counts.overflows == driver.counts.bus_errors == 0


@pytest.mark.parametrize("rate_hz", [50, 100, 250, 500, 1000])
def test_every_rate_loses_nothing(rate_hz: int) -> None:
    clock, bus, chip = drifting(-0.007)
    driver = reader(bus, clock, rate_hz)
    samples, links = polled(driver, clock, 10.0)
    assert driver.rate_hz == rate_hz
    assert links == []
    assert len(samples) == pytest.approx(10.0 * rate_hz * 1.007, rel=0.005)
    assert [number(b) - number(a) for a, b in itertools.pairwise(samples)] == [1] * (len(samples) - 1)
    late = [sample.t + driver._filter.delay_s - tick for sample, tick in zip(samples, chip.ticks or (), strict=False)]
    assert max(map(abs, late[rate_hz:])) < 0.1 / rate_hz + JITTER_S


@pytest.mark.parametrize("rate_hz", [100, 200, 500])
def test_a_reading_soon_arrives(rate_hz: int) -> None:
    """From what it measures to the driver's answer: the chip's filter, the wait for the next look, the bus."""
    clock, bus, _ = drifting(0.0)
    driver, late = reader(bus, clock, rate_hz), []
    for _ in range(2000):
        clock.pass_by(driver.next_look_s())
        found = driver.poll()
        late += [clock.now() - sample.t for sample in found]
    assert sorted(late)[int(0.95 * len(late))] < 0.020


def test_clock_bridges_a_look_that_came_late() -> None:
    times = FifoClock(0.005)
    times.restart(10.0, 10.0)
    for look in range(1, 200):
        times.feed(10.0 + 0.0103 * look, 10.0 + 0.0103 * look, int(0.0103 * look / 0.005) - int(0.0103 * (look - 1) / 0.005))
    late = times.feed(12.3025, 12.3025, 460 - int(0.0103 * 199 / 0.005))
    assert late[-1] == pytest.approx(12.3, abs=0.001)
    assert times.period_s == pytest.approx(0.005, rel=1e-3)


def test_the_filter_suits_the_rate() -> None:
    assert {rate: suited(KINDS[0x68].filters, rate).bandwidth_hz for rate in (50, 100, 200, 400, 1000)} == {
        50: 21, 100: 44, 200: 94, 400: 184, 1000: 184,
    }  # fmt: skip
    assert {wanted: true_rate(wanted) for wanted in (50, 200, 300, 1000)} == {
        50: 50,
        200: 200,
        300: pytest.approx(333.33, abs=0.01),
        1000: 1000,
    }


def test_numbers_become_units_and_the_mounting_is_undone() -> None:
    clock = FakeClock()
    bus, _ = one_chip(clock, motion=lambda t: (2048, -1024, 512, 164, -328, 656))
    (sample, *_), _ = polled(reader(bus, clock), clock, 0.1)
    assert sample.where == "wrist"
    assert sample.accel == pytest.approx((9.80665, -4.903, 2.4517), abs=1e-3)
    assert sample.gyro == pytest.approx(tuple(math.radians(dps) for dps in (10.0, -20.0, 40.0)), abs=1e-3)


def test_calibration_is_applied_along_the_chips_own_axes() -> None:
    from edge.axes import parse_axes

    clock = FakeClock()
    bus, _ = one_chip(clock, motion=lambda t: (1000, 2000, 3000, 100, 200, 300))
    calibration = Calibration((0.1, 0.2, 0.3), (1.01, 1.02, 1.03), (0.01, 0.02, 0.03))
    (sample, *_), _ = polled(reader(bus, clock, calibration=calibration, axes=parse_axes("x, z, -y")), clock, 0.1)
    ax, ay, az = ((1000 * nth * ACCEL_PER_COUNT - 0.1 * nth) * (1.0 + 0.01 * nth) for nth in (1, 2, 3))
    gx, gy, gz = (100 * nth * GYRO_PER_COUNT - 0.01 * nth for nth in (1, 2, 3))
    assert sample.accel == pytest.approx((ax, az, -ay))
    assert sample.gyro == pytest.approx((gx, gz, -gy))


@pytest.mark.parametrize("who_am_i", list(KINDS))
def test_look_alikes_are_named_and_read(who_am_i: int) -> None:
    clock = FakeClock()
    bus, _ = one_chip(clock, who_am_i=who_am_i)
    driver = reader(bus, clock)
    assert driver.identity == f"{KINDS[who_am_i].name} at 0x68 on /dev/i2c-1"
    assert len(polled(driver, clock, 1.0)[0]) == pytest.approx(200, abs=3)
    filter_register = Mpu6050(bus, 0x68).accel_filter
    assert filter_register == (0x42 if KINDS[who_am_i].own_accel_filter else 0)


@pytest.mark.parametrize(
    ("who_am_i", "sentence"),
    [
        (0x71, "the chip at 0x68 on /dev/i2c-1 is an MPU-9250 (WHO_AM_I 0x71): connect an MPU-6050, MPU-6500, MPU-6052C or ICM-20689"),
        (0x3B, "the chip at 0x68 on /dev/i2c-1 is no known relative of the MPU-6050 (WHO_AM_I 0x3B): connect an MPU-6050"),
        (0xFF, "(WHO_AM_I 0xFF): check SDA and SCL for a loose wire"),
    ],
)
def test_strangers_are_refused_with_advice(who_am_i: int, sentence: str) -> None:
    clock = FakeClock()
    with pytest.raises(DeviceFault) as refused:
        reader(one_chip(clock, who_am_i=who_am_i)[0], clock)
    assert sentence in str(refused.value)


def test_a_chip_that_takes_no_setting_is_told_from_a_sound_one(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FakeClock()
    bus, chip = one_chip(clock)
    take = chip._set
    monkeypatch.setattr(chip, "_set", lambda register, value: take(register, 0 if register == 0x1A else value))
    with pytest.raises(DeviceFault, match="register 0x1A was set to 0x02 and holds 0x00"):
        reader(bus, clock)


def test_nothing_at_all_and_the_other_address() -> None:
    clock = FakeClock()
    with pytest.raises(DeviceMissing, match=r"nothing answers at 0x68 on /dev/i2c-1: check its plug"):
        reader(SimulatedBus({}, "/dev/i2c-1"), clock)
    with pytest.raises(DeviceMissing, match=r"but an MPU-6500 does at 0x69: set address = 0x69"):
        reader(SimulatedBus({0x69: SimulatedChip(clock, who_am_i=0x70)}, "/dev/i2c-1"), clock)


def test_two_sensors_share_a_bus() -> None:
    clock = FakeClock()
    bus = SimulatedBus({0x68: SimulatedChip(clock, counter()), 0x69: SimulatedChip(clock, counter(), 0x70)}, "/dev/i2c-1")
    first, second = reader(bus, clock), reader(bus, clock, address=0x69)
    taken: list[list[int]] = [[], []]
    for _ in range(200):
        clock.pass_by(0.01)
        for driver, numbers in zip((first, second), taken, strict=True):
            numbers += [number(sample) for sample in driver.poll()]  # type: ignore[arg-type]
    for numbers in taken:
        assert len(numbers) > 390
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def test_an_overflow_is_said_and_readings_go_on_whole() -> None:
    clock = FakeClock()
    bus, _ = one_chip(clock, motion=counter())
    driver = reader(bus, clock)
    before, _ = polled(driver, clock, 1.0)
    clock.pass_by(0.6)  # the FIFO holds 0.42 s
    after, links = polled(driver, clock, 1.0)
    assert [link.reason for link in links] == [
        "its buffer ran over, for the box or its bus was too slow: 0.62 s of its readings are missing"
    ]
    assert links[0].link
    assert links[0].source == "imu wrist"
    assert number(after[0]) - number(before[-1]) == pytest.approx(0.62 * 200, abs=4)
    assert [number(b) - number(a) for a, b in itertools.pairwise(after)] == [1] * (len(after) - 1)
    assert after[0].accel[2] == pytest.approx(9.80665, abs=1e-3)
    assert driver.counts.overflows == 1


def test_a_bus_that_is_too_slow_is_said_now_and_then() -> None:
    """1,000 readings a second on a bus of 100 kHz: what can be had is had, and the gaps do not flood the log."""
    clock = FakeClock()
    bus, _ = one_chip(clock, motion=counter())
    driver = reader(bus, clock, 1000)
    bus.delay = lambda: clock.pass_by(0.02)
    samples, links = polled(driver, clock, 30.0)
    assert len(links) in (3, 4)
    assert driver.counts.overflows > 20
    steps = [(number(b) - number(a)) % 30000 for a, b in itertools.pairwise(samples)]
    assert min(steps, default=1) >= 1


def test_a_few_bad_transfers_cost_nothing() -> None:
    clock = FakeClock()
    bus, _ = one_chip(clock, motion=counter())
    driver = reader(bus, clock)
    before, _ = polled(driver, clock, 1.0)
    bus.nacks = 5
    after, links = polled(driver, clock, 1.0)
    assert links == []
    assert number(after[0]) == number(before[-1]) + 1
    assert driver.counts.bus_errors == 5


def test_a_transfer_that_breaks_within_the_fifo_costs_only_what_was_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FakeClock()
    bus, chip = one_chip(clock, motion=counter())
    driver = reader(bus, clock)
    before, _ = polled(driver, clock, 1.0)
    read, broken = chip.read, [True]

    def breaks_once(length: int) -> bytes:
        if length % 12 == 0 and broken.pop() if broken else False:
            read(length // 2 + 1)
            raise OSError(121, "Remote I/O error")
        return read(length)

    monkeypatch.setattr(chip, "read", breaks_once)
    after, links = polled(driver, clock, 1.0)
    assert [link.reason.split(":")[0] for link in links] == ["its bus was disturbed"]
    assert number(after[0]) - number(before[-1]) < 8
    assert {round(sample.accel[2], 3) for sample in after} == {9.807}


@pytest.mark.parametrize(
    ("fault", "kind", "sentence"),
    [
        ("unplug", DeviceLost, "the sensor at 0x68 on /dev/i2c-1 no longer answers: check its plug and cable"),
        ("hold", DeviceFault, "/dev/i2c-1 is held: a chip or a short circuit keeps its lines low"),
        ("brown out of a successor", DeviceLost, "the MPU-6500 at 0x68 on /dev/i2c-1 lost its supply for a moment"),
        ("brown out", DeviceLost, "the MPU-6050 at 0x68 on /dev/i2c-1 lost its supply for a moment and forgot its settings"),
        ("freeze", DeviceFault, "the MPU-6050 at 0x68 on /dev/i2c-1 gives no readings"),
    ],
)
def test_what_ends_a_link(fault: str, kind: type[Exception], sentence: str) -> None:
    clock = FakeClock()
    bus, chip = one_chip(clock, who_am_i=0x70 if "successor" in fault else 0x68)
    driver = reader(bus, clock)
    polled(driver, clock, 1.0)
    began = clock.now()
    match fault:
        case "unplug":
            del bus.chips[0x68]
        case "hold":
            bus.held = True
        case "brown out" | "brown out of a successor":
            chip.power_up()
        case "freeze":
            chip._next = math.inf
    with pytest.raises(kind) as ended:
        polled(driver, clock, 5.0)
    assert sentence in str(ended.value)
    assert clock.now() - began < 0.6


def test_a_setting_that_changed_by_itself_is_noticed() -> None:
    clock = FakeClock()
    bus, chip = one_chip(clock)
    driver = reader(bus, clock)
    polled(driver, clock, 0.5)
    chip.write(bytes((0x1C, 0x00)))  # +-2 g: every number would be eight times too large
    with pytest.raises(DeviceLost, match="forgot its settings"):
        polled(driver, clock, 2.0)


def test_temperature_where_it_is_known_how_to_read_it() -> None:
    clock = FakeClock()
    assert reader(one_chip(clock)[0], clock).celsius == pytest.approx(36.53)
    assert reader(one_chip(clock, who_am_i=0x70)[0], clock).celsius == pytest.approx(21.0)
    assert reader(one_chip(clock, who_am_i=0x72)[0], clock).celsius is None


def test_random_looks_never_confuse_the_clock() -> None:
    """Whatever the looks, times rise and stay within a period and a bit of the truth."""
    chance, times, now, ticks = random.Random(3), FifoClock(0.005), 50.0, 0
    times.restart(now, now)
    said: list[float] = []
    while now < 80.0:
        now += chance.choice((0.0005, 0.003, 0.01, 0.012, 0.08))
        new = int((now - 50.0) / 0.00503) - ticks
        ticks += new
        said += times.feed(now, now, new)
    assert all(earlier < later for earlier, later in itertools.pairwise(said))
    assert max(abs(t - 50.0 - 0.00503 * (nth + 1)) for nth, t in enumerate(said)) < 0.006
