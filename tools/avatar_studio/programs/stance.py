"""The positions every movement starts from, and the ways to put arms and legs somewhere.

Refuses to know: exercises, repetitions.
"""

import numpy as np
import numpy.typing as npt

from tools.avatar_studio.body import Body
from tools.avatar_studio.geometry import SIDES, Array, apply, apply_back, pitch, roll, two_bone, unit, yaw
from tools.avatar_studio.motion import Motion

Random = np.random.Generator


def sway(n: int, fps: float, rng: Random, size: float) -> Array:
    """(n,) slow wandering of about `size`, as a body that stands still does."""
    t = np.arange(n)[:, None] / fps
    rate, start = rng.uniform(0.15, 0.6, 4), rng.uniform(0, 2 * np.pi, 4)
    return np.asarray(size * np.sin(2 * np.pi * rate * t + start).sum(1) / 2)


def across(x: npt.ArrayLike, y: npt.ArrayLike, z: npt.ArrayLike) -> Array:
    """Mirrored directions (n, 2, 3) out of x (forward), y (outward) and z (up), each a number, (n,) or (n, 2)."""
    parts = [np.asarray(v, float) for v in (x, y, z)]
    parts = [v[:, None] if v.ndim == 1 else v for v in parts]
    fx, fy, fz = np.broadcast_arrays(*parts)
    return np.stack(np.broadcast_arrays(fx, fy * SIDES, fz), -1).reshape(-1, 2, 3)


def standing(body: Body, n: int, fps: float, rng: Random, stance: float = 0.26, toe_out: float = 10.0) -> Motion:
    """n frames of somebody who stands, arms down, feet `stance` apart (m at the reference height), facing x."""
    drift = [sway(n, fps, rng, size) for size in (0.006, 0.006, 0.7, 0.5)]
    up = np.full(n, body.standing_height)
    trunk = pitch(2 + drift[2]) @ roll(drift[3])
    feet = np.stack([yaw(np.full(n, toe_out)), yaw(np.full(n, -toe_out))], 1)
    motion = Motion(
        pelvis=np.stack([drift[0] - 0.01, drift[1], up], -1),
        pelvis_r=pitch(np.full(n, 1.0)),
        chest_r=trunk,
        head_r=pitch(0.7 * drift[2]),
        ankle=np.repeat(across(0.0, stance * body.scale / 2, body.ankle_height), n, 0),
        foot_r=feet,
        knee_pole=np.repeat(across(1.0, 0.15, 0.1), n, 0),
        upper=np.zeros((n, 2, 3)), fore=np.zeros((n, 2, 3)), hand=np.zeros((n, 2, 3)), palm=np.zeros((n, 2, 3)),
        shrug=np.zeros((n, 2)),
    )  # fmt: skip
    arms_down(motion)
    return motion


def turn_trunk(motion: Motion, pelvis_deg: Array, chest_deg: Array, head_deg: Array) -> None:
    """Lean pelvis, chest and head forward by these angles (n,), on top of the sway."""
    motion.pelvis_r = pitch(pelvis_deg) @ motion.pelvis_r
    motion.chest_r = pitch(chest_deg) @ motion.chest_r
    motion.head_r = pitch(head_deg) @ motion.head_r


def arms_along(
    motion: Motion, upper: Array, bend: Array, elbow_deg: npt.ArrayLike, palm: Array | None = None, in_room: bool = False
) -> None:
    """Point the upper arms along `upper` and fold the forearms by `elbow_deg` towards `bend`.

    upper, bend, palm: (n or 1, 2, 3) in the chest's axes, or the room's; elbow_deg: number, (n,) or (n, 2), 0 = straight.
    """
    chest = motion.chest_r[:, None]
    as_chest = (lambda v: apply_back(chest, v)) if in_room else (lambda v: v)
    n = len(motion)
    u = unit(np.broadcast_to(as_chest(upper), (n, 2, 3)))
    b = np.broadcast_to(as_chest(bend), (n, 2, 3))
    b = unit(b - u * np.sum(u * b, -1, keepdims=True))
    angle = np.radians(np.asarray(elbow_deg, float))
    angle = np.broadcast_to(angle[:, None] if angle.ndim == 1 else angle, (n, 2))[..., None]
    motion.upper, motion.fore = u.copy(), np.cos(angle) * u + np.sin(angle) * b
    motion.hand = motion.fore.copy()
    motion.palm = np.broadcast_to(across(0.0, -1.0, 0.0) if palm is None else palm, (n, 2, 3)).copy()


