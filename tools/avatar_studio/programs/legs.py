"""Exercises of the legs, on the feet: timing -> movement.

Refuses to know: cameras, counting. Each program is `(body, timing, rng, options) -> Motion`; a set option is a number.
"""

from collections.abc import Mapping

import numpy as np

from tools.avatar_studio.body import Body
from tools.avatar_studio.geometry import SIDES, Array, apply, ease, pitch, ramp, roll, span_of
from tools.avatar_studio.motion import Motion
from tools.avatar_studio.programs.stance import (
    Random,
    across,
    arms_along,
    arms_crossed,
    arms_down,
    arms_forward,
    arms_on_hips,
    settle,
    standing,
    tiptoe,
    turn_trunk,
)
from tools.avatar_studio.timing import Timing

Options = Mapping[str, float]
ARMS_FRONT, ARMS_CROSSED, ARMS_HIPS, ARMS_HANGING = range(4)


def _place_arms(motion: Motion, style: float, amount: Array) -> None:
    if style == ARMS_FRONT:
        arms_forward(motion, amount)
    else:
        {ARMS_CROSSED: arms_crossed, ARMS_HIPS: arms_on_hips, ARMS_HANGING: arms_down}[int(style)](motion)


def squat(body: Body, timing: Timing, rng: Random, options: Options) -> Motion:
    """Feet still, hips down and back. Options: depth (knee flexion, deg), stance (m), arms.

    Faults: shallow, knees_in, trunk_lean, hip_shift.
    """
    stance, depth = options.get("stance", 0.30), options.get("depth", 105.0)
    motion = standing(body, len(timing), timing.fps, rng, stance, 14.0)
    flexion = 8 + timing.both * (depth - 8)
    forward, up = _folded(body, flexion, stance)
    shift = 0.055 * timing.fault("hip_shift")
    motion.pelvis = motion.pelvis * [1.0, 1.0, 0.0] + np.stack([forward, shift, up], -1)
    lean = 0.38 * depth * timing.both + 24 * timing.fault("trunk_lean")
    turn_trunk(motion, 1.05 * lean - 1, lean, 0.35 * lean)
    motion.pelvis_r = motion.pelvis_r @ roll(40 * shift / 0.05)
    motion.knee_pole = across(1.0, 0.24 - 0.38 * timing.fault("knees_in"), 0.3)
    _place_arms(motion, options.get("arms", ARMS_FRONT), timing.both)
    return motion


def _folded(body: Body, flexion: Array, stance: float) -> tuple[Array, Array]:
    """Knee flexion (n,), deg -> how far forward of the ankles and how high the hips are, m."""
    shank_lean = np.radians(0.34 * np.minimum(flexion, 105))
    forward = body.shank * np.sin(shank_lean) - body.thigh * np.sin(np.radians(flexion) - shank_lean)
    aside = stance * body.scale / 2 - body.hip_half
    up = np.sqrt(np.maximum(span_of(body.thigh, body.shank, flexion) ** 2 - forward**2 - aside**2, 0.01))
    return forward, body.ankle_height + up


def jump_squat(body: Body, timing: Timing, rng: Random, options: Options) -> Motion:
    """A squat that leaves the floor on the way up. Options as for squat, and jump (height, m)."""
    motion = squat(body, timing, rng, {"depth": 85.0, "arms": ARMS_HIPS, **options})
    height = np.zeros(len(timing))
    for plan, start in zip(timing.plans, timing.starts, strict=True):
        end = start + plan.length_s
        air = min(0.45, plan.rest_s)
        x = (timing.t - (end - 0.18 * plan.back_s)) / air
        height += options.get("jump", 0.22) * plan.reach * np.clip(4 * x * (1 - x), 0, None)
    motion.pelvis[:, 2] += height
    motion.ankle[..., 2] += height[:, None]
    for side in (0, 1):
        tiptoe(body, motion, side, 40 * np.clip(height / 0.15, 0, 1))
    return motion


def wall_sit(body: Body, timing: Timing, rng: Random, options: Options) -> Motion:
    """Sitting against a wall, thighs level: a hold."""
    motion = standing(body, len(timing), timing.fps, rng, 0.30, 8.0)
    down = ramp(timing.progress, 0, 1)
    flexion = 8 + down * 82
    motion.pelvis[:, 0] += down * 0.02
    motion.pelvis[:, 2] = body.ankle_height + body.shank + body.thigh * np.cos(np.radians(flexion))
    motion.ankle[..., 0] = body.thigh * np.sin(np.radians(90)) * 0.98
    motion.pelvis[:, 2] = np.minimum(motion.pelvis[:, 2], body.standing_height - 0.10 * body.scale)
    _place_arms(motion, options.get("arms", ARMS_CROSSED), timing.both)
    settle(body, motion)
    return motion


