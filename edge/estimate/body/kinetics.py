"""Configurations of one body as they come -> what carries it and the moment of every joint, LAG_S later, and what of that to doubt.

anchored -> differentiated -> shared between the supports -> recursive Newton-Euler. Refuses to know: cameras, exercises, muscles.
"""

from collections import deque
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pinocchio

from edge.estimate.body.anchor import Anchor
from edge.estimate.body.calm import Calm
from edge.estimate.body.contact import PALMS, SIDES, ContactFinder, Posture, Spots
from edge.estimate.body.differentiation import Differentiation, Smoothed
from edge.estimate.body.doubt import AIRBORNE, DOUBLE_STANCE, QUASI_STATIC, STRAIGHT_LIMB, UNSUPPORTED, hidden, straight, trusted
from edge.estimate.body.dynamics import Axes, Dynamics, Effort, Load, Movement, loaded
from edge.estimate.body.footing import Footing
from edge.estimate.body.ground import Ground, Shared, needed_force
from edge.estimate.body.model import SEGMENT, BodyModel
from edge.estimate.body.segments import Segment
from edge.estimate.body.support import standing_places, supports_of
from edge.estimate.rotation import STANDARD_GRAVITY
from edge.messages import Array, Flags

UP = np.array([0.0, 1.0, 0.0])
BODY_SHARE = 0.07
"""Of a moment: how far a person's segments are from the tables' (Dumas & Wojtusch against OpenSim's, hip and knee of squats)."""
DEPTH_SD_M = 0.1
"""How wrong the distance of a leg is against the body's, beyond what landmarks say of themselves: from the side, a squat's far foot is
seen up to 0.25 m too far away, and would leave all the weight to the near one."""
LEVER_SD_M, LEVER_SHARE = 0.02, 0.35
"""How far a force passes from where it is thought to pass a joint: always, and of what is wrong with the centre of mass."""
LANDING_S = 0.2
FREE_SHARE = 0.3
"""Of the weight: who is carried by less than this is in the air."""
UNCARRIED, UNBALANCED_M = 0.15, 0.15
"""So much of the weight may be left over by what carries it, and so far beside it the rest may lie in the picture's plane: errors of the
pose leave 3 % and 2 to 10 cm, hands that alone carry a push-up whose feet were missed 5 % and 30 cm."""
ARMS = {f"{side}_{segment}": f"{side}_{spot}" for side in SIDES for segment, spot in (("hand", "palm"), ("forearm", "elbow"))}


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
    """What carries, and how surely the centre of mass is known against it: as in Ground.share. hidden: (47,) as in doubt.hidden.
    covariance: (47, 47) of a small change of the configuration, None where nobody told it."""

    t: float
    touching: frozenset[str]
    place: Array
    hidden: Flags
    covariance: Array | None = None


