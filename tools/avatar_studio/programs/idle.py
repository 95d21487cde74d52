"""What people do between sets: seconds -> movement. Nothing here is a repetition.

Refuses to know: cameras, counting. Each program is `(body, frames, fps, rng) -> Motion`, standing at the origin
and facing x unless it walks.
"""

import numpy as np

from tools.avatar_studio.body import Body
from tools.avatar_studio.geometry import SIDES, Array, pitch, ramp, yaw
from tools.avatar_studio.motion import Motion, place
from tools.avatar_studio.programs.legs import sit_to_stand
from tools.avatar_studio.programs.stance import (
    Random,
    across,
    arms_along,
    arms_on_hips,
    arms_reach,
    settle,
    standing,
    turn_trunk,
)
from tools.avatar_studio.timing import schedule


def wander(n: int, fps: float, rng: Random, hz: float) -> Array:
    """(n,) smooth noise of unit size with movements of about `hz` a second."""
    knots = max(4, int(n / fps * hz * 2) + 3)
    at = np.linspace(0, knots - 1.001, n)
    i, w = at.astype(int), at % 1
    values = rng.normal(size=knots + 1)
    w = w * w * (3 - 2 * w)
    return np.asarray(values[i] * (1 - w) + values[i + 1] * w)


def stand(body: Body, n: int, fps: float, rng: Random) -> Motion:
    """Standing, looking about, shifting weight; hands hang or rest on the hips."""
    motion = standing(body, n, fps, rng)
    motion.pelvis[:, 1] += 0.025 * wander(n, fps, rng, 0.25)
    motion.head_r = motion.head_r @ yaw(16 * wander(n, fps, rng, 0.4)) @ pitch(5 * wander(n, fps, rng, 0.5))
    if rng.random() < 0.35:
        arms_on_hips(motion)
    settle(body, motion)
    return motion


def talk(body: Body, n: int, fps: float, rng: Random) -> Motion:
    """Standing and talking with the hands."""
    motion = stand(body, n, fps, rng)
    lively = np.clip(0.6 + 0.8 * wander(n, fps, rng, 0.3), 0, 1)[:, None]
    apart = np.stack([wander(n, fps, rng, 1.1) for _ in range(6)], 1).reshape(n, 2, 3)
    together = np.stack([wander(n, fps, rng, 1.0) for _ in range(3)], 1)[:, None]
    wave = 0.65 * together + 0.6 * apart
    elbow = 14 + lively * np.clip(68 + 26 * wave[..., 0], 5, 125)
    forward = 0.06 + lively * np.clip(0.25 + 0.22 * wave[..., 1], -0.1, 0.9)
    outward = 0.16 + lively * np.clip(0.10 + 0.16 * wave[..., 2], -0.05, 0.7)
    bend = across(1.0, -0.35 + 0.3 * wave[..., 2] * lively, 0.25)
    arms_along(motion, across(forward, outward, -1.0), bend, elbow, across(0.2, -0.8, 0.4))
    motion.chest_r = motion.chest_r @ yaw(7 * wander(n, fps, rng, 0.5))
    return motion


def wave(body: Body, n: int, fps: float, rng: Random) -> Motion:
    """An arm goes up, waves, and comes down again."""
    motion = stand(body, n, fps, rng)
    x, side = np.linspace(0, 1, n), int(rng.integers(2))
    up = ramp(x, 0.12, 0.3) * (1 - ramp(x, 0.7, 0.88))
    t = np.arange(n) / fps
    raised = np.zeros((n, 2))
    raised[:, side] = up
    shake = 24 * np.sin(2 * np.pi * rng.uniform(1.3, 2.2) * t)[:, None] * raised
    upper = across(0.06 + 0.1 * raised, 0.16 + 0.75 * raised, -1.0 + 1.15 * raised)
    arms_along(motion, upper, across(1 - raised, -0.3 + 0.5 * raised, raised), 14 + 66 * raised + shake)
    return motion


def phone(body: Body, n: int, fps: float, rng: Random) -> Motion:
    """A phone comes out of a pocket, is looked at, and goes back."""
    motion = stand(body, n, fps, rng)
    x, side = np.linspace(0, 1, n), int(rng.integers(2))
    up = ramp(x, 0.1, 0.28) * (1 - ramp(x, 0.78, 0.95))
    held = np.zeros((n, 2))
    held[:, side] = up
    elbow = 14 + 88 * held + 4 * held * wander(n, fps, rng, 0.8)[:, None]
    bend, palm = across(1.0, -0.3 - 0.4 * held, 0.2 * held), across(-0.6 * held, -1.0, 0.5 * held)
    arms_along(motion, across(0.06 + 0.25 * held, 0.16, -1.0), bend, elbow, palm)
    motion.head_r = motion.head_r @ pitch(32 * up)
    return motion


def pick_up(body: Body, n: int, fps: float, rng: Random) -> Motion:
    """Bending down to something on the floor beside the foot, one hand reaching, and up again."""
    x = np.linspace(0, 1, n)
    return bend_down(body, n, fps, rng, ramp(x, 0.1, 0.42) * (1 - ramp(x, 0.6, 0.92)), one_hand=True)


