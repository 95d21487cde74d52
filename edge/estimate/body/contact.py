"""Where the parts of a body are, moment by moment -> what it stands, kneels, leans, hangs, sits or lies on.

Geometry and stillness only, in the picture's plane, because a single camera hardly sees depth. World axes as in lens.py: y up, z towards
the camera. Refuses to know: exercises, forces, landmarks.
"""

import math
from collections import deque
from typing import NamedTuple

import numpy as np

from edge.estimate.body.model import SEGMENT, Placement
from edge.estimate.body.segments import Segment
from edge.messages import Array

SIDES = ("right", "left")
PALMS = frozenset(f"{side}_palm" for side in SIDES)
SOLE = {"heel": (-0.13, -0.147), "tip": (0.43, -0.147)}
"""From the ankle, ahead and up, per length of the shank: Dumas' mean foot and its toes, of both sexes."""
JOINTS = {"wrist": "hand", "elbow": "forearm", "knee": "shank", "hip": "thigh", "ankle": "foot"}
PALM_M = 0.07
SEAT_M, SEAT_BEHIND_M, BACK_M, BACK_LEVEL = 0.10, -0.03, 0.10, 0.6
"""Ischia below and behind the hip joints; skin behind the spine's joints, and how far up the trunk it rests."""
STILL_M_S, LOOSE_M_S = 0.35, 0.7
"""A foot that moves slower has come down; one that moves faster has left."""
LOW_M, HIGH_M, LEVEL_M = 0.09, 0.13, 0.04
"""Above the floor: a foot that is lower has come down; one that is higher has left."""
PALM_HEIGHT_M, KNEE_HEIGHT_M, LYING_HEIGHT_M, SEAT_DROP_M = 0.13, 0.10, 0.22, 0.16
CROWN_M = 0.24
"""Above the head's joint."""
STAYS_M = 0.06
"""In the picture, at the body's distance: a foot that has not moved so far from where it came down is still down, whatever its height is
thought to be, which goes wrong with its distance."""
HANG_S = 0.3
"""Hands that are overhead and still for so long hold something."""
LIFTS_S = 0.2
"""A hand or forearm that leans does so until it has looked lifted for so long: a hidden one is seen to jump."""
FLOATS_S = 0.2
"""Who touches nothing for so long without rising or falling stands on a floor that was thought too low."""
NEAREST_M = 0.3
OVERHANG_M = 0.08
"""Who is balanced over the feet to within this needs nothing else to lean on."""
SWAY_M_S = 0.15
"""Feet on the floor do not move so fast even in a measured pose."""
RISING_M_S = 0.5
"""Whose centre of mass moves slower up or down is not in flight."""
WINDOW_S = 0.07
LONGEST_GAP_S = 0.3
FOLLOW_S, SINK_S, RISE_S = 0.15, 0.3, 2.0
"""How fast the floor is learned: the lower of two noisy feet is lower than the floor, and what lies still above it may be on a step."""


class Posture(NamedTuple):
    """One moment.

    spots: (3,) m by name, centre: (3,) m of mass, all in the world; forward: (3,) the way the chest faces. picture: by name, m right and
    up where the picture shows a spot, at the distance of the body: a spot's own distance is seen badly.
    """

    t: float
    spots: dict[str, Array]
    centre: Array
    forward: Array
    picture: dict[str, list[float]]


class Spots:
    """The places of a body that can touch something: heels, tips, palms, elbows, knees, the seat, the rump and the back."""

    def __init__(self, segments: tuple[Segment, ...]) -> None:
        found = _spots(segments)
        self._names = tuple(found)
        self._segments = np.array([SEGMENT[segment] for segment, _ in found.values()])
        self._offsets = np.array([offset for _, offset in found.values()])[:, :, None]

    def posture(self, t: float, placement: Placement, centre: Array) -> Posture:
        at = placement.origin[self._segments] + (placement.rotation[self._segments] @ self._offsets)[:, :, 0]
        forward = placement.rotation[SEGMENT["thorax"]][:, 0]
        picture = _in_picture(at, -float(centre[2])).tolist()
        return Posture(t, dict(zip(self._names, at, strict=True)), centre, forward, dict(zip(self._names, picture, strict=True)))


