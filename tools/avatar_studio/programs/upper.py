"""Exercises of the arms and the back, on the feet or hanging: timing -> movement.

Refuses to know: cameras, counting. Each program is `(body, timing, rng, options) -> Motion`.
"""

import numpy as np

from tools.avatar_studio.body import Body
from tools.avatar_studio.geometry import SIDES, Array, apply, pitch, span_of
from tools.avatar_studio.motion import Motion
from tools.avatar_studio.programs.legs import Options
from tools.avatar_studio.programs.stance import Random, across, arms_along, arms_reach, settle, standing, turn_trunk
from tools.avatar_studio.timing import Timing

LOCKED = 0.93
"""The share of a press from which on the elbows are straight."""


def _uneven(timing: Timing) -> Array:
    """(n, 2) amounts, the left one short of the right where the fault `uneven` is made."""
    short = 1 - 0.35 * timing.fault("uneven")
    return timing.amount * np.stack([short, np.ones_like(short)], 1)


def bicep_curl(body: Body, timing: Timing, rng: Random, options: Options) -> Motion:
    """Forearms up and down, both or in turn. Faults: shallow, swing (trunk thrown back), elbow_drift (elbows forward), uneven."""
    motion = standing(body, len(timing), timing.fps, rng)
    amount = _uneven(timing)
    elbow = 12 + amount * 120
    lean = -12 * timing.fault("swing")
    turn_trunk(motion, 0.3 * lean, lean, 0 * lean)
    forward = -0.02 + 0.18 * amount + 0.45 * timing.fault("elbow_drift")[:, None] * (timing.phase > 0)
    palm = across(np.cos(np.radians(elbow)), -0.2, np.sin(np.radians(elbow)))
    arms_along(motion, across(forward, 0.20, -1.0), across(1.0, 0.10, 0.1), elbow, palm)
    return motion


def shoulder_abduction(body: Body, timing: Timing, rng: Random, options: Options) -> Motion:
    """Straight arms out to the sides. Faults: shallow, uneven, shrug."""
    motion = standing(body, len(timing), timing.fps, rng)
    degrees = 10 + _uneven(timing) * 82
    a = np.radians(degrees)
    motion.shrug = 0.030 * body.scale * np.clip((degrees - 30) / 90, 0, None) + 0.03 * timing.fault("shrug")[:, None]
    palm = across(-0.1, -np.cos(a), -np.sin(a))
    arms_along(motion, across(0.08, np.sin(a), -np.cos(a)), across(1.0, -0.2, 0.0), 12.0, palm)
    return motion


def overhead_press(body: Body, timing: Timing, rng: Random, options: Options) -> Motion:
    """Bar from the shoulders to straight arms overhead. Faults: shallow, trunk_lean (trunk back), uneven."""
    motion = standing(body, len(timing), timing.fps, rng, 0.32, 10.0)
    lean = -4 * timing.both - 13 * timing.fault("trunk_lean")
    turn_trunk(motion, 0.3 * lean, lean, 0 * lean)
    s, amount = body.scale, np.clip(_uneven(timing) / LOCKED, 0, 1)
    start, top = np.array([0.17, 0.24, 0.05]) * s, np.array([0.02, 0.25, 0.0]) * s
    top[2] = np.sqrt((0.985 * body.arm) ** 2 - (top[1] - body.shoulder_half) ** 2)
    reach = start + amount[..., None] * (top - start)
    reach[..., 0] += 0.07 * s * np.sin(np.pi * amount)
    centre = body.shoulders(motion).mean(1, keepdims=True)
    target = centre + reach * np.stack([np.ones(2), SIDES, np.ones(2)], -1)
    arms_reach(body, motion, target, across(0.55, 0.5, -1.0), across(0.0, 0.0, 1.0), across(1.0, 0.0, 0.0))
    return motion


def deadlift(body: Body, timing: Timing, rng: Random, options: Options) -> Motion:
    """Standing with the bar, hinge until it passes the shins, stand up again. Faults: shallow, round_back."""
    motion = standing(body, len(timing), timing.fps, rng, 0.28, 8.0)
    amount = timing.both
    _hinge(body, motion, 68 * amount, 40 * amount, 20 * timing.fault("round_back"))
    _hold_bar(body, motion, timing.t * 0 + 0.985)
    return motion


def _hinge(body: Body, motion: Motion, trunk: Array, knee: Array, rounding: Array) -> None:
    """Lean the trunk forward from the hips, knees bent, weight over the feet; all (n,), deg."""
    flexion = 6 + knee
    shank = np.radians(0.22 * flexion)
    forward = body.shank * np.sin(shank) - body.thigh * np.sin(np.radians(flexion) - shank)
    up = body.shank * np.cos(shank) + body.thigh * np.cos(np.radians(flexion) - shank)
    motion.pelvis[:, 0] += forward - 0.10 * body.scale * np.sin(np.radians(trunk)) * (1 - np.clip(knee / 90, 0, 1))
    motion.pelvis[:, 2] = body.ankle_height + up
    turn_trunk(motion, trunk - rounding, trunk + 0.6 * rounding, 0.55 * trunk + 0.8 * rounding)
    settle(body, motion)


