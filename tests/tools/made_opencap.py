"""A person who stands still, bent at hips, knees and ankles, in OpenSim's files, with moments by the statics of rods.

A small model in the layout of OpenCap's laboratory set: every joint at the end of a rod, every mass in a rod's middle.
"""

from pathlib import Path

import numpy as np

from edge.messages import Array
from edge.store.opensim import Markers, Storage, write_markers, write_storage

G = 9.80665
RODS = {"femur": 0.40, "tibia": 0.42, "humerus": 0.28, "ulna": 0.0, "radius": 0.25}
MASSES = {
    "pelvis": 10.0, "torso": 26.0, "femur": 8.0, "tibia": 3.5, "talus": 0.1, "calcn": 1.0, "toes": 0.2, "humerus": 2.0, "ulna": 0.6,
    "radius": 0.6, "hand": 0.4,
}  # fmt: skip
SIDES = {"r": 1.0, "l": -1.0}
HIP, KNEE, ANKLE = 0.9, 1.2, 0.4
"""rad, flexed; the pelvis leans forwards so that the trunk balances."""
TILT = 0.3
FOOT = {"talus": (0.0, 0.0, 0.0), "calcn": (-0.05, -0.04, 0.0), "toes": (0.17, 0.0, 0.0)}


def _body(name: str, centre: tuple[float, float, float]) -> str:
    mass = MASSES[name.partition("_")[0]]
    return (
        f'<Body name="{name}"><mass>{mass}</mass><mass_center>{_words(centre)}</mass_center><inertia>0.01 0.01 0.01 0 0 0</inertia></Body>'
    )


def _words(numbers: tuple[float, ...]) -> str:
    return " ".join(map(str, numbers))


def _joint(kind: str, parent: str, child: str, at: tuple[float, ...], inner: str = "") -> str:
    frames = _frame("p", parent, at) + _frame("c", child, (0.0, 0.0, 0.0))
    sockets = "<socket_parent_frame>p</socket_parent_frame><socket_child_frame>c</socket_child_frame>"
    return f'<{kind} name="{child}_joint">{sockets}{inner}<frames>{frames}</frames></{kind}>'


def _frame(name: str, body: str, at: tuple[float, ...]) -> str:
    place = f"<translation>{_words(at)}</translation><orientation>0 0 0</orientation>"
    return f'<PhysicalOffsetFrame name="{name}"><socket_parent>/bodyset/{body}</socket_parent>{place}</PhysicalOffsetFrame>'


def _turns(*axes: tuple[str, str]) -> str:
    """A SpatialTransform about axes, each by a coordinate; those that end with _tx, _ty, _tz shift."""
    coordinates = "".join(map(_coordinate, (name for name, _ in axes)))
    linear = "<LinearFunction><coefficients>1 0</coefficients></LinearFunction>"
    parts = "".join(
        f'<TransformAxis name="{"translation" if "_t" in name[-3:] else "rotation"}{k}">'
        f"<coordinates>{name}</coordinates><axis>{axis}</axis>{linear}</TransformAxis>"
        for k, (name, axis) in enumerate(axes)
    )
    return f"<coordinates>{coordinates}</coordinates><SpatialTransform>{parts}</SpatialTransform>"


def _coordinate(name: str) -> str:
    return f'<Coordinate name="{name}"><default_value>0</default_value></Coordinate>'


def _pin(name: str) -> str:
    return f"<coordinates>{_coordinate(name)}</coordinates>"


