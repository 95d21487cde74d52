"""A marker trial -> how near the shipped body comes to OpenSim's knee angle, seen by a made camera with a pose model's errors.

Landmarks lie where OpenSim's joints were, wander as BlazePose's do (15 mm across, 40 mm in depth, over 0.7 s) and shake by 5 mm; sensors
lie askew on thigh and shank and are 3 degrees off, over 2 s. The smoothing's lag is removed, as for avatars. Refuses to know: forces.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import numpy as np

from edge.estimate.body.anthropometry import BodySize
from edge.estimate.body.attachment import attachment_of
from edge.estimate.body.body_estimator import BodyEstimator
from edge.estimate.body.differentiation import LAG_S
from edge.estimate.body.lens import MIRROR
from edge.estimate.body.model import DOF, SEGMENT, SEGMENT_NAMES
from edge.estimate.body.mounting import CAMERA_LATE_S, TURNING_SD, Mounting
from edge.estimate.body.sight import Tilt
from edge.estimate.motion import Motion
from edge.estimate.rotation import rows, upright
from edge.messages import LANDMARKS, Array, Indices, Pose, WornState
from tools.evaluation.interval import Z_95
from tools.evaluation.opencap_body import SIDES, Skeleton, size_of_skeleton, skeleton_of
from tools.evaluation.opencap_trial import Moved

FeetErrors = Callable[[float, tuple[tuple[str, float], ...]], list[float]]
"""A time, s, and what was said to push each foot -> by how much that is wrong, shares of the weight; nothing where it was not measured."""

CAMERA_HZ = 30.0
ACROSS_M, DEPTH_M, SHAKE_M, WANDER_S = 0.015, 0.040, 0.005, 0.7
TILT_SD, TILT_WANDER_S, GYRO_SD = np.radians(3.0), 2.0, 0.05
VIEWS = {"front": 0.0, "45": np.radians(45.0), "side": np.radians(90.0)}
"""Where the camera stands, from straight ahead to the person's right."""
SEEDS = range(20)
"""One draw of such noise lasts as long as the trial; of a few seconds it takes many to tell anything."""
AWAY_M, SIZE_PX, FOCAL = 3.0, 960, 1.05
"""Of the hips; the picture is square; focal length per its side."""
LAGS = 7
SETTLED_S, SHORTEST_S = 1.0, 3.0
FIGURES = (
    *(f"angle_rmse_knee_{view}_deg" for view in VIEWS), "angle_rmse_knee_imu_deg", "angle_rmse_knee_imu_known_deg",
    *(f"fy_rmse_bw_{view}" for view in VIEWS),
    "angle_known_share", "angle_interval_coverage", "angle_interval_halfwidth_over_rmse",
)  # fmt: skip
WORN = {"thigh": "right_thigh", "shank": "right_shank"}


class Worn(Enum):
    """Two sensors on the right leg, or none."""

    NOT = auto()
    ANYHOW = auto()
    KNOWN = auto()
    """Their axes are those of their segments, which nobody has to find out: what the limit of 4.5 degrees was set with."""


class _KnownMounting(Mounting):
    def tilts(self, t: float, worn: Mapping[str, WornState]) -> tuple[Tilt, ...]:
        heard = {segment: self._as_of(t - CAMERA_LATE_S, segment, state) for segment, state in worn.items()}
        return tuple(_tilt(segment, state) for segment, state in heard.items() if state is not None)


def _tilt(segment: str, state: WornState) -> Tilt:
    up, sd = np.array(rows(state.orientation)[2]), np.full(3, state.tilt_sd)
    return Tilt(SEGMENT[segment], up, sd, np.array(state.gyro), TURNING_SD)


class _KnownBody(BodyEstimator):
    def __init__(self, size: BodySize) -> None:
        super().__init__(size)
        self._mounting = _KnownMounting()


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
    """angle_rmse_knee_VIEW_deg; angle_rmse_knee_imu_deg and, where it is known how the sensors lie, angle_rmse_knee_imu_known_deg (their
    worst views) of one trial; the share of moments they are about; and fy_rmse_bw_VIEW, of the forces that are found from such pictures.
    None of a trial that is too short."""
    skeleton = skeleton_of(trial.model, trial.places)
    if trial.t[-1] - trial.t[0] < SHORTEST_S:
        return dict.fromkeys(FIGURES)
    bare = {view: [follow(trial, skeleton, turn, seed, feet) for seed in SEEDS] for view, turn in VIEWS.items()}
    anyhow, known = (
        [[follow(trial, skeleton, turn, seed, feet, worn=way) for seed in SEEDS] for turn in VIEWS.values()]
        for way in (Worn.ANYHOW, Worn.KNOWN)
    )
    every = [one for followed in bare.values() for one in followed]
    errors, sds = (np.concatenate([getattr(one, name).ravel() for one in every]) for name in ("error", "sd"))
    there = np.isfinite(errors)
    return {
        **{f"angle_rmse_knee_{view}_deg": _mean([one.rmse for one in followed]) for view, followed in bare.items()},
        "angle_rmse_knee_imu_deg": max(_mean([_right(one) for one in followed]) for followed in anyhow),
        "angle_rmse_knee_imu_known_deg": max(_mean([_right(one) for one in followed]) for followed in known),
        **{f"fy_rmse_bw_{view}": _rms([error for one in followed for error in one.feet]) for view, followed in bare.items()},
        "angle_known_share": _mean([one.known for one in every]),
        "angle_interval_coverage": round(float((np.abs(errors[there]) <= Z_95 * sds[there]).mean()), 4),
        "angle_interval_halfwidth_over_rmse": round(float(Z_95 * np.median(sds[there]) / np.sqrt((errors[there] ** 2).mean())), 3),
    }