def _spots(segments: tuple[Segment, ...]) -> dict[str, tuple[str, tuple[float, float, float]]]:
    """By name, the segment and where on it, m in its axes."""
    hang = {segment.name: segment.offset for segment in segments}
    hips = float(hang["right_thigh"][1])
    spots = {
        "seat": ("pelvis", (SEAT_BEHIND_M, hips - SEAT_M, 0.0)),
        "rump": ("pelvis", (-BACK_M, hips, 0.0)),
        "back": ("thorax", (-BACK_M, BACK_LEVEL * float(hang["head"][1]), 0.0)),
        "head": ("head", (0.0, 0.0, 0.0)),
        "crown": ("head", (0.0, CROWN_M, 0.0)),
    }
    for side in SIDES:
        shank = float(np.linalg.norm(hang[f"{side}_foot"]))
        for name, (ahead, up) in SOLE.items():
            spots[f"{side}_{name}"] = (f"{side}_foot", (ahead * shank, up * shank, 0.0))
        spots[f"{side}_palm"] = (f"{side}_hand", (0.0, -PALM_M, 0.0))
        for name, segment in JOINTS.items():
            spots[f"{side}_{name}"] = (f"{side}_{segment}", (0.0, 0.0, 0.0))
    return spots


class ContactFinder:
    """Remembers what carried the body a moment ago: contact begins late and ends late."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self._past: deque[Posture] = deque()
        self._touching: frozenset[str] = frozenset()
        self._floor: float | None = None
        self._came_down: dict[str, list[float]] = {}
        self._leant: dict[str, float] = {}
        self._overhead_since = self._touched_at = np.inf

    @property
    def floor(self) -> float:
        """Its height in the world, m; 0 until anything is known."""
        return self._floor or 0.0

    def feed(self, now: Posture) -> frozenset[str]:
        """The names of the places that carry: right_foot, right_palm, right_elbow, right_knee, seat, back, rump, and of the left."""
        if self._past and not 0.0 < now.t - self._past[-1].t < LONGEST_GAP_S:
            self._past.clear()
        self._past.append(now)
        while len(self._past) > 2 and now.t - self._past[1].t >= WINDOW_S:
            self._past.popleft()
        self._learn_floor(now)
        feet = frozenset(f"{side}_foot" for side in SIDES if self._foot_down(side, now)) or self._landing(now)
        touching = PALMS if self._hangs(now, feet) else feet | self._others(now, feet)
        if touching or self._rising() > RISING_M_S:  # who neither rises nor falls is still carried by what carried them
            self._touching = touching
        self._stand(now)
        return self._touching

    def _stand(self, now: Posture) -> None:
        """Remembers where feet came down, and doubts a floor that nobody touches."""
        soles = {f"{side}_{end}" for side in SIDES if f"{side}_foot" in self._touching for end in ("heel", "tip")}
        self._came_down = {name: self._came_down.get(name, now.picture[name]) for name in soles}
        if self._touching or self._rising() > RISING_M_S:
            self._touched_at = now.t
        elif not now.t - self._touched_at < FLOATS_S:
            self._floor = min(float(at[1]) for at in now.spots.values())
        if soles:  # a body that seems to come nearer takes its floor along
            lowest = min(float(now.spots[name][1]) for name in soles)
            self._floor = self.floor + min(self._step(now) / FOLLOW_S, 1.0) * (lowest - self.floor)

    def _step(self, now: Posture) -> float:
        return now.t - self._past[-2].t if len(self._past) > 1 else 0.0

    def _rising(self) -> float:
        """Of the centre of mass, up or down, m/s."""
        first, last = self._past[0], self._past[-1]
        return abs(float(last.centre[1] - first.centre[1])) / max(last.t - first.t, 1e-6)

    def _speed(self, spot: str) -> float:
        """In the picture's plane, m/s, over the last moments."""
        first, last = self._past[0], self._past[-1]
        if last.t - first.t < 1e-6:
            return 0.0
        return math.dist(last.picture[spot], first.picture[spot]) / (last.t - first.t)

    def _height(self, spot: str, now: Posture) -> float:
        return float(now.spots[spot][1]) - self.floor

    def _learn_floor(self, now: Posture) -> None:
        """The lowest thing that lies still is on the floor."""
        lowest = min(now.spots, key=lambda name: now.spots[name][1])
        height = float(now.spots[lowest][1])
        if self._floor is None:
            self._floor = height
        elif self._speed(lowest) < STILL_M_S:
            self._floor += min(self._step(now) / (SINK_S if height < self._floor else RISE_S), 1.0) * (height - self._floor)

    def _foot_down(self, side: str, now: Posture) -> bool:
        sole = f"{side}_heel", f"{side}_tip"
        was = f"{side}_foot" in self._touching
        if was and any(math.dist(now.picture[name], self._came_down[name]) < STAYS_M for name in sole):
            return True
        lower = min(sole, key=lambda name: now.spots[name][1])
        low = self._height(lower, now) < (HIGH_M if was else LOW_M)
        return low and min(map(self._speed, sole)) < (LOOSE_M_S if was else STILL_M_S)

    def _landing(self, now: Posture) -> frozenset[str]:
        """Nothing is still, and nobody flies: a step sets one foot down as it lifts the other, or the camera shakes under both."""
        if self._rising() > RISING_M_S:
            return frozenset()
        soles = {side: (f"{side}_heel", f"{side}_tip") for side in SIDES}
        speeds = {side: min(map(self._speed, ends)) for side, ends in soles.items()}
        heights = {side: min(self._height(end, now) for end in ends) for side, ends in soles.items()}
        low = [side for side in SIDES if heights[side] < LOW_M and heights[side] - min(heights.values()) < LEVEL_M]
        return frozenset(f"{side}_foot" for side in low if speeds[side] - min(speeds.values()) < SWAY_M_S)

    def _hangs(self, now: Posture, feet: frozenset[str]) -> bool:
        """Both hands overhead and still, and the feet in the air or following the body rather than the floor."""
        level = now.spots["head" if self._touching == PALMS else "crown"][1]  # who pulls up has the hands at the chin in the end
        overhead = all(now.spots[f"{side}_palm"][1] > level for side in SIDES)
        hands, soles = (max(self._speed(f"{side}_{part}") for side in SIDES) for part in ("palm", "tip"))
        holds = overhead and hands < STILL_M_S and (not feet or hands < 0.5 * soles > 0.5 * SWAY_M_S)
        self._overhead_since = min(self._overhead_since, now.t) if holds else np.inf
        hangs = holds and (self._touching == PALMS or now.t - self._overhead_since >= HANG_S or len(self._past) == 1)
        if hangs:  # whatever was taken for the floor, it is below
            self._floor = min(self.floor, min(float(now.spots[f"{side}_tip"][1]) for side in SIDES) - HIGH_M)
        return hangs

    def _others(self, now: Posture, feet: frozenset[str]) -> frozenset[str]:
        """What else carries than the feet."""
        if now.forward[1] > 0.5:
            return self._lying(now)
        found = {f"{side}_knee" for side in SIDES if self._kneels(side, now)}
        beyond = self._overhang(now, feet)
        if beyond > OVERHANG_M or not feet:
            found |= {self._arm(side, now) for side in SIDES if self._leans(side, now)}
        sits = all(now.spots[f"{side}_hip"][1] - now.spots[f"{side}_knee"][1] < SEAT_DROP_M for side in SIDES)
        if feet and not found and sits and self._behind(now) > OVERHANG_M and self._speed("seat") < STILL_M_S:
            found.add("seat")
        return frozenset(found)

    def _lying(self, now: Posture) -> frozenset[str]:
        return frozenset(part for part in ("back", "rump") if self._height(part, now) < LYING_HEIGHT_M)

    def _kneels(self, side: str, now: Posture) -> bool:
        knee, ankle = (float(now.spots[f"{side}_{part}"][1]) for part in ("knee", "ankle"))
        return knee - self.floor < KNEE_HEIGHT_M and abs(knee - ankle) < KNEE_HEIGHT_M and self._speed(f"{side}_knee") < STILL_M_S

    def _leans(self, side: str, now: Posture) -> bool:
        arm = self._arm(side, now)
        if self._height(arm, now) < PALM_HEIGHT_M and self._speed(arm) < STILL_M_S:
            self._leant[side] = now.t
        return now.t - self._leant.get(side, -np.inf) < LIFTS_S

    def _arm(self, side: str, now: Posture) -> str:
        """Forearm or hand, whichever is lower."""
        return min((f"{side}_palm", f"{side}_elbow"), key=lambda name: float(now.spots[name][1]))

    def _overhang(self, now: Posture, feet: frozenset[str]) -> float:
        """How far the centre of mass is from being above the feet, m; inf without any."""
        if not feet:
            return math.inf
        soles = [now.spots[f"{foot.removesuffix('_foot')}_{part}"].tolist() for foot in feet for part in ("heel", "tip")]
        (x, _, z), (xs, _, zs) = now.centre.tolist(), zip(*soles, strict=True)
        return math.hypot(max(min(xs) - x, x - max(xs), 0.0), max(min(zs) - z, z - max(zs), 0.0))

    def _behind(self, now: Posture) -> float:
        """How far the centre of mass is behind the heels, as the feet point, m."""
        heel, tip = (np.mean([now.spots[f"{side}_{part}"] for side in SIDES], axis=0) for part in ("heel", "tip"))
        ahead = (tip - heel)[[0, 2]]
        return float((heel - now.centre)[[0, 2]] @ ahead / max(float(np.linalg.norm(ahead)), 1e-6))


def _in_picture(at: Array, away: float) -> Array:
    """(n, 2) of (n, 3) m, for a body so far away."""
    if away <= NEAREST_M:
        return at[:, :2]
    return np.asarray(at[:, :2] * (away / np.maximum(-at[:, 2:], NEAREST_M)))
