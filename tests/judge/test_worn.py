"""The worn counter: made-up movements felt by one sensor, and what is counted."""

import math
from collections.abc import Callable, Iterable
from itertools import pairwise

import numpy as np
import pytest

from edge.judge.worn import WornCounter, WornRep
from edge.judge.worn_felt import GAP_S, GRAVITY, Felt, force_on_sensor
from edge.judge.worn_rhythm import Rhythm, Swing
from edge.judge.worn_set import ANY_MOVEMENT, WornSet
from edge.messages import WORN_HZ, Array, WornState

STILL = (0.0, 0.0, 0.0)


def state(t: float, tilt: float, rise: float = 0.0, hz: float = WORN_HZ) -> WornState:
    """A sensor tilted about its y axis, rad, pushed upwards by `rise` m/s2."""
    turned = (math.cos(0.5 * tilt), 0.0, math.sin(0.5 * tilt), 0.0)
    return WornState(t, "wrist", turned, (0.0, 0.0, rise), STILL, 0.02, False)


def felt(t: Array, tilt: Array, noise: float = 0.02, seed: int = 0) -> list[WornState]:
    """A forearm that turns by `tilt` (n,) rad, held at 0.3 m from the elbow: what it is pushed by follows."""
    height = 0.3 * np.sin(tilt)
    rise = np.gradient(np.gradient(height, t), t) + np.random.default_rng(seed).normal(0.0, 5.0 * noise, len(t))
    shaken = tilt + np.random.default_rng(seed + 1).normal(0.0, noise, len(t))
    return [state(*each) for each in zip(t.tolist(), shaken.tolist(), rise.tolist(), strict=True)]


def lifts(starts: Iterable[float], lasting: float, size: float = 1.5, seconds: float = 40.0, hz: float = WORN_HZ) -> tuple[Array, Array]:
    """Times (n,) s and tilts (n,) rad: out and back in so many seconds, from each start on."""
    t = np.arange(0.0, seconds, 1.0 / hz)
    tilt = np.zeros(len(t))
    for start in starts:
        phase = np.clip((t - start) / lasting, 0.0, 1.0)
        tilt += size * 0.5 * (1.0 - np.cos(2.0 * math.pi * phase))
    return t, tilt


def counted(states: Iterable[WornState]) -> list[tuple[float, WornRep]]:
    """(when it was announced, what)."""
    counter = WornCounter()
    found = [(each.t, rep) for each in states for rep in counter.feed(each)]
    return [*found, *((math.inf, rep) for rep in counter.finish())]


@pytest.mark.parametrize("every", [1.5, 2.5, 4.0, 6.0])
@pytest.mark.parametrize("size", [0.5, 2.0])
def test_ten_lifts_are_ten_at_every_pace_and_size(every: float, size: float) -> None:
    t, tilt = lifts([3.0 + every * i for i in range(10)], 0.85 * every, size, 10.0 * every + 6.0)
    assert len(counted(felt(t, tilt))) == 10


def test_a_set_that_slows_to_half_its_pace_is_followed() -> None:
    starts = 3.0 + np.cumsum(np.linspace(1.6, 3.2, 12))
    t, tilt = lifts(starts.tolist(), 1.5, seconds=float(starts[-1]) + 6.0)
    assert len(counted(felt(t, tilt))) == 12


def test_pauses_between_lifts_do_not_hide_the_rhythm() -> None:
    t, tilt = lifts([3.0 + 4.0 * i for i in range(6)], 1.6, seconds=32.0)
    assert len(counted(felt(t, tilt))) == 6


def test_lifts_are_announced_soon_after_their_return() -> None:
    t, tilt = lifts([3.0 + 2.5 * i for i in range(10)], 2.0, seconds=31.0)
    late = [told - (rep.t_turn + 1.0) for told, rep in counted(felt(t, tilt))]
    assert max(late[3:]) < 1.0


def test_repetitions_are_in_order_and_turn_within_themselves() -> None:
    t, tilt = lifts([3.0 + 2.5 * i for i in range(10)], 2.0, seconds=31.0)
    reps = [rep for _, rep in counted(felt(t, tilt))]
    assert all(rep.t_start <= rep.t_turn <= rep.t_end for rep in reps)
    assert all(1.5 < after.t_turn - before.t_turn < 3.5 for before, after in pairwise(reps))
    assert all(0.0 <= rep.confidence <= 1.0 for rep in reps)


