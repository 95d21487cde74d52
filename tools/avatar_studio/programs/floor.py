"""Exercises on the floor: timing -> movement.

Refuses to know: cameras, counting. Each program is `(body, timing, rng, options) -> Motion`.
"""

import numpy as np

from tools.avatar_studio.body import Body
from tools.avatar_studio.geometry import SIDES, Array, pitch, span_of, unit
from tools.avatar_studio.motion import Motion
from tools.avatar_studio.programs.legs import Options
from tools.avatar_studio.programs.stance import Random, across, arms_along, arms_crossed, arms_reach, standing, supine, sway
from tools.avatar_studio.timing import Timing


class _Plank:
    """A body propped on its toes: ankles fixed, legs and trunk two rods that may bend at the hip."""

    def __init__(self, body: Body) -> None:
        self.legs, self.trunk = body.leg - 0.0003, body.trunk
        self.ankle = np.array([-0.85, 0.0, 0.165 * body.scale])

    def tilted(self, tilt: Array, sag_deg: Array) -> tuple[Array, Array]:
        """Elevation of the shoulders as seen from the ankles (n,), rad, and hip sag (n,), deg -> hips, shoulders (n, 3)."""
        fold = np.radians(180 - np.abs(sag_deg))
        reach = np.sqrt(self.legs**2 + self.trunk**2 - 2 * self.legs * self.trunk * np.cos(fold))
        leg_tilt = tilt - np.arcsin(self.trunk * np.sin(fold) / reach) * np.sign(sag_deg)
        return self.ankle + _rod(self.legs, leg_tilt), self.ankle + _rod(reach, tilt)

    def at_distance(self, point: Array, distance: Array, sag_deg: Array) -> tuple[Array, Array]:
        """Hips and shoulders (n, 3) so that the shoulders are `distance` (n,) from `point` (3,): found by bisection."""
        low, high = np.full_like(distance, 0.02), np.full_like(distance, 0.75)
        for _ in range(40):
            middle = (low + high) / 2
            near = np.linalg.norm(self.tilted(middle, sag_deg)[1] - point, axis=-1) < distance
            low, high = np.where(near, middle, low), np.where(near, high, middle)
        return self.tilted(middle, sag_deg)


def _rod(length: Array | float, tilt: Array) -> Array:
    return np.stack([length * np.cos(tilt), np.zeros_like(tilt), length * np.sin(tilt)], -1)


def _prone(body: Body, motion: Motion, hips: Array, shoulders: Array, head_deg: float) -> None:
    """Lay the figure face down between hips and shoulders, on its toes."""
    along = unit(shoulders - hips)
    trunk = pitch(np.degrees(np.arctan2(along[:, 0], along[:, 2])))
    n = len(motion)
    motion.pelvis, motion.pelvis_r, motion.chest_r = hips, trunk, trunk.copy()
    motion.head_r = trunk @ pitch(np.full(n, -head_deg))
    motion.ankle = np.repeat(across(-0.85, 0.09, 0.165 * body.scale), n, 0)
    motion.foot_r = np.repeat(pitch(np.full(n, 72.0))[:, None], 2, 1)
    motion.knee_pole = np.repeat(across(0.0, 0.0, -1.0), n, 0)


def push_up(body: Body, timing: Timing, rng: Random, options: Options) -> Motion:
    """Straight body, chest to the floor. Options: width of the hands (m), head (deg up). Faults: shallow, hips_sag, hips_high."""
    n, s, plank = len(timing), body.scale, _Plank(body)
    half, palm_height = options.get("width", 0.48) * s / 2, 0.05 * s
    motion = standing(body, n, timing.fps, rng)
    elbow = 10 + timing.both * 84
    sag = 17 * timing.fault("hips_sag") - 20 * timing.fault("hips_high")
    sag = np.where(np.abs(sag) < 0.01, 0.01, sag) + sway(n, timing.fps, rng, 0.4)
    top = np.arcsin(min(0.95, (0.985 * body.arm + palm_height - plank.ankle[2]) / (plank.legs + plank.trunk)))
    ahead = float(plank.tilted(np.array([top]), np.array([0.01]))[1][0, 0]) + 0.02
    hand = np.array([ahead, half - body.shoulder_half, palm_height])
    hips, shoulders = plank.at_distance(hand, span_of(body.upper_arm, body.forearm, elbow), sag)
    _prone(body, motion, hips, shoulders, options.get("head", 28.0))
    target = np.repeat(across(ahead, half, palm_height), n, 0)
    arms_reach(body, motion, target, across(-1.0, 0.55, 0.15), across(1.0, 0.0, -0.12), across(0.0, 0.0, -1.0))
    return motion


