"""Feet that stand still in the picture -> how far away they stand: the floor does not come nearer.

A camera tells a body's distance by its size, and so takes a body that bends its knees before it for one that goes away; the feet, which
stay where they are in the picture, would have to slide along with it. Refuses to know: solvers, the rest of the body, the floor.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from edge.estimate.body.attachment import Attachment
from edge.estimate.body.model import Placement
from edge.estimate.body.sight import Sight
from edge.messages import Array, Indices

SEEN = 0.3
"""A heel or a tip that is seen worse says nothing."""
STAYS_M, SETTLES_S = 0.12, 1.0
"""In the picture, at its distance: a foot that is no further from where it was over so long has not left. A measured foot that stands
wanders by 7 cm while its owner squats (OpenCap, subject 4)."""
AWAY_M = 0.4
"""So far from where it stood, along its ray, it has left too."""
STANDS_S = 0.25
"""Before it has stood so long, nothing is said of a foot."""
REMEMBERS_S = 4.0
"""Over so long its distance is averaged."""
FIRM_M, SHORT_M = 0.04, 0.05
"""How surely a foot's distance is known at best, and what one second adds to that: rendered people would have it surer, a measured one
before a made camera less sure."""


@dataclass(frozen=True, slots=True, eq=False)
class Stand:
    """One foot. places: (2,) rows of heel and tip in a Sight. away: where the middle between them is, m, along the world's z, which
    points to the camera; sd m."""

    places: Indices
    away: float
    sd: float


@dataclass(slots=True, eq=False)
class _Foot:
    """right, up: the way to the middle of heel and tip, per distance. since, t: s. away: as in Stand."""

    right: float
    up: float
    since: float
    t: float
    away: float


class _Sole(NamedTuple):
    """places: as in Stand. segment: the foot's. middle: (3,) m between heel and tip, in its axes."""

    places: Indices
    segment: int
    middle: Array


class PlantedFeet:
    """Of one person. `stands` before a sight is explained, `learn` after it."""

    def __init__(self, attachment: Attachment) -> None:
        self._soles = [_sole(attachment, side) for side in ("left", "right")]
        self._all = np.array([sole.places for sole in self._soles])
        self._feet: dict[int, _Foot] = {}
        self._shown: dict[int, tuple[float, float]] = {}

    def reset(self) -> None:
        """Another person, or a cut."""
        self._feet.clear()

    def follow(self, other: "PlantedFeet") -> None:
        """Go on from where the same person stood, measured otherwise."""
        self._feet = other._feet

    def stands(self, sight: Sight) -> tuple[Stand, ...]:
        """Of the feet that have not left."""
        self._shown = self._middles(sight)
        for k, (right, up) in self._shown.items():
            foot = self._feet.get(k)
            if foot is not None and not math.hypot(right - foot.right, up - foot.up) * -foot.away < STAYS_M:
                del self._feet[k]
        stood = {k: sight.t - foot.since for k, foot in self._feet.items()}
        return tuple(Stand(self._soles[k].places, foot.away, _sd(stood[k])) for k, foot in self._feet.items() if stood[k] >= STANDS_S)

    def learn(self, t: float, placement: Placement) -> None:
        """placement: of the body that explains the sight that `stands` was given, of the time t."""
        for k, (right, up) in self._shown.items():
            away, foot = _away(self._soles[k], placement), self._feet.get(k)
            if foot is None or abs(away - foot.away) > AWAY_M:
                self._feet[k] = _Foot(right, up, t, t, away)
                continue
            dt, stood = t - foot.t, t - foot.since
            if dt > 0.0:
                settled = min(dt / SETTLES_S, 1.0)
                foot.right, foot.up = foot.right + settled * (right - foot.right), foot.up + settled * (up - foot.up)
                foot.away += min(dt / min(stood, REMEMBERS_S), 1.0) * (away - foot.away)
                foot.t = t

    def _middles(self, sight: Sight) -> dict[int, tuple[float, float]]:
        """Right and up per distance, by foot, of those that are seen."""
        seen, rays = sight.seen[self._all].min(axis=1).tolist(), (0.5 * sight.rays[self._all].sum(axis=1)).tolist()
        return {k: (right, up) for k, (right, up) in enumerate(rays) if seen[k] >= SEEN and math.isfinite(right + up)}


def _sole(attachment: Attachment, side: str) -> _Sole:
    places = np.array([attachment.place(f"{side}_{end}") for end in ("heel", "foot_index")])
    return _Sole(places, int(attachment.segments[places[0]]), attachment.offsets[places].mean(axis=0))


def _away(sole: _Sole, placement: Placement) -> float:
    return float(placement.origin[sole.segment][2] + placement.rotation[sole.segment][2] @ sole.middle)


def _sd(stood_s: float) -> float:
    return math.hypot(FIRM_M, SHORT_M / math.sqrt(min(stood_s, REMEMBERS_S)))