def test_two_sets_with_a_rest_between() -> None:
    t, tilt = lifts([*(3.0 + 2.5 * i for i in range(6)), *(45.0 + 2.0 * i for i in range(8))], 1.8, seconds=66.0)
    assert len(counted(felt(t, tilt))) == 14


@pytest.mark.parametrize("seed", range(5))
def test_lying_about_is_no_exercise(seed: int) -> None:
    t = np.arange(0.0, 60.0, 1.0 / WORN_HZ)
    assert counted(felt(t, np.zeros(len(t)), seed=seed)) == []


def fidgeting(seed: int) -> tuple[Array, Array]:
    """Gestures of all sizes and lengths, one after the other."""
    rng = np.random.default_rng(seed)
    t = np.arange(0.0, 60.0, 1.0 / WORN_HZ)
    marks = np.cumsum(rng.uniform(0.3, 6.0, 60))
    return t, np.interp(t, marks, rng.normal(0.0, 0.5, 60))


def test_fidgeting_is_hardly_ever_an_exercise() -> None:
    """Ten minutes without a moment's rest: gestures do come again now and then."""
    assert sum(len(counted(felt(*fidgeting(seed)))) for seed in range(10)) < 12


def test_a_swing_as_large_that_goes_another_way_belongs_to_no_set() -> None:
    """Whoever puts the weight down."""
    wave, series = 1.0 - np.cos(np.linspace(0.0, 2.0 * math.pi, 100)), np.zeros((200, 4))
    series[:100, 0], series[100:, 0], series[100:, 1] = wave, wave, 6.0 * wave
    going_on = WornSet(np.array([1.0, 0.0, 0.0, 0.0]), Rhythm(4.0, 0.9), series, ANY_MOVEMENT)
    going_on.remember(Swing(0, 50, 99, 2.0), math.inf)
    assert going_on.is_usual(Swing(0, 50, 99, 2.0))
    assert not going_on.is_usual(Swing(100, 150, 199, 2.0))
    assert not going_on.is_usual(Swing(0, 50, 99, 0.5))


def test_a_walk_is_no_exercise() -> None:
    """The arm swings once while either foot lands once: the wrist rises and falls twice as often as it swings."""
    t = np.arange(0.0, 60.0, 1.0 / WORN_HZ)
    swing, bob = 0.35 * np.sin(2.0 * math.pi * 0.9 * t), 2.0 * np.sin(2.0 * math.pi * 1.8 * t + 0.4)
    assert counted(state(*each) for each in zip(t.tolist(), swing.tolist(), bob.tolist(), strict=True)) == []


def slow_presses(reps: int, every: float, seed: int) -> list[WornState]:
    """Someone lies down, then presses a weight straight up by 0.3 m: the wrist turns this way and that, in no rhythm."""
    rng = np.random.default_rng(seed)
    t = np.arange(0.0, 12.0 + every * reps, 1.0 / WORN_HZ)
    height = np.zeros(len(t))
    for start in (8.0 + every * i for i in range(reps)):
        lowered, pressed = (np.clip((t - after) / lasting, 0.0, 1.0) for after, lasting in ((start, 2.5), (start + 2.5, 1.0)))
        height += 0.15 * (np.cos(math.pi * lowered) - np.cos(math.pi * pressed))
    rise = np.gradient(np.gradient(height, t), t) + rng.normal(0.0, 0.1, len(t))
    marks = np.arange(0.0, t[-1] + 2.0, 1.3)
    tilt = 1.2 / (1.0 + np.exp(-4.0 * (t - 4.0))) + np.interp(t, marks, rng.normal(0.0, 0.2, len(marks)))
    return [state(*each) for each in zip(t.tolist(), tilt.tolist(), rise.tolist(), strict=True)]


@pytest.mark.parametrize("every", [4.2, 5.0])
@pytest.mark.parametrize("seed", range(4))
def test_a_slow_press_is_counted_by_its_rise_alone(every: float, seed: int) -> None:
    assert len(counted(slow_presses(6, every, seed))) in (6, 7)


