"""Sheets as a session could give them: many exercises, holds, unknowns, names in other scripts, or nothing at all."""

import numpy as np

from edge.records import Goal
from edge.store.report.person_sheet import PersonSheet, Point, Progress, Spread, Visit
from edge.store.report.sheet import (
    Certificate,
    Curve,
    Deviation,
    ExerciseSheet,
    Figure,
    HoldRow,
    LoadRow,
    Measured,
    MomentRow,
    PairRow,
    RangeRow,
    RepRow,
    SessionSheet,
    Subject,
    Timeline,
)

NOON = 1_795_262_400.0
DAY = 86_400.0
ANA = Subject("p-7k2m9x", "", 1.72, 68.0, "F", 34.0)
ZOSIA = Subject("p-1", "Żółć <b>Ωmega</b> & 山", None, None, None, None)


def rep(number: int, good: bool = True, side: str = "both") -> RepRow:
    faults = () if good else ("shallow", "trunk_lean")
    start = 3.0 * number
    return RepRow(number, side, start, start + 2.0, 70.0 + number, (0.8, 0.1, 0.9), 90.0, good, faults, Measured(71.0, 6.0), peaks(number))


def peaks(number: int) -> tuple[MomentRow, ...]:
    """The left hip is missed in every fourth repetition."""
    missed = ("Not seen well enough",) if number % 4 == 0 else ()
    return (
        MomentRow("lumbar", "flexion/extension", "extension", Measured(140.0 + number, 10.0), 2.06, True),
        MomentRow("left_hip", "flexion/extension", "extension", Measured(90.0 + number, 12.0), 1.32, not missed, missed),
        MomentRow("left_knee", "flexion/extension", "extension", Measured(100.0 + number, 11.0), 1.47, True),
        MomentRow("right_knee", "flexion/extension", "extension", Measured(80.0 + number, 11.0), 1.18, True),
        MomentRow("left_elbow", "flexion/extension", "flexion", Measured(2.0, 1.0), 0.03, True),
        MomentRow("left_ankle", "dorsiflexion/plantarflexion", "", None, None, False, ("Two supports",)),
    )


def range_row(angle: str, least: float, most: float, sd: float = 5.0) -> RangeRow:
    low, high = Measured(least, sd), Measured(most, sd)
    return RangeRow(angle, low, high, high.minus(low), (0.0, 135.0), 8, 8)


def figure() -> Figure:
    points = np.zeros((33, 3))
    points[:, 1] = np.linspace(-0.7, 0.8, 33)
    points[::2, 0] = 0.15
    return Figure(7.0, points, np.ones(33, bool))


def curve(angle: str, steps: int = 41) -> Curve:
    wave = 45.0 - 40.0 * np.cos(np.linspace(0.0, 2.0 * np.pi, steps))
    return Curve(angle, np.stack([wave, 0.9 * wave]), np.full((2, steps), 5.0), np.array([True, False]))


def squats(count: int = 8) -> ExerciseSheet:
    knees = (range_row("left_knee_flexion", 3.0, 92.0), range_row("right_knee_flexion", -4.0, 70.0))
    return ExerciseSheet(
        "squat",
        tuple(rep(number, number % 4 > 0) for number in range(1, count + 1)),
        (),
        91.0,
        "knee_flexion",
        (*knees, range_row("neck_flexion", 1.0, 3.0)),
        (
            PairRow("knee_flexion", Measured(89.0, 3.0), Measured(74.0, 3.0)),
            PairRow("hip_flexion", Measured(60.0, 9.0), Measured(66.0, 9.0)),
        ),
        (curve("left_knee_flexion"), curve("right_knee_flexion")),
        (
            LoadRow("neck", None, None, None, "", False, ("Nobody published it",)),
            LoadRow("left_knee", 52.0, (33.0, 71.0), "yellow", "extension", True),
            LoadRow("lumbar", 117.0, (60.0, 174.0), "red", "extension", True, ("Above 100 %",)),
            LoadRow("left_ankle", 44.0, (10.0, 80.0), "yellow", "plantarflexion", False, ("Two supports",)),
        ),
    )


def session(subject: Subject = ANA, count: int = 8, clock_trusted: bool = True) -> SessionSheet:
    plank = ExerciseSheet("plank", (), (HoldRow(40.0, 71.5, 88.0, True, ()),), 88.0)
    t = np.arange(0.0, 80.0, 0.1)
    deg = np.where((t > 5.0) & (t < 9.0), np.nan, 40.0 + 30.0 * np.sin(t))
    return SessionSheet(
        "20261121-101400-3fa9c1",
        subject,
        NOON,
        clock_trusted,
        80.0,
        91.5,
        (squats(count), plank),
        (Deviation("shallow", "squat", "squat.deeper", "major", 2, count, 29.4, "deg", 4, figure(), figure(), ("left_knee",)),),
        ((0.0, 5.0, "idle"), (5.0, 38.0, "squat"), (38.0, 80.0, "plank")),
        tuple((3.0 * number + 2.0, number % 4 > 0) for number in range(1, count + 1)),
        ((1, "Steady depth. Sit back a little further."),),
        Certificate(
            "0.1.0", "abc123", {"pose.tflite": "e9" * 32}, {"frame_to_answer_ms": (31.2, 48.9), "imu_to_cue_ms": (None, None)},
            2400, 2304, 29.9, {"thigh": 99.8}, 0.88, "left", ("view.feet_out",), ("neck_rotation",), 101, 2,
            ("it breaks off after 80.0 s",),
        ),
        Timeline(t, {"left_knee_flexion": deg}, {"left_knee_flexion": np.full(len(t), 5.0)}, np.full(len(t), np.nan)),
        True,
    )  # fmt: skip


EMPTY = SessionSheet("s-empty", Subject(), 0.0, False, 12.0, None)


def person(sessions: int = 12) -> PersonSheet:
    times = [NOON + 3.5 * DAY * number for number in range(sessions)]
    points = tuple(
        Point(f"s{n}", t, 20 + n, 20 + n, 15 + n, 0.0, 70.0 + 2.0 * n, Spread(60.0 + n, 55.0 + n, 66.0 + n, 20), (50.0, 35.0, 65.0))
        for n, t in enumerate(times)
    )
    visits = tuple(
        Visit(f"s{n}", t, n != 1, 900.0, 20 + n, 20 + n, 15 + n, 70.0 + 2.0 * n, ("squat", "plank")) for n, t in enumerate(times)
    )
    weeks = tuple((NOON + 7 * DAY * week, week % 3) for week in range(8))
    goals = (Progress(Goal("squat", "range_deg", 80.0), 71.0), Progress(Goal("", "sessions_a_week", 2.0), 2.0))
    return PersonSheet(ANA, visits, {"squat": points}, weeks, goals, ("s3: its recording is damaged",))
