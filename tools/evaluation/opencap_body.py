"""Where the bodies of an OpenSim model were -> our own body of the same person, and its angles.

Knees are hinges at their functional centre: the point that moves least in thigh and shank (Ehrig et al. 2006). Refuses to know: forces.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from edge.estimate.body.anthropometry import BodySize, Inertia, Lengths, lengths_of
from edge.estimate.body.model import dofs_of
from edge.estimate.body.segments import Segment, segments_of
from edge.estimate.body.turns import angles_of_matrix, matrices
from edge.messages import Array
from tools.evaluation.osim import Model, Placed

SIDES = {"right": "r", "left": "l"}
LIMBS = {"thigh": "femur", "shank": "tibia", "foot": "talus", "upper_arm": "humerus", "forearm": "ulna", "hand": "hand"}
"""The body whose joint is ours."""
PARTS = {
    "thigh": ("femur", "patella"), "shank": ("tibia",), "foot": ("talus", "calcn", "toes"),
    "upper_arm": ("humerus",), "forearm": ("ulna", "radius"), "hand": ("hand",),
}  # fmt: skip
AXES = {"thigh": "femur", "shank": "tibia", "upper_arm": "humerus", "forearm": "radius"}
"""Long segments point along the line between their joints, and take their Z from this body; foot and hand are as their bodies are."""
TIP_M = 0.06
"""From the metatarsal joints, where OpenSim's toes begin, to the tip of the foot."""
STIFFNESS = 1e-3
"""Along a hinge's axis any point moves as little: stay near the model's joint."""


@dataclass(frozen=True, slots=True, eq=False)
class Skeleton:
    """turns: (n, 3, 3) of the segments that OpenSim knows, in our axes; centres: (n, 3) m of the joints by which they hang, and of
    the sole's ends (`right_heel`, `right_tip`)."""

    turns: dict[str, Array]
    centres: dict[str, Array]

    def length(self, one: str, other: str) -> float:
        """Mean of both sides, m."""
        return float(np.mean([self._apart(f"{side}_{one}", f"{side}_{other}") for side in SIDES]))

    def _apart(self, one: str, other: str) -> float:
        return float(np.linalg.norm(self.centres[one] - self.centres[other], axis=1).mean())

    def seen_from(self, segment: str, point: Array) -> Array:
        """(3,) m: a point's mean place in a segment's axes, from its joint."""
        return np.asarray(np.einsum("nji,nj->ni", self.turns[segment], point - self.centres[segment]).mean(axis=0))


def skeleton_of(model: Model, places: Mapping[str, Placed]) -> Skeleton:
    joints = {joint.child: joint for joint in model.joints}
    centres = {"pelvis": places["torso"].at, "thorax": places["torso"].at}
    turns = {"pelvis": places["pelvis"].turn, "thorax": places["torso"].turn}
    for side, letter in SIDES.items():
        for limb, body in LIMBS.items():
            child = f"{body}_{letter}"
            centres[f"{side}_{limb}"] = places[child].then(joints[child].behind).at
        thigh, shank = places[f"femur_{letter}"], places[f"tibia_{letter}"]
        centres[f"{side}_shank"] = functional_centre(thigh, shank, centres[f"{side}_shank"])
        foot = places[f"calcn_{letter}"]
        centres[f"{side}_heel"] = foot.at
        centres[f"{side}_tip"] = places[f"toes_{letter}"].at + TIP_M * foot.turn[:, :, 0]
        turns |= {f"{side}_foot": foot.turn, f"{side}_hand": places[f"hand_{letter}"].turn}
        for upper, lower in (("thigh", "shank"), ("shank", "foot"), ("upper_arm", "forearm"), ("forearm", "hand")):
            up = centres[f"{side}_{upper}"] - centres[f"{side}_{lower}"]
            turns[f"{side}_{upper}"] = _axes(up, places[f"{AXES[upper]}_{letter}"].turn[:, :, 2])
    return Skeleton(turns, centres)


def functional_centre(one: Placed, other: Placed, near: Array) -> Array:
    """(n, 3) the point fixed in both that moves least between them, near a first guess (n, 3): SCoRE of Ehrig et al. 2006."""
    starts = [np.einsum("nji,nj->ni", part.turn, near - part.at).mean(axis=0) for part in (one, other)]
    guesses = [part.at + part.turn @ start for part, start in zip((one, other), starts, strict=True)]
    system = np.concatenate([one.turn, -other.turn], axis=2).reshape(-1, 6)
    apart = (guesses[1] - guesses[0]).reshape(-1)
    moved = np.linalg.solve(system.T @ system + STIFFNESS * len(near) * np.eye(6), system.T @ apart)
    return np.asarray(0.5 * (guesses[0] + one.turn @ moved[:3] + guesses[1] + other.turn @ moved[3:]))


def size_of_skeleton(skeleton: Skeleton, mass: float, sex: str | None = None) -> BodySize:
    """The height of a mean person with these legs."""
    usual = lengths_of(BodySize(sex))
    legs = skeleton.length("thigh", "shank") + skeleton.length("shank", "foot")
    return BodySize(sex, legs / (usual.thigh + usual.shank) * BodySize(sex).height_m, mass, known=True)


def own_segments(skeleton: Skeleton, size: BodySize) -> tuple[Segment, ...]:
    """Dumas' body with the measured lengths and joints."""
    lengths = _lengths(skeleton, size)
    offsets = _offsets(skeleton, lengths)
    return tuple(replace(one, offset=offsets.get(one.name, one.offset)) for one in segments_of(size, lengths))