def test_a_set_that_quickens_by_a_third_keeps_its_own_pace() -> None:
    """What was counted tells the pace: the rhythm of the last seconds may as well be that of every second repetition."""
    going_on = WornSet(np.eye(4)[0], Rhythm(3.4, 0.9), np.zeros((200, 4)), ANY_MOVEMENT)
    for _ in range(8):
        going_on.remember(Swing(0, 50, 99, 2.0), 2.4)
    assert going_on.period == pytest.approx(2.4, abs=0.1)
    going_on.remember(Swing(0, 50, 99, 2.0), 9.0)
    assert going_on.period == pytest.approx(2.4, abs=0.1)


def test_picking_something_up_is_one_movement_and_no_set() -> None:
    t, tilt = lifts([10.0, 31.0], 2.0, seconds=45.0)
    assert counted(felt(t, tilt)) == []


def test_a_short_recording_of_one_lift_is_about_it() -> None:
    t, tilt = lifts([1.5], 2.0, seconds=5.0)
    [(told, rep)] = counted(felt(t, tilt))
    assert told == math.inf
    assert rep.t_turn == pytest.approx(2.5, abs=0.6)


def test_a_short_recording_of_a_change_of_hold_is_not() -> None:
    t = np.arange(0.0, 5.0, 1.0 / WORN_HZ)
    assert counted(felt(t, 1.2 / (1.0 + np.exp(-4.0 * (t - 2.5))))) == []


def test_a_slow_watch_is_read_between_its_readings() -> None:
    t, tilt = lifts([3.0 + 2.5 * i for i in range(8)], 2.0, seconds=26.0, hz=10.0)
    assert len(counted(felt(t, tilt))) == 8


def without(states: list[WornState], start: float, end: float) -> list[WornState]:
    return [each for each in states if not start < each.t < end]


def test_a_short_silence_of_the_radio_hides_no_repetition() -> None:
    t, tilt = lifts([3.0 + 2.0 * i for i in range(12)], 1.8, seconds=30.0)
    reps = [rep for _, rep in counted(without(felt(t, tilt), 14.8, 17.2))]
    assert len(reps) == 12
    assert min(rep.confidence for rep in reps) < 0.6 * max(rep.confidence for rep in reps)


def test_a_long_silence_is_not_made_up_for() -> None:
    t, tilt = lifts([3.0 + 2.0 * i for i in range(15)], 1.8, seconds=36.0)
    assert len(counted(without(felt(t, tilt), 12.9, 21.1))) <= 11


def test_states_that_come_twice_or_late_are_passed_over() -> None:
    t, tilt = lifts([3.0 + 2.5 * i for i in range(6)], 2.0, seconds=20.0)
    states = felt(t, tilt)
    doubled = [again for each in states for again in (each, each)]
    assert len(counted(doubled)) == len(counted(states)) == 6


# --- what was felt ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("tilt", "expected"), [(0.0, (0.0, 0.0, 1.0)), (0.5 * math.pi, (-1.0, 0.0, 0.0))])
def test_gravity_is_felt_where_it_is(tilt: float, expected: tuple[float, float, float]) -> None:
    assert force_on_sensor(state(0.0, tilt)) == pytest.approx(expected, abs=1e-9)


def test_a_push_upwards_adds_to_gravity() -> None:
    assert force_on_sensor(state(0.0, 0.0, GRAVITY)) == pytest.approx((0.0, 0.0, 2.0))


def ramp(t: float) -> WornState:
    return state(t, 0.0, t)


def rows_of(times: Iterable[float], make: Callable[[float], WornState] = ramp) -> Felt:
    memory = Felt(20.0)
    for t in times:
        memory.feed(make(t))
    return memory


def test_rows_are_evenly_spaced_whatever_the_readings_are() -> None:
    memory = rows_of([0.0, 0.07, 0.1, 0.25, 0.4])
    assert len(memory.series) == 11
    assert memory.when(0) == pytest.approx(0.0, abs=1e-9)
    assert memory.series[:, 2] == pytest.approx(1.0 + np.arange(11) / WORN_HZ / GRAVITY, abs=1e-9)


def test_after_a_gap_memory_begins_anew() -> None:
    memory = rows_of([0.0, 0.04, 0.08, 0.08 + GAP_S + 0.1])
    assert len(memory.series) == 1
    assert memory.since == 0.08 + GAP_S + 0.1


def test_only_the_last_seconds_are_kept() -> None:
    memory = Felt(1.0)
    for i in range(100):
        memory.feed(ramp(i / WORN_HZ))
    assert len(memory.series) == 25
    assert memory.when(24) == pytest.approx(99 / WORN_HZ)
