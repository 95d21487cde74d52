"""Feet that stand still in the picture -> how far away they stand: the floor does not come nearer.

A camera tells a body's distance by its size, and so takes a body that bends its knees before it for one that goes away; the feet, which
stay where they are in the picture, would have to slide along with it. Refuses to know: solvers, the rest of the body, the floor.
"""

from dataclasses import dataclass, field

import numpy as np

from edge.estimate.body.attachment import Attachment
from edge.estimate.body.model import Placement
from edge.estimate.body.sight import Sight
from edge.messages import Array, Indices

SIDES = ("left", "right")
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
    """ray: (2,) the way to the middle of heel and tip, right and up per distance. since, t: s. away: as in Stand."""

    ray: Array
    since: float
    t: float
    away: float


@dataclass(slots=True, eq=False)
class PlantedFeet:
    """Of one person. `stands` before a sight is explained, `learn` after it."""

    attachment: Attachment
    _feet: dict[str, _Foot] = field(default_factory=dict)
    _places: dict[str, Indices] = field(init=False)

    def __post_init__(self) -> None:
        ends = ("heel", "foot_index")
        self._places = {side: np.array([self.attachment.place(f"{side}_{end}") for end in ends]) for side in SIDES}

    def reset(self) -> None:
        """Another person, or a cut."""
        self._feet.clear()

    def follow(self, other: "PlantedFeet") -> None:
        """Go on from where the same person stood, measured otherwise."""
        self._feet = other._feet

    def stands(self, sight: Sight) -> tuple[Stand, ...]:
        """Of the feet that have not left."""
        for side, ray in self._rays(sight).items():
            foot = self._feet.get(side)
            if foot is not None and not np.hypot(*(ray - foot.ray)) * -foot.away < STAYS_M:
                del self._feet[side]
        stood = {side: sight.t - foot.since for side, foot in self._feet.items()}
        return tuple(Stand(self._places[side], foot.away, _sd(stood[side])) for side, foot in self._feet.items() if stood[side] >= STANDS_S)

    def learn(self, sight: Sight, placement: Placement) -> None:
        """placement: of the body that explains the sight."""
        for side, ray in self._rays(sight).items():
            away = self._away(side, placement)
            foot = self._feet.get(side)
            if foot is None or abs(away - foot.away) > AWAY_M:
                self._feet[side] = _Foot(ray, sight.t, sight.t, away)
                continue
            dt, stood = sight.t - foot.t, sight.t - foot.since
            if dt > 0.0:
                foot.ray = foot.ray + min(dt / SETTLES_S, 1.0) * (ray - foot.ray)
                foot.away += min(dt / min(stood, REMEMBERS_S), 1.0) * (away - foot.away)
                foot.t = sight.t

    def _away(self, side: str, placement: Placement) -> float:
        places = self._places[side]
        segment, offset = self.attachment.segments[places[0]], self.attachment.offsets[places].mean(axis=0)
        return float(placement.origin[segment][2] + placement.rotation[segment][2] @ offset)

    def _rays(self, sight: Sight) -> dict[str, Array]:
        """By side, of the feet that are seen."""
        seen = {side: places for side, places in self._places.items() if sight.seen[places].min() >= SEEN}
        rays = {side: sight.rays[places].mean(axis=0) for side, places in seen.items()}
        return {side: ray for side, ray in rays.items() if np.isfinite(ray).all()}


def _sd(stood_s: float) -> float:
    return float(np.hypot(FIRM_M, SHORT_M / np.sqrt(min(stood_s, REMEMBERS_S))))
