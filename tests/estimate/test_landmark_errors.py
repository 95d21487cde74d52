"""The errors of a pose model's landmarks: what is read, what is corrected, and that a mirror changes nothing."""

from collections import deque

import numpy as np
import pytest

from edge.assembly import build_pipeline, landmark_errors
from edge.estimate.landmark_errors import (
    INPUTS,
    KNOWN_SPREADS,
    MOST_AWAY_M,
    OUTPUTS,
    READ,
    USUAL_ASTRAY,
    LandmarkErrors,
    from_the_hips,
    mirrored,
    numbers,
    sizes,
)
from edge.estimate.skeleton import S
from edge.messages import LANDMARKS, Array, MotionState
from tools.avatar_studio import as_poses, random_spec, truth

SIZE = (480, 640)
SIDES = np.array([LANDMARKS.index(name.replace("left", "@").replace("right", "left").replace("@", "right")) for name in LANDMARKS])


def somebody(seed: int = 3) -> tuple[Array, Array, Array]:
    """Landmarks that nothing is known of: (33, 3) m, (33, 2) px, (33,)."""
    rng = np.random.default_rng(seed)
    return rng.normal(0.0, 0.3, (33, 3)), rng.uniform((100.0, 100.0), (400.0, 500.0), (33, 2)), rng.uniform(0.5, 1.0, 33)


def in_a_mirror(world: Array, points: Array, seen: Array) -> tuple[Array, Array, Array]:
    return world[SIDES] * (-1.0, 1.0, 1.0), (SIZE[0], 0.0) + points[SIDES] * (-1.0, 1.0), seen[SIDES]


def read_of(world: Array, points: Array, seen: Array) -> Array:
    return numbers(world[None], points[None], seen[None], *SIZE)


def corrected(errors: LandmarkErrors, world: Array, points: Array, seen: Array) -> tuple[Array, Array]:
    """(33, 3) at their depth, and (33,) how certain, of one body."""
    depth, certain = errors.corrected(world[None], points[None], seen[None], *SIZE)
    return np.column_stack([world[:, :2], depth[0]]), certain[0]


def network(away: Array, astray: float = USUAL_ASTRAY) -> LandmarkErrors:
    """One that says the same of whatever it reads."""
    bias = np.concatenate([away, np.full(len(READ), np.log(astray))])
    return LandmarkErrors(np.zeros(INPUTS), np.ones(INPUTS), [(np.zeros((INPUTS, 4)), np.zeros(4)), (np.zeros((4, OUTPUTS)), bias)])


def test_a_mirror_exchanges_what_is_read() -> None:
    read, in_mirror = read_of(*somebody()), read_of(*in_a_mirror(*somebody()))
    assert mirrored(read) == pytest.approx(in_mirror)
    assert mirrored(mirrored(read)) == pytest.approx(read)


def test_who_stands_elsewhere_and_nearer_is_read_the_same_but_for_the_place() -> None:
    world, points, seen = somebody()
    read, moved = read_of(world, points, seen)[0], read_of(world + 0.4, 2.0 * points + 30.0, seen)[0]
    assert moved[:-2] == pytest.approx(read[:-2])
    assert moved[-2:] != pytest.approx(read[-2:])


def test_the_shipped_network_sees_a_mirror_image_as_what_it_is() -> None:
    errors = landmark_errors()
    (plain, seen), (in_mirror, seen_there) = (corrected(errors, *one) for one in (somebody(), in_a_mirror(*somebody())))
    assert in_mirror[:, 2] == pytest.approx(plain[SIDES, 2], abs=1e-5)
    assert seen_there == pytest.approx(seen[SIDES], abs=1e-5)
    assert (seen < somebody()[2]).any()


@pytest.mark.parametrize(("astray", "share"), [(0.5 * USUAL_ASTRAY, 1.0), (USUAL_ASTRAY, 1.0), (4.0 * USUAL_ASTRAY, 0.25)])
def test_what_is_likely_astray_is_seen_less_and_nothing_is_seen_better(astray: float, share: float) -> None:
    world, points, seen = somebody()
    _, left = corrected(network(np.zeros(len(READ)), astray), world, points, seen)
    assert left == pytest.approx(share * seen, rel=1e-5)


def test_only_depth_is_moved_and_fingers_and_face_go_with_wrists_and_nose() -> None:
    away = np.zeros(len(READ))
    away[READ.index("left_wrist")] = away[READ.index("right_wrist")] = 0.2
    away[READ.index("nose")] = -0.1
    world, points, seen = somebody()
    moved = corrected(network(away), world, points, seen)[0] - world
    by_name = dict(zip(LANDMARKS, moved[:, 2], strict=True))
    assert {name for name, by in by_name.items() if by == pytest.approx(0.2)} == {
        f"{side}_{part}" for side in ("left", "right") for part in ("wrist", "pinky", "index", "thumb")
    }
    assert {name for name, by in by_name.items() if by == pytest.approx(-0.1)} == {
        "nose", "mouth_left", "mouth_right", *(f"{side}_eye{part}" for side in ("left", "right") for part in ("", "_inner", "_outer")),
    }  # fmt: skip