def matched_segments(segments: tuple[Segment, ...], skeleton: Skeleton, model: Model, places: Mapping[str, Placed]) -> tuple[Segment, ...]:
    """The same joints with the masses of the .osim; what it does not have weighs nothing."""
    lifted = next(one.offset for one in segments if one.name == "thorax")
    matched = []
    for one in segments:
        inertia = _gathered(one.name, skeleton, model, places)
        if one.name == "thorax":  # OpenSim's trunk turns at the lumbar joint, ours above the abdomen
            inertia = Inertia(inertia.mass, inertia.centre - lifted, inertia.matrix)
        matched.append(replace(one, inertia=inertia))
    return tuple(matched)


def angles_of_skeleton(segments: tuple[Segment, ...], skeleton: Skeleton) -> Array:
    """(n, 47), continuous. Where our joint turns about fewer axes than theirs, the rest is left out and the next segment starts there."""
    n = len(skeleton.turns["pelvis"])
    angles = np.zeros((n, 47))
    reached: dict[str | None, Array] = {None: np.tile(np.eye(3), (n, 1, 1))}
    angles[:, :3] = skeleton.centres["pelvis"]
    for segment in segments:
        wanted = skeleton.turns.get(segment.name, skeleton.turns["thorax"])
        inside = reached[segment.parent].transpose(0, 2, 1) @ wanted
        zxy = _about(segment.axes, inside)
        reached[segment.name] = reached[segment.parent] @ matrices(zxy)
        columns = ["ZXY".index(axis) for axis in segment.axes]
        angles[:, dofs_of(segment.name)[-len(columns) :]] = np.unwrap(zxy[:, columns], axis=0)
    return angles


def _axes(up: Array, right: Array) -> Array:
    """(n, 3, 3): Y along `up`, X across it and `right`."""
    y = up / np.linalg.norm(up, axis=-1, keepdims=True)
    x = np.cross(y, right)
    x /= np.linalg.norm(x, axis=-1, keepdims=True)
    return np.stack([x, y, np.cross(x, y)], axis=-1)


def _lengths(skeleton: Skeleton, size: BodySize) -> Lengths:
    return replace(
        lengths_of(size),
        thigh=skeleton.length("thigh", "shank"),
        shank=skeleton.length("shank", "foot"),
        upper_arm=skeleton.length("upper_arm", "forearm"),
        forearm=skeleton.length("forearm", "hand"),
    )


def _offsets(skeleton: Skeleton, lengths: Lengths) -> dict[str, Array]:
    found = {}
    for side in SIDES:
        found[f"{side}_thigh"] = skeleton.seen_from("pelvis", skeleton.centres[f"{side}_thigh"])
        shoulder = skeleton.seen_from("thorax", skeleton.centres[f"{side}_upper_arm"])
        found[f"{side}_clavicle"] = shoulder - np.array([0.0, lengths.abdomen, 0.0])
        found[f"{side}_upper_arm"] = np.zeros(3)
        for upper, lower in (("thigh", "shank"), ("shank", "foot"), ("upper_arm", "forearm"), ("forearm", "hand")):
            found[f"{side}_{lower}"] = skeleton.seen_from(f"{side}_{upper}", skeleton.centres[f"{side}_{lower}"])
    return found


def _gathered(name: str, skeleton: Skeleton, model: Model, places: Mapping[str, Placed]) -> Inertia:
    """All bodies of one segment as one."""
    side, _, limb = name.partition("_")
    own = {"pelvis": ("pelvis",), "thorax": ("torso",)}
    names = own.get(name) or tuple(f"{part}_{SIDES[side]}" for part in PARTS.get(limb, ()))
    parts = [_seen_body(name, body, skeleton, model, places) for body in names if body in model.bodies]
    if not parts:
        return Inertia(1e-9, np.zeros(3), 1e-12 * np.eye(3))
    mass = sum(part.mass for part in parts)
    centre = np.sum([part.mass * part.centre for part in parts], axis=0) / mass
    matrix = np.sum([part.matrix + part.mass * _about_another(part.centre - centre) for part in parts], axis=0)
    return Inertia(mass, centre, matrix)


def _seen_body(name: str, body: str, skeleton: Skeleton, model: Model, places: Mapping[str, Placed]) -> Inertia:
    """A body's mass, mean place and mean turn in one of our segments."""
    theirs, place = model.bodies[body], places[body]
    centre = skeleton.seen_from(name, place.at + place.turn @ theirs.centre)
    left, _, right = np.linalg.svd((skeleton.turns[name].transpose(0, 2, 1) @ place.turn).mean(axis=0))
    turn = left @ right
    return Inertia(theirs.mass, centre, turn @ theirs.inertia @ turn.T)


def _about_another(apart: Array) -> Array:
    """(3, 3) of a unit of mass (Steiner)."""
    return np.asarray(apart @ apart * np.eye(3) - np.outer(apart, apart))


def _about(axes: str, inside: Array) -> Array:
    """(n, 3) angles about Z, X, Y that come nearest with the axes the joint has."""
    zxy = angles_of_matrix(inside)
    if axes == "ZY":  # an elbow carries its angle in X, which ours does not have: read Z and Y before it
        zxy = np.stack(
            [np.arctan2(inside[:, 1, 0], inside[:, 0, 0]), 0.0 * zxy[:, 1], -np.arcsin(np.clip(inside[:, 2, 0], -1, 1))], axis=-1
        )
    if axes == "XY":  # a clavicle goes with the trunk
        zxy = 0.0 * zxy
    return np.asarray(zxy * [axis in axes for axis in "ZXY"])
