"""Columns of measured ground forces -> the wrench of each force plate at any time, and the foot that stands on it.

Refuses to know: files, how the body moves.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from edge.errors import InputError
from edge.messages import Array

LOADED_N = 20.0
"""Below this a plate measures its own noise, and where the force acts means nothing."""
FARTHEST_M = 0.3
"""A force farther from the foot's middle line than this is not that foot's."""
_FORCE = re.compile(r"(?i)^(?P<plate>.*)v(?P<axis>[xyz])$")


@dataclass(frozen=True, slots=True, eq=False)
class Plates:
    """k plates in the laboratory's axes, y up.

    t: (n,) s. wrenches: (n, k, 6) force on the body N, and its moment about the laboratory's origin Nm; 0 where a plate is not loaded.
    """

    t: Array
    wrenches: Array

    def at(self, t: Array) -> Array:
        """(m, k, 6) at other times, between the measurements; 0 before the first and after the last."""
        flat = self.wrenches.reshape(len(self.t), -1)
        inside = (t >= self.t[0]) & (t <= self.t[-1])
        columns = [np.interp(t, self.t, column) for column in flat.T]
        return np.asarray(np.stack(columns, axis=-1).reshape(len(t), -1, 6) * inside[:, None, None])


def plates_of(t: Array, columns: Mapping[str, Array]) -> Plates:
    """As OpenSim and its exporters name them: `ground_force_1_vx`, `_px`, `_mx`, or `R_ground_force_vx`, `R_ground_torque_x`.

    Raises InputError where no plate is complete.
    """
    names = dict.fromkeys(match["plate"] for match in map(_FORCE.match, columns) if match)
    found = [_wrench(plate, columns) for plate in names if _complete(plate, columns)]
    if not found:
        raise InputError("no force plate is among the columns", "name them as OpenSim does: ground_force_1_vx, _vy, _vz, _px, _py, _pz")
    return Plates(t, np.stack(found, axis=1))


def centre_of_pressure(wrench: Array) -> Array:
    """(…, 6) -> (…, 3) m on the floor, y = 0; NaN where nothing presses."""
    pressing = np.where(wrench[..., 1] > LOADED_N, wrench[..., 1], np.nan)
    return np.stack([wrench[..., 5] / pressing, 0.0 * pressing, -wrench[..., 3] / pressing], axis=-1)


def wrench_at(force: Array, point: Array, free_moment: Array) -> Array:
    """(n, 6) about the world's origin, of forces (n, 3) N at points (n, 3) m with free moments (n, 3) Nm."""
    return np.concatenate([force, free_moment + np.cross(point, force)], axis=-1)


def under(wrenches: Array, feet: Mapping[str, tuple[Array, Array]]) -> dict[str, Array]:
    """(k, 6) of one moment -> by foot, (6,): each loaded plate belongs to the foot above it. feet: heel and toe tip (3,) m."""
    shared: dict[str, Array] = {}
    for wrench, centre in zip(wrenches, centre_of_pressure(wrenches), strict=True):
        if np.isfinite(centre[0]):
            distance, foot = min((_distance(centre, *ends), name) for name, ends in feet.items())
            if distance < FARTHEST_M:
                shared[foot] = shared.get(foot, 0.0) + wrench
    return shared


def _distance(point: Array, heel: Array, tip: Array) -> float:
    """From a foot's middle line, m."""
    along = tip - heel
    share = np.clip((point - heel) @ along / max(float(along @ along), 1e-9), 0.0, 1.0)
    return float(np.linalg.norm(point - heel - share * along))


def _complete(plate: str, columns: Mapping[str, Array]) -> bool:
    return all(f"{plate}{quantity}{axis}" in columns for quantity in "vp" for axis in "xyz")


def _wrench(plate: str, columns: Mapping[str, Array]) -> Array:
    """(n, 6). Exporters write anything for the point of a force that is not there."""
    force, point = (np.stack([columns[f"{plate}{quantity}{axis}"] for axis in "xyz"], axis=-1) for quantity in "vp")
    free = np.stack([_moment(plate, axis, columns) for axis in "xyz"], axis=-1)
    loaded = np.nan_to_num(force[:, 1]) > LOADED_N
    return np.where(loaded[:, None], np.nan_to_num(wrench_at(force, point, free)), 0.0)


def _moment(plate: str, axis: str, columns: Mapping[str, Array]) -> Array:
    """About the centre of pressure; without its column there is none."""
    torque = re.sub(r"(?i)force_?$", "torque_", plate)
    for name in (f"{plate}m{axis}", f"{torque}{axis}"):
        if name in columns:
            return columns[name]
    return np.zeros_like(columns[f"{plate}v{axis}"])
