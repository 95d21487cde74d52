"""A file of keypoints or of angles over time -> a Pose or Nobody for every row, as a camera would have seen them.

Keypoints: CSV whose first line is `t_s` and, for each landmark that was seen, its name with _x, _y and _z, m, x right, y down, z away
(COCO's 17 are among the names, and enough); or the JSON of a session's track. Angles: CSV as `analyze --angles` writes it.
Refuses to know: what is done with the poses.
"""

import csv
import json
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from edge.capture.camera.frame import Facts
from edge.commands.analysis.stick import landmarks
from edge.errors import InputError
from edge.estimate.body.clinical_table import CLINICAL_NAMES
from edge.given_file import demand_file
from edge.messages import LANDMARKS, Array, Nobody, Pose

ENDINGS = (".csv", ".json")
MOST_ROWS = 500_000
"""Over four hours at 30 a second."""
LATEST_S, SLOWEST_S = 1e12, 1.0
"""Beyond any clock's time; and rows further apart show no movement: they are in another unit."""
NEEDED = tuple(f"{side}_{part}" for part in ("shoulder", "hip", "knee", "ankle") for side in ("left", "right"))
WIDTH, HEIGHT, FOCAL_PX, AWAY_M = 480, 640, 560.0, 3.2
"""A telephone held upright."""
TURNED = np.radians(45.0)
"""Angles are shown to a camera from half aside, where nothing hides what matters."""
SURE = 0.95
ROOTED_M = 0.02
"""Hips that never move further are the file's origin."""
HIPS = [LANDMARKS.index(f"{side}_hip") for side in ("left", "right")]


def is_table(path: Path) -> bool:
    return path.suffix.lower() in ENDINGS


class Table:
    """As Film, without pictures. Raises InputError for a file that holds neither keypoints nor angles."""

    def __init__(self, path: Path) -> None:
        times, self._world = _read(path)
        if len(times) < 2 or not (np.abs(times) < LATEST_S).all() or not (np.diff(times) > 0.0).all():
            raise InputError(f"{path} is not in order of time", "t_s must grow from row to row, over at least two rows")
        if np.median(np.diff(times)) > SLOWEST_S:
            raise InputError(f"the rows of {path} are {np.median(np.diff(times)):g} s apart", "write t_s in seconds")
        self._times, self._standing = times, _standing(self._world)
        self.start_s, self.end_s = float(times[0]), float(times[-1] + np.median(np.diff(times)))
        self.facts = Facts(path.name, WIDTH, HEIGHT, float(1.0 / np.median(np.diff(times))), len(times), self.end_s - self.start_s)
        self.pose_s = array("f")
        self.seen = 0
        self.lost = ""
        self.watched: Callable[[int], None] = lambda _: None

    @property
    def frames(self) -> int:
        return len(self.pose_s)

    def __iter__(self) -> Iterator[Pose | Nobody]:
        for number, (t, world) in enumerate(zip(self._times.tolist(), self._world, strict=True)):
            self.pose_s.append(0.0)
            known = np.isfinite(world).all(axis=1)
            self.seen += bool(known[HIPS].all())
            yield _pose(t, number, world, known, self._standing[number]) if known[HIPS].all() else Nobody(t, number)
            self.watched(self.frames)


def _standing(world: Array) -> Array:
    """(n, 3) where the hips are in the room. Where the file has them always in one place, whatever is lowest stands on the floor."""
    hips = world[:, HIPS].mean(axis=1)
    hips = hips - np.nan_to_num(np.nanmedian(hips, axis=0)) if np.isfinite(hips).any() else hips
    if np.nanmax(np.nan_to_num(np.abs(hips)), initial=0.0) > ROOTED_M:
        return np.asarray(hips)
    lowest = np.nanmax(np.nan_to_num(world[:, :, 1] - world[:, HIPS, 1].mean(axis=1, keepdims=True), nan=-9.0), axis=1)
    return np.stack([np.zeros_like(lowest), np.median(lowest) - lowest, np.zeros_like(lowest)], axis=-1)


def _pose(t: float, number: int, world: Array, known: Array, hips: Array) -> Pose:
    """As a camera straight before the person gives it; what the file does not tell is not seen."""
    placed = np.where(known[:, None], world - world[HIPS].mean(axis=0), 0.0)
    there = placed + hips
    image = np.zeros((33, 4))
    image[:, :2] = FOCAL_PX * there[:, :2] / np.maximum(there[:, 2:] + AWAY_M, 0.3) + (WIDTH / 2, HEIGHT / 2)
    image[:, 2] = FOCAL_PX * placed[:, 2] / AWAY_M
    image[:, 3] = np.where(known, SURE, 0.0)
    return Pose(t, number, image, placed, WIDTH, HEIGHT).rounded()


def _read(path: Path) -> tuple[Array, Array]:
    """(n,) s and (n, 33, 3) m, NaN where unknown."""
    demand_file(path, "name a .csv file, or the .json file of a track")
    try:
        if not path.stat().st_size:
            raise InputError(f"{path} is empty", "copy or record it again")
        return _track(path) if path.suffix.lower() == ".json" else _rows(path)
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror})", "check the path") from error
    except (UnicodeDecodeError, csv.Error, ValueError, TypeError, KeyError, RecursionError, OverflowError):
        raise _neither(path) from None


def _neither(path: Path) -> InputError:
    return InputError(
        f"{path} holds neither keypoints nor angles",
        "its first line is t_s and columns such as left_knee_x, left_knee_y, left_knee_z, or left_knee_flexion_deg",
    )


def _track(path: Path) -> tuple[Array, Array]:
    track: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    blank = [np.nan] * 99
    world = np.array([row or blank for row in track["world"]], float).reshape(-1, 33, 3) / 1000.0
    seen = np.array([[flags >> bit & 1 for bit in range(33)] for flags in track["seen"]], bool)
    world[~seen] = np.nan
    return np.array(track["t"], float), world


def _rows(path: Path) -> tuple[Array, Array]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        header = [name.strip() for name in next(rows, [])]
        numbers = [[float(cell) if cell.strip() else np.nan for cell in row] for row, _ in zip(rows, range(MOST_ROWS), strict=False) if row]
    columns = dict(zip(header, np.array(numbers, float).reshape(-1, len(header)).T, strict=True))
    if "t_s" not in columns:
        raise _neither(path)
    if all(f"{name}_{axis}" in columns for name in NEEDED for axis in "xyz"):
        return columns["t_s"], _keypoints(columns)
    angles = {name: columns[f"{name}_deg"] for name in CLINICAL_NAMES if f"{name}_deg" in columns}
    if not angles:
        raise _neither(path)
    return columns["t_s"], _facing(landmarks(angles))


def _keypoints(columns: dict[str, Array]) -> Array:
    world = np.full((len(columns["t_s"]), 33, 3), np.nan)
    for i, name in enumerate(LANDMARKS):
        if all(f"{name}_{axis}" in columns for axis in "xyz"):
            world[:, i] = np.stack([columns[f"{name}_{axis}"] for axis in "xyz"], axis=-1)
    return world


def _facing(body: Array) -> Array:
    """(n, 33, 3) x forward, y up, z to the person's right -> camera axes, half turned towards the camera."""
    sine, cosine = np.sin(TURNED), np.cos(TURNED)
    axes = np.array([[sine, 0.0, -cosine], [0.0, -1.0, 0.0], [-cosine, 0.0, -sine]])
    return np.asarray(body @ axes.T)
