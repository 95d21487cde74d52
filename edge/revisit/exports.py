"""A session that is kept -> a file of it for other programs.

Refuses to know: the formats (edge/store/export), options, and who asked.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from edge.commands.analysis.angle_file import write_table
from edge.commands.analysis.opensim_folder import stood, write_folder
from edge.errors import InputError
from edge.estimate.body.clinical_table import CLINICAL_NAMES
from edge.estimate.body.load import JOINTS
from edge.messages import Array
from edge.physique import Physique
from edge.records import SessionRecord
from edge.revisit.account import ledger_of
from edge.revisit.findings import Findings
from edge.revisit.once_more import Done, revisited
from edge.revisit.track import Track
from edge.store.export.c3d_file import write_c3d
from edge.store.export.fhir import bundle
from edge.store.export.plain_recording import Moment, write_plain
from edge.store.export.tables import Columns, arrow_and_parquet, folder_or_zip, write_csv, write_parquet
from edge.store.recording import Recording
from edge.store.report.sheet import RepRow, SessionSheet
from edge.taught import TAUGHT, unlabelled


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """What an export is made of. record, sheet: of the session. recording, found, physique: None where there is none, or it cannot be
    read. done: is told the seconds of the session that are through."""

    record: SessionRecord
    sheet: SessionSheet
    recording: Recording | None
    found: Findings | None
    physique: Physique | None
    done: Done


def check(kind: str) -> None:
    """Raises InputError for an export that there is not, and for one that this machine cannot make."""
    if kind not in EXPORTS:
        raise InputError(f"there is no export called {kind}", "choose one of " + ", ".join(EXPORTS))
    if kind == "parquet":
        arrow_and_parquet()


def export(kind: str, source: Source, target: Path) -> None:
    """Writes it. Raises InputError where the session has not got what the format holds, EdgeError and OSError."""
    EXPORTS[kind].write(source, target)


def _csv(source: Source, target: Path) -> None:
    with folder_or_zip(target) as folder:
        for name, columns in _tables(source).items():
            write_csv(folder / f"{name}.csv", columns)
        _angles(source, folder / "angles.csv")


def _parquet(source: Source, target: Path) -> None:
    with folder_or_zip(target) as folder:
        for name, columns in _tables(source).items():
            write_parquet(folder / f"{name}.parquet", columns)
        _angles(source, folder / "angles.parquet")


def _angles(source: Source, path: Path) -> None:
    """At the rate of the camera."""
    if source.recording is not None:
        with revisited(source.recording, source.physique, source.done, source.record.t0) as visit:
            write_table(path, visit.spool)


def _tables(source: Source) -> dict[str, Columns]:
    """What was done, told as it was recorded; times in seconds from the session's start."""
    rows = [(rep, part.exercise) for part in source.sheet.exercises for rep in part.reps]
    rows.sort(key=lambda row: row[0].number)
    holds = [(hold, part.exercise) for part in source.sheet.exercises for hold in part.holds]
    faults = ledger_of(source.record).faults
    return {
        "repetitions": {
            "number": [rep.number for rep, _ in rows],
            "exercise": [exercise for _, exercise in rows],
            "side": [rep.side for rep, _ in rows],
            "start_s": [round(rep.start_s, 3) for rep, _ in rows],
            "end_s": [round(rep.end_s, 3) for rep, _ in rows],
            "range_deg": [None if rep.range_deg is None else round(rep.range_deg, 1) for rep, _ in rows],
            "body_range_deg": [round(rep.reach.value, 1) if rep.reach else None for rep, _ in rows],
            "body_range_sd_deg": [round(rep.reach.sd, 1) if rep.reach else None for rep, _ in rows],
            "there_s": [round(rep.tempo_s[0], 2) for rep, _ in rows],
            "hold_s": [round(rep.tempo_s[1], 2) for rep, _ in rows],
            "back_s": [round(rep.tempo_s[2], 2) for rep, _ in rows],
            "score": [None if rep.score is None else round(rep.score, 1) for rep, _ in rows],
            "good": [rep.good for rep, _ in rows],
            "faults": [" ".join(rep.faults) for rep, _ in rows],
        },
        "moments": _moments(rows),
        "holds": {
            "exercise": [exercise for _, exercise in holds],
            "start_s": [round(hold.start_s, 3) for hold, _ in holds],
            "end_s": [round(hold.end_s, 3) for hold, _ in holds],
            "score": [round(hold.score, 1) for hold, _ in holds],
            "good": [hold.good for hold, _ in holds],
            "faults": [" ".join(hold.faults) for hold, _ in holds],
        },
        "deviations": {
            "t_s": [round(fault.t, 3) for fault in faults],
            "name": [fault.name for fault in faults],
            "exercise": [fault.exercise for fault in faults],
            "repetition": [fault.rep for fault in faults],
            "severity": [str(fault.severity) for fault in faults],
            "size": [round(fault.size, 3) for fault in faults],
            "unit": [fault.unit for fault in faults],
        },
    }