def sit_to_stand(body: Body, timing: Timing, rng: Random, options: Options) -> Motion:
    """From a chair to standing and back. Options: seat (m), arms. Faults: shallow (not fully up), trunk_lean."""
    seat = options.get("seat", 0.44)
    motion = standing(body, len(timing), timing.fps, rng, 0.26, 8.0)
    phase, reach = timing.progress, timing.reach.min(1)
    rise = np.clip((phase - 0.25) / 0.75, 0, 1)
    rise = rise**2 * (3 - 2 * rise) * reach
    bow = np.sin(np.pi * np.clip(phase / 0.9, 0, 1))
    lean = (6 + 34 * bow * (1 + 0.6 * timing.fault("trunk_lean"))) * (1 - 0.5 * rise)
    back, low = -0.93 * body.thigh + 0.06, seat + 0.095 * body.scale
    motion.pelvis[:, 0] += back * (1 - rise)
    motion.pelvis[:, 2] = low + (body.standing_height - low) * rise**0.9
    motion.ankle[..., 0] = -0.02
    turn_trunk(motion, lean * 0.9 - 4 * (1 - rise) * (1 - bow) - 1, lean, 0.4 * lean)
    _place_arms(motion, options.get("arms", ARMS_CROSSED), timing.both)
    settle(body, motion)
    return motion


def _lead(timing: Timing) -> list[tuple[int, Array]]:
    """(side, its amount (n,)) for the two sides."""
    return [(side, timing.amount[:, side]) for side in (0, 1)]


def _sink(body: Body, motion: Motion, side: int, step: Array, sink: Array, lift: Array) -> None:
    """Put one foot a stride ahead by `step` (n,) and sink between the feet by `sink` (n,), 0..1."""
    other, s = 1 - side, body.scale
    stride = 0.97 * body.thigh + 0.34 * s
    motion.ankle[:, side, 0] += stride * step
    motion.ankle[:, side, 2] += lift
    motion.pelvis[:, 0] += step * stride * 0.42 + sink * (stride * 0.03)
    low = body.ankle_height + body.shank * 0.98
    motion.pelvis[:, 2] += (low - body.standing_height) * sink
    tiptoe(body, motion, other, 12 * step + 46 * sink)
    motion.knee_pole[:, other] = np.array([1.0, 0.05 * SIDES[other], -0.4])


def lunge(body: Body, timing: Timing, rng: Random, options: Options) -> Motion:
    """Step forward, sink, step back. Faults: shallow, trunk_lean, knees_in (front knee in). Option: arms."""
    motion = standing(body, len(timing), timing.fps, rng, 0.24, 4.0)
    for side in (0, 1):
        phase = timing.phase[:, side]
        step = ramp(phase, 0.0, 0.55)
        lift = 0.10 * body.scale * np.sin(np.pi * step) * (phase < 0.999)
        _sink(body, motion, side, step, ramp(phase, 0.3, 1.0) * timing.reach[:, side], lift)
    return _finish_lunge(body, timing, motion, options)


def split_squat(body: Body, timing: Timing, rng: Random, options: Options) -> Motion:
    """Feet stay a stride apart, sink and rise. Faults: shallow, trunk_lean, knees_in. Options: front (0 left, 1 right), arms."""
    motion = standing(body, len(timing), timing.fps, rng, 0.24, 4.0)
    one = np.ones(len(timing))
    _sink(body, motion, int(options.get("front", 0)), one, 0.12 + 0.88 * timing.both, 0 * one)
    return _finish_lunge(body, timing, motion, options)


def _finish_lunge(body: Body, timing: Timing, motion: Motion, options: Options) -> Motion:
    lean = 4 * timing.both + 24 * timing.fault("trunk_lean")
    turn_trunk(motion, 0.6 * lean, lean, 0.3 * lean)
    inward = 0.45 * timing.fault("knees_in")[:, None] * SIDES
    motion.knee_pole[..., 1] -= inward * (timing.phase > 0)
    _place_arms(motion, options.get("arms", ARMS_HIPS), timing.both)
    settle(body, motion)
    return motion


def side_lunge(body: Body, timing: Timing, rng: Random, options: Options) -> Motion:
    """Step to one side and sit into that hip. Faults: shallow, trunk_lean."""
    motion = standing(body, len(timing), timing.fps, rng, 0.24, 8.0)
    for side, amount in _lead(timing):
        phase, sign = timing.phase[:, side], SIDES[side]
        step = ramp(phase, 0.0, 0.55)
        motion.ankle[:, side, 1] += sign * 0.72 * body.scale * step
        motion.ankle[:, side, 2] += 0.07 * body.scale * np.sin(np.pi * step)
        sink = ramp(phase, 0.3, 1.0) * timing.reach[:, side]
        motion.pelvis[:, 1] += sign * body.scale * (0.18 * step + 0.32 * sink)
        motion.pelvis[:, 0] -= 0.16 * body.scale * sink
        motion.pelvis[:, 2] -= 0.34 * body.scale * sink
        motion.knee_pole[:, side, 1] += sign * 0.35 * amount
    lean = 26 * timing.both + 16 * timing.fault("trunk_lean")
    turn_trunk(motion, lean, lean, 0.4 * lean)
    _place_arms(motion, options.get("arms", ARMS_FRONT), timing.both)
    settle(body, motion)
    return motion


