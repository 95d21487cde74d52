"""Rendered clips with their truth -> what the pose model drew of each moment, and how far off that was.

Refuses to know: networks, how the clips were rendered.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter

from edge.estimate.estimator import Estimator
from edge.estimate.landmark_errors import INPUTS, READ, from_the_hips, mirrored, mirrored_back, numbers, sizes
from edge.messages import LANDMARKS, Array, Indices, MotionState
from tools.avatar_studio import truth
from tools.avatar_studio.spec import Spec
from tools.avatar_studio.truth import Truth
from tools.evaluation.avatar import truths_in, video_of
from tools.evaluation.landmarks import clip

EVERY_S = 0.1
"""Moments closer together say the same."""
LATE_S = 1.0 / 15.0
"""By which smoothed landmarks follow a movement."""
ELSEWHERE = 0.25
"""Landmarks that are on average further from where they belong, in lengths of a trunk and a leg, are those of something else."""
MOST_ASTRAY = 0.3
"""What is further off is simply wrong."""
_SPEC = TypeAdapter(Spec)
_PLACES = np.array([LANDMARKS.index(name) for name in READ])
_LEGS = np.array([[LANDMARKS.index(f"{side}_{part}") for part in ("hip", "knee", "ankle")] for side in ("left", "right")])


@dataclass(frozen=True, slots=True)
class Examples:
    """Of n moments, each followed by its mirror image. read: (n, 2, INPUTS). away: (n, 2, k) m that READ's landmarks are further from the
    camera than drawn; NaN where something else was drawn. astray: (n, 2, k) how far off they are in the picture, in lengths of a trunk
    and a leg. person, exercise, view: (n,) of which clip, doing what, seen from where."""

    read: Array
    away: Array
    astray: Array
    person: Array
    exercise: Array
    view: Array


def examples(folders: list[Path]) -> Examples:
    """Of all clips of `tools/avatar` in them. Raises InputError for a folder without one."""
    clips = [path for folder in folders for path in truths_in(folder)]
    found = [_of_clip(path) for path in clips]
    told = [json.loads(path.read_text(encoding="utf-8")) for path in clips]
    counts = [len(read) for read, *_ in found]
    read, away, astray = (np.concatenate(parts) for parts in zip(*found, strict=True))
    exercise, view = (np.repeat([one[name] for one in told], counts) for name in ("exercise", "view"))
    return Examples(read, away, astray, np.repeat(np.arange(len(clips)), counts), exercise, view)


def _of_clip(path: Path) -> tuple[Array, Array, Array]:
    """read, away and astray, as in Examples."""
    real = truth(_SPEC.validate_python(json.loads(path.read_text(encoding="utf-8"))["spec"]))
    states = list(_states(video_of(path)))
    if not states:
        return np.empty((0, 2, INPUTS)), np.empty((0, 2, len(READ))), np.empty((0, 2, len(READ)))
    frames = np.clip(np.rint((np.array([state.t for state in states]) - LATE_S) * real.spec.fps).astype(int), 0, len(real) - 1)
    world, points, seen = (np.stack([getattr(state, name) for state in states]) for name in ("world", "points", "visibility"))
    read = numbers(world, points, seen, states[0].width, states[0].height)
    astray = np.linalg.norm(points - real.px[frames], axis=-1)[:, _PLACES] / sizes(points)[:, None]
    away = _depth(real, frames, world) - from_the_hips(world[:, _PLACES])[..., 2]
    away[astray.mean(axis=1) > ELSEWHERE] = np.nan
    whole = np.isfinite(read).all(axis=1)
    read, away, astray = read[whole], away[whole], np.minimum(astray, MOST_ASTRAY)[whole]
    return np.stack([read, mirrored(read)], axis=1), _both(away), _both(astray)


def _both(of_each: Array) -> Array:
    """(n, 2, k) of (n, k): also in the mirror."""
    return np.stack([of_each, mirrored_back(of_each)], axis=1)


def _states(video: Path) -> Iterator[MotionState]:
    estimator, next_s = Estimator(), 0.0
    for sample in clip(video):
        state = estimator.feed(sample)
        if isinstance(state, MotionState) and state.t >= next_s:
            next_s = state.t + EVERY_S - 1e-6
            yield state


def _depth(real: Truth, frames: Indices, world: Array) -> Array:
    """(n, k) m from the hips' middle away from the camera, of a body whose legs are as long as those that are drawn."""
    seen = real.camera.seen(real.xyz[frames])
    return np.asarray(from_the_hips(seen[:, _PLACES])[..., 2] * (_leg(world) / _leg(seen)))


def _leg(landmarks: Array) -> float:
    """m, usual length over all moments and both sides."""
    legs = landmarks[:, _LEGS]
    return float(np.median(np.linalg.norm(legs[:, :, 1:] - legs[:, :, :-1], axis=-1).sum(axis=-1)))
