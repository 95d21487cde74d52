"""Frames and the times of their journey -> one Status a second.

Refuses to know: what is in a frame beyond its brightness, and what a status is used for.
"""

from typing import List, Optional

import numpy as np

from edge.capture.camera.frame import Facts, Frame
from edge.capture.camera.wire import Status

EVERY_S = 1.0
SPARSE = 16
"""Brightness is taken from every 16th pixel of every 16th row."""


class Meter:
    """One second's measurements at a time."""

    def __init__(self, facts: Facts, runtime: str) -> None:
        self._facts, self._runtime = facts, runtime
        self._since: Optional[float] = None
        self._model_s: List[float] = []
        self._delay_s: List[float] = []
        self._frame: Optional[Frame] = None

    def looked(self, frame: Frame, t_taken: float, t_sent: float) -> None:
        """The model took up `frame` at t_taken, and its pose was sent at t_sent, s."""
        self._frame = frame
        self._model_s.append(t_sent - t_taken)
        self._delay_s.append(t_sent - frame.t)

    def due(self, now: float) -> bool:
        """Whether a second has passed since the last status; the first one is due at once."""
        return self._since is None or now - self._since >= EVERY_S

    def status(self, now: float, times: List[float], dropped: int) -> Status:
        """What happened since the last status. times: of all frames that the device gave, s; dropped: of them since the start."""
        model_ms, delay_ms = _percentiles_ms(self._model_s), _percentiles_ms(self._delay_s)
        gaps = np.diff(times)
        status = Status(
            identity=self._facts.identity,
            runtime=self._runtime,
            width=self._facts.width,
            height=self._facts.height,
            fps=float(1.0 / gaps.mean()) if gaps.size and gaps.mean() > 0 else 0.0,
            model_ms_p50=model_ms[0],
            model_ms_p95=model_ms[1],
            delay_ms_p50=delay_ms[0],
            delay_ms_p95=delay_ms[1],
            jitter_ms=float(gaps.std() * 1e3) if gaps.size else 0.0,
            dropped=dropped,
            brightness=_brightness(self._frame),
        )
        self._since = now
        self._model_s, self._delay_s = [], []
        return status


def _percentiles_ms(seconds: List[float]) -> List[float]:
    """The median and the 95th percentile, ms; zeros of nothing."""
    if not seconds:
        return [0.0, 0.0]
    return [float(value) * 1e3 for value in np.percentile(seconds, [50, 95])]


def _brightness(frame: Optional[Frame]) -> float:
    """Mean of the picture, 0..1."""
    return 0.0 if frame is None else float(frame.image[::SPARSE, ::SPARSE].mean()) / 255.0