def step_up(body: Body, timing: Timing, rng: Random, options: Options) -> Motion:
    """Onto a box and down again, one leg leading. Option: box (height, m). Fault: trunk_lean."""
    height = options.get("box", 0.22)
    motion = standing(body, len(timing), timing.fps, rng, 0.22, 4.0)
    ahead = 0.40 * body.scale
    rise, planted = np.zeros(len(timing)), np.ones((len(timing), 2), bool)
    for side in (0, 1):
        phase = timing.phase[:, side]
        for foot, start, stop in ((side, 0.0, 0.38), (1 - side, 0.52, 0.95)):
            way = ramp(phase, start, stop)
            motion.ankle[:, foot, 0] += ahead * way
            motion.ankle[:, foot, 2] += height * ramp(phase, start, start + 0.7 * (stop - start)) + 0.06 * np.sin(np.pi * way)
            planted[:, foot] &= (way <= 0.02) | (way >= 0.98)
        rise += ramp(phase, 0.45, 1.0)
        motion.pelvis[:, 0] += ahead * (0.55 * ramp(phase, 0.1, 0.5) + 0.45 * ramp(phase, 0.5, 0.9))
    motion.pelvis[:, 2] += height * rise
    lean = 14 * np.sin(np.pi * timing.progress) + 16 * timing.fault("trunk_lean") * np.sin(np.pi * timing.progress)
    turn_trunk(motion, lean, lean, 0.3 * lean)
    settle(body, motion, planted)
    return motion


def heel_raise(body: Body, timing: Timing, rng: Random, options: Options) -> Motion:
    """Up on the toes. Fault: shallow."""
    motion = standing(body, len(timing), timing.fps, rng, 0.20, 6.0)
    before = motion.ankle.copy()
    for side in (0, 1):
        tiptoe(body, motion, side, 44 * timing.both)
    moved = (motion.ankle - before).mean(1)
    motion.pelvis += moved * [0.6, 1.0, 1.0]
    _place_arms(motion, options.get("arms", ARMS_HANGING), timing.both)
    settle(body, motion)
    return motion


def _raised_leg(body: Body, motion: Motion, side: int, hip_deg: Array, knee_deg: Array) -> None:
    """Hang one leg from its hip: flexed `hip_deg` forward and bent `knee_deg` at the knee (n,)."""
    hip = body.hips(motion)[:, side]
    thigh = apply(pitch(-hip_deg), [0.0, 0.0, -body.thigh])
    shank = apply(pitch(knee_deg - hip_deg), [0.0, 0.0, -body.shank])
    up = ease(np.clip(hip_deg / 12, 0, 1))[:, None]
    motion.ankle[:, side] = (1 - up) * motion.ankle[:, side] + up * (hip + thigh + shank)
    motion.foot_r[:, side] = motion.foot_r[:, side] @ pitch((knee_deg - hip_deg) * up[:, 0] * 0.8)


def marching(body: Body, timing: Timing, rng: Random, options: Options) -> Motion:
    """Knees up in turn, on the spot, arms swinging against them. Fault: shallow."""
    motion = standing(body, len(timing), timing.fps, rng, 0.20, 5.0)
    swing = timing.amount[:, 1] - timing.amount[:, 0]
    for side, amount in _lead(timing):
        motion.pelvis[:, 1] -= SIDES[side] * 0.03 * body.scale * amount
        _raised_leg(body, motion, side, 84 * amount, 86 * amount)
    arms = swing[:, None] * SIDES
    a = np.radians(8 + 32 * arms)
    arms_along(motion, across(np.sin(a), 0.14, -np.cos(a)), across(1.0, -0.2, 0.3), 20 + 35 * np.abs(arms))
    return motion


def standing_leg_raise(body: Body, timing: Timing, rng: Random, options: Options) -> Motion:
    """One straight leg forward and up, standing. Faults: shallow, trunk_lean (trunk thrown back)."""
    motion = standing(body, len(timing), timing.fps, rng, 0.20, 5.0)
    for side, amount in _lead(timing):
        motion.pelvis[:, 1] -= SIDES[side] * 0.045 * body.scale * amount
        _raised_leg(body, motion, side, 58 * amount, 6 * amount)
    lean = -4 * timing.both - 16 * timing.fault("trunk_lean")
    turn_trunk(motion, 0.5 * lean, lean, 0 * lean)
    _place_arms(motion, options.get("arms", ARMS_HIPS), timing.both)
    return motion