def test_what_is_said_of_one_does_not_depend_on_how_many_there_are() -> None:
    errors, people = landmark_errors(), [somebody(seed) for seed in range(70)]
    alone = [corrected(errors, *one) for one in people]
    depth, certain = errors.corrected(*(np.stack(part) for part in zip(*people, strict=True)), *SIZE)
    assert (depth == [world[:, 2] for world, _ in alone]).all()
    assert (certain == [seen for _, seen in alone]).all()


def test_a_body_in_one_point_is_no_error() -> None:
    world, seen = corrected(landmark_errors(), np.zeros((33, 3)), np.zeros((33, 2)), np.ones(33))
    assert np.isfinite(world).all()
    assert ((seen > 0.0) & (seen <= 1.0)).all()


def test_layers_that_do_not_fit_are_refused() -> None:
    mean, spread, last = np.zeros(INPUTS), np.ones(INPUTS), (np.zeros((5, OUTPUTS)), np.zeros(OUTPUTS))
    with pytest.raises(ValueError, match=f"reads {INPUTS}"):
        LandmarkErrors(np.zeros(3), np.ones(3), [(np.zeros((INPUTS, OUTPUTS)), np.zeros(OUTPUTS))])
    with pytest.raises(ValueError, match=f"gives {OUTPUTS}"):
        LandmarkErrors(mean, spread, [(np.zeros((INPUTS, 5)), np.zeros(5))])
    with pytest.raises(ValueError, match="do not fit each other"):
        LandmarkErrors(mean, spread, [(np.zeros((INPUTS, 4)), np.zeros(4)), last])


def reading(weight: float) -> LandmarkErrors:
    """One whose every landmark is further away by the first number that it reads, times weight; by none where that is negative."""
    first, last = np.zeros((INPUTS, 1)), np.zeros((1, OUTPUTS))
    first[0], last[0, : len(READ)] = 1.0, weight
    return LandmarkErrors(np.zeros(INPUTS), np.ones(INPUTS), [(first, np.zeros(1)), (last, np.zeros(OUTPUTS))])


def test_what_it_never_learned_is_read_as_the_most_that_it_did() -> None:
    world, points, seen = somebody()
    world[0, 0] = 1e6
    for weight, most in ((0.1, 0.05 * KNOWN_SPREADS), (100.0, MOST_AWAY_M)):
        moved, _ = corrected(reading(weight), world, points, seen)
        assert moved[0, 2] - world[0, 2] == pytest.approx(most, abs=1e-6), "half of it: the mirror's nose is on the other side"


def test_a_network_of_no_numbers_is_refused() -> None:
    bias = np.full(OUTPUTS, np.nan)
    with pytest.raises(ValueError, match="was not trained"):
        LandmarkErrors(np.zeros(INPUTS), np.ones(INPUTS), [(np.zeros((INPUTS, OUTPUTS)), bias)])


def test_the_pipeline_corrects_what_a_pose_model_drew_and_nothing_else() -> None:
    real = truth(random_spec(530, "squat", "front"))
    states: dict[bool, list[MotionState]] = {True: [], False: []}
    for measured, found in states.items():
        pipeline = build_pipeline(measured=measured)
        for sample in as_poses(real, np.random.default_rng(530)):
            deque(pipeline.feed(sample), maxlen=0)
            if pipeline.state is not None:
                found.append(pipeline.state)
    assert len(states[True]) == len(states[False]) > 100
    for state, raw in zip(states[False], states[True], strict=True):
        depth, certain = landmark_errors().corrected(raw.world[None], raw.points[None], raw.visibility[None], raw.width, raw.height)
        assert state.world == pytest.approx(np.column_stack([raw.world[:, :2], depth[0]]))
        assert state.certainty == pytest.approx(certain[0])
        assert (state.visibility == raw.visibility).all()
        assert raw.certainty is raw.visibility or (raw.certainty == raw.visibility).all()
    knees = [[state.signals[S["knees"]] for state in one] for one in states.values()]
    assert np.abs(np.subtract(*knees)).max() > np.radians(5.0), "signals are of the corrected ones"


def test_a_size_is_that_of_a_trunk_and_a_leg() -> None:
    points = np.zeros((1, 33, 2))
    for part, height in (("shoulder", 50.0), ("hip", 0.0), ("knee", -40.0), ("ankle", -80.0)):
        for side in ("left", "right"):
            points[0, LANDMARKS.index(f"{side}_{part}"), 1] = height
    assert sizes(points) == pytest.approx([130.0])


def test_from_the_hips() -> None:
    landmarks = np.random.default_rng(1).normal(size=(2, len(READ), 3))
    there = from_the_hips(landmarks)
    hips = [READ.index("left_hip"), READ.index("right_hip")]
    assert there[:, hips].sum(axis=1) == pytest.approx(np.zeros((2, 3)))
    assert np.diff(there, axis=1) == pytest.approx(np.diff(landmarks, axis=1))
