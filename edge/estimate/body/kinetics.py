"""Configurations of one body as they come -> what carries it and the moment of every joint, LAG_S later, and what of that to doubt.

anchored -> differentiated -> shared between the supports -> recursive Newton-Euler. Refuses to know: cameras, exercises, muscles.
"""

from collections import deque
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pinocchio

from edge.estimate.body.anchor import Anchor
from edge.estimate.body.contact import PALMS, ContactFinder, Posture, Spots
from edge.estimate.body.differentiation import Differentiation, Smoothed
from edge.estimate.body.doubt import AIRBORNE, DOUBLE_STANCE, QUASI_STATIC, STRAIGHT_LIMB, UNSUPPORTED, straight, trusted
from edge.estimate.body.dynamics import Axes, Dynamics, Effort, Load, Movement, loaded
from edge.estimate.body.footing import Footing
from edge.estimate.body.ground import Ground, Shared, needed_force
from edge.estimate.body.model import BodyModel
from edge.estimate.body.segments import Segment
from edge.estimate.body.support import standing_places, supports_of
from edge.messages import Array, Flags

GRAVITY = 9.80665
CALM_S = 2.0
"""Over this long, what moves is told from what only shakes."""
BODY_SHARE = 0.07
"""Of a moment: how far a person's segments are from the tables' (Dumas & Wojtusch against OpenSim's, hip and knee of squats)."""
LANDING_S = 0.2
FREE_SHARE = 0.3
"""Of the weight: who is carried by less than this is in the air."""


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """One moment, LAG_S before the newest picture.

    values, sd: (47,) Nm about the axes of DOF_NAMES; the pelvis's six are what no support explains. angles, rates: (47,) rad, rad/s
    of the same moment. trusted: (47,) whether a value means anything. contacts: segment that carries and its share of the weight.
    doubts: of doubt.py.
    """

    t: float
    values: Array
    sd: Array
    angles: Array
    rates: Array
    trusted: Flags
    contacts: tuple[tuple[str, float], ...]
    doubts: tuple[str, ...]


class Seen(NamedTuple):
    t: float
    touching: frozenset[str]


class Kinetics:
    """Of one person. mass_share_sd: how well the mass is known. footing: force plates."""

    def __init__(self, segments: tuple[Segment, ...], mass_share_sd: float = 0.02, footing: Footing | None = None) -> None:
        self._segments, self._spots = segments, Spots(segments)
        self._footing, self._body_variance = footing, BODY_SHARE**2 + mass_share_sd**2
        self.carry(Load(0.0))
        self._contact, self._anchor = ContactFinder(), Anchor()
        self._motion = Differentiation(self.model.pin)
        self.reset()

    def carry(self, load: Load) -> None:
        """From now on this is lifted."""
        self.model = BodyModel(loaded(self._segments, load))
        self._dynamics = Dynamics(self.model)
        self._weight = GRAVITY * self.model.mass
        self._ground = Ground(self._dynamics, self._weight)

    def reset(self) -> None:
        """Another person, or a cut."""
        self._contact.reset()
        self._anchor.reset()
        self._motion.reset()
        self._touched: deque[Seen] = deque()
        self._power, self._shaking = np.zeros(3), np.zeros(3)
        self._t, self._left = -np.inf, -np.inf

    def feed(self, t: float, q: Array) -> Moments | None:
        """q: (57,). None while too little is known, and for what comes late or is not all numbers."""
        if not (np.isfinite(t) and np.isfinite(q).all()) or t == self._t:
            return None
        if t < self._t:
            self.reset()
        self._t = t
        now = self._posture(t, q)
        touching = self._contact.feed(now)
        floor = None if touching == PALMS else self._contact.floor
        shift = self._anchor.feed(t, standing_places(touching, now.spots), floor)
        self._touched.append(Seen(t, touching))
        anchored = q.copy()
        anchored[:3] += shift
        smoothed = self._motion.feed(t, anchored)
        return None if smoothed is None else self._moments(smoothed)

    def _posture(self, t: float, q: Array) -> Posture:
        model = self.model
        centre = pinocchio.centerOfMass(model.pin, model.data, q)
        return self._spots.posture(t, model.placed(), centre)

    def _moments(self, moving: Smoothed) -> Moments:
        while len(self._touched) > 1 and self._touched[1].t <= moving.t:
            self._touched.popleft()
        touching = self._touched[0].touching
        calm = self._calm(moving)
        v, a = moving.v * calm, moving.a * calm
        effort = self._dynamics.effort(Movement(moving.q[None], v[None], a[None]))
        now = self._posture(moving.t, moving.q)
        shared = self._shared(moving.t, effort, now, touching)
        return self._report(moving, calm, needed_force(effort.generalised[0]), shared)

    def _shared(self, t: float, effort: Effort, now: Posture, touching: frozenset[str]) -> Shared:
        measured = self._footing.under(t, now.spots) if self._footing else None
        if measured is not None:
            given = self._dynamics.given(effort, {foot: wrench[None] for foot, wrench in measured.items()})[0]
            return Shared(measured, given, np.zeros(len(given)))
        supports = list(supports_of(touching, now.spots, touching == PALMS))
        return self._ground.share(effort, 0, supports)

    def _calm(self, moving: Smoothed) -> float:
        """0..1 how much of the movement is more than noise: 0 is quasi-static. A Wiener filter's gain, of the pelvis's acceleration."""
        fade = 1.0 / (CALM_S * 30.0)
        self._power += fade * (moving.a[:3] ** 2 - self._power)
        self._shaking += fade * ((moving.noise[:3] * moving.blunting) ** 2 - self._shaking)
        return float(np.clip(1.0 - self._shaking.sum() / max(float(self._power.sum()), 1e-9), 0.0, 1.0))

    def _report(self, moving: Smoothed, calm: float, needed: float, shared: Shared) -> Moments:
        angles = self.model.angles(moving.q)
        contacts = tuple((name, float(wrench[1] / self._weight)) for name, wrench in shared.wrenches.items())
        doubts = self._doubts(moving.t, calm, needed, contacts, angles)
        axes = Axes(angles)
        values = axes.moments(shared.generalised)
        sd = np.sqrt(axes.variances(shared.variance) + self._body_variance * values**2)
        return Moments(moving.t, values, sd, angles, axes.rates(moving.v), trusted(doubts, angles), contacts, doubts)

    def _doubts(self, t: float, calm: float, needed: float, contacts: tuple[tuple[str, float], ...], angles: Array) -> tuple[str, ...]:
        """needed: N, by which something carries the body."""
        if any(not seen.touching for seen in self._touched):
            self._left = t
        airborne = t < self._left + LANDING_S
        unsupported = not contacts and needed > FREE_SHARE * self._weight
        found = {
            AIRBORNE: airborne,
            UNSUPPORTED: unsupported,
            DOUBLE_STANCE: len(contacts) > 1 and self._footing is None,
            STRAIGHT_LIMB: bool(straight(angles)),
            QUASI_STATIC: calm < 0.5,
        }
        return tuple(name for name, holds in found.items() if holds)