def bend_down(body: Body, n: int, fps: float, rng: Random, down: Array, one_hand: bool) -> Motion:
    """Reach for the floor by `down` (n,), 0..1, twisted a little, as nobody does twice alike."""
    motion = standing(body, n, fps, rng, rng.uniform(0.24, 0.40))
    knee, lean, turn = rng.uniform(35, 75), rng.uniform(45, 70), rng.normal(0, 14)
    half = np.radians(8 + knee * down) / 2
    motion.pelvis[:, 2] = body.ankle_height + body.leg * np.cos(half)
    motion.pelvis[:, 0] -= 0.16 * body.scale * down
    turn_trunk(motion, 0.9 * lean * down, lean * down, 0.7 * lean * down)
    motion.chest_r = motion.chest_r @ yaw(turn * down)
    motion.ankle[:, int(turn > 0), 0] -= rng.uniform(0.05, 0.2)
    settle(body, motion)
    hanging = body.shoulders(motion) + across(0.04, 0.03, -0.97 * body.arm)
    low = np.stack([0.25 + 0.05 * wander(n, fps, rng, 0.6), 0.02 * wander(n, fps, rng, 0.8), 0.10 + 0 * down], -1)[:, None]
    low = low + across(0.0, 0.16, 0.0) * body.scale
    weight = down[:, None] * (np.array([1.0, 0.25])[:: 1 if turn > 0 else -1] if one_hand else 1.0)
    arms_reach(body, motion, hanging + weight[..., None] * (low - hanging), across(-0.5, 1.0, 0.0))
    return motion


def set_up_bar(body: Body, n: int, fps: float, rng: Random) -> Motion:
    """Crouching over a bar on the floor, hands busy with its plates, standing up in between."""
    wanted = np.clip(0.55 + 0.75 * wander(n, fps, rng, 0.22), 0, 1)
    x = np.linspace(0, 1, n)
    return bend_down(body, n, fps, rng, wanted * ramp(x, 0, 0.2) * (1 - ramp(x, 0.8, 1.0)), one_hand=False)


def sit(body: Body, n: int, fps: float, rng: Random) -> Motion:
    """Sitting on a chair, moving a little."""
    motion = sit_to_stand(body, schedule([], fps, lead_s=n / fps, tail_s=0), rng, {"arms": 3.0})
    motion.chest_r = motion.chest_r @ pitch(6 * wander(n, fps, rng, 0.2)) @ yaw(5 * wander(n, fps, rng, 0.3))
    motion.head_r = motion.head_r @ yaw(18 * wander(n, fps, rng, 0.4))
    lap = body.hips(motion) + across(0.75 * body.thigh, 0.02, 0.11 * body.scale)
    lap[..., 2] += 0.04 * np.abs(np.stack([wander(n, fps, rng, 0.5) for _ in range(2)], 1))
    arms_reach(body, motion, lap, across(-0.4, 1.0, -0.3), palm=across(0.0, 0.0, -1.0))
    return motion


def walk(body: Body, path: Array, fps: float, rng: Random) -> Motion:
    """Walking along `path` (n, 2), m on the floor, facing the way it goes; steps fit the speed."""
    n = len(path)
    velocity = np.gradient(path, 1 / fps, axis=0)
    speed = np.linalg.norm(velocity, axis=1)
    heading = np.degrees(np.unwrap(np.arctan2(velocity[:, 1], velocity[:, 0])))
    heading = _held_while_still(heading, speed)
    motion = standing(body, n, fps, rng, 0.17, 6.0)
    stride = (0.55 + 0.60 * np.clip(speed, 0, 1.6)) * body.scale
    cycle = np.cumsum(speed / stride) / fps + rng.random()
    gait = np.clip(speed / 0.35, 0, 1)
    for side in (0, 1):
        along, up, tip = _step((cycle + 0.5 * side) % 1)
        motion.ankle[:, side, 0] += gait * stride * along
        motion.ankle[:, side, 2] += gait * 0.11 * body.scale * up
        motion.foot_r[:, side] = motion.foot_r[:, side] @ pitch(gait * 26 * tip)
    swing = np.sin(2 * np.pi * cycle)[:, None] * SIDES * gait[:, None]
    a = np.radians(4 - 20 * swing)
    arms_along(motion, across(np.sin(a), 0.15, -np.cos(a)), across(1.0, -0.2, 0.1), 18 - 8 * swing)
    motion.pelvis[:, 2] -= gait * body.scale * (0.022 + 0.016 * np.cos(4 * np.pi * cycle))
    turn_trunk(motion, 2 * gait, 3 * gait, 0 * gait)
    settle(body, motion)
    return place(motion, path[:, 0], path[:, 1], heading)


def _held_while_still(heading: Array, speed: Array) -> Array:
    """Keep the last heading where there is no speed to tell it, smoothed so that nobody spins."""
    moving = np.flatnonzero(speed > 0.05)
    if not len(moving):
        return np.zeros_like(heading)
    nearest = moving[np.clip(np.searchsorted(moving, np.arange(len(heading))), 0, len(moving) - 1)]
    kernel = np.hanning(17) / np.hanning(17).sum()
    return np.convolve(np.pad(heading[nearest], 8, mode="edge"), kernel, "valid")


def _step(cycle: Array) -> tuple[Array, Array, Array]:
    """Gait cycle 0..1 -> where the foot is along the stride (-0.3..0.3), how high (0..1), and its pitch (-1..1)."""
    swing = np.clip((cycle - 0.6) / 0.4, 0, 1)
    along = np.where(cycle < 0.6, 0.3 - cycle, -0.3 + 0.6 * (swing * swing * (3 - 2 * swing)))
    tip = np.where(cycle < 0.6, ramp(cycle, 0.42, 0.6), (1 - ramp(swing, 0.0, 0.5)) - 0.5 * ramp(swing, 0.5, 1.0))
    tip = tip - 0.5 * (cycle < 0.1) * (1 - cycle / 0.1)
    return along, np.sin(np.pi * swing) ** 2 * 0.8, tip
