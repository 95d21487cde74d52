"""A model of OpenSim (.osim) and its joint angles -> where every body of it was, with its mass.

Knows the joints that scaled full-body models are made of (Rajagopal et al. 2016 and its kin): custom, pin and weld joints, with linear,
constant and polynomial functions and SIMM's splines, and couplings of coordinates. Frames and the order of turns as in OpenSim's
documentation of PhysicalOffsetFrame and SpatialTransform. Refuses to know: muscles, contact, time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self
from xml.etree import ElementTree as Xml

import numpy as np

from edge.errors import InputError
from edge.messages import Array

Function = Callable[[Array], Array]


class Placed(NamedTuple):
    """Axes and origins in another frame, in each of n moments. turn: (n, 3, 3). at: (n, 3) m."""

    turn: Array
    at: Array

    def then(self, inner: "Placed") -> "Placed":
        """What is placed in this frame, seen from outside of it."""
        return Placed(self.turn @ inner.turn, self.at + np.einsum("nij,nj->ni", self.turn, inner.at))

    def inverse(self) -> "Placed":
        back = self.turn.transpose(0, 2, 1)
        return Placed(back, -np.einsum("nij,nj->ni", back, self.at))


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """mass kg; centre (3,) m in the body's axes; inertia (3, 3) kg m2 about it."""

    mass: float
    centre: Array
    inertia: Array


class Motion(NamedTuple):
    """One of a joint's six turns and shifts: along or about `axis` (3,), by a function of a coordinate. turns: rather than shifts."""

    turns: bool
    axis: Array
    coordinate: str
    function: Function


