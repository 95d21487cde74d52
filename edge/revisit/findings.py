"""A session once more -> what is kept of it: the track, from where to where each angle went in each repetition, the load, and how well it
was seen.

Refuses to know: where it is kept, and words.
"""

import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from zipfile import BadZipFile

import numpy as np

from edge.commands.analysis.excursions import Excursions, excursions
from edge.commands.analysis.ledger import Ledger
from edge.commands.analysis.workload import Workload, workload
from edge.estimate.body.load import JointLoad
from edge.messages import Array
from edge.revisit.once_more import Revisit
from edge.revisit.track import Track, track_of

FORMAT = 1
"""Goes up when what was kept before says something else."""
ARRAYS = ("t", "world", "seen", "angles", "angles_sd", "load", "heart")


@dataclass(frozen=True, slots=True)
class Sight:
    """How well the session was seen. worn: readings a second by where the sensor was. quality: of the view, 0..1, over time; side: what
    faced the camera longest. lost: what of the recording could not be read, in words. compared, different: as in Revisit."""

    duration_s: float
    frames: int = 0
    seen: int = 0
    fps: float = 0.0
    worn: Mapping[str, float] = field(default_factory=dict)
    quality: float | None = None
    side: str = "none"
    lost: str = ""
    compared: int = 0
    different: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """reps: the range of every angle in each repetition, in their order, and holds: in each hold. loads: by exercise, of its typical
    repetition or hold."""

    track: Track
    reps: Excursions
    holds: Excursions
    loads: Mapping[str, Workload]
    sight: Sight

    def encode(self) -> bytes:
        """A few MB for half an hour."""
        about = {
            "format": FORMAT,
            "sight": asdict(self.sight),
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
    def _of(cls, about: Mapping[str, dict[str, dict[str, dict[str, dict[str, float]]]]], kept: Mapping[str, Array]) -> "Findings":
        reps, holds = (_excursions(part, kept) for part in ("reps", "holds"))
        loads = {
            name: Workload(
                {joint: JointLoad(**one) for joint, one in work["loads"].items()},  # type: ignore[arg-type]
                {joint: tuple(keys) for joint, keys in work["doubts"].items()},
            )
            for name, work in about["loads"].items()
        }
        return cls(Track(*(kept[name] for name in ARRAYS)), reps, holds, loads, Sight(**about["sight"]))  # type: ignore[arg-type]


def _excursions(part: str, kept: Mapping[str, Array]) -> Excursions:
    least, most, least_sd, most_sd = (kept[f"{part}_{name}"] for name in ("least", "most", "least_sd", "most_sd"))
    return Excursions(least, most, least_sd, most_sd, kept[f"{part}_told"].astype(bool))


def findings_of(visit: Revisit) -> Findings:
    """All of it; the states are read a few times."""
    ledger = visit.ledger
    return Findings(
        track_of(visit.spool, visit.heart, visit.duration_s),
        excursions([(rep.t_start, rep.t_end) for rep in ledger.reps], visit.spool),
        excursions([(hold.t_start, hold.t_end) for hold in ledger.holds], visit.spool),
        {name: workload(spans, visit.spool) for name, spans in _spans(ledger).items()},
        _sight(visit, ledger),
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


def _sight(visit: Revisit, ledger: Ledger) -> Sight:
    ends = [*(view.t for view in ledger.views[1:]), visit.duration_s]
    spans = [max(end - view.t, 1e-3) for view, end in zip(ledger.views, ends, strict=True)] if ledger.views else []
    lasted: dict[str, float] = {}
    for view, span in zip(ledger.views, spans, strict=True):
        lasted[view.side] = lasted.get(view.side, 0.0) + span
    quality = sum(view.quality * span for view, span in zip(ledger.views, spans, strict=True)) / sum(spans) if spans else None
    return Sight(
        visit.duration_s,
        visit.frames,
        visit.seen,
        visit.fps,
        {where: many / visit.duration_s for where, many in visit.worn.items()} if visit.duration_s else {},
        quality,
        max(lasted, key=lambda side: lasted[side], default="none"),
        visit.lost,
        visit.compared,
        visit.different,
    )
