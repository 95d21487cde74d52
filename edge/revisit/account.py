"""What is kept of a session, and what was found in its recording -> the sheet that a report and an export are made of.

What was done is told as it was recorded; angles and load are added where the recording could be read. Refuses to know: forms and files.
"""

from collections.abc import Mapping
from dataclasses import fields
from importlib.metadata import PackageNotFoundError, version

import numpy as np

from edge.commands.analysis.load_report import load_report
from edge.commands.analysis.rep_moments import Peaks, moment_json
from edge.commands.analysis.viewing import viewing
from edge.estimate.body.clinical_table import CLINICAL_INDEX
from edge.ledger import Ledger
from edge.messages import Person
from edge.records import SessionRecord
from edge.revisit.curves import curve
from edge.revisit.deviations import deviations
from edge.revisit.findings import Findings
from edge.revisit.once_more import timed_from
from edge.revisit.ranges import main_angle, pairs, ranges, reach_of, sided, unknown_angles
from edge.store.report.sheet import (
    Certificate,
    ExerciseSheet,
    HoldRow,
    LoadRow,
    Measured,
    MomentRow,
    RepRow,
    SessionSheet,
    Subject,
    Timeline,
)

Words = Mapping[str, str]
NOBODY = Person()
TIMELINE_ANGLES = 6


def session_sheet(
    record: SessionRecord,
    found: Findings | None,
    words: Words,
    person: Person = NOBODY,
    *,
    named: bool = False,
    trouble: tuple[str, ...] = (),
) -> SessionSheet:
    """found: None where there is no recording, or it cannot be read. named: with the person's name, instead of the pseudonym alone.
    trouble: sentences about what could not be read."""
    summary, ledger = record.summary, ledger_of(record)
    return SessionSheet(
        summary.id,
        subject_of(summary.person_id, person, named),
        summary.started_at,
        summary.clock_trusted,
        summary.duration_s,
        summary.score,
        tuple(_exercise(name, ledger, found, person, words) for name in _exercises(ledger)),
        deviations(ledger, found.track if found else None),
        tuple((part.start, part.end, part.name) for part in ledger.segments(summary.duration_s)),
        tuple((rep.t_end, rep.good) for rep in ledger.reps),
        tuple((text.set_number, text.text) for text in record.coach),
        _certificate(record, ledger, found, trouble),
        _timeline(ledger, found) if found else None,
        found is not None,
    )


def ledger_of(record: SessionRecord) -> Ledger:
    """The events by kind, timed from the session's start."""
    ledger = Ledger()
    for event in record.events:
        ledger.add(timed_from(record.t0, event))
    return ledger


def subject_of(person_id: str, person: Person, named: bool) -> Subject:
    return Subject(person_id, person.name if named else "", person.height_m, person.mass_kg, person.sex, person.age)


def _exercises(ledger: Ledger) -> list[str]:
    """In the order in which they were first done."""
    done = [(rep.t_start, rep.exercise) for rep in ledger.reps] + [(hold.t_start, hold.exercise) for hold in ledger.holds]
    return list(dict.fromkeys(name for _, name in sorted(done)))


