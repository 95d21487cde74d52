"""Angles that were given and angles that are true -> how far they are off, by the lag that all clips have in common.

Refuses to know: where either comes from.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from edge.messages import Array

MOST_LATE_S = 0.2
"""Lags that are tried, by 1/30 s."""


@dataclass(frozen=True, slots=True, eq=False)
class Offs:
    """Of one clip. given, sd, true: by joint (n, 2) degrees, left and right; NaN where unknown. true_at: (frames, 2).

    view: the camera's, or empty. frames: (n,) the frame that each moment is of. fps: of the truth.
    """

    view: str
    fps: float
    frames: Array
    given: dict[str, Array]
    sd: dict[str, Array]
    true_at: dict[str, Array]

    def errors(self, joint: str, late_s: float = 0.0) -> Array:
        """(n, 2) degrees, against the truth of so long ago."""
        true = self.true_at[joint]
        return np.asarray(self.given[joint] - true[np.clip(self.frames - round(late_s * self.fps), 0, len(true) - 1)])


def common_lag(clips: Sequence[Offs]) -> float:
    """s: by which all angles of all clips are late."""
    lags = np.arange(0.0, MOST_LATE_S + 1e-9, 1.0 / 30.0)
    costs = [mean_abs(one.errors(joint, lag) for one in clips for joint in one.given) or 0.0 for lag in lags]
    return float(lags[int(np.argmin(costs))])


def mean_abs(errors: Iterable[Array]) -> float | None:
    """Of all known ones together, degrees; None where there is none."""
    together = np.concatenate([error.ravel() for error in errors] or [np.empty(0)])
    known = np.abs(together[np.isfinite(together)])
    return round(float(known.mean()), 2) if len(known) else None
