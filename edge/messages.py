"""Every value that flows between the rooms.

SI units and radians. `t` is when the world was measured: seconds of CLOCK_MONOTONIC live, seconds of the
file's own time line in `analyze`. Refuses to know: how a value is made, shown, sent or kept.
"""

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Indices: TypeAlias = npt.NDArray[np.intp]

LANDMARKS: tuple[str, ...] = (
    "nose",
    "left_eye_inner", "left_eye", "left_eye_outer",
    "right_eye_inner", "right_eye", "right_eye_outer",
    "left_ear", "right_ear",
    "mouth_left", "mouth_right",
    "left_shoulder", "right_shoulder",
    "left_elbow", "right_elbow",
    "left_wrist", "right_wrist",
    "left_pinky", "right_pinky",
    "left_index", "right_index",
    "left_thumb", "right_thumb",
    "left_hip", "right_hip",
    "left_knee", "right_knee",
    "left_ankle", "right_ankle",
    "left_heel", "right_heel",
    "left_foot_index", "right_foot_index",
)  # fmt: skip
"""The 33 BlazePose landmarks in the model's order (Bazarevsky et al. 2020)."""


LIMBS: tuple[str, ...] = ("left_thigh", "right_thigh", "left_upper_arm", "right_upper_arm", "left_forearm", "right_forearm")
"""Where somebody says that they wear their phone: in a trouser pocket, or on an arm. Named as the segments of the body."""

PLACES: tuple[str, ...] = ("wrist", "thigh", "shank", "trunk", "bar", "watch", "phone", *LIMBS)
"""Where an IMU can be worn, or what it is fixed to."""