def _moments(rows: Iterable[tuple[RepRow, str]]) -> Columns:
    """One line for every axis of every joint in every repetition; empty where nothing is known, with the reason."""
    peaks = [(rep, exercise, peak) for rep, exercise in rows for peak in rep.moments]
    return {
        "repetition": [rep.number for rep, _, _ in peaks],
        "exercise": [exercise for _, exercise, _ in peaks],
        "side": [rep.side for rep, _, _ in peaks],
        "joint": [peak.joint for *_, peak in peaks],
        "axis": [peak.axis for *_, peak in peaks],
        "direction": [peak.direction for *_, peak in peaks],
        "peak_nm": [peak.nm.value if peak.nm else None for *_, peak in peaks],
        "peak_sd_nm": [peak.nm.sd if peak.nm else None for *_, peak in peaks],
        "peak_nm_per_kg": [peak.per_kg for *_, peak in peaks],
        "trusted": [peak.trusted for *_, peak in peaks],
        "notes": ["; ".join(peak.notes) for *_, peak in peaks],
    }


def _mcap(source: Source, target: Path) -> None:
    """The recording itself, no longer sealed; of what it was told about all the people of this box it keeps nothing."""
    recording = _needed(source.recording)
    found = source.found
    t0 = source.record.t0
    part = target.with_name(f".{target.name}.part")
    taught = recording.header.learned.get(TAUGHT)
    header = replace(recording.header, learned={TAUGHT: unlabelled(taught)} if taught else {})
    try:
        write_plain(part, header, recording.messages(), _played(found.track, t0) if found else ())
        part.chmod(0o644)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _played(track: Track, t0: float) -> Iterator[Moment]:
    for place, t in enumerate(track.t.tolist()):
        there = bool(track.known[place])
        yield Moment(
            t0 + t,
            track.world[place] if there else None,
            track.seen[place] if there else None,
            _named(CLINICAL_NAMES, np.degrees(track.angles[place])),
            _named(JOINTS, 100.0 * track.load[place]),
        )


def _named(names: tuple[str, ...], values: Array) -> dict[str, float | None]:
    return {name: round(float(value), 1) if np.isfinite(value) else None for name, value in zip(names, values, strict=True)}


def _opensim(source: Source, target: Path) -> None:
    with folder_or_zip(target) as folder, revisited(_needed(source.recording), source.physique, source.done, source.record.t0) as visit:
        if not write_folder(folder, source.record.summary.id, visit.spool):
            raise InputError("no body was seen in this session", "OpenSim's files hold bodies; --format csv holds what was counted")


def _c3d(source: Source, target: Path) -> None:
    with revisited(_needed(source.recording), source.physique, source.done, source.record.t0) as visit:
        body = stood(visit.spool)
        if body is None:
            raise InputError("no body was seen in this session", "C3D holds bodies; --format csv holds what was counted")
        write_c3d(target, body.markers)


def _fhir(source: Source, target: Path) -> None:
    target.write_text(json.dumps(bundle(source.sheet), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _needed(recording: Recording | None) -> Recording:
    if recording is None:
        raise InputError("this session has no recording that can be read", "--format csv and fhir hold what was counted")
    return recording


@dataclass(frozen=True, slots=True)
class Export:
    """ending: of its file; several: it may be a folder as well. write: makes it."""

    ending: str
    several: bool
    write: Callable[[Source, Path], None]


EXPORTS: dict[str, Export] = {
    "csv": Export(".zip", True, _csv),
    "parquet": Export(".zip", True, _parquet),
    "mcap": Export(".mcap", False, _mcap),
    "opensim": Export(".zip", True, _opensim),
    "c3d": Export(".c3d", False, _c3d),
    "fhir": Export(".json", False, _fhir),
}
