"""The angles of a physiotherapist's dashboard -> their definitions, axes, signs, normal ranges and sources, as data.

Refuses to know: how an angle is measured.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

AAOS = "American Academy of Orthopaedic Surgeons, Joint Motion: Method of Measuring and Recording, 1965"
CARDAN = "joint coordinate system of Grood & Suntay 1983, as the ISB recommends (Wu et al. 2002), order Z, X, Y"
GLOBE = "the ISB's shoulder, order Y, X, Y (Wu et al. 2005)"
NO_RANGE = "nobody published a normal range"
SIDES = ("left", "right")


@dataclass(frozen=True, slots=True)
class ClinicalAngle:
    """One angle. All are 0 while standing upright, arms down, palms to the thighs.

    axis: X (forward), Y (along the moving segment) or Z (to the right); empty where the angle is no turn about one axis. sign: times the
    right-handed turn about that axis gives this angle. joint: the segment it is measured against, and the one that moves; None where
    more than two are involved. normal_deg: from the negative end to the positive one, or None. caution: when not to trust it.
    """

    name: str
    axis: str
    sign: float
    joint: tuple[str, str] | None
    positive: str
    negative: str
    definition: str
    normal_deg: tuple[float, float] | None
    source: str
    caution: str = ""

    @property
    def title(self) -> str:
        """`left hip flexion`."""
        return self.name.replace("_", " ")


_HOW = {
    "Z": "Turn of the {moving} against the {fixed} about the {fixed}'s axis to the right",
    "X": "Turn of the {moving} against the {fixed} about the axis square to the {fixed}'s axis to the right and the {moving}'s long axis",
    "Y": "Turn of the {moving} against the {fixed} about the {moving}'s own long axis",
}
_CAUTIONS = {
    "shoulder_flexion": "Unknown near 90 degrees of abduction, where flexion and rotation cannot be told apart: read the elevation there",
    "shoulder_internal_rotation": "Unknown near 90 degrees of abduction and while the elbow is straight, for then nothing shows it",
    "hip_abduction": "The ISB's own papers count adduction positive; clinicians, and this angle, abduction",
    "hip_internal_rotation": "Unknown while the knee is straight: the foot alone does not tell the hip's turn from its own",
    "shoulder_plane": "Unknown while the arm hangs or points straight up",
}
_Row = tuple[str, tuple[str, str], str, float, str, str, tuple[float, float]]

_MIDDLE: tuple[_Row, ...] = (
    ("neck_flexion", ("thorax", "head"), "Z", -1, "chin to the chest", "head back (extension)", (-45, 45)),
    ("neck_lateral_flexion", ("thorax", "head"), "X", 1, "ear to the right shoulder", "ear to the left shoulder", (-45, 45)),
    ("neck_rotation", ("thorax", "head"), "Y", 1, "face to the left", "face to the right", (-60, 60)),
    ("waist_flexion", ("pelvis", "thorax"), "Z", -1, "chest forward and down", "chest back (extension)", (-25, 80)),
    ("waist_lateral_flexion", ("pelvis", "thorax"), "X", 1, "chest towards the right", "chest towards the left", (-35, 35)),
    ("waist_rotation", ("pelvis", "thorax"), "Y", 1, "chest turned to the left", "chest turned to the right", (-45, 45)),
)
_SHOULDER: tuple[_Row, ...] = (
    ("shoulder_flexion", ("thorax", "upper_arm"), "Z", 1, "arm forward and up", "arm back (extension)", (-60, 180)),
    ("shoulder_abduction", ("thorax", "upper_arm"), "X", -1, "arm out to its side", "arm across the body (adduction)", (0, 180)),
    ("shoulder_internal_rotation", ("thorax", "upper_arm"), "Y", 1, "front of the arm turned inwards", "outwards (external)", (-90, 70)),
)
_ELBOW: tuple[_Row, ...] = (("elbow_flexion", ("upper_arm", "forearm"), "Z", 1, "bent", "beyond straight", (0, 150)),)
_HIP: tuple[_Row, ...] = (
    ("hip_flexion", ("pelvis", "thigh"), "Z", 1, "thigh forward and up", "thigh back (extension)", (-30, 120)),
    ("hip_abduction", ("pelvis", "thigh"), "X", -1, "thigh out to its side", "thigh across the body (adduction)", (-30, 45)),
    ("hip_internal_rotation", ("pelvis", "thigh"), "Y", 1, "kneecap turned inwards", "kneecap turned outwards (external)", (-45, 45)),
)
_KNEE: tuple[_Row, ...] = (("knee_flexion", ("thigh", "shank"), "Z", -1, "bent", "beyond straight (hyperextension)", (0, 135)),)
_ANKLE: tuple[_Row, ...] = (
    ("ankle_dorsiflexion", ("shank", "foot"), "Z", 1, "forefoot towards the shin", "away from it (plantarflexion)", (-50, 20)),
)
_TRUNK = ClinicalAngle(
    "trunk_inclination", "", 1, None, "away from the vertical, whichever way", "never",
    "Angle between the upward vertical and the line from the middle of the hips to the middle of the shoulders",
    None, f"this project's, as dashboards give it; {NO_RANGE}",
)  # fmt: skip
_HIP_OFFSET = ClinicalAngle(
    "hip_offset", "Z", 1, None, "the hips behind the line (pike)", "the hips in front of the line (sag)",
    "How far the line from shoulders to ankles is bent at the hips, seen along the pelvis's axis to the right; 0 in a straight plank",
    None, f"this project's, as plank and push-up are coached; {NO_RANGE}",
)  # fmt: skip
_ELEVATION = ClinicalAngle(
    "shoulder_elevation", "", 1, None, "arm raised, whichever way", "never",
    "Angle between the upper arm and the thorax's downward axis, whichever way the arm is raised",
    (0, 180), f"{GLOBE}; range: {AAOS}",
)  # fmt: skip
_PLANE = ClinicalAngle(
    "shoulder_plane", "", 1, None, "raised forward (90 is straight ahead; 0 is out to its side)", "raised behind",
    "Plane in which the arm is raised, about the thorax's long axis",
    None, f"{GLOBE}; {NO_RANGE}", _CAUTIONS["shoulder_plane"],
)  # fmt: skip


def _of_row(row: _Row, side: str = "") -> ClinicalAngle:
    """Turns about X and Y are mirrored on the left: abduction stays abduction."""
    name, (fixed, moving), axis, sign, positive, negative, normal = row
    sign = -sign if side == "left" and axis != "Z" else sign
    words = _HOW[axis].format(fixed=fixed.replace("_", " "), moving=moving.replace("_", " "))
    joint = _sided(fixed, side), _sided(moving, side)
    source = f"{CARDAN}; range: {AAOS}"
    return ClinicalAngle(_sided(name, side), axis, sign, joint, positive, negative, words, normal, source, _CAUTIONS.get(name, ""))


def _sided(name: str, side: str) -> str:
    return f"{side}_{name}" if side and name not in ("thorax", "pelvis") else name


def _both_sides(rows: tuple[_Row, ...]) -> Iterator[ClinicalAngle]:
    return (_of_row(row, side) for side in SIDES for row in rows)


def _globes() -> Iterator[ClinicalAngle]:
    return (replace(angle, name=f"{side}_{angle.name}") for side in SIDES for angle in (_ELEVATION, _PLANE))


CLINICAL: tuple[ClinicalAngle, ...] = (
    *(_of_row(row) for row in _MIDDLE[:3]), _TRUNK, *(_of_row(row) for row in _MIDDLE[3:]),
    *(angle for rows in (_SHOULDER, _ELBOW, _HIP, _KNEE) for angle in _both_sides(rows)),
    *_both_sides(_ANKLE), _HIP_OFFSET, *_globes(),
)  # fmt: skip
"""The 23 of the dashboard (neck, trunk, waist, shoulders, elbows, hips, knees), then ankles, the hips' offset, and the shoulders once more
as elevation and its plane, because flexion and rotation mean nothing apart where an arm is abducted by 90 degrees."""
CLINICAL_NAMES: tuple[str, ...] = tuple(angle.name for angle in CLINICAL)
CLINICAL_INDEX = {name: i for i, name in enumerate(CLINICAL_NAMES)}