class Side(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


class Severity(StrEnum):
    INFO = "info"
    MINOR = "minor"
    MAJOR = "major"


class Priority(IntEnum):
    """How much a cue matters; a higher one silences a lower one."""

    COUNT = 0
    PRAISE = 1
    FORM = 2
    FRAMING = 3
    SAFETY = 4


# --- samples: what comes in ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """One person in one frame.

    image: (33, 4) x px (right), y px (down), z px (away from the camera, relative to the hips), visibility 0..1.
    world: (33, 3) metres, hip-centred, camera axes: x right, y down, z away.
    width, height: of the frame, px.
    """

    t: float
    seq: int
    image: Array
    world: Array
    width: int
    height: int

    def rounded(self) -> "Pose":
        """As it is recorded: 0.1 px, 1/1000 of visibility, 1 mm. Applied at the daemon's door, before any thought."""
        image = np.empty((33, 4))
        image[:, :3] = np.rint(self.image[:, :3] * 10.0) / 10.0
        image[:, 3] = np.rint(self.image[:, 3] * 1000.0) / 1000.0
        image += 0.0  # -0.0 becomes 0.0: a recording knows only one zero, and atan2 knows two
        return Pose(self.t, self.seq, image, np.rint(self.world * 1000.0) / 1000.0 + 0.0, self.width, self.height)


@dataclass(frozen=True, slots=True)
class Nobody:
    """A frame was looked at and nobody was in it."""

    t: float
    seq: int


@dataclass(frozen=True, slots=True)
class ImuSample:
    """One reading of a body-worn IMU. accel: m/s2 with gravity, gyro: rad/s (NaN where the device has none), in the sensor's axes.

    where: one of PLACES.
    """

    t: float
    where: str
    accel: tuple[float, float, float]
    gyro: tuple[float, float, float]

    def rounded(self) -> "ImuSample":
        """As it is recorded: 0.001 m/s2, 0.0001 rad/s (a fifth of an MPU-6050's noise or less). Applied at the daemon's door."""
        ax, ay, az = (round(value * 1e3, 0) / 1e3 + 0.0 for value in self.accel)
        gx, gy, gz = (round(value * 1e4, 0) / 1e4 + 0.0 for value in self.gyro)
        return ImuSample(self.t, self.where, (ax, ay, az), (gx, gy, gz))


@dataclass(frozen=True, slots=True)
class HeartRate:
    """bpm: beats a minute; rr_s: the intervals between beats since the last reading, s."""

    t: float
    bpm: float
    rr_s: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkChange:
    """A source came (`link` true) or left, and why, in words for a person."""

    t: float
    source: str
    link: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """A person's wish: session start/stop, person, exercise, load_kg, a cue switch, align, and stand: how many degrees the knees of
    somebody who stands now are bent, right and left, as measured."""

    t: float
    name: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class CoachText:
    """What the language model said about a set."""

    t: float
    set_number: int
    text: str


@dataclass(frozen=True, slots=True)
class Tick:
    """Time passed (10 Hz), so that "nothing came" is something that can be thought about and replayed."""

    t: float


Sample: TypeAlias = Pose | Nobody | ImuSample | HeartRate | LinkChange | Command | CoachText | Tick


# --- in between: recomputed, never recorded --------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class MotionState:
    """The body at one moment.

    angles, angles_sd, rates: (len(ANGLE_NAMES),) rad, rad, rad/s in the order of estimate.skeleton.ANGLE_NAMES;
    NaN where the camera cannot see the joint.
    points: (33, 2) smoothed image positions, px, gaps filled for a short while; NaN where unknown.
    world: (33, 3) smoothed, metres, hip-centred, at their depth where the pose model's errors are corrected. visibility: (33,) 0..1;
    certainty: (33,) the same, less where a landmark is likely astray.
    signals, signals_confidence: (len(SIGNAL_NAMES),) what the counter reads, in the order of estimate.skeleton.SIGNAL_NAMES.
    confidence: 0..1, of the whole.
    cut: the picture jumped (a cut, another person): what came before does not continue here.
    body: the whole body, where the pipeline was built with it.
    """

    t: float
    angles: Array
    angles_sd: Array
    rates: Array
    points: Array
    world: Array
    visibility: Array
    certainty: Array
    signals: Array
    signals_confidence: Array
    width: int
    height: int
    confidence: float
    cut: bool = False
    heart_bpm: float | None = None
    body: "BodyState | None" = None


@dataclass(frozen=True, slots=True, eq=False)
class BodyState:
    """The whole body at one moment, where that was asked for. NaN where the view cannot tell.

    q: (57,) Pinocchio's configuration. angles, angles_sd: (47,) rad and m in the order of estimate.body.model.DOF_NAMES.
    clinical, clinical_sd, clinical_rates: (n,) rad and rad/s in the order of estimate.body.clinical_table.CLINICAL_NAMES.
    moments, moments_sd: (47,) Nm about the axes of DOF_NAMES.
    share, share_sd: (axes, 2) of the strength at this angle and speed, in the order of estimate.body.muscles.GENERATORS.
    contacts: the segments that carry the body, each with its share of the weight.
    doubts: keys of what in this is not to be trusted now, such as ankle moments in double stance.

    q and angles are of `t` (late only as the landmarks are); moments, share, contacts and doubts are older than they by the filters'
    lag, 0.2 s (estimate.body.differentiation.LAG_S).
    """

    t: float
    q: Array
    angles: Array
    angles_sd: Array
    clinical: Array
    clinical_sd: Array
    clinical_rates: Array
    moments: Array
    moments_sd: Array
    share: Array
    share_sd: Array
    contacts: tuple[tuple[str, float], ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WornState:
    """What one body-worn IMU says at one moment, at WORN_HZ of sample time.

    where: as in ImuSample. orientation: w, x, y, z, the sensor's axes -> an earth frame with z up; a 6-axis IMU does not
    know its heading. accel: without gravity, m/s2, in that earth frame. gyro: rad/s without its bias, sensor's axes; NaN where
    the device has none. tilt_sd: standard deviation of the inclination, rad. rest: it lies or is held still.
    """

    t: float
    where: str
    orientation: tuple[float, float, float, float]
    accel: tuple[float, float, float]
    gyro: tuple[float, float, float]
    tilt_sd: float
    rest: bool


@dataclass(frozen=True, slots=True)
class Alignment:
    """How one worn sensor lies to the camera, learned from movement that both show.

    t: as of when, s. offset: by how much its times are late against the camera's, s; offset_sd: its standard deviation, inf
    while it is not known. side: which of two limbs wears it. heading: turns its earth frame about the vertical into the
    camera's (x right, y away, z up), rad, and heading_sd. None while not known. guided: a gesture is awaited.
    """

    t: float
    where: str
    offset: float | None
    offset_sd: float
    side: Side | None
    heading: float | None
    heading_sd: float
    guided: bool


WORN_HZ = 25.0
"""Fast enough for any repetition, and a quarter of the work of 100 Hz."""


# --- events: what comes out ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Exercise:
    """From `since` on, this is what is being done; `idle` and `unknown` are answers."""

    t: float
    name: str
    since: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Rep:
    """One repetition, announced at `t`, soon after its end.

    number: within the session, from 1. range: of the counting joint, rad. tempo: (towards the turning point,
    hold there, back), s. score: 0..100. good: no fault above its limit. Range, good and score are None where nobody could judge how it
    was done: no camera saw it, or no exercise describes it.
    """

    t: float
    number: int
    exercise: str
    side: Side
    t_start: float
    t_turn: float
    t_end: float
    range: float | None
    tempo: tuple[float, float, float]
    good: bool | None
    score: float | None
    confidence: float
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hold:
    """A position held. Announced at its end; holds are timed, not counted."""

    t: float
    exercise: str
    t_start: float
    t_end: float
    good: bool
    score: float
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Set:
    """Repetitions without a long pause. Ends at a change of exercise or after some idle seconds.

    good: of those that could be judged. score: None where none could. unjudged: of reps, those that nobody could.
    """

    t: float
    number: int
    exercise: str
    t_start: float
    t_end: float
    reps: int
    good: int
    score: float | None
    unjudged: int = 0


@dataclass(frozen=True, slots=True)
class Posture:
    """How the person stands or sits while idle, from now on: upright, slouching, head_forward, leaning, or none (not judged)."""

    t: float
    name: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A deviation from the wanted movement.

    size, unit: how far beyond the wanted range, in degrees, percent or seconds as `unit` says (for people, hence not SI).
    cue: key of its sentence in respond/words. rep: number of the repetition, None in a hold.
    """

    t: float
    name: str
    exercise: str
    severity: Severity
    size: float
    unit: str
    cue: str
    side: Side
    rep: int | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """The form score of the session so far, 0..100."""

    t: float
    value: float


@dataclass(frozen=True, slots=True)
class View:
    """What the camera's view allows. side: what faces the camera: front, back, left, right, or none; advice: keys in respond/words."""

    t: float
    quality: float
    side: str
    advice: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cue:
    """What the athlete is to be told. channel: text (to be read), voice, tone, light, haptic. text: a key in respond/words with its fields.

    strength: 0..1, how loud, strong or bright, as the person wishes.
    """

    t: float
    channel: str
    text: str
    priority: Priority
    expires: float
    fields: tuple[tuple[str, str], ...] = ()
    strength: float = 1.0


Event: TypeAlias = Exercise | Rep | Hold | Set | Posture | Fault | Score | View | Cue


@dataclass(frozen=True, slots=True)
class Person:
    """Who trains. A guest by default: no name, and nothing about the body."""

    name: str = ""
    height_m: float | None = None
    mass_kg: float | None = None
    sex: str | None = None
    age: float | None = None

    @property
    def guest(self) -> bool:
        return not self.name


@dataclass(frozen=True, slots=True)
class Session:
    """One visit. started_at: seconds since 1970, with whether the wall clock could be trusted; t0: its monotonic time."""

    id: str
    person: Person
    started_at: float
    clock_trusted: bool
    t0: float
    config_hash: str
    model_hashes: dict[str, str] = field(default_factory=dict)