def plank(body: Body, timing: Timing, rng: Random, options: Options) -> Motion:
    """On the forearms, straight: a hold. Faults: hips_sag, hips_high."""
    n, rods = len(timing), _Plank(body)
    motion = standing(body, n, timing.fps, rng)
    sag = sway(n, timing.fps, rng, 0.6) + 16 * timing.fault("hips_sag") - 20 * timing.fault("hips_high")
    tilt = np.full(n, np.arcsin((body.upper_arm + 0.05 - rods.ankle[2]) / (rods.legs + rods.trunk)))
    hips, shoulders = rods.tilted(tilt, np.where(np.abs(sag) < 0.01, 0.01, sag))
    _prone(body, motion, hips, shoulders, 24.0)
    arms_along(motion, across(0.05, 0.1, -1.0), across(1.0, -0.25, 0.0), 88.0, across(0.0, 0.0, -1.0), in_room=True)
    return motion


def glute_bridge(body: Body, timing: Timing, rng: Random, options: Options) -> Motion:
    """On the back, knees bent, hips up. Faults: shallow."""
    n = len(timing)
    motion = supine(body, n, timing.fps, rng, knees_up=True)
    rise = np.radians(1 + 27 * timing.both)
    floor = motion.pelvis[:, 2].copy()
    lift = body.trunk * np.sin(rise)
    motion.pelvis[:, 0] -= body.trunk * (1 - np.cos(rise)) * 0.5
    motion.pelvis[:, 2] = floor + lift
    tilt = pitch(-90 - np.degrees(rise))
    motion.pelvis_r = tilt @ pitch(-6 * timing.both)
    motion.chest_r = tilt
    return motion


def straight_leg_raise(body: Body, timing: Timing, rng: Random, options: Options) -> Motion:
    """On the back, one straight leg up, the other flat or bent (option bent: 1). Fault: shallow, bent_knee."""
    motion = supine(body, len(timing), timing.fps, rng, knees_up=False)
    if options.get("bent", 0.0):
        bent = supine(body, len(timing), timing.fps, rng, knees_up=True)
        idle = 1 if timing.phase[:, 0].any() else 0
        motion.ankle[:, idle], motion.foot_r[:, idle] = bent.ankle[:, idle], bent.foot_r[:, idle]
    for side in (0, 1):
        if not timing.phase[:, side].any():
            continue
        amount = timing.amount[:, side]
        hip = body.hips(motion)[:, side]
        length = span_of(body.thigh, body.shank, 3 + 45 * timing.fault("bent_knee")) * 0.998
        angle = np.radians(62 * amount) - np.arctan2(0.045 * body.scale, body.leg)
        ray = np.stack([np.cos(angle), 0 * angle, np.sin(angle)], -1)
        motion.ankle[:, side] = hip + length[:, None] * ray
        motion.ankle[:, side, 1] = SIDES[side] * 0.10
        motion.foot_r[:, side] = pitch(-70 - 62 * amount)
        motion.knee_pole[:, side] = np.stack([-np.sin(angle), 0 * angle, np.cos(angle)], -1)
    return motion


def sit_up(body: Body, timing: Timing, rng: Random, options: Options) -> Motion:
    """On the back, knees bent, trunk up. Fault: shallow."""
    motion = supine(body, len(timing), timing.fps, rng, knees_up=True)
    amount = timing.both
    chest = -90 + 88 * np.clip(amount, 0, 1.1)
    hips = -90 + 78 * np.clip((amount - 0.25) / 0.75, 0, 1.1)
    motion.pelvis_r, motion.chest_r, motion.head_r = pitch(hips), pitch(chest), pitch(chest + 14)
    arms_crossed(motion)
    return motion