def arms_reach(body: Body, motion: Motion, target: Array, pole: Array, hand: Array | None = None, palm: Array | None = None) -> None:
    """Bring the wrists to `target` (n, 2, 3), elbows towards `pole`; hand and palm directions too, all in the room's axes."""
    shoulder, chest = body.shoulders(motion), motion.chest_r[:, None]
    elbow, wrist = two_bone(shoulder, target, body.upper_arm, body.forearm, pole)
    motion.upper = apply_back(chest, unit(elbow - shoulder))
    motion.fore = apply_back(chest, unit(wrist - elbow))
    shape = motion.upper.shape
    motion.hand = motion.fore.copy() if hand is None else np.broadcast_to(apply_back(chest, hand), shape).copy()
    outward = across(0.0, -1.0, 0.0) if palm is None else apply_back(chest, palm)
    motion.palm = np.broadcast_to(outward, shape).copy()


def arms_down(motion: Motion) -> None:
    """Arms hang at the sides."""
    arms_along(motion, across(0.06, 0.16, -1.0), across(1.0, -0.3, 0.0), 14.0)


def arms_crossed(motion: Motion) -> None:
    """Arms folded over the chest."""
    arms_along(motion, across(0.55, 0.12, -0.75), across(0.3, -1.0, 0.45), 108.0, across(-1.0, 0.0, -0.3))


def arms_on_hips(motion: Motion) -> None:
    """Hands on the hips, elbows out."""
    arms_along(motion, across(-0.25, 0.75, -0.75), across(0.5, -0.9, -0.35), 92.0, across(0.0, -1.0, 0.1))


def arms_forward(motion: Motion, amount: Array) -> None:
    """Arms swing from hanging (0) to level in front (1), whatever the trunk does."""
    a = np.radians(85 * np.clip(amount, 0, 1.1))
    bend = across(np.where(amount > 0.5, 0.0, 0.5), -0.6, 0.4)
    arms_along(motion, across(np.sin(a) + 0.05, 0.14, -np.cos(a)), bend, 12.0, in_room=True)


def settle(body: Body, motion: Motion, planted: Array | None = None) -> None:
    """Lower the pelvis where the legs could not reach their feet.

    planted: (n, 2) of bool, which feet bear the body; both unless said.
    """
    offset = motion.ankle - (body.hips(motion) - motion.pelvis[:, None])
    flat = np.linalg.norm((offset - motion.pelvis[:, None])[..., :2], axis=-1)
    highest = offset[..., 2] + np.sqrt(np.maximum((0.9985 * body.leg) ** 2 - flat**2, 0.01))
    if planted is not None:
        highest = np.where(planted, highest, np.inf)
    motion.pelvis[:, 2] = np.minimum(motion.pelvis[:, 2], highest.min(1))


def tiptoe(body: Body, motion: Motion, side: int, lift_deg: Array) -> None:
    """Raise the heel of one foot by turning it `lift_deg` (n,) about its ball; the ball stays where it was."""
    ball = np.array([0.085, 0.0, -0.05]) * body.scale
    flat = motion.foot_r[:, side].copy()
    motion.foot_r[:, side] = flat @ pitch(lift_deg)
    motion.ankle[:, side] += apply(flat, ball) - apply(motion.foot_r[:, side], ball)


def supine(body: Body, n: int, fps: float, rng: Random, knees_up: bool) -> Motion:
    """n frames of somebody who lies on their back, head towards -x, knees bent or legs flat."""
    motion = standing(body, n, fps, rng)
    height = 0.10 * body.scale
    motion.pelvis[:, 2] = height
    flat = pitch(np.full(n, -90.0))
    motion.pelvis_r, motion.chest_r, motion.head_r = flat.copy(), flat @ roll(sway(n, fps, rng, 0.4)), pitch(np.full(n, -82.0))
    if knees_up:
        forward = 0.62 * body.thigh + 0.45 * body.shank
        motion.ankle[..., 0], motion.knee_pole = forward, np.repeat(across(0.0, 0.1, 1.0), n, 0)
    else:
        motion.ankle[..., 0], motion.ankle[..., 2] = body.leg * 0.995, 0.055 * body.scale
        motion.foot_r = np.repeat(pitch(np.full(n, -70.0))[:, None], 2, 1)
        motion.knee_pole = np.repeat(across(0.0, 0.1, 1.0), n, 0)
    arms_along(motion, across(-0.05, 0.28, -1.0), across(1.0, 0.0, 0.0), 6.0, across(-1.0, 0.0, 0.0))
    return motion
