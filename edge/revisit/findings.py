"""A session once more -> what is kept of it: the track, from where to where each angle went in each repetition and its joints' peak
moments, the load, and how well it was seen.

Refuses to know: where it is kept, and words.
"""

import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from zipfile import BadZipFile

import numpy as np

from edge.commands.analysis.excursions import Excursions, excursions
from edge.commands.analysis.rep_moments import Peaks, peak_moments
from edge.commands.analysis.workload import Workload, workload
from edge.estimate.body.load import JointLoad
from edge.estimate.body.peak_moments import PeakMoment
from edge.ledger import Ledger
from edge.messages import Array
from edge.revisit.once_more import Revisit
from edge.revisit.track import Track, track_of
from edge.store.recovery import Loss

FORMAT = 3
"""Goes up when what was kept before says something else."""
ARRAYS = ("t", "world", "seen", "angles", "angles_sd", "load", "heart")


@dataclass(frozen=True, slots=True)
class Sight:
    """How much was seen. worn: readings a second by where the sensor was. lost: what of the recording could not be read.
    compared, different: as in Revisit."""

    duration_s: float
    frames: int = 0
    seen: int = 0
    fps: float = 0.0
    worn: Mapping[str, float] = field(default_factory=dict)
    lost: Loss = field(default_factory=Loss)
    compared: int = 0
    different: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """numbers: of the repetitions; reps: the range of every angle in each of them, in that order, and holds: in each hold; moments: each
    repetition's peaks. loads: by exercise, of its typical repetition or hold."""

    track: Track
    numbers: tuple[int, ...]
    reps: Excursions
    holds: Excursions
    moments: tuple[Peaks, ...]
    loads: Mapping[str, Workload]
    sight: Sight

    def encode(self) -> bytes:
        """A few MB for half an hour."""
        about = {
            "format": FORMAT,
            "sight": asdict(self.sight),
            "numbers": self.numbers,
            "moments": [[asdict(peak) for peak in peaks] for peaks in self.moments],
            "loads": {
                name: {"loads": {joint: asdict(one) for joint, one in work.loads.items()}, "doubts": work.doubts}
                for name, work in self.loads.items()
            },
        }
        arrays = {name: getattr(self.track, name) for name in ARRAYS}
        for part, found in (("reps", self.reps), ("holds", self.holds)):
            arrays |= {f"{part}_{name}": getattr(found, name) for name in Excursions.__slots__}
        out = io.BytesIO()
        np.savez_compressed(out, about=np.frombuffer(json.dumps(about).encode(), np.uint8), **arrays)
        return out.getvalue()

    @classmethod
    def decode(cls, content: bytes) -> "Findings | None":
        """None where they are damaged, or of another format."""
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as kept:
                about = json.loads(kept["about"].tobytes())
                return cls._of(about, kept) if about.get("format") == FORMAT else None
        except (BadZipFile, EOFError, KeyError, OSError, TypeError, ValueError):
            return None

    @classmethod
    def _of(cls, about: Mapping[str, Any], kept: Mapping[str, Array]) -> "Findings":
        reps, holds = (_excursions(part, kept) for part in ("reps", "holds"))
        loads = {
            name: Workload(
                {joint: JointLoad(**one) for joint, one in work["loads"].items()},
                {joint: tuple(keys) for joint, keys in work["doubts"].items()},
            )
            for name, work in about["loads"].items()
        }
        moments = tuple(tuple(_peak(peak) for peak in peaks) for peaks in about["moments"])
        return cls(_track(kept), tuple(about["numbers"]), reps, holds, moments, loads, _sight_of(about["sight"]))


def _peak(kept: Mapping[str, Any]) -> PeakMoment:
    return PeakMoment(**{**kept, "doubts": tuple(kept["doubts"])})


def _track(kept: Mapping[str, Array]) -> Track:
    t, world, angles, angles_sd, load, heart = (kept[name] for name in ("t", "world", "angles", "angles_sd", "load", "heart"))
    return Track(t, world, kept["seen"].astype(bool), angles, angles_sd, load, heart)


def _excursions(part: str, kept: Mapping[str, Array]) -> Excursions:
    least, most, least_sd, most_sd = (kept[f"{part}_{name}"] for name in ("least", "most", "least_sd", "most_sd"))
    return Excursions(least, most, least_sd, most_sd, kept[f"{part}_told"].astype(bool))


def _sight_of(about: Mapping[str, Any]) -> Sight:
    return Sight(**{**about, "lost": Loss(**about["lost"])})


def findings_of(visit: Revisit) -> Findings:
    """All of it; the states are read a few times."""
    ledger = visit.ledger
    return Findings(
        track_of(visit.spool, visit.heart, visit.duration_s),
        tuple(rep.number for rep in ledger.reps),
        excursions([(rep.t_start, rep.t_end) for rep in ledger.reps], visit.spool),
        excursions([(hold.t_start, hold.t_end) for hold in ledger.holds], visit.spool),
        peak_moments([(rep.t_start, rep.t_end) for rep in ledger.reps], visit.spool),
        {name: workload(spans, visit.spool) for name, spans in _spans(ledger).items()},
        _sight(visit),
    )


def _spans(ledger: Ledger) -> dict[str, list[tuple[float, float]]]:
    """Of each exercise its repetitions, or its holds where there are none."""
    spans: dict[str, list[tuple[float, float]]] = {}
    for rep in ledger.reps:
        spans.setdefault(rep.exercise, []).append((rep.t_start, rep.t_end))
    for hold in ledger.holds:
        if not any(rep.exercise == hold.exercise for rep in ledger.reps):
            spans.setdefault(hold.exercise, []).append((hold.t_start, hold.t_end))
    return spans


def _sight(visit: Revisit) -> Sight:
    return Sight(
        visit.duration_s,
        visit.frames,
        visit.seen,
        visit.fps,
        {where: many / visit.duration_s for where, many in visit.worn.items()} if visit.duration_s else {},
        visit.lost,
        visit.compared,
        visit.different,
    )
