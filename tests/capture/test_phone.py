"""A phone as a sensor: what it says, and its coming and going."""

import asyncio
import json
import math
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import Any

import pytest

from edge.capture.phone import MOST_READINGS, WAITING, PhoneSource
from edge.capture.source import keep_open
from edge.errors import InputError
from edge.messages import ImuSample, LinkChange, Sample
from tests.scripted_daemon import FakeClock

ROW = [1000.0, 0.1, 9.8, 0.2, 0.01, 0.02, 0.03]


def batch(*rows: object) -> str:
    return json.dumps(rows)


def bounded(scenario: Callable[[], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        async with asyncio.timeout(60):
            return await scenario()

    return asyncio.run(run())


async def no_pause(_: float) -> None:
    await asyncio.sleep(0)


def test_its_readings_are_samples_on_our_clock_in_order_and_never_after_they_came() -> None:
    clock = FakeClock(50.0)
    phone = PhoneSource(clock)

    async def scenario() -> list[Sample]:
        with phone.join():
            async with phone.open() as samples:
                assert phone.take(batch(*([1000.0 + 10 * k, *ROW[1:]] for k in range(3))))
                return [await anext(samples) for _ in range(3)]

    samples = bounded(scenario)
    assert [one.where for one in samples if isinstance(one, ImuSample)] == ["phone"] * 3
    times = [one.t for one in samples]
    assert times == sorted(times)
    assert times[-1] <= 50.0
    clock.t = 51.0


def test_a_late_batch_is_not_taken_for_late_movement() -> None:
    clock = FakeClock(50.0)
    phone = PhoneSource(clock)

    async def scenario() -> tuple[float, float]:
        with phone.join():
            async with phone.open() as samples:
                phone.take(batch([0.0, *ROW[1:]]))
                clock.t = 50.4
                phone.take(batch([100.0, *ROW[1:]]))
                return (await anext(samples)).t, (await anext(samples)).t

    first, second = bounded(scenario)
    assert second - first == pytest.approx(0.1, abs=1e-3)


def test_its_readings_say_where_it_is_worn() -> None:
    phone = PhoneSource(FakeClock())

    async def scenario() -> list[Sample]:
        heard = []
        for where in ("left_thigh", "right_upper_arm"):
            with phone.join(where):
                async with phone.open() as samples:
                    phone.take(batch(ROW))
                    heard.append(await anext(samples))
        return heard

    assert [one.where for one in bounded(scenario) if isinstance(one, ImuSample)] == ["left_thigh", "right_upper_arm"]
    with pytest.raises(InputError, match="not worn at 'trunk': say one of left_thigh"), phone.join("trunk"):
        pass
    with phone.join("left_thigh"):
        assert phone.take(batch(ROW)), "a refusal leaves the place free"


def test_its_leaving_is_said_and_it_may_come_again() -> None:
    phone = PhoneSource(FakeClock())

    async def scenario() -> list[Sample]:
        heard = []
        async with aclosing(keep_open(phone, FakeClock(), no_pause)) as samples:
            for _ in range(2):
                with phone.join():
                    phone.take(batch(ROW))
                    heard += [await anext(samples), await anext(samples)]
                heard.append(await anext(samples))
        return heard

    heard = bounded(scenario)
    assert [type(one) for one in heard] == [LinkChange, ImuSample, LinkChange] * 2
    assert [one.link for one in heard if isinstance(one, LinkChange)] == [True, False] * 2
    assert isinstance(heard[2], LinkChange)
    assert "the phone has left" in heard[2].reason


def test_only_one_phone_is_the_sensor() -> None:
    phone = PhoneSource(FakeClock())
    with phone.join(), pytest.raises(InputError, match="another phone"), phone.join():
        pass
    with phone.join():
        assert phone.take(batch(ROW))


def test_a_phone_that_is_not_there_is_not_heard() -> None:
    assert not PhoneSource(FakeClock()).take(batch(ROW))


def test_a_phone_without_a_gyroscope_is_one_that_does_not_know() -> None:
    phone = PhoneSource(FakeClock())

    async def scenario() -> Sample:
        with phone.join():
            async with phone.open() as samples:
                assert phone.take(batch([*ROW[:4], None, None, None]))
                return await anext(samples)

    sample = bounded(scenario)
    assert isinstance(sample, ImuSample)
    assert all(map(math.isnan, sample.gyro))


@pytest.mark.parametrize(
    "text",
    [
        "", "null", "[]", "[[]]", "{}", "[1]", '[["a",1,1,1,1,1,1]]', "[[NaN,0,0,0,0,0,0]]", "[[0,1e9,0,0,0,0,0]]", "[[0,0,0,0,999,0,0]]",
        "[[0,null,0,0,0,0,0]]", "[" * 5000, batch(*([ROW] * (MOST_READINGS + 1))), "[[0,0,0,0,0,0]]",
        batch([2.0, *ROW[1:]], [1.0, *ROW[1:]]), batch([10**400, *ROW[1:]]), batch([*ROW[:4], 10**400, 0, 0]),
    ],
)  # fmt: skip
def test_anything_else_is_refused_and_changes_nothing(text: str) -> None:
    phone = PhoneSource(FakeClock())
    with phone.join():
        assert not phone.take(text)
        assert not phone._readings


def test_a_pipeline_that_does_not_read_loses_the_oldest() -> None:
    phone = PhoneSource(FakeClock())
    with phone.join():
        for number in range(10):
            phone.take(batch(*([1000.0 * number + k, *ROW[1:]] for k in range(MOST_READINGS))))
        assert len(phone._readings) == WAITING
