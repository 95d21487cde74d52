"""Values moment by moment -> what was sustained: the middle of a quarter of a second, so that a few bad frames are no peak.

Refuses to know: what the values are.
"""

import numpy as np

from edge.messages import Array

SUSTAINED_S = 0.25


def width_of(t: Array) -> int:
    """So many moments of t (n,) s are SUSTAINED_S; at least one, never more than there are."""
    apart = float(np.median(np.diff(t))) if len(t) > 1 else SUSTAINED_S
    moments = round(SUSTAINED_S / max(apart, 1e-3) + 1e-6)  # seven and a half at 30 Hz: a time's last digit must not decide
    return min(max(moments, 1), max(len(t), 1))


def medians(values: Array, width: int) -> Array:
    """(n - width + 1, k): the middle of what is known in each run of so many of (n, k); NaN where less than half of it is."""
    if len(values) < width:
        return np.empty((0, values.shape[1]))
    runs = np.sort(np.lib.stride_tricks.sliding_window_view(values, width, axis=0), axis=-1)
    known = np.isfinite(runs).sum(axis=-1)
    middle = np.take_along_axis(runs, np.maximum(known - 1, 0)[..., None] // 2, axis=-1)[..., 0]
    return np.asarray(np.where(2 * known >= width, middle, np.nan))


def sustained(values: Array) -> Array:
    """(…): the middle of what is known of (n, …), n at least 1; NaN where less than half of it is."""
    return np.asarray(medians(values.reshape(len(values), -1), len(values))[0].reshape(values.shape[1:]))
