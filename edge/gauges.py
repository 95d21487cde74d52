"""Frames and the moments they were answered -> frame rate and latency.

Refuses to know: what time it is; it is told.
"""

from collections import deque
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from edge.messages import Alignment

WINDOW_S = 2.0
REMEMBERED = 20_000
"""Latencies kept for the percentiles: eleven minutes of 30 Hz video, 160 kB."""


class Latency(NamedTuple):
    """Milliseconds; None before anything was measured."""

    p50_ms: float | None
    p95_ms: float | None


NOT_MEASURED = Latency(None, None)


class Stopwatch:
    """Seconds from a frame's own time stamp to its answer."""

    def __init__(self) -> None:
        self._seconds: deque[float] = deque(maxlen=REMEMBERED)

    def add(self, seconds: float) -> None:
        self._seconds.append(seconds)

    def read(self, newest: int = REMEMBERED) -> Latency:
        """Percentiles over the newest so many."""
        if not self._seconds:
            return NOT_MEASURED
        kept = list(self._seconds)[-newest:]
        p50, p95 = np.percentile(kept, (50, 95)) * 1000.0
        return Latency(round(float(p50), 1), round(float(p95), 1))


class FrameRate:
    """Frames a second over the last two seconds, and how many there were."""

    def __init__(self) -> None:
        self._times: deque[float] = deque()
        self.frames = 0

    def add(self, t: float) -> None:
        self.frames += 1
        self._times.append(t)
        self._forget(t)

    def read(self, now: float) -> float:
        self._forget(now)
        if len(self._times) < 2:
            return 0.0
        span = self._times[-1] - self._times[0]
        return round((len(self._times) - 1) / span, 1) if span > 0 else 0.0

    def _forget(self, now: float) -> None:
        while self._times and self._times[0] < now - WINDOW_S:
            self._times.popleft()


class Heart(NamedTuple):
    """A heart rate is a trend: it comes late, and it is as old as it says."""

    bpm: float
    age_s: float


@dataclass(frozen=True, slots=True)
class Health:
    """How the daemon is doing, for the page, `status` and the log.

    frame_to_answer, frame_to_cue: from a frame's own time. pose_to_cue: from the pose's arrival in the daemon, which is what the
    daemon itself takes. imu_to_cue: from the reading's own time. heart: None where no watch has said anything lately.
    links: source -> (there, why not). troubles: sentences for a person, newest last. recording: the session that is recorded, or empty.
    alignments: of the worn sensors. stood_s: as Estimator.stood_s.
    """

    t: float = 0.0
    fps: float = 0.0
    frames: int = 0
    lost_frames: int = 0
    frame_to_answer: Latency = NOT_MEASURED
    frame_to_cue: Latency = NOT_MEASURED
    pose_to_cue: Latency = NOT_MEASURED
    imu_to_cue: Latency = NOT_MEASURED
    links: tuple[tuple[str, bool, str], ...] = ()
    troubles: tuple[str, ...] = ()
    recording: str = ""
    heart: Heart | None = None
    alignments: tuple[Alignment, ...] = ()
    stood_s: float | None = None


def latencies(health: Health) -> dict[str, dict[str, float | None]]:
    """All that were measured, ms, as reports and recordings name them."""
    names = ("frame_to_answer", "frame_to_cue", "pose_to_cue", "imu_to_cue")
    return {f"{name}_ms": getattr(health, name)._asdict() for name in names}
