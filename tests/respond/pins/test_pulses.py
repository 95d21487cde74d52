"""Pulse-width modulation: its grid by hand, its thread on a made-up chip."""

import threading
import time
from collections.abc import Callable
from itertools import pairwise

import pytest

from edge.clock import SystemClock
from edge.respond.pins.lines import Line
from edge.respond.pins.pulses import Pulses, Waves
from edge.respond.pins.simulate import SimulatedChips


def lent(chips: SimulatedChips, offset: int = 0) -> Line:
    return chips.output("/dev/gpiochip0", offset, high=False, consumer="test")


def wait_until(done: Callable[[], bool]) -> None:
    """Until the thread has done it; a minute is enough on any machine."""
    for _ in range(12000):
        if done():
            return
        time.sleep(0.005)
    pytest.fail("the thread did not do it")


def beaten(frequency_hz: float, duty: float, lateness_s: Callable[[int], float], edges: int) -> list[tuple[float, bool]]:
    """The edges of one wave from time 0 on, each as late as it is told to be."""
    chips, waves = SimulatedChips(SystemClock()), Waves()
    waves.begin(lent(chips), frequency_hz, duty, now=0.0)
    came = [(0.0, True)]
    for number in range(edges):
        now = (waves.due or 0.0) + lateness_s(number)
        waves.flip(now)
        came.append((now, chips.wires[0].high))
    return came


@pytest.mark.parametrize("duty", [0.05, 0.2, 0.5, 0.8])
def test_duty_and_frequency_are_what_was_asked_for_however_late_each_edge_is(duty: float) -> None:
    came = beaten(100.0, duty, lambda number: 0.0004 * (number * 7 % 5) / 4, edges=2000)
    high_s = sum(after - t for (t, high), (after, _) in pairwise(came) if high)
    assert [high for _, high in came] == [True, False] * 1000 + [True]
    assert came[-1][0] == pytest.approx(10.0, abs=0.0005)
    assert high_s / came[-1][0] == pytest.approx(duty, abs=0.002)


def test_a_wave_that_slept_goes_on_from_now_without_making_up_for_it() -> None:
    came = beaten(100.0, 0.3, lambda number: 5.0 if number == 0 else 0.0, edges=4)
    assert [t for t, _ in came] == pytest.approx([0.0, 5.003, 5.010, 5.013, 5.020])


def test_how_late_edges_come_is_remembered() -> None:
    waves = Waves()
    waves.begin(lent(SimulatedChips(SystemClock())), 100.0, 0.5, now=0.0)
    waves.flip(0.0049)
    assert list(waves.late_s) == []
    waves.flip(0.0065)
    assert list(waves.late_s) == pytest.approx([0.0015])


def test_edges_come_by_themselves() -> None:
    chips, pulses = SimulatedChips(SystemClock()), Pulses(SystemClock())
    line = lent(chips)
    pulses.beat(line, 100.0, 0.5)
    assert chips.wires[0].high
    wait_until(lambda: len(chips.wires[0].history) > 10)
    assert pulses.beats(line)
    assert len(pulses.late_s) >= 8
    pulses.close()


def test_off_is_off_at_once_and_stays_so() -> None:
    """lgpio's transmit thread could leave the line high after off()."""
    chips = SimulatedChips(SystemClock())
    line, pulses = lent(chips), Pulses(SystemClock())
    for trial in range(20):
        pulses.beat(line, 500.0, 0.75)
        time.sleep(0.003 + 0.0001 * trial)
        pulses.hold(line, high=False)
        edges = len(chips.wires[0].history)
        time.sleep(0.004)
        assert len(chips.wires[0].history) == edges
        assert not chips.wires[0].high
    pulses.close()


def test_several_lines_beat_side_by_side_in_one_thread() -> None:
    chips, pulses = SimulatedChips(SystemClock()), Pulses(SystemClock())
    before = threading.active_count()
    lines = [lent(chips, offset) for offset in range(3)]
    for line in lines:
        pulses.beat(line, 100.0, 0.5)
    assert threading.active_count() == before + 1
    wait_until(lambda: all(len(chips.wires[offset].history) > 6 for offset in range(3)))
    pulses.close()
    assert threading.active_count() == before


def test_a_line_that_fails_ends_its_wave_and_no_other() -> None:
    chips, other = SimulatedChips(SystemClock()), SimulatedChips(SystemClock())
    pulses = Pulses(SystemClock())
    failing, sound = lent(chips), lent(other)
    pulses.beat(failing, 200.0, 0.5)
    pulses.beat(sound, 200.0, 0.5)
    chips.present = False
    wait_until(lambda: not pulses.beats(failing))
    assert pulses.beats(sound)
    with pytest.raises(OSError, match="No such device"):
        pulses.beat(failing, 200.0, 0.5)
    pulses.close()