def _side(letter: str, side: float) -> tuple[str, str]:
    down = {rod: (0.0, -length, 0.0) for rod, length in RODS.items()}
    mirrored = f"{side:g} 0 0", f"0 {side:g} 0"
    hip = _turns((f"hip_flexion_{letter}", "0 0 1"), (f"hip_adduction_{letter}", mirrored[0]), (f"hip_rotation_{letter}", mirrored[1]))
    arm = _turns((f"arm_flex_{letter}", "0 0 1"), (f"arm_add_{letter}", mirrored[0]), (f"arm_rot_{letter}", mirrored[1]))
    joints = [
        _joint("CustomJoint", "pelvis", f"femur_{letter}", (0.0, -0.08, side * 0.09), hip),
        _joint("CustomJoint", f"femur_{letter}", f"tibia_{letter}", down["femur"], _turns((f"knee_angle_{letter}", "0 0 -1"))),
        _joint("PinJoint", f"tibia_{letter}", f"talus_{letter}", down["tibia"], _pin(f"ankle_angle_{letter}")),
        _joint("WeldJoint", f"talus_{letter}", f"calcn_{letter}", FOOT["calcn"]),
        _joint("WeldJoint", f"calcn_{letter}", f"toes_{letter}", FOOT["toes"]),
        _joint("CustomJoint", "torso", f"humerus_{letter}", (0.0, 0.35, side * 0.17), arm),
        _joint("PinJoint", f"humerus_{letter}", f"ulna_{letter}", down["humerus"], _pin(f"elbow_flex_{letter}")),
        _joint("WeldJoint", f"ulna_{letter}", f"radius_{letter}", down["ulna"]),
        _joint("WeldJoint", f"radius_{letter}", f"hand_{letter}", down["radius"]),
    ]
    centres = {
        "femur": -0.2,
        "tibia": -0.2,
        "talus": 0.0,
        "calcn": 0.0,
        "toes": 0.0,
        "humerus": -0.14,
        "ulna": 0.0,
        "radius": -0.1,
        "hand": -0.08,
    }
    return "".join(_body(f"{name}_{letter}", (0.0, y, 0.0)) for name, y in centres.items()), "".join(joints)


def write_model(path: Path) -> None:
    root = _turns(
        ("pelvis_tilt", "0 0 1"), ("pelvis_list", "1 0 0"), ("pelvis_rotation", "0 1 0"),
        ("pelvis_tx", "1 0 0"), ("pelvis_ty", "0 1 0"), ("pelvis_tz", "0 0 1"),
    )  # fmt: skip
    back = _turns(("lumbar_extension", "0 0 1"), ("lumbar_bending", "1 0 0"), ("lumbar_rotation", "0 1 0"))
    joints = _joint("CustomJoint", "ground", "pelvis", (0.0, 0.0, 0.0), root) + _joint(
        "CustomJoint", "pelvis", "torso", (-0.08, 0.08, 0.0), back
    )
    bodies = _body("pelvis", (-0.07, 0.0, 0.0)) + _body("torso", (0.0, 0.3, 0.0))
    for letter, side in SIDES.items():
        more_bodies, more_joints = _side(letter, side)
        bodies, joints = bodies + more_bodies, joints + more_joints
    path.write_text(
        f'<OpenSimDocument Version="40000"><Model name="made"><BodySet><objects>{bodies}</objects></BodySet>'
        f"<JointSet><objects>{joints}</objects></JointSet></Model></OpenSimDocument>",
        encoding="utf-8",
    )


def mass() -> float:
    return sum(value * (1 if name in ("pelvis", "torso") else 2) for name, value in MASSES.items())


def _leg() -> dict[str, Array]:
    """Joints and centres of mass of one leg in the plane x, y, from the pelvis down."""
    found: dict[str, Array] = {"pelvis": np.zeros(2)}

    def down(angle: float, length: float) -> Array:
        return length * np.array([np.sin(angle), -np.cos(angle)])

    thigh, shank, foot = -TILT + HIP, -TILT + HIP - KNEE, -TILT + HIP - KNEE + ANKLE
    found["hip"] = down(-TILT, 0.08)
    found["femur"] = found["hip"] + down(thigh, 0.2)
    found["knee"] = found["hip"] + down(thigh, RODS["femur"])
    found["tibia"] = found["knee"] + down(shank, 0.2)
    found["ankle"] = found["talus"] = found["knee"] + down(shank, RODS["tibia"])
    turn = np.array([[np.cos(foot), -np.sin(foot)], [np.sin(foot), np.cos(foot)]])
    found["calcn"] = found["ankle"] + turn @ FOOT["calcn"][:2]
    found["toes"] = found["calcn"] + turn @ FOOT["toes"][:2]
    return found


