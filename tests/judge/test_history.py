"""What a stretch of signals measures, where there is little or nothing in it."""

from dataclasses import replace

import numpy as np
import pytest

from edge.estimate.skeleton import SIGNAL_NAMES
from edge.judge.history import Figures, History
from edge.judge.reps import Excursion
from edge.judge.rules import SPECIALS, STATS


def _history(frames: int) -> History:
    """A buffer whose unused rows hold what no signal is, as memory that was used before does."""
    history = History(SIGNAL_NAMES)
    for k in range(3):
        history.append(100.0 + k, np.full(len(SIGNAL_NAMES), 1e6), np.zeros(len(SIGNAL_NAMES)))
    history.cut(0.0)
    for k in range(frames):
        history.append(k / 30.0, np.full(len(SIGNAL_NAMES), 0.25), np.ones(len(SIGNAL_NAMES)))
    return history


def test_a_stretch_after_the_newest_frame_is_that_frame_and_nothing_behind_it() -> None:
    history = _history(2)
    assert history.span(5.0, 6.0) == slice(1, 2)
    figures = history.of_stretch(5.0, 6.0)
    assert figures.table[1, 0] == 0.25
    assert figures.table[0, 0] == 0.0
    assert figures.confidence[0] == 1.0


def test_a_stretch_between_two_frames_has_the_later_one() -> None:
    history = _history(2)
    assert history.span(0.01, 0.02) == slice(1, 2)


@pytest.mark.parametrize("fps", [15.0, 30.0, 60.0])
def test_as_much_time_is_kept_at_every_frame_rate(fps: float) -> None:
    """And what is kept is whole: every frame of it, with its own values."""
    history = History(SIGNAL_NAMES)
    for k in range(round(130.0 * fps)):
        history.append(k / fps, np.full(len(SIGNAL_NAMES), k), np.ones(len(SIGNAL_NAMES)))
    t, values, _ = history.kept
    assert t[0] == history.begins == pytest.approx(80.0)
    assert np.array_equal(values[:, 0], np.arange(round(80.0 * fps), round(130.0 * fps)))
    assert np.diff(t) == pytest.approx(1.0 / fps)


def test_what_came_before_a_long_absence_goes() -> None:
    history = _history(2)
    history.append(100.0, np.full(len(SIGNAL_NAMES), 0.5), np.ones(len(SIGNAL_NAMES)))
    assert history.begins == 100.0
    assert history.of_stretch(99.0, 100.0).table[1, 0] == 0.5


# --- what a repetition measures: a second on its way down, half of one there, one and a half on its way up ---------------

N, CROUCH, TRUNK = len(SIGNAL_NAMES), SIGNAL_NAMES.index("crouch"), SIGNAL_NAMES.index("trunk")


def _squat() -> History:
    """From t = 1 s on, and back a tenth short of where it began; the trunk leans as far as it is down."""
    history = History(SIGNAL_NAMES)
    for k in range(151):
        values = np.zeros(N)
        values[CROUCH] = np.interp(k / 30.0, (1.0, 2.0, 2.5, 4.0), (0.2, 1.2, 1.2, 0.3))
        values[TRUNK] = 0.5 * values[CROUCH]
        history.append(k / 30.0, values, np.ones(N))
    return history


def _special(figures: Figures, name: str) -> float:
    return float(figures.table[0, N + SPECIALS.index(name)])


def test_a_repetitions_tempo_is_its_way_there_its_stay_and_its_way_back() -> None:
    """It is there while within a tenth of its way from the turning point."""
    figures = _squat().of_excursion(Excursion(0, 1.0, 2.2, 4.0, 1.0, half=False), CROUCH, 1.0)
    assert figures.tempo == pytest.approx((0.9, 0.1 + 0.5 + 0.1 * 1.5 / 0.9, 1.5 - 0.1 * 1.5 / 0.9), abs=0.05)
    assert sum(figures.tempo) == pytest.approx(3.0)
    assert _special(figures, "duration") == 3.0
    assert _special(figures, "down_s") == figures.tempo[0]
    assert _special(figures, "turn_share") == pytest.approx((0.5 + 0.5 + 1.5 * 0.5 / 0.9) / 3.0, abs=0.02)


