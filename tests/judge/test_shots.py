"""Films are cut: one shot shows squats from the side, the next one somebody's arms from the front. Nothing is carried over a cut."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from edge.messages import Event, Nobody, Pose, Rep, Set
from tests.judge.made_sets import clean
from tests.judge.watched import events_of, samples_of
from tools.avatar_studio import MEASURED, truth

FRAME_S, BEFORE_S = 1.0 / 30.0, 0.3
SHOTS = (("squat", "side", 1.0), ("shoulder_abduction", "front", 0.6), ("push_up", "side", 1.0), ("squat", "45", 0.6))
"""What is done, from where it is filmed, and how large."""


def shot(
    exercise: str, view: str, zoom: float, seed: int, *, reps: int = 4, tempo: str = "normal", after_s: float = 0.1
) -> list[Pose | Nobody]:
    """So many repetitions, from just before the first until just after the last."""
    real = truth(clean(exercise, view, seed, reps, tempo))
    start, end = real.reps[0].start_s - BEFORE_S, real.reps[-1].end_s + after_s
    return [zoomed(one, zoom) for one in samples_of(real) if start <= one.t <= end]


def zoomed(sample: Pose | Nobody, by: float) -> Pose | Nobody:
    """About the middle of the picture."""
    if isinstance(sample, Nobody):
        return sample
    middle = np.array([0.5 * sample.width, 0.5 * sample.height, 0.0, 0.0])
    return replace(sample, image=(sample.image - middle) * [by, by, by, 1.0] + middle)


def film(*shots: Sequence[Pose | Nobody]) -> list[Pose | Nobody]:
    """One after the other, without a pause."""
    whole: list[Pose | Nobody] = []
    for one in shots:
        begins = whole[-1].t + FRAME_S if whole else 0.0
        whole += [replace(sample, t=begins + sample.t - one[0].t, seq=len(whole) + k) for k, sample in enumerate(one)]
    return whole


def counts(events: Sequence[Event]) -> dict[str, int]:
    return dict(Counter(event.exercise for event in events if isinstance(event, Rep)))


@pytest.mark.parametrize("seed", [511, 512, 513])
def test_each_shot_is_counted_as_if_it_stood_alone(seed: int) -> None:
    shots = [shot(*one, seed + 10 * k) for k, one in enumerate(SHOTS)]
    alone = sum((Counter(counts(events_of(one))) for one in shots), Counter[str]())
    assert counts(events_of(film(*shots))) == alone == {"squat": 8, "shoulder_abduction": 4, "push_up": 4}


@pytest.mark.parametrize("seed", [511, 512, 513])
def test_what_is_all_but_over_at_the_cut_is_counted(seed: int) -> None:
    events = events_of(film(shot("squat", "side", 1.0, seed, after_s=-0.05), shot("bicep_curl", "front", 0.6, seed + 10)))
    assert counts(events) == {"squat": 4, "bicep_curl": 4}


@pytest.mark.parametrize("exercise", ["squat", "lunge", "overhead_press"])
@pytest.mark.parametrize("seed", [530, 531])
def test_a_short_shot_is_not_drowned_by_what_the_one_before_showed(exercise: str, seed: int) -> None:
    first, second = shot("shoulder_abduction", "front", 1.0, seed), shot(exercise, "45", 0.6, seed + 20, reps=3, tempo="fast")
    assert counts(events_of(film(first, second))) == {"shoulder_abduction": 4, exercise: 3}


def test_who_comes_and_picks_something_up_and_goes_has_done_nothing() -> None:
    """A shot of one movement is no set; a whole clip of one may be."""
    one = shot("deadlift", "45", 0.6, 530, reps=1)
    first = shot("shoulder_abduction", "front", 1.0, 530)
    assert counts(events_of(film(first, one, first))) == {"shoulder_abduction": 8}


def test_a_set_goes_on_after_a_glimpse_between_two_interruptions() -> None:
    """Curls, of which a beginning set needs several, go on at once, though nothing was done since the last time nobody was seen."""
    real = truth(clean("bicep_curl", "front", 515, 7))
    samples, gap = samples_of(real), real.reps[4].end_s
    before, after = ([one for one in samples if (one.t > gap) == later] for later in (False, True))
    glimpse = [replace(before[-1], t=before[-1].t + 2.2 + k * FRAME_S) for k in range(3)]
    events = events_of([*before, *glimpse, *(replace(one, t=one.t + 4.5) for one in after)])
    assert counts(events) == {"bicep_curl": 7}
    assert all(event.t - event.t_end < 1.0 for event in events if isinstance(event, Rep) and event.number > 5)


def test_a_set_goes_on_when_somebody_walked_through_the_picture() -> None:
    """For a second nobody is seen, between two repetitions: no new set, and none of them has to wait until it is sure again."""
    real = truth(clean("bicep_curl", "front", 514, 6))
    gap = real.reps[2].end_s
    seen = [Nobody(one.t, one.seq) if gap < one.t < gap + 0.1 else one for one in samples_of(real, MEASURED)]
    later = [replace(one, t=one.t + 1.0) if one.t > gap else one for one in seen]
    events = events_of(later)
    assert counts(events) == {"bicep_curl": 6}
    assert [event.reps for event in events if isinstance(event, Set)] == [6]


@pytest.mark.parametrize("seed", [511, 512, 513])
def test_somebody_seen_rising_once_has_squatted_only_where_all_begins_with_it(seed: int) -> None:
    """A camera that finds somebody in mid-visit sees them come up from anything."""
    real = truth(clean("squat", "side", seed, 1))
    samples, (only,) = samples_of(real), real.reps
    rising = [one for one in samples if only.turn_s <= one.t <= only.end_s + 1.0]
    assert counts(events_of(rising)) == {"squat": 1}
    standing = [one for one in samples if one.t < only.start_s]
    gone = [Nobody(standing[-1].t + k * FRAME_S, 0) for k in range(1, 90)]
    assert counts(events_of(film([*standing, *gone], rising))) == {}