class Joint(NamedTuple):
    """parent, child: bodies. before, behind: where the joint lies in either, as 1 moment. motions: in order."""

    parent: str
    child: str
    before: Placed
    behind: Placed
    motions: tuple[Motion, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """bodies by name; joints from the ground outwards; defaults of coordinates that a file does not give; couplings: dependent
    coordinate -> the other and the function."""

    bodies: dict[str, Body]
    joints: tuple[Joint, ...]
    defaults: dict[str, float]
    couplings: dict[str, tuple[str, Function]]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Raises InputError for a file that is no model, or one with joints of another kind."""
        try:
            model = Xml.parse(path).getroot().find("Model")
            if model is None:
                raise InputError(f"{path} is no model of OpenSim", "save it with OpenSim 4")
            return cls(_bodies(model), _ordered(tuple(map(_joint, _objects(model, "JointSet")))), _defaults(model), _couplings(model))
        except OSError as problem:
            raise InputError(f"{path} cannot be read", "give the .osim file of a body") from problem
        except (Xml.ParseError, ValueError, AttributeError) as problem:
            raise InputError(f"{path} is no model of OpenSim", "save it with OpenSim 4") from problem

    @property
    def mass(self) -> float:
        return sum(body.mass for body in self.bodies.values())

    def places(self, angles: Mapping[str, Array]) -> dict[str, Placed]:
        """Each body in the ground's axes. angles: (n,) by coordinate, rad or m."""
        (n,) = {len(values) for values in angles.values()}
        given = dict(angles)
        for name, (other, function) in self.couplings.items():
            given.setdefault(name, function(given[other]))
        for name, value in self.defaults.items():
            given.setdefault(name, np.full(n, value))
        places = {"ground": Placed(np.tile(np.eye(3), (n, 1, 1)), np.zeros((n, 3)))}
        for joint in self.joints:
            inside = joint.before.then(_moved(joint.motions, given, n)).then(joint.behind.inverse())
            places[joint.child] = places[joint.parent].then(inside)
        return places


def turned(axis: Array, angles: Array) -> Array:
    """(n, 3, 3) turns about an axis (3,) by angles (n,), rad (Rodrigues)."""
    x, y, z = axis / np.linalg.norm(axis)
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    s, c = np.sin(angles)[:, np.newaxis, np.newaxis], np.cos(angles)[:, np.newaxis, np.newaxis]
    return np.asarray(np.eye(3) + s * cross + (1.0 - c) * (cross @ cross))


def _moved(motions: tuple[Motion, ...], given: Mapping[str, Array], n: int) -> Placed:
    turn, at = np.tile(np.eye(3), (n, 1, 1)), np.zeros((n, 3))
    for motion in motions:
        by = motion.function(given.get(motion.coordinate, np.zeros(n)))
        if motion.turns:
            turn = turn @ turned(motion.axis, by)
        else:
            at = at + by[:, np.newaxis] * motion.axis
    return Placed(turn, at)


def _objects(model: Xml.Element, name: str) -> list[Xml.Element]:
    return model.findall(f"{name}/objects/*")


def _numbers(element: Xml.Element, tag: str) -> Array:
    return np.array([float(word) for word in (element.findtext(tag) or "").split()])


def _bodies(model: Xml.Element) -> dict[str, Body]:
    return {body.get("name", ""): _body(body) for body in _objects(model, "BodySet")}


def _body(body: Xml.Element) -> Body:
    xx, yy, zz, xy, xz, yz = _numbers(body, "inertia")
    inertia = np.array([[xx, xy, xz], [xy, yy, yz], [xz, yz, zz]])
    return Body(float(body.findtext("mass") or 0.0), _numbers(body, "mass_center"), inertia)


def _defaults(model: Xml.Element) -> dict[str, float]:
    coordinates = model.findall("JointSet/objects/*/coordinates/*")
    return {one.get("name", ""): float(one.findtext("default_value") or 0.0) for one in coordinates}


def _couplings(model: Xml.Element) -> dict[str, tuple[str, Function]]:
    found = {}
    for one in model.findall("ConstraintSet/objects/CoordinateCouplerConstraint"):
        formula = one.find("coupled_coordinates_function/*")
        if formula is not None:
            found[one.findtext("dependent_coordinate_name", "")] = (
                one.findtext("independent_coordinate_names", "").strip(),
                _function(formula),
            )
    return found


def _joint(joint: Xml.Element) -> Joint:
    frames = {frame.get("name", ""): frame for frame in joint.findall("frames/*")}
    ends = [frames[_last(joint.findtext(tag, ""))] for tag in ("socket_parent_frame", "socket_child_frame")]
    parent, child = (_last(frame.findtext("socket_parent", "")) for frame in ends)
    before, behind = map(_offset, ends)
    return Joint(parent, child, before, behind, _motions(joint))


def _last(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def _offset(frame: Xml.Element) -> Placed:
    """Turned about x, then its own y, then its own z."""
    turn = np.eye(3)
    for axis, angle in zip(np.eye(3), _numbers(frame, "orientation"), strict=True):
        turn = turn @ turned(axis, np.array([angle]))[0]
    return Placed(turn[np.newaxis], _numbers(frame, "translation")[np.newaxis])


def _motions(joint: Xml.Element) -> tuple[Motion, ...]:
    if joint.tag == "WeldJoint":
        return ()
    if joint.tag == "PinJoint":
        coordinate = joint.find("coordinates/Coordinate")
        name = "" if coordinate is None else coordinate.get("name", "")
        return (Motion(True, np.array([0.0, 0.0, 1.0]), name, np.asarray),)
    if joint.tag == "CustomJoint":
        return tuple(_motion(axis) for axis in joint.findall("SpatialTransform/TransformAxis"))
    raise InputError(f"{joint.get('name')} is a {joint.tag}", "use a model of custom, pin and weld joints, such as OpenCap's")


def _motion(axis: Xml.Element) -> Motion:
    (formula,) = (child for child in axis if child.tag not in ("coordinates", "axis"))
    if formula.tag == "function":  # as OpenSim 3 wrote it, one level deeper
        formula = formula[0]
    return Motion(
        axis.get("name", "").startswith("rotation"), _numbers(axis, "axis"), axis.findtext("coordinates", "").strip(), _function(formula)
    )


def _function(formula: Xml.Element) -> Function:
    if formula.tag == "LinearFunction":
        slope, start = _numbers(formula, "coefficients")
        return lambda x: slope * x + start
    if formula.tag == "Constant":
        value = float(formula.findtext("value") or 0.0)
        return lambda x: np.full(len(x), value)
    if formula.tag == "PolynomialFunction":
        coefficients = _numbers(formula, "coefficients")
        return lambda x: np.asarray(np.polyval(coefficients, x), np.float64)
    if formula.tag == "SimmSpline":
        return spline(_numbers(formula, "x"), _numbers(formula, "y"))
    if formula.tag == "MultiplierFunction" and (inner := formula.find("function/*")) is not None:
        scale, function = float(formula.findtext("scale") or 1.0), _function(inner)
        return lambda x: scale * function(x)
    raise InputError(f"a joint moves by a {formula.tag}", "use a model whose joints move by polynomials or SIMM's splines")


def spline(knots: Array, values: Array) -> Function:
    """The cubic spline of SIMM: at either end the third derivative of the cubic through four knots (Forsythe, Malcolm & Moler 1977)."""
    h, rise = np.diff(knots), np.diff(values) / np.diff(knots)
    n = len(knots)
    system, wanted = np.zeros((n, n)), np.zeros(n)
    for i in range(1, n - 1):
        system[i, i - 1 : i + 2] = h[i - 1], 2.0 * (h[i - 1] + h[i]), h[i]
        wanted[i] = rise[i] - rise[i - 1]
    system[0, :2], system[-1, -2:] = (-h[0], h[0]), (h[-1], -h[-1])
    if n > 3:
        wanted[0] = h[0] ** 2 * _third(knots[:4], values[:4])
        wanted[-1] = -(h[-1] ** 2) * _third(knots[-4:], values[-4:])
    bend = np.linalg.solve(system, wanted)

    def value(x: Array) -> Array:
        i = np.clip(np.searchsorted(knots, x) - 1, 0, n - 2)
        d = x - knots[i]
        slope = rise[i] - h[i] * (bend[i + 1] + 2.0 * bend[i])
        return np.asarray(values[i] + d * (slope + d * (3.0 * bend[i] + d * (bend[i + 1] - bend[i]) / h[i])))

    return value


def _third(x: Array, y: Array) -> float:
    """A sixth of the third derivative of the cubic through four points: their third divided difference."""
    for order in (1, 2, 3):
        y = np.diff(y) / (x[order:] - x[:-order])
    return float(y[0])


def _ordered(joints: tuple[Joint, ...]) -> tuple[Joint, ...]:
    """From the ground outwards."""
    placed, waiting, found = {"ground"}, list(joints), []
    while ready := [joint for joint in waiting if joint.parent in placed]:
        found += ready
        placed |= {joint.child for joint in ready}
        waiting = [joint for joint in waiting if joint.child not in placed]
    if waiting:
        raise InputError(f"{waiting[0].child} hangs on nothing", "save the model with OpenSim 4")
    return tuple(found)