def statics(pressure: Array, force: float) -> dict[str, float]:
    """Nm about z that hip, knee and ankle give the leg below them, when a force pushes the foot up at (2,) pressure."""
    leg = _leg()
    below = {
        "hip": ("femur", "tibia", "talus", "calcn", "toes"),
        "knee": ("tibia", "talus", "calcn", "toes"),
        "ankle": ("talus", "calcn", "toes"),
    }
    return {
        joint: sum((leg[part] - leg[joint])[0] * MASSES[part] * G for part in parts) - (pressure - leg[joint])[0] * force
        for joint, parts in below.items()
    }


def write_trial(folder: Path, name: str = "hold", seconds: float = 3.0) -> None:
    """All files of one trial, and the model."""
    write_model(folder / "made.osim")
    t = np.arange(int(seconds * 100)) / 100.0
    sole = _leg()["calcn"][1]
    angles = {"pelvis_tilt": -TILT, "pelvis_ty": -sole}
    for letter in SIDES:
        angles |= {f"hip_flexion_{letter}": HIP, f"knee_angle_{letter}": KNEE, f"ankle_angle_{letter}": ANKLE}
    write_storage(folder / f"{name}_ik.mot", Storage(tuple(angles), t, np.tile(list(angles.values()), (len(t), 1))))
    half, under = 0.5 * mass() * G, _balance()
    forces: dict[str, float] = {}
    for k, side in enumerate(SIDES.values(), 1):
        forces |= {f"ground_force_{k}_v{axis}": value for axis, value in zip("xyz", (0.0, half, 0.0), strict=True)}
        forces |= {f"ground_force_{k}_p{axis}": value for axis, value in zip("xyz", (under, 0.0, side * 0.09), strict=True)}
    write_storage(folder / f"{name}_grf.mot", Storage(tuple(forces), t, np.tile(list(forces.values()), (len(t), 1))))
    write_markers(folder / f"{name}.trc", Markers(("C7",), t, np.zeros((len(t), 1, 3))))
    moments = statics(np.array([under, 0.0]), half)
    named = {f"{coordinate}_{letter}_moment": sign * moments[joint] for letter in SIDES for coordinate, joint, sign in COORDINATES}
    rows = "\n".join(",".join(f"{value:.6f}" for value in (moment, *named.values())) for moment in t.tolist())
    (folder / f"{name}_id_lp6.csv").write_text(f"time,{','.join(named)}\n{rows}\n", encoding="utf-8")


COORDINATES = (("hip_flexion", "hip", 1.0), ("knee_angle", "knee", -1.0), ("ankle_angle", "ankle", 1.0))


def _balance() -> float:
    """x of the whole body's centre of mass."""
    leg = _leg()
    back = np.array([-0.08, 0.08])
    tilt = np.array([[np.cos(TILT), np.sin(TILT)], [-np.sin(TILT), np.cos(TILT)]])
    points = [(MASSES["pelvis"], tilt @ [-0.07, 0.0]), (MASSES["torso"], tilt @ (back + np.array([0.0, 0.3])))]
    points += [(2.0 * MASSES[part], leg[part]) for part in ("femur", "tibia", "talus", "calcn", "toes")]
    shoulder = back + np.array([0.0, 0.35])
    for part, drop in (("humerus", 0.14), ("ulna", 0.28), ("radius", 0.38), ("hand", 0.28 + 0.25 + 0.08)):
        points.append((2.0 * MASSES[part], tilt @ (shoulder - [0.0, drop])))
    return float(sum(kg * at[0] for kg, at in points) / sum(kg for kg, _ in points))
