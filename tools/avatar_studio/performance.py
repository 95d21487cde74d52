"""A programme of parts -> one continuous movement and what is true about it.

Refuses to know: cameras beyond the direction from which somebody may walk in, pictures.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from tools.avatar_studio.body import Body
from tools.avatar_studio.geometry import Array, ease
from tools.avatar_studio.motion import Motion, blend, chain, cut, place, still
from tools.avatar_studio.programs import EXERCISES, HOLDS, IDLE, WALKS
from tools.avatar_studio.programs.idle import walk, wander
from tools.avatar_studio.programs.legs import squat
from tools.avatar_studio.programs.stance import Random
from tools.avatar_studio.spec import Part
from tools.avatar_studio.timing import RepPlan, TrueRep, schedule

OUT_OF_SIGHT_M = 2.6
BLEND_S, FAR_BLEND_S = 0.7, 1.1
LEAD_S = 0.4
"""Still time before the first repetition, unless a part's option `lead` says otherwise."""
LOW_DROP_M = 0.45


@dataclass(frozen=True, slots=True)
class TrueHold:
    """A position held from start_s to end_s."""

    exercise: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """Which part was going on; transitions belong to no part."""

    name: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Performance:
    """A movement of n frames with its repetitions, holds and parts, in order of time."""

    motion: Motion
    reps: tuple[TrueRep, ...]
    holds: tuple[TrueHold, ...]
    stretches: tuple[Stretch, ...]


def perform(body: Body, parts: Sequence[Part], fps: float, azimuth_deg: float, rng: Random) -> Performance:
    """Play the parts one after the other, with natural movements in between. Raises KeyError for a name nobody knows."""
    door_deg = azimuth_deg + rng.choice([-1, 1]) * rng.uniform(78, 100)
    done: list[Performance] = [_part(body, part, fps, door_deg, rng) for part in parts]
    pieces, stretches = [done[0].motion], list(done[0].stretches)
    reps, holds = list(done[0].reps), list(done[0].holds)
    for following in done[1:]:
        link = _link(body, pieces[-1], following.motion, fps, rng)
        offset = (sum(map(len, pieces)) + len(link)) / fps
        pieces += [link, following.motion]
        reps += [replace(r, start_s=r.start_s + offset, turn_s=r.turn_s + offset, end_s=r.end_s + offset) for r in following.reps]
        holds += [replace(h, start_s=h.start_s + offset, end_s=h.end_s + offset) for h in following.holds]
        stretches += [replace(x, start_s=x.start_s + offset, end_s=x.end_s + offset) for x in following.stretches]
    return Performance(chain(pieces), tuple(reps), tuple(holds), tuple(stretches))


def begin_at(performance: Performance, start_s: float, fps: float) -> Performance:
    """The same without its first `start_s`; a repetition stays if its turning point is still seen."""
    first = round(start_s * fps)
    shift = first / fps
    reps = [replace(r, start_s=max(0.0, r.start_s - shift), turn_s=r.turn_s - shift, end_s=r.end_s - shift) for r in performance.reps]
    holds = [replace(h, start_s=max(0.0, h.start_s - shift), end_s=h.end_s - shift) for h in performance.holds]
    stretches = [replace(x, start_s=max(0.0, x.start_s - shift), end_s=x.end_s - shift) for x in performance.stretches]
    return Performance(
        cut(performance.motion, first, len(performance.motion)),
        tuple(r for r in reps if r.turn_s >= 0),
        tuple(h for h in holds if h.end_s > 0),
        tuple(x for x in stretches if x.end_s > 0),
    )


def _part(body: Body, part: Part, fps: float, door_deg: float, rng: Random) -> Performance:
    done = _facing_x(body, part, fps, door_deg, rng)
    return replace(done, motion=place(done.motion, 0.0, 0.0, part.heading_deg)) if part.heading_deg else done


def _facing_x(body: Body, part: Part, fps: float, door_deg: float, rng: Random) -> Performance:
    if part.name in EXERCISES:
        timing = schedule(part.reps, fps, part.options.get("lead", LEAD_S))
        motion = EXERCISES[part.name](body, timing, rng, part.options)
        return Performance(motion, tuple(timing.reps(part.name)), (), _whole(part.name, motion, fps))
    if part.name in HOLDS:
        timing = schedule([RepPlan(1.0, part.seconds, 1.0, 0.0)], fps)
        motion = HOLDS[part.name](body, timing, rng, part.options)
        start = timing.starts[0]
        return Performance(motion, (), (TrueHold(part.name, start + 1, start + 1 + part.seconds),), _whole(part.name, motion, fps))
    n = round(part.seconds * fps)
    walks = part.name in WALKS
    motion = walk(body, _path(part.name, n, fps, door_deg, rng), fps, rng) if walks else IDLE[part.name](body, n, fps, rng)
    return Performance(motion, (), (), _whole(part.name, motion, fps))


def _whole(name: str, motion: Motion, fps: float) -> tuple[Stretch, ...]:
    return (Stretch(name, 0.0, len(motion) / fps),)


def _path(name: str, n: int, fps: float, door_deg: float, rng: Random) -> Array:
    """(n, 2) a way over the floor: in from beside the picture, out of it, or about the middle of the room."""
    x = np.arange(n) / max(n - 1, 1)
    if name == "walk_about":
        envelope = np.minimum(1, 4 * np.minimum(x, 1 - x))
        return np.asarray(np.stack([0.35 * wander(n, fps, rng, 0.16), 0.40 * wander(n, fps, rng, 0.18)], 1) * envelope[:, None])
    door = np.radians(door_deg)
    far = OUT_OF_SIGHT_M * np.array([np.cos(door), np.sin(door)])
    away = 1 - ease(x) if name == "walk_in" else ease(x)
    return np.outer(away, far)


def _link(body: Body, before: Motion, after: Motion, fps: float, rng: Random) -> Motion:
    """The movement from one part to the next; down to the floor and up again it goes through a crouch."""
    low, tall = sorted([before.pelvis[-1, 2], after.pelvis[0, 2]])
    lying = min(before.chest_r[-1, 2, 2], after.chest_r[0, 2, 2]) < 0.7
    if lying and tall - low > LOW_DROP_M:
        middle = _crouch(body, fps, rng)
        n = round(FAR_BLEND_S * fps)
        return chain([blend(before, middle, n), middle, blend(middle, after, n)])
    far = np.abs(after.pelvis[0] - before.pelvis[-1]).max() + np.abs(after.pelvis_r[0] - before.pelvis_r[-1]).max()
    return blend(before, after, round((BLEND_S + 0.4 * min(1.0, float(far))) * fps))


def _crouch(body: Body, fps: float, rng: Random) -> Motion:
    """A moment deep down on the feet, hands in front."""
    timing = schedule([RepPlan(0.5, 0.5, 0.5, 0.0)], fps, lead_s=0.0, tail_s=0.0)
    deep = squat(body, timing, rng, {"depth": 118.0})
    return still(deep, len(deep) // 2, max(2, round(0.15 * fps)))