class Kinetics:
    """Of one person. mass_share_sd: how well the mass is known. footing: force plates."""

    def __init__(self, segments: tuple[Segment, ...], mass_share_sd: float = 0.02, footing: Footing | None = None) -> None:
        self._segments, self._spots = segments, Spots(segments)
        self._footing, self._body_variance = footing, BODY_SHARE**2 + mass_share_sd**2
        self.carry(Load(0.0))
        self._reach = self.model.supports()
        self._feet = self._reach[[SEGMENT[f"{side}_foot"] for side in SIDES], None]
        self._contact, self._anchor = ContactFinder(), Anchor()
        self._motion, self._calm = Differentiation(self.model.pin), Calm()
        self.reset()

    def carry(self, load: Load) -> None:
        """From now on this is lifted."""
        self.model = BodyModel(loaded(self._segments, load))
        self._dynamics = Dynamics(self.model)
        self._mass = self.model.mass
        self._weight = STANDARD_GRAVITY * self._mass
        self._ground = Ground(self._dynamics, self._weight)

    def reset(self) -> None:
        """Another person, or a cut."""
        self._contact.reset()
        self._anchor.reset()
        self._motion.reset()
        self._touched: deque[Seen] = deque()
        self._calm.reset()
        self._t, self._left, self._moved = -np.inf, -np.inf, 0.0

    def feed(self, t: float, q: Array, covariance: Array | None = None, unseen: Flags | None = None) -> Moments | None:
        """q: (57,), and the covariance (47, 47) of a small change of it, as in BodyPose. unseen: (47,) angles that nothing shows.

        None while too little is known, and for what comes late or is not all numbers.
        """
        if not (np.isfinite(t) and np.isfinite(q).all()) or t == self._t:
            return None
        if t < self._t:
            self.reset()
        self._t = t
        now = self._posture(t, q)
        touching = self._contact.feed(now)
        floor = None if touching == PALMS else self._contact.floor
        shift = self._anchor.feed(t, standing_places(touching, now.spots), floor)
        place = np.zeros((2, 2)) if covariance is None else self._place_doubt(now, covariance)
        unknown = hidden(np.zeros(len(self._reach[0]), bool) if unseen is None else unseen)
        self._touched.append(Seen(t, touching, place, unknown, covariance))
        anchored = q.copy()
        anchored[:3] += shift
        smoothed = self._motion.feed(t, anchored)
        return None if smoothed is None else self._moments(smoothed)

    def _posture(self, t: float, q: Array) -> Posture:
        model = self.model
        centre = pinocchio.centerOfMass(model.pin, model.data, q)
        return self._spots.posture(t, model.placed(), centre)

    def _place_doubt(self, now: Posture, covariance: Array) -> Array:
        """(2, 2) covariance of the centre of mass against the middle of the feet, along x and z, m2; of the last posture."""
        model = self.model
        middles = [(0.5 * (now.spots[f"{side}_heel"] + now.spots[f"{side}_tip"])).tolist() for side in SIDES]
        sideways = np.array([[[1.0, 0.0, 0.0, 0.0, z, -y], [0.0, 0.0, 1.0, y, -x, 0.0]] for x, y, z in middles])
        ways = pinocchio.jacobianCenterOfMass(model.pin, model.data)[::2]
        ways = ways - 0.5 * ((sideways @ model.data.J) * self._feet).sum(axis=0)
        found = np.asarray(ways @ covariance @ ways.T)
        found[1, 1] += DEPTH_SD_M**2
        return found

    def _moments(self, moving: Smoothed) -> Moments:
        while len(self._touched) > 1 and self._touched[1].t <= moving.t:
            self._touched.popleft()
        now = self._posture(moving.t, moving.q)
        effort, calm = self._believed(moving, self._turn())
        shared = self._shared(moving, effort, now, self._touched[0])
        unsupported = self._unsupported(needed_force(effort.generalised[0]), shared) or _on_hands_alone(shared.wrenches, now)
        return self._report(moving, calm, unsupported, shared, self._passing(shared, self._touched[0].place))

    def _unsupported(self, needed: float, shared: Shared) -> bool:
        """Whether something must carry the body that nobody knows of: nothing else does, or what does cannot balance it as the picture
        shows it. needed: N; of the last posture."""
        if not shared.wrenches:
            return needed > FREE_SHARE * self._weight
        left_over = float(np.linalg.norm(shared.generalised[:3]))
        overturning = abs(float((self._turn() @ shared.generalised[3:6])[2]))
        return not shared.measured and max(left_over / UNCARRIED, overturning / UNBALANCED_M) > self._weight

    def _believed(self, moving: Smoothed, turn: Array) -> tuple[Effort, float]:
        """What the joints would do unsupported, without the acceleration that is only noise, and how little of it was noise, 0..1."""
        accelerated = self._accelerated(moving, 1.0, turn)
        shaking = moving.blunting * np.sqrt(turn**2 @ moving.noise[:3] ** 2)
        shares = self._calm.feed(moving.t - self._moved, accelerated, shaking)
        self._moved = moving.t
        calm = float(shares.min())
        a = calm * moving.a
        a[:3] += turn.T @ (shares * accelerated - self._accelerated(moving, calm, turn))
        return self._dynamics.effort(Movement(moving.q[None], calm * moving.v[None], a[None])), calm

    def _accelerated(self, moving: Smoothed, calm: float, turn: Array) -> Array:
        """(3,) of the centre of mass, m/s2, world axes, if this share of the movement is believed."""
        force = turn @ self._dynamics.root_force(moving.q, calm * moving.v, calm * moving.a)
        return np.asarray(force / self._mass - UP * STANDARD_GRAVITY)

    def _shared(self, moving: Smoothed, effort: Effort, now: Posture, seen: Seen) -> Shared:
        measured = self._footing.under(moving.t, now.spots) if self._footing else None
        if measured is not None:
            given = self._dynamics.given(effort, {foot: wrench[None] for foot, wrench in measured.items()})[0]
            return Shared(measured, given, np.zeros(len(given)), measured=True)
        supports = list(supports_of(seen.touching, now.spots, seen.touching == PALMS))
        return self._ground.share(effort, 0, supports, self._turn(), seen.place)

    def _turn(self) -> Array:
        """(3, 3) from the pelvis's axes to the world's, of the last posture."""
        return np.asarray(self.model.data.oMi[self.model.joint_ids["pelvis"]].rotation)

    def _report(self, moving: Smoothed, calm: float, unsupported: bool, shared: Shared, passing: Array) -> Moments:
        angles = self.model.angles(moving.q)
        contacts = tuple((name, float(wrench[1] / self._weight)) for name, wrench in shared.wrenches.items())
        doubts = self._doubts(moving.t, calm, unsupported, contacts, angles, shared.measured)
        axes = Axes(angles)
        values = axes.moments(shared.generalised)
        sd = np.sqrt(axes.variances(shared.variance + self._hanging(moving.q, shared)) + passing + self._body_variance * values**2)
        known = trusted(doubts, angles) & ~self._touched[0].hidden
        return Moments(moving.t, values, sd, angles, axes.rates(moving.v), known, contacts, doubts)

    def _hanging(self, q: Array, shared: Shared) -> Array:
        """(47,) Nm2, variance of the moments that only the weight beyond the joint asks for, because nobody knows exactly where that
        hangs: of every joint that no support is beyond."""
        covariance, pin = self._touched[0].covariance, self.model.pin
        found = np.zeros(pin.nv)
        if covariance is not None:
            free = self._reach[[SEGMENT[segment] for segment in shared.wrenches]].sum(axis=0) == 0.0
            slopes = pinocchio.computeGeneralizedGravityDerivatives(pin, self.model.data, q)[free]
            found[free] = ((slopes @ covariance) * slopes).sum(axis=1)
        return found

    def _passing(self, shared: Shared, place: Array) -> Array:
        """(47,) Nm2, variance of the moments of all joints that a force passes, because nobody knows exactly where it does."""
        lever = LEVER_SD_M**2 + LEVER_SHARE**2 * float(np.trace(place))
        found = np.zeros(self.model.pin.nv)
        for segment, wrench in shared.wrenches.items():
            found += self._reach[SEGMENT[segment]] * (wrench[:3] @ wrench[:3]) * lever
        return found

    def _doubts(
        self, t: float, calm: float, unsupported: bool, contacts: tuple[tuple[str, float], ...], angles: Array, measured: bool
    ) -> tuple[str, ...]:
        if any(not seen.touching for seen in self._touched):
            self._left = t
        airborne = t < self._left + LANDING_S
        found = {
            AIRBORNE: airborne,
            UNSUPPORTED: unsupported,
            DOUBLE_STANCE: len(contacts) > 1 and not measured,
            STRAIGHT_LIMB: bool(straight(angles)),
            QUASI_STATIC: calm < 0.5,
        }
        return tuple(name for name, holds in found.items() if holds)


def _on_hands_alone(carrying: Collection[str], now: Posture) -> bool:
    """Whether hands or forearms are all that carries a body which is neither balanced over them nor hangs from them: its feet were missed.
    Here depth counts too: a push-up's centre of mass lies so far from its hands (0.24 to 0.32 m as a camera in front sees it) that no
    error of depth explains it."""
    if not carrying or not set(carrying) <= set(ARMS):
        return False
    beside = now.centre - np.mean([now.spots[ARMS[segment]] for segment in carrying], axis=0)
    return bool(beside[1] > 0.0 and np.hypot(beside[0], beside[2]) > UNBALANCED_M)