def _hold_bar(body: Body, motion: Motion, straight: Array) -> None:
    """Arms straight down to a bar held in front of the legs; straight: (n,) share of the arm's length."""
    shoulder = body.shoulders(motion)
    down = np.stack([np.zeros_like(straight), np.zeros_like(straight), -straight * body.arm], -1)[:, None]
    target = shoulder + down
    shin = motion.ankle[..., 0].mean(1, keepdims=True) + 0.10 * body.scale
    drop = np.clip((motion.pelvis[:, 2:3] - target[..., 2]) / 0.4, 0, 1)
    target[..., 0] += (shin - target[..., 0]) * 0.35 * drop + 0.06 * (1 - drop)
    arms_reach(body, motion, target, across(-0.4, 1.0, 0.0), palm=across(-1.0, 0.0, 0.0))


def row(body: Body, timing: Timing, rng: Random, options: Options) -> Motion:
    """Bent over, the bar from hanging to the belly. Faults: shallow, swing (trunk comes up)."""
    motion = standing(body, len(timing), timing.fps, rng, 0.28, 8.0)
    lean = 55 - 24 * timing.fault("swing")
    _hinge(body, motion, lean, np.full(len(timing), 24.0), 0 * lean)
    amount = _uneven(timing)[..., None]
    shoulder = body.shoulders(motion)
    hanging = shoulder + np.array([0.02, 0.0, -0.985 * body.arm])
    belly = apply(motion.chest_r, np.array([0.13, 0.0, -0.62 * body.trunk]))[:, None] + body.shoulder_centre(motion)[:, None]
    belly = belly + across(0.0, 0.25 * body.scale, 0.0)
    arms_reach(body, motion, hanging + amount * (belly - hanging), across(-0.6, 0.55, 0.9), palm=across(-0.5, 0.0, 0.6))
    return motion


def pull_up(body: Body, timing: Timing, rng: Random, options: Options) -> Motion:
    """Hanging from a bar, up until the chin passes it. Faults: shallow, swing (legs swing and kick)."""
    n, s = len(timing), body.scale
    motion = standing(body, n, timing.fps, rng)
    elbow = 12 + 118 * timing.both
    grip = 0.29 * s
    aside = grip - body.shoulder_half
    drop = np.sqrt(np.maximum(span_of(body.upper_arm, body.forearm, elbow) ** 2 - aside**2, 0.01))
    swing = timing.fault("swing") * np.sin(2 * np.pi * 1.1 * timing.t)
    lean = -6 - 10 * timing.both + 9 * swing
    turn_trunk(motion, lean, lean, 0.6 * lean - 10 * timing.both)
    bar = bar_height(body)
    shoulders = body.shoulders(motion).mean(1)
    motion.pelvis[:, 2] += bar - drop - shoulders[:, 2]
    motion.pelvis[:, 0] += -shoulders[:, 0] - 0.06 * s * timing.both + 0.10 * swing
    _hang_legs(body, motion, 14 + 22 * np.abs(swing) + 12 * swing)
    target = np.repeat(across(0.0, grip, bar), n, 0)
    arms_reach(body, motion, target, across(0.45, 1.0, -0.6), across(0.15, 0.0, 1.0), across(1.0, 0.0, 0.0))
    return motion


def bar_height(body: Body) -> float:
    """Of the pull-up bar over the floor, m: feet clear the floor when hanging with bent knees."""
    return 0.22 + body.leg + body.trunk + body.arm


def _hang_legs(body: Body, motion: Motion, hip_deg: Array) -> None:
    """Legs hang from the hips, knees bent behind."""
    hip = body.hips(motion)
    a, knee = np.radians(hip_deg), np.radians(hip_deg - 62)
    forward = body.thigh * np.sin(a) + body.shank * np.sin(knee)
    down = -body.thigh * np.cos(a) - body.shank * np.cos(knee)
    motion.ankle = hip + np.stack([forward, 0 * forward, down], -1)[:, None] + across(0.0, -0.02, 0.0)
    motion.foot_r = np.repeat(pitch(62 - hip_deg + 25)[:, None], 2, 1)


def dip(body: Body, timing: Timing, rng: Random, options: Options) -> Motion:
    """Between two bars, down until the elbows are square. Faults: shallow, trunk_lean."""
    n, s = len(timing), body.scale
    motion = standing(body, n, timing.fps, rng)
    height, grip = dip_height(body), 0.27 * s
    elbow = 12 + 88 * timing.both
    lean = 8 + 16 * timing.both + 16 * timing.fault("trunk_lean")
    turn_trunk(motion, lean, lean, 0.4 * lean)
    aside = grip - body.shoulder_half
    drop = np.sqrt(np.maximum(span_of(body.upper_arm, body.forearm, elbow) ** 2 - aside**2, 0.01))
    shoulders = body.shoulders(motion).mean(1)
    motion.pelvis[:, 2] += height + 0.04 * s + drop - shoulders[:, 2]
    motion.pelvis[:, 0] += 0.05 * s + 0.08 * s * timing.both - shoulders[:, 0]
    _hang_legs(body, motion, 4 + 10 * timing.both)
    target = np.repeat(across(0.0, grip, height + 0.04 * s), n, 0)
    arms_reach(body, motion, target, across(-1.0, 0.25, 0.2), across(1.0, 0.0, -0.3), across(0.0, 0.0, -1.0))
    return motion


def dip_height(body: Body) -> float:
    """Of the dip bars over the floor, m."""
    return 1.18 * body.scale
