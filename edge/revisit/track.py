"""The states of a session -> ten moments a second of it, in columns: what playback shows.

Refuses to know: how a state is found, and events.
"""

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from edge.commands.analysis.spool import Spool
from edge.commands.analysis.workload import LoadAtMoments
from edge.draw.figure import SEEN
from edge.estimate.body.clinical_table import CLINICAL_NAMES
from edge.estimate.body.load import JOINTS
from edge.messages import Array, Flags, HeartRate
from edge.sentence import lost_json

HZ = 10
"""Fast enough for the eye with what is drawn between, and a third of the frames."""
HEART_FRESH_S = 10.0
LANDMARK_BITS = tuple(1 << place for place in range(33))


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """n moments, HZ a second, the first of them 0. NaN where nobody was seen, or an angle is unknown.

    t: (n,) s from the session's start. world: (n, 33, 3) m, hip-centred, camera axes: x right, y down, z away. seen: (n, 33) whether a
    landmark was seen rather than guessed. angles, angles_sd: (n, clinical angles) rad in the order of CLINICAL_NAMES. load: (n, joints)
    share of the strength in the order of JOINTS; NaN where it is unknown or not to be trusted. heart: (n,) beats a minute.
    """

    t: Array
    world: Array
    seen: Flags
    angles: Array
    angles_sd: Array
    load: Array
    heart: Array

    @property
    def known(self) -> Flags:
        """(n,) whether a body was there."""
        return np.asarray(np.isfinite(self.world[:, 0, 0]))

    def at(self, t: float) -> int:
        """The moment nearest to t at which a body was there, else the nearest."""
        apart = np.abs(self.t - t)
        return int(np.argmin(np.where(self.known, apart, apart + 1e6)))

    def json(self, lost: Iterable[str] = ()) -> Iterator[str]:
        """One JSON object, piece by piece: t in s, world in mm, angles in degrees, load in percent; null for a moment without a body and
        for what is unknown. seen: bit i is landmark i. lost: sentences about what of the recording could not be read."""
        known = self.known.tolist()
        yield '{"t":' + json.dumps(self.t.round(3).tolist())
        yield from _list("world", (_integers(row) if there else "null" for row, there in zip(self.world, known, strict=True)))
        yield ',"seen":' + json.dumps((self.seen @ np.array(LANDMARK_BITS, np.int64)).tolist())
        yield f',"angles":{{"names":{json.dumps(CLINICAL_NAMES)}'
        for name, rows in (("deg", self.angles), ("sd_deg", self.angles_sd)):
            yield from _list(name, (_numbers(np.degrees(row)) if there else "null" for row, there in zip(rows, known, strict=True)))
        yield f'}},"load":{{"names":{json.dumps(JOINTS)}'
        yield from _list("percent", (_numbers(row, 0) for row in 100.0 * self.load))
        yield '},"heart_bpm":' + _numbers(self.heart, 0)
        yield f',"lost":{json.dumps(lost_json(lost))}}}'


def track_of(spool: Spool, heart: list[HeartRate], duration_s: float) -> Track:
    """Each moment is the state nearest to it, no further away than half the way to the next moment."""
    n = math.floor(duration_s * HZ + 1e-6) + 1
    track = Track(
        np.arange(n) / HZ,
        np.full((n, 33, 3), np.nan, np.float32),
        np.zeros((n, 33), bool),
        np.full((n, len(CLINICAL_NAMES)), np.nan, np.float32),
        np.full((n, len(CLINICAL_NAMES)), np.nan, np.float32),
        np.full((n, len(JOINTS)), np.nan, np.float32),
        _heart(np.arange(n) / HZ, heart),
    )
    for place, row in _nearest(spool, n):
        track.world[place] = row["world"]
        track.seen[place] = row["visibility"] >= SEEN
        track.angles[place], track.angles_sd[place] = row["clinical"], row["clinical_sd"]
    loads = LoadAtMoments(spool)
    for place in np.flatnonzero(track.known).tolist():
        for joint, share in loads.at(float(track.t[place])).items():
            track.load[place, JOINTS.index(joint)] = share
    return track


def _nearest(spool: Spool, n: int) -> Iterator[tuple[int, np.void]]:
    """For each moment that has one, the state nearest to it."""
    best: tuple[float, int, np.void] | None = None
    for row in spool.rows():
        place = round(float(row["t"]) * HZ)
        if not 0 <= place < n:
            continue
        apart = abs(float(row["t"]) - place / HZ)
        if best is not None and best[1] != place:
            yield best[1], best[2]
            best = None
        if best is None or apart < best[0]:
            best = apart, place, row
    if best is not None:
        yield best[1], best[2]


def _heart(t: Array, beats: list[HeartRate]) -> Array:
    """(n,) the newest reading at each moment, where it is fresh."""
    out = np.full(len(t), np.nan)
    for beat in beats:
        out[(t >= beat.t) & (t <= beat.t + HEART_FRESH_S)] = beat.bpm
    return out


def _list(name: str, rows: Iterable[str]) -> Iterator[str]:
    yield f',"{name}":'
    gap = "["
    for row in rows:
        yield gap + row
        gap = ","
    yield "]" if gap == "," else "[]"


def _integers(metres: Array) -> str:
    return json.dumps(np.nan_to_num(1000.0 * metres).round().astype(int).ravel().tolist())


def _numbers(values: Array, digits: int = 1) -> str:
    return json.dumps([round(value, digits) if math.isfinite(value) else None for value in np.asarray(values, float).tolist()])
