"""A track and its repetitions -> each angle through every repetition, all stretched to one length, as gait laboratories draw them.

Refuses to know: how anything is drawn.
"""

from collections.abc import Sequence

import numpy as np

from edge.estimate.body.clinical_table import CLINICAL_INDEX
from edge.messages import Array, Rep
from edge.revisit.track import Track
from edge.store.report.sheet import Curve

STEPS = 41
LEAST_KNOWN = 0.7
"""Of a repetition's moments; with less it has no curve."""
MOST_CURVES = 60
"""More lines than these are a grey area: evenly chosen ones stand for all."""


def curve(track: Track, angle: str, reps: Sequence[Rep]) -> Curve | None:
    """reps: timed from the session's start. None where none of them has one."""
    chosen = [reps[place] for place in np.linspace(0, len(reps) - 1, min(len(reps), MOST_CURVES)).round().astype(int)] if reps else []
    column = CLINICAL_INDEX[angle]
    found = [
        (rep, _stretched(track.t, track.angles[:, column], rep), _stretched(track.t, track.angles_sd[:, column], rep)) for rep in chosen
    ]
    known = [(rep, deg, sd) for rep, deg, sd in found if deg is not None and sd is not None]
    if not known:
        return None
    return Curve(
        angle, np.array([deg for _, deg, _ in known]), np.array([sd for *_, sd in known]), np.array([rep.good is True for rep, *_ in known])
    )


def _stretched(t: Array, values: Array, rep: Rep) -> Array | None:
    """(STEPS,) degrees of (n,) rad."""
    during = np.flatnonzero((t >= rep.t_start - 0.05) & (t <= rep.t_end + 0.05))
    known = during[np.isfinite(values[during])]
    if len(known) < 3 or len(known) < LEAST_KNOWN * len(during):
        return None
    return np.asarray(np.degrees(np.interp(np.linspace(rep.t_start, rep.t_end, STEPS), t[known], values[known])))