def _exercise(name: str, ledger: Ledger, found: Findings | None, body: Person, words: Words) -> ExerciseSheet:
    reps = [rep for rep in ledger.reps if rep.exercise == name]
    holds = [(place, hold) for place, hold in enumerate(ledger.holds) if hold.exercise == name]
    places = {number: place for place, number in enumerate(found.numbers)} if found else {}
    rep_rows = tuple(
        RepRow(
            rep.number, str(rep.side), rep.t_start, rep.t_end, None if rep.range is None else float(np.degrees(rep.range)),
            rep.tempo, rep.score, rep.good, rep.faults,
            reach_of(found.reps, places[rep.number], str(rep.side), name) if found and rep.number in places else None,
            _moments(found.moments[places[rep.number]], body, words) if found and rep.number in places else (),
        )
        for rep in reps
    )  # fmt: skip
    hold_rows = tuple(HoldRow(hold.t_start, hold.t_end, hold.score, hold.good, hold.faults) for _, hold in holds)
    scores = [rep.score for rep in reps if rep.score is not None] + [hold.score for _, hold in holds]
    sheet = ExerciseSheet(name, rep_rows, hold_rows, float(np.mean(scores)) if scores else None, main_angle(name))
    if found is None:
        return sheet
    if reps:
        rows = ranges(found.reps, [(places[rep.number], str(rep.side)) for rep in reps if rep.number in places])
    else:
        rows = ranges(found.holds, [(place, "both") for place, _ in holds if place < len(found.holds.told)])
    curves = (curve(found.track, angle, [rep for rep in reps if str(rep.side) in (*_side(angle), "both")]) for angle in sided(sheet.main))
    return ExerciseSheet(
        name, rep_rows, hold_rows, sheet.score, sheet.main,
        rows, pairs(rows), tuple(one for one in curves if one is not None), _loads(name, found, words),
    )  # fmt: skip


def _moments(peaks: Peaks, body: Person, words: Words) -> tuple[MomentRow, ...]:
    told = (moment_json(peak, body, words) for peak in peaks)
    return tuple(
        MomentRow(
            one["joint"], one["axis"], one["direction"], None if one["nm"] is None else Measured(one["nm"], one["sd_nm"]),
            one["nm_per_kg"], one["trusted"], tuple(one["notes"]),
        )
        for one in told
    )  # fmt: skip


def _side(angle: str) -> tuple[str, ...]:
    """Whose repetitions move this angle."""
    side = angle.partition("_")[0]
    return (side,) if side in ("left", "right") else ("left", "right")


def _loads(exercise: str, found: Findings, words: Words) -> tuple[LoadRow, ...]:
    work = found.loads.get(exercise)
    if work is None:
        return ()
    told = load_report(work.loads, words, work.doubts)
    return tuple(
        LoadRow(
            joint, entry["peak_percent"], tuple(entry["band_percent"]) if entry["band_percent"] else None, entry["color"],
            entry["direction"], entry["trusted"], tuple(entry["notes"]),
        )
        for joint, entry in told.items()
    )  # fmt: skip


def _timeline(ledger: Ledger, found: Findings) -> Timeline:
    """The main angles of what was done, both sides."""
    names = list(dict.fromkeys(name for exercise in _exercises(ledger) for name in sided(main_angle(exercise))))[:TIMELINE_ANGLES]
    track = found.track
    deg, sd = (
        {name: np.degrees(columns[:, CLINICAL_INDEX[name]].astype(float)) for name in names} for columns in (track.angles, track.angles_sd)
    )
    return Timeline(track.t, deg, sd, track.heart)


def _certificate(record: SessionRecord, ledger: Ledger, found: Findings | None, trouble: tuple[str, ...]) -> Certificate:
    seen = viewing(ledger.views, record.summary.duration_s, record.summary.duration_s)
    known = {field.name: getattr(found.sight, field.name) for field in fields(found.sight)} if found else {}
    lost = found.sight.lost.sentences() if found else ()
    known.pop("lost", None)
    known.pop("duration_s", None)
    return Certificate(
        version=_version(),
        config_hash=record.config_hash,
        models=dict(record.model_hashes),
        latency_ms=_latencies(record.quality),
        view=seen.quality if ledger.views else None,
        side=seen.side,
        advice=seen.advice,
        unknown=unknown_angles((found.reps, found.holds)) if found else (),
        trouble=(*record.damage, *lost, *trouble),
        **known,
    )


def _latencies(quality: Mapping[str, object]) -> dict[str, tuple[float | None, float | None]]:
    """As gauges.latencies names them."""
    told = {name: part for name, part in quality.items() if isinstance(part, dict) and "p50_ms" in part}
    return {name: (part.get("p50_ms"), part.get("p95_ms")) for name, part in told.items() if part.get("p50_ms") is not None}


def _version() -> str:
    try:
        return version("edgecoach")
    except PackageNotFoundError:
        return ""
