"""Each kind of watch, by the bytes that its maker documents, heard through the source as the daemon hears it."""

import asyncio
import struct
from collections.abc import Iterable
from functools import partial

import pytest

from edge.capture.watch import polar, polar_frame
from edge.capture.watch.bangle import FAREWELL, FROM_WATCH, PACKET, PROGRAM, TO_WATCH
from edge.capture.watch.infinitime import InfiniTimeMotion
from edge.capture.watch.stream import GRAVITY
from tests.capture.scripted_bleak import BATTERY, HEART_RATE, MODEL, ScriptedWatch
from tests.capture.watch_visit import Visit, passes, reasons, visited


def test_a_strap_gives_its_heart_rate_with_the_time_it_came_at() -> None:
    made = visited(partial(passes, 10.0), ScriptedWatch(readable={BATTERY: b"\x5a", MODEL: b"HRM-1"}))
    assert reasons(made.links) == [(True, "")]
    assert len(made.beats) >= 8
    assert {(beat.bpm, beat.rr_s) for beat in made.beats} == {(72.0, (1.0,))}
    assert all(came - sample.t < 1.0 for came, sample in made.came)
    assert made.source.status.information is not None
    assert (made.source.status.information.battery, made.source.status.information.model) == (0.9, "HRM-1")


def test_a_pinetime_gives_its_motion_too() -> None:
    async def script(made: Visit) -> None:
        for _ in range(100):
            await asyncio.sleep(0.1)
            made.watch.say(InfiniTimeMotion.characteristic, struct.pack("<3h", 0, 0, -1024))

    pinetime = ScriptedWatch(name="InfiniTime", notifying=(HEART_RATE, InfiniTimeMotion.characteristic))
    made = visited(script, pinetime)
    assert len(made.motion) > 90
    assert made.motion[-1].accel == pytest.approx((0.0, 0.0, GRAVITY))
    assert made.beats != []
    assert visited(script, pinetime, motion=False).motion == []


def polar_answers(refusals: Iterable[int] = ()) -> object:
    """An H10's control point; the errors that it answers its first starts with."""
    left = list(refusals)

    def answer(characteristic: str, packet: bytes) -> list[tuple[str, bytes]]:
        if packet[0] == polar_frame.GET_SETTINGS:
            return [(polar.CONTROL, bytes.fromhex("f0 01 02 00 00 00 02 6400 c800 01 01 1000 02 02 0400 0800"))]
        error = left.pop(0) if packet[0] == polar_frame.START and left else 0
        return [(polar.CONTROL, bytes([0x00])), (polar.CONTROL, bytes([0xF0, packet[0], 2, error, 0]))]

    return answer


def h10(refusals: Iterable[int] = ()) -> ScriptedWatch:
    answers = polar_answers(refusals)
    return ScriptedWatch(name="Polar H10", notifying=(HEART_RATE, polar.CONTROL, polar.DATA), answers=answers)  # type: ignore[arg-type]


async def h10_moves(made: Visit) -> None:
    for number in range(40):
        await asyncio.sleep(36 / 200)
        header = polar_frame.HEADER.pack(2, round((800e6 + number * 36 / 200) * 1e9), 1)
        made.watch.say(polar.DATA, header + struct.pack("<108h", *[0, 0, 1000] * 36))


def test_an_h10_is_asked_for_its_fastest_motion_and_told_to_stop() -> None:
    made = visited(h10_moves, h10())
    assert len(made.motion) > 30 * 36
    start = bytes.fromhex("02 02 00 01 c800 01 01 1000 02 01 0800")
    assert [packet for _, packet in made.watch.written] == [b"\x01\x02", start, b"\x03\x02"]


def test_what_an_h10_says_unasked_is_not_kept() -> None:
    async def script(made: Visit) -> None:
        await asyncio.sleep(3.0)
        for _ in range(100):
            made.watch.say(polar.CONTROL, bytes(200))
        await h10_moves(made)

    made = visited(script, h10())
    assert made.motion != []
    assert [link.link for link in made.links] == [True]


def test_an_h10_that_still_runs_for_somebody_else_is_started_anew() -> None:
    made = visited(h10_moves, h10([polar_frame.ALREADY_STARTED]))
    assert [packet[0] for _, packet in made.watch.written] == [1, 2, 3, 2, 3]
    assert made.motion != []


def test_an_h10_that_refuses_motion_still_gives_its_heart_rate(caplog: pytest.LogCaptureFixture) -> None:
    made = visited(h10_moves, h10([polar_frame.IN_CHARGER]))
    assert made.motion == []
    assert made.beats != []
    assert made.source.status.refused[0].startswith("the Polar sensor refuses to send motion (in its charger): take it out of its charger")
    assert len([line for line in caplog.messages if "gives no motion" in line]) == 1


def test_a_polar_that_never_answers_still_gives_its_heart_rate() -> None:
    mute = ScriptedWatch(name="Polar H10", notifying=(HEART_RATE, polar.CONTROL, polar.DATA))
    made = visited(partial(passes, 15.0), mute)
    assert made.beats != []
    assert made.source.status.refused[0].startswith("the Polar sensor does not answer")


def test_a_bangle_is_told_what_to_print_in_small_packets_and_to_stop() -> None:
    async def script(made: Visit) -> None:
        for number in range(100):
            await asyncio.sleep(0.08)
            made.watch.say(FROM_WATCH, b"@A,%d,0,0,-1000\r\n" % (1_700_000_000_000 + 80 * number))

    made = visited(script, ScriptedWatch(name="Bangle.js 4f2a", notifying=(FROM_WATCH,), writable=(TO_WATCH,)))
    assert b"".join(packet for _, packet in made.watch.written).decode() == PROGRAM + FAREWELL
    assert max(len(packet) for _, packet in made.watch.written) == PACKET
    assert len(made.motion) > 80


def test_nobody_else_with_a_uart_is_sent_javascript() -> None:
    made = visited(partial(passes, 3.0), ScriptedWatch(name="BBC micro:bit", notifying=(FROM_WATCH,), writable=(TO_WATCH,)))
    assert made.watch.written == []
    assert reasons(made.links) == [(False, "the watch shows neither heart rate nor motion")]