def test_a_repetition_is_measured_at_both_of_its_ends_and_where_it_turns() -> None:
    excursion = Excursion(0, 1.0, 2.2, 4.0, 1.0, half=False)
    table = _squat().of_excursion(excursion, CROUCH, 1.0).table
    assert table[[STATS.index(stat) for stat in ("range", "start", "turn")], TRUNK] == pytest.approx([0.5, 0.125, 0.6])
    half = _squat().of_excursion(replace(excursion, t_start=2.2, half=True), CROUCH, 1.0)
    assert half.table[STATS.index("start"), TRUNK] == pytest.approx(0.15), "where it came back to, for where it began was not seen"
    assert half.confidence[N : N + 3].tolist() == [0.0, 0.0, 0.0], "and how long it took is not known"


def test_a_signal_that_turns_low_measures_the_same() -> None:
    squat = _squat()
    risen = History(SIGNAL_NAMES)
    for t, values in zip(*squat.kept[:2], strict=True):
        risen.append(t, -values, np.ones(N))
    excursion = Excursion(0, 1.0, 2.2, 4.0, 1.0, half=False)
    assert risen.of_excursion(excursion, CROUCH, -1.0).tempo == squat.of_excursion(excursion, CROUCH, 1.0).tempo


def test_its_way_begins_and_ends_where_so_much_of_it_was_still_to_go() -> None:
    squat, excursion = _squat(), Excursion(0, 0.0, 2.2, 5.0, 1.0, half=False)
    assert squat.departure(excursion, CROUCH, 1.0, 0.1) == pytest.approx(1.1, abs=0.05)
    assert squat.arrival(excursion, CROUCH, 1.0, 0.9) == pytest.approx(2.5 + 0.9 * 1.5, abs=0.05)
    assert squat.arrival(replace(excursion, t_end=3.0), CROUCH, 1.0, 1.2) == 3.0, "its end, where it is not all seen"


def test_what_led_up_to_a_repetition_ends_where_it_was_last_as_far_as_it_came_back_to() -> None:
    """Down by a half and there for a while, then a repetition on the way to another posture: it began when that was left."""
    history = History(SIGNAL_NAMES)
    for k in range(181):
        values = np.zeros(N)
        values[CROUCH] = np.interp(k / 30.0, (1.0, 2.0, 3.0, 4.0, 5.0), (0.0, 0.5, 0.5, 1.5, 0.5))
        history.append(k / 30.0, values, np.ones(N))
    whole = Excursion(0, 1.0, 4.0, 5.0, 1.5, half=False)
    assert history.last_there(whole, CROUCH, 1.0) == pytest.approx(3.1, abs=0.05)
    assert history.last_there(replace(whole, t_end=6.0), CROUCH, 1.0) == pytest.approx(3.1, abs=0.05)
    assert history.last_there(replace(whole, t_start=3.5), CROUCH, 1.0) == 3.5, "where it was not there since it began"


def test_a_stretch_is_measured_by_its_mean_and_has_no_turn() -> None:
    table = _squat().of_stretch(2.0, 2.5).table
    assert table[:, TRUNK] == pytest.approx([0.0, 0.6, 0.6, 0.6])


# --- jumps ------------------------------------------------------------------------------------------------------------


def _lift(feet_y: np.ndarray) -> float:
    """Of a squat of two seconds after one of standing; feet_y: (90,) m."""
    history, crouch = History(SIGNAL_NAMES), SIGNAL_NAMES.index("crouch")
    depth = np.concatenate([np.zeros(30), np.sin(np.linspace(0.0, np.pi, 60))])
    for k, (down, feet) in enumerate(zip(depth, feet_y, strict=True)):
        values = np.zeros(len(SIGNAL_NAMES))
        values[[crouch, SIGNAL_NAMES.index("feet_y")]] = down, feet
        history.append(k / 30.0, values, np.ones(len(SIGNAL_NAMES)))
    figures = history.of_excursion(Excursion(0, 1.0, 2.0, 2.95, 1.0, half=False), crouch, 1.0)
    return float(figures.table[0, len(SIGNAL_NAMES) + SPECIALS.index("lift")])


def test_feet_that_seem_to_rise_as_one_crouches_have_not_jumped() -> None:
    scaled = np.concatenate([np.zeros(30), 0.17 * np.sin(np.linspace(0.0, np.pi, 60))])
    assert _lift(scaled) < 0.1
    assert _lift(-scaled) < 0.1


def test_feet_that_leave_the_floor_from_straight_legs_have_jumped() -> None:
    feet = np.zeros(90)
    feet[10:20] = 0.2
    assert _lift(feet) == 0.2
