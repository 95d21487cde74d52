"""Markers over time -> a C3D file, by the package c3d (pure Python; ezc3d has no wheel for the boards' processor).

Refuses to know: whose markers they are.
"""

import warnings
from pathlib import Path

import numpy as np

from edge.errors import InputError
from edge.messages import Array
from edge.store.opensim import Markers

MOST_FRAMES = 65_535
"""What the format's own header counts up to."""
RATES_HZ = (30.0, 20.0, 10.0, 5.0, 2.0, 1.0)
MILLIMETRES = 1000.0
MISSING = -1.0
"""Residual of a marker that was not seen, as the format has it."""


def write_c3d(path: Path, markers: Markers) -> float:
    """In millimetres, y up, at a steady rate, which is given back, Hz: lower for sessions that the format could not count.

    Raises InputError where no body was seen, OSError.
    """
    import c3d

    if not len(markers.t):
        raise InputError("no body was seen in this session", "C3D holds bodies; --format csv holds what was counted")
    rate, points = steady(markers)
    writer = c3d.Writer(point_rate=rate, analog_rate=0, point_scale=-1.0, gen_scale=1.0)
    writer.set_point_labels([name[:32] for name in markers.names])
    writer.set_screen_axis("+X", "+Y")
    nothing = np.empty((0, 0))
    writer.add_frames([(frame, nothing) for frame in points])
    with path.open("wb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that there is no analog data is meant
        writer.write(file)
    return rate


def steady(markers: Markers) -> tuple[float, Array]:
    """(frames, markers, 5): mm, residual and cameras, as the format has them. Each frame is the moment nearest to it."""
    span = float(markers.t[-1] - markers.t[0])
    rate = next((rate for rate in RATES_HZ if span * rate + 1 <= MOST_FRAMES), RATES_HZ[-1])
    grid = markers.t[0] + np.arange(min(int(span * rate) + 1, MOST_FRAMES)) / rate
    after = np.clip(np.searchsorted(markers.t, grid), 1, max(len(markers.t) - 1, 1)) if len(markers.t) > 1 else np.zeros(len(grid), int)
    before = np.maximum(after - 1, 0)
    nearest = np.where(grid - markers.t[before] <= markers.t[after] - grid, before, after)
    known = np.abs(markers.t[nearest] - grid) <= 0.75 / rate
    found = MILLIMETRES * markers.points[nearest]
    seen = known[:, None] & np.isfinite(found).all(axis=2)
    out = np.zeros((*found.shape[:2], 5), np.float32)
    out[:, :, :3] = np.where(seen[:, :, None], found, 0.0)
    out[:, :, 3] = np.where(seen, 0.0, MISSING)
    return rate, out
