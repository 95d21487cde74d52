"""A marker trial -> how near the shipped body comes to OpenSim's knee angle, seen by a made camera with a pose model's errors.

Landmarks lie where OpenSim's joints were, wander as BlazePose's do (15 mm across, 40 mm in depth, over 0.7 s) and shake by 5 mm. The
smoothing's lag is removed, as for avatars. Refuses to know: forces, what worn sensors read.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from edge.estimate.body.attachment import attachment_of
from edge.estimate.body.differentiation import LAG_S
from edge.estimate.body.lens import MIRROR
from edge.estimate.body.model import DOF, SEGMENT_NAMES
from edge.estimate.motion import Motion
from edge.messages import LANDMARKS, Array, Indices, Pose
from tools.evaluation.interval import Z_95
from tools.evaluation.opencap_body import SIDES, Skeleton, size_of_skeleton, skeleton_of
from tools.evaluation.opencap_trial import Moved
from tools.evaluation.opencap_worn import Worn, body_of, states_of, wandering

FeetErrors = Callable[[float, tuple[tuple[str, float], ...]], list[float]]
"""A time, s, and what was said to push each foot -> by how much that is wrong, shares of the weight; nothing where it was not measured."""

CAMERA_HZ = 30.0
ACROSS_M, DEPTH_M, SHAKE_M, WANDER_S = 0.015, 0.040, 0.005, 0.7
VIEWS = {"front": 0.0, "45": np.radians(45.0), "side": np.radians(90.0)}
"""Where the camera stands, from straight ahead to the person's right."""
SEEDS = range(20)
"""One draw of such noise lasts as long as the trial; of a few seconds it takes many to tell anything."""
AWAY_M, SIZE_PX, FOCAL = 3.0, 960, 1.05
"""Of the hips; the picture is square; focal length per its side."""
LAGS_S = np.arange(0.0, 0.2, 0.005)
"""A knee turns by 3 degrees from one picture to the next: what is said may be late by parts of that."""
SETTLED_S, SHORTEST_S = 1.0, 3.0
STOOD_S, GONIOMETER_SD_DEG = 5.0, 3.0
"""So long somebody stands first, whose knees were measured with such errors."""
WAYS = {
    Worn.ROUGH: ("angle_rmse_knee_imu_deg", "angle_interval_coverage_imu"),
    Worn.KNOWN: ("angle_rmse_knee_imu_known_deg", "angle_interval_coverage_imu_known"),
    Worn.READ: ("angle_rmse_knee_mpu6050_deg", "angle_interval_coverage_mpu6050"),
    Worn.TOLD: ("angle_rmse_knee_mpu6050_told_deg", "angle_interval_coverage_mpu6050_told"),
}
"""With two sensors: the error in the worst view, and how often the interval holds, in all."""
FIGURES = (
    *(f"angle_rmse_knee_{view}_deg" for view in VIEWS), *(figure for way in WAYS.values() for figure in way),
    *(f"fy_rmse_bw_{view}" for view in VIEWS),
    "angle_known_share", "angle_interval_coverage", "angle_interval_halfwidth_over_rmse",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """Right and left knee, (n, 2) degrees: error and standard deviation, NaN where the body said nothing. feet: errors of the vertical
    forces under them, shares of the weight."""

    error: Array
    sd: Array
    feet: list[float]

    @property
    def rmse(self) -> float:
        return float(np.sqrt(np.nanmean(self.error**2)))

    @property
    def known(self) -> float:
        return float(np.isfinite(self.error).mean())


def camera_figures(trial: Moved, feet: FeetErrors = lambda t, contacts: []) -> dict[str, Any]:
    """angle_rmse_knee_VIEW_deg; those of WAYS; the share of moments that the former are about; and fy_rmse_bw_VIEW, of the forces that are
    found from such pictures. None of a trial that is too short."""
    skeleton = skeleton_of(trial.model, trial.places)
    if trial.t[-1] - trial.t[0] < SHORTEST_S:
        return dict.fromkeys(FIGURES)
    bare = {view: [follow(trial, skeleton, turn, seed, feet) for seed in SEEDS] for view, turn in VIEWS.items()}
    every = [one for followed in bare.values() for one in followed]
    errors, sds = (np.concatenate([getattr(one, name).ravel() for one in every]) for name in ("error", "sd"))
    there = np.isfinite(errors)
    return {
        **{f"angle_rmse_knee_{view}_deg": _mean([one.rmse for one in followed]) for view, followed in bare.items()},
        **{name: figure for way in WAYS for name, figure in _worn_figures(trial, skeleton, way).items()},
        **{f"fy_rmse_bw_{view}": _rms([error for one in followed for error in one.feet]) for view, followed in bare.items()},
        "angle_known_share": _mean([one.known for one in every]),
        "angle_interval_coverage": _coverage(errors, sds),
        "angle_interval_halfwidth_over_rmse": round(float(Z_95 * np.median(sds[there]) / np.sqrt((errors[there] ** 2).mean())), 3),
    }


def _worn_figures(trial: Moved, skeleton: Skeleton, way: Worn) -> dict[str, float]:
    """The sensors are worn on the right leg."""
    by_view = [[follow(trial, skeleton, turn, seed, worn=way) for seed in SEEDS] for turn in VIEWS.values()]
    errors, sds = (np.concatenate([getattr(one, name)[:, 0] for view in by_view for one in view]) for name in ("error", "sd"))
    error, coverage = WAYS[way]
    return {error: max(_mean([_right(one) for one in view]) for view in by_view), coverage: _coverage(errors, sds)}


def _coverage(errors: Array, sds: Array) -> float:
    there = np.isfinite(errors)
    return round(float((np.abs(errors[there]) <= Z_95 * sds[there]).mean()), 4)


def _mean(values: list[float]) -> float:
    return round(float(np.mean(values)), 3)


def _rms(values: list[float]) -> float | None:
    return round(float(np.sqrt(np.mean(np.square(values)))), 4) if values else None


def _right(one: Followed) -> float:
    """The sensors are worn on the right leg."""
    return float(np.sqrt(np.nanmean(one.error[:, 0] ** 2)))


def follow(
    trial: Moved, skeleton: Skeleton, turn: float, seed: int, feet: FeetErrors = lambda t, contacts: [], *, worn: Worn = Worn.NOT
) -> Followed:
    """One run of the shipped smoothing and body over the trial at a camera's pace."""
    t, moments = _pictures(trial, STOOD_S if worn is Worn.TOLD else 0.0)
    rng = np.random.default_rng(seed)
    poses = list(_poses(t, landmarks_of(skeleton, moments) @ _axes(turn).T, rng))
    sensors = states_of(worn, t, skeleton, moments, rng)
    motion, body = Motion(), body_of(worn, size_of_skeleton(skeleton, trial.model.mass))
    if worn is Worn.TOLD:
        measured = _knees(trial, t[:1])[0] + GONIOMETER_SD_DEG * rng.normal(size=2)
        body.stand(float(t[0]), dict(zip(SIDES, np.radians(measured).tolist(), strict=True)))
    said, pushes = np.full((len(t), 2, 2), np.nan), list[float]()
    begun = trial.t[0] + SETTLED_S
    for k, (pose, worn_now) in enumerate(zip(poses, sensors, strict=True)):
        moment = motion.feed(pose)
        state = body.feed(moment.state, worn_now) if moment else None
        if state is not None:
            places = [DOF[f"{side}_shank.Z"] for side in SIDES]
            said[k] = np.degrees([-state.angles[places], state.angles_sd[places]])
            if (state.contacts or state.doubts) and pose.t > begun:
                pushes += feet(state.t - LAG_S, state.contacts)
    later = t > begun
    errors = [said[later, 0] - _knees(trial, t[later] - late) for late in LAGS_S.tolist()]
    return Followed(min(errors, key=lambda error: float(np.nanmean(error[:, 0] ** 2))), said[later, 1], pushes)


def _knees(trial: Moved, t: Array) -> Array:
    """(n, 2) degrees, right and left; before the trial as at its beginning."""
    return np.degrees(np.stack([np.interp(t, trial.t, trial.angles[f"knee_angle_{letter}"]) for letter in SIDES.values()], axis=1))


def _pictures(trial: Moved, stood_s: float) -> tuple[Array, Indices]:
    """Times (n,) s and the moments of the trial that they show; before it its first moment for so long."""
    every = np.arange(0, len(trial.t), max(round(trial.rate_hz / CAMERA_HZ), 1))
    step = float(np.median(np.diff(trial.t[every])))
    before = round(stood_s / step)
    moments = np.concatenate([np.zeros(before, every.dtype), every])
    return trial.t[moments] + step * np.minimum(np.arange(len(moments)) - before, 0), moments


def _axes(turn: float) -> Array:
    """(3, 3) rows: right, up and towards the camera in the laboratory's axes (x ahead, y up, z to the right)."""
    towards = np.array([np.cos(turn), 0.0, np.sin(turn)])
    return np.stack([np.cross([0.0, 1.0, 0.0], towards), [0.0, 1.0, 0.0], towards])


def landmarks_of(skeleton: Skeleton, moments: Indices) -> Array:
    """(n, 33, 3) m: joints where OpenSim's were; hands, feet and head where they are on our own body."""
    attachment = attachment_of(size_of_skeleton(skeleton, 60.0).height_m)
    head = skeleton.centres["thorax"] + 0.5 * skeleton.turns["thorax"][:, :, 1]
    points = np.repeat(head[moments, None], len(LANDMARKS), axis=1)
    for landmark, segment, offset in zip(attachment.landmarks, attachment.segments, attachment.offsets, strict=True):
        name = SEGMENT_NAMES[segment]
        at, turned = (head, skeleton.turns["thorax"]) if name == "head" else (skeleton.centres[name], skeleton.turns[name])
        points[:, landmark] = at[moments] + turned[moments] @ offset
    for side in SIDES:
        points[:, LANDMARKS.index(f"{side}_heel")] = skeleton.centres[f"{side}_heel"][moments]
        points[:, LANDMARKS.index(f"{side}_foot_index")] = skeleton.centres[f"{side}_tip"][moments]
    return points


def _poses(t: Array, points: Array, rng: np.random.Generator) -> Iterator[Pose]:
    """points: (n, 33, 3) right, up and towards the camera, m."""
    hips = [LANDMARKS.index(f"{side}_hip") for side in SIDES]
    wrong = points + wandering(t, WANDER_S, points.shape[1:], rng) * (ACROSS_M, ACROSS_M, DEPTH_M) + SHAKE_M * rng.normal(size=points.shape)
    away = AWAY_M - (points - points[:, hips].mean(axis=1)[0])[:, :, 2:]
    across = wrong[:, :, :2] - points[:, hips].mean(axis=1)[0, :2]
    px = 0.5 * SIZE_PX + FOCAL * SIZE_PX * across / away * (1.0, -1.0)
    world = (wrong - wrong[:, hips].mean(axis=1, keepdims=True)) * MIRROR
    for k, when in enumerate(t.tolist()):
        image = np.column_stack([px[k], np.zeros(len(LANDMARKS)), np.full(len(LANDMARKS), 0.99)])
        yield Pose(when, k, image, world[k], SIZE_PX, SIZE_PX).rounded()