def _mean(values: list[float]) -> float:
    return round(float(np.mean(values)), 3)


def _rms(values: list[float]) -> float | None:
    return round(float(np.sqrt(np.mean(np.square(values)))), 4) if values else None


def _right(one: Followed) -> float:
    """The sensors are worn on the right leg."""
    return float(np.sqrt(np.nanmean(one.error[:, 0] ** 2)))


def follow(trial: Moved, skeleton: Skeleton, turn: float, seed: int, feet: FeetErrors, *, worn: Worn = Worn.NOT) -> Followed:
    """One run of the shipped smoothing and body over the trial at a camera's pace."""
    moments = np.arange(0, len(trial.t), max(round(trial.rate_hz / CAMERA_HZ), 1))
    rng = np.random.default_rng(seed)
    t, true = trial.t[moments], np.degrees(np.stack([trial.angles[f"knee_angle_{letter}"][moments] for letter in SIDES.values()], axis=1))
    poses = list(_poses(t, landmarks_of(skeleton, moments) @ _axes(turn).T, rng))
    sensors = [{} for _ in t] if worn is Worn.NOT else _sensors(t, skeleton, moments, rng, askew=worn is Worn.ANYHOW)
    motion, body = Motion(), (_KnownBody if worn is Worn.KNOWN else BodyEstimator)(size_of_skeleton(skeleton, trial.model.mass))
    said, pushes = np.full((len(t), 2, 2), np.nan), list[float]()
    for k, (pose, worn_now) in enumerate(zip(poses, sensors, strict=True)):
        moment = motion.feed(pose)
        state = body.feed(moment.state, worn_now) if moment else None
        if state is not None:
            places = [DOF[f"{side}_shank.Z"] for side in SIDES]
            said[k] = np.degrees([-state.angles[places], state.angles_sd[places]])
            if (state.contacts or state.doubts) and pose.t > t[0] + SETTLED_S:
                pushes += feet(state.t - LAG_S, state.contacts)
    later = t > t[0] + SETTLED_S
    lag = min(range(LAGS), key=lambda late: float(np.nanmean((said[late:, 0] - true[: len(true) - late]) ** 2)))
    error = said[:, 0] - true[np.maximum(np.arange(len(t)) - lag, 0)]
    return Followed(error[later], said[later, 1], pushes)


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


def _wandering(t: Array, lasting_s: float, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
    """(n, *shape) of unit variance, autocorrelated over so long."""
    found = np.empty((len(t), *shape))
    found[0] = rng.normal(size=shape)
    for k, dt in enumerate(np.diff(t), 1):
        keep = np.exp(-dt / lasting_s)
        found[k] = keep * found[k - 1] + np.sqrt(1.0 - keep**2) * rng.normal(size=shape)
    return found


def _poses(t: Array, points: Array, rng: np.random.Generator) -> Iterator[Pose]:
    """points: (n, 33, 3) right, up and towards the camera, m."""
    hips = [LANDMARKS.index(f"{side}_hip") for side in SIDES]
    wrong = (
        points + _wandering(t, WANDER_S, points.shape[1:], rng) * (ACROSS_M, ACROSS_M, DEPTH_M) + SHAKE_M * rng.normal(size=points.shape)
    )
    away = AWAY_M - (points - points[:, hips].mean(axis=1)[0])[:, :, 2:]
    across = wrong[:, :, :2] - points[:, hips].mean(axis=1)[0, :2]
    px = 0.5 * SIZE_PX + FOCAL * SIZE_PX * across / away * (1.0, -1.0)
    world = (wrong - wrong[:, hips].mean(axis=1, keepdims=True)) * MIRROR
    for k, when in enumerate(t.tolist()):
        image = np.column_stack([px[k], np.zeros(len(LANDMARKS)), np.full(len(LANDMARKS), 0.99)])
        yield Pose(when, k, image, world[k], SIZE_PX, SIZE_PX).rounded()


def _sensors(t: Array, skeleton: Skeleton, moments: Indices, rng: np.random.Generator, *, askew: bool) -> list[dict[str, WornState]]:
    """What sensors would say: up and turning, in axes of their own, turned anyhow, or in their segment's."""
    sensors: list[dict[str, WornState]] = [{} for _ in t]
    for place, segment in WORN.items():
        strapped = np.linalg.qr(rng.normal(size=(3, 3)))[0] if askew else np.eye(3)
        strapped *= np.sign(np.linalg.det(strapped))
        turns = skeleton.turns[segment][moments] @ strapped
        off = TILT_SD * _wandering(t, TILT_WANDER_S, (3,), rng)
        for k, when in enumerate(t.tolist()):
            up = turns[k].T @ [0.0, 1.0, 0.0]
            up = up + np.cross(off[k], up)
            gyro = _turning(turns, t, k) + GYRO_SD * rng.normal(size=3)
            sensors[k][segment] = WornState(
                when, place, upright(tuple(up.tolist())), (0.0, 0.0, 0.0), tuple(gyro.tolist()), float(TILT_SD), False
            )
    return sensors


def _turning(turns: Array, t: Array, k: int) -> Array:
    """(3,) rad/s in the sensor's own axes, over the moments beside this one."""
    before, after = max(k - 1, 0), min(k + 1, len(t) - 1)
    step = turns[before].T @ turns[after] / (t[after] - t[before])
    return 0.5 * np.array([step[2, 1] - step[1, 2], step[0, 2] - step[2, 0], step[1, 0] - step[0, 1]])
