"""What is kept -> lines for a terminal, and JSON for programs.

Refuses to know: where it comes from.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from typing import Any

from edge.messages import Event, Fault, Hold, Rep, Set
from edge.records import PersonRecord, RecordingState, SessionRecord, SessionSummary
from edge.respond.sentences import load, say
from edge.store.report.wording import Wording
from edge.verdict import how

PLURALS = {"person": "people", "entry of the log": "entries of the log"}
LEFT = {
    RecordingState.WHOLE: "recorded",
    RecordingState.CUT_OFF: "recorded, cut off",
    RecordingState.DAMAGED: "recording damaged",
    RecordingState.NONE: "",
    RecordingState.RUNNING: "running",
}


def session_line(session: SessionSummary) -> str:
    """One line of the list."""
    done = ", ".join(_done(part.exercise, part.reps, part.held_s) for part in session.exercises) or "nothing counted"
    score = f"score {session.score:.0f}" if session.score is not None else ""
    parts = [session.id, _when(session), _minutes(session.duration_s), session.person_id or "guest", done, score, LEFT[session.recording]]
    return "  ".join(part for part in parts if part) + (f"  ({session.damage})" if session.damage else "")


def session_json(session: SessionSummary) -> dict[str, Any]:
    """One session of the list."""
    return {**asdict(session), "reps": session.reps, "good": session.good, "unjudged": session.unjudged}


def person_line(person: PersonRecord) -> str:
    """One line of the list of people."""
    said = person.body.name or person.damage
    return f"{person.id}  {said}  {'recorded' if person.consent.recording else 'not recorded'}"


def person_json(person: PersonRecord) -> dict[str, Any]:
    """One person of the list; of a card only whether there is one."""
    return {**asdict(person), "card": bool(person.card)}


def record_lines(record: SessionRecord) -> Iterator[str]:
    """A whole session for a reader."""
    yield session_line(record.summary)
    for event in record.events:
        if said := _event(event):
            yield f"  {_clock(event.t - record.t0)}  {said}"
    for text in record.coach:
        yield f"  {_clock(text.t - record.t0)}  coach, set {text.set_number}: {text.text}"
    yield from record.damage


def record_json(record: SessionRecord) -> dict[str, Any]:
    """A whole session for a program; times are seconds from its start."""
    return {
        **session_json(record.summary),
        "config_hash": record.config_hash,
        "model_hashes": record.model_hashes,
        "quality": record.quality,
        "events": [_event_json(event, record.t0) for event in record.events],
        "coach": [{"t": text.t - record.t0, "set": text.set_number, "text": text.text} for text in record.coach],
        "damage": list(record.damage),
    }


def receipt_line(receipt: Mapping[str, Any]) -> str:
    """One line of the list of erasures."""
    when = f"{datetime.fromtimestamp(receipt['at'], UTC).astimezone():%Y-%m-%d %H:%M}{'' if receipt['clock_trusted'] else '?'}"
    owed = receipt["backups_out_of_reach"]
    still = f"  backups that were out of reach: {', '.join(owed)}" if owed else ""
    return f"{receipt['subject']}  {when}  by {receipt['by']}  {many(receipt['sessions'], 'session')} erased{still}"


def total(sessions: Iterable[SessionSummary]) -> str:
    """The line under a list."""
    kept = list(sessions)
    reps, good, unjudged = (sum(getattr(one, name) for one in kept) for name in ("reps", "good", "unjudged"))
    return f"{many(len(kept), 'session')}, {many(reps, 'repetition')}, {good} of them good{_besides(unjudged)}"


def many(number: int, what: str) -> str:
    """1 session, 2 sessions; 1 person, 2 people."""
    return f"{number} {what if number == 1 else PLURALS.get(what, what + 's')}"


def _event_json(event: Event, t0: float) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": type(event).__name__.lower(), **asdict(event)}
    return {name: value - t0 if name == "t" or name.startswith("t_") or name == "since" else value for name, value in found.items()}


def _event(event: Event) -> str:
    match event:
        case Rep():
            score = "" if event.score is None else f", score {event.score:.0f}"
            return (
                f"{_word('exercise', event.exercise)} {event.number}: {how(event.good, event.faults, partial(say, load('english')))}{score}"
            )
        case Hold():
            return f"{_word('exercise', event.exercise)} held for {event.t_end - event.t_start:.0f} s"
        case Set():
            judged = "not judged" if event.score is None else f"{event.good} good{_besides(event.unjudged)}"
            return f"set {event.number} ends: {event.reps} × {_word('exercise', event.exercise)}, {judged}"
        case Fault():
            return f"{_word('fault', event.name)}: {Wording(load('english')).size(event.size, event.unit)} ({event.severity})"
    return ""


def _besides(unjudged: int) -> str:
    return f", {unjudged} not judged" if unjudged else ""


def _done(exercise: str, reps: int, held_s: float) -> str:
    name = _word("exercise", exercise)
    return f"{name} {held_s:.0f} s" if held_s and not reps else f"{reps} × {name}"


def _word(table: str, name: str) -> str:
    return say(load("english"), f"{table}.{name}")


def _when(session: SessionSummary) -> str:
    said = f"{datetime.fromtimestamp(session.started_at, UTC).astimezone():%Y-%m-%d %H:%M}"
    return said if session.clock_trusted else f"{said}?"


def _minutes(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60:3d}:{int(seconds) % 60:02d}"
