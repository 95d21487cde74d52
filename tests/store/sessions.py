"""Made-up sessions: a body that moves and trembles as real landmarks do, a sensor, ticks and events."""

from collections.abc import Iterator

import numpy as np

from edge.messages import (
    CoachText,
    Command,
    Cue,
    Exercise,
    Fault,
    HeartRate,
    Hold,
    ImuSample,
    LinkChange,
    Nobody,
    Pose,
    Posture,
    Priority,
    Rep,
    Score,
    Set,
    Severity,
    Side,
    Tick,
    View,
)
from edge.store.encoding import Message

UPTIME_S = 5000.0


def session(seconds: float, seed: int = 0) -> Iterator[Message]:
    """30 Hz pose, 100 Hz IMU, 10 Hz ticks and now and then an event, in the order in which they would come."""
    chance = np.random.default_rng(seed)
    home = np.column_stack([chance.uniform(200, 440, 33), chance.uniform(40, 440, 33)])
    for centisecond in range(round(seconds * 100)):
        t = UPTIME_S + centisecond / 100
        yield imu(t + chance.uniform(0, 0.002), chance)
        if centisecond % 10 == 0:
            yield Tick(t)
        if centisecond % 10 in (0, 3, 7):
            yield pose(t, centisecond, home, chance)
        if centisecond % 250 == 249:
            yield from EVENTS


def pose(t: float, seq: int, home: np.ndarray, chance: np.random.Generator) -> Pose:
    """All joints travel 150 px up and down in 2.5 s; jitter of 1.5 px, 4 px in depth and 8 mm, as measured on real clips."""
    travel = 75.0 * np.sin(2 * np.pi * t / 2.5)
    image = np.empty((33, 4))
    image[:, :2] = home + np.array([0.0, travel]) + chance.normal(0, 1.5, (33, 2))
    image[:, 2] = chance.normal(0, 4, 33)
    image[:, 3] = 1.0 - np.abs(chance.normal(0, 0.02, 33))
    world = np.column_stack([(home - 240) / 250, np.zeros(33)]) + chance.normal(0, 0.008, (33, 3))
    return Pose(t, seq, image, world, 640, 480).rounded()


def imu(t: float, chance: np.random.Generator) -> ImuSample:
    ax, ay, az, gx, gy, gz = chance.normal([0, 9.81, 0, 0, 0, 0], [1.5, 1.5, 1.5, 0.5, 0.5, 0.5]).tolist()
    return ImuSample(t, "thigh", (ax, ay, az), (gx, gy, gz)).rounded()


EVENTS: tuple[Message, ...] = (
    Exercise(UPTIME_S, "squat", UPTIME_S - 1.25, 0.875),
    Rep(UPTIME_S, 3, "squat", Side.LEFT, 1.1, 2.2, 3.3, 1.5, (1.0, 0.1, 0.9), False, 81.25, 0.9, ("shallow",)),
    Hold(UPTIME_S, "plank", 1.0, 31.0, True, 92.0),
    Set(UPTIME_S, 1, "squat", 1.0, 20.0, 8, 6, None),
    Posture(UPTIME_S, "slouching"),
    Fault(UPTIME_S, "shallow", "squat", Severity.MINOR, 12.5, "deg", "common.deeper", Side.BOTH, None),
    Score(UPTIME_S, 88.5),
    View(UPTIME_S, 0.75, "left", ("view.turn_sideways",)),
    Cue(UPTIME_S, "voice", "count.good", Priority.COUNT, UPTIME_S + 0.5, (("number", "3"),)),
    HeartRate(UPTIME_S, 121.0, (0.495, 0.5)),
    LinkChange(UPTIME_S, "camera", False, "the cable was pulled"),
    Command(UPTIME_S, "exercise", "squat"),
    CoachText(UPTIME_S, 1, "Schön tief – weiter so"),
    Nobody(UPTIME_S, 7),
)


def same(one: Message, other: Message) -> bool:
    """Bit for bit: -0.0 is not 0.0, and NaN equals NaN."""
    if isinstance(one, Pose) and isinstance(other, Pose):
        numbers = (one.t, one.seq, one.width, one.height) == (other.t, other.seq, other.width, other.height)
        return numbers and one.image.tobytes() == other.image.tobytes() and one.world.tobytes() == other.world.tobytes()
    return type(one) is type(other) and repr(one) == repr(other)


def mark(message: Message) -> object:
    """What tells a message from all others, quickly."""
    return (message.t, message.image.tobytes(), message.world.tobytes()) if isinstance(message, Pose) else message
