"""A folder of sessions whose answers are kept -> what we say now, against what we said before.

`truth` is what really happened and is never regenerated; `expected` is what we said, and changes only by `--accept`.
Refuses to know: how the clips were made.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edge.assembly import build_pipeline
from edge.errors import InputError
from edge.messages import Cue, Event, Exercise, Fault, Hold, Person, Rep, Set
from edge.replay import watch, with_ticks
from tools.evaluation.landmarks import clip
from tools.evaluation.scores import counting

KEPT: dict[type[Event], tuple[str, ...]] = {
    Exercise: ("name",),
    Rep: ("number", "exercise", "side", "good", "faults"),
    Hold: ("exercise", "good", "faults"),
    Set: ("number", "exercise", "reps", "good"),
    Fault: ("name", "severity", "rep"),
    Cue: ("channel", "text"),
}
"""What of each event is remembered, besides its time."""
SAME_TIME_S = 0.15
"""The pose model's last digits differ between processors; what is said may move by some frames."""

Said = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Golden:
    """One session: tests/golden/NAME/{clip.mp4, truth.json, expected.json}."""

    folder: Path

    @property
    def truth(self) -> dict[str, Any]:
        truth: dict[str, Any] = json.loads((self.folder / "truth.json").read_text(encoding="utf-8"))
        return truth

    @property
    def expected(self) -> Said:
        """Empty where nothing was ever accepted."""
        path = self.folder / "expected.json"
        said: Said = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
        return said

    def said(self) -> Said:
        """What the shipped models and code say about the clip now."""
        samples = with_ticks(clip(self.folder / "clip.mp4"))
        events = (event for _, caused in watch(samples, build_pipeline(Person())) for event in caused)
        return [_kept(event) for event in events if type(event) in KEPT]

    def accept(self, said: Said) -> None:
        lines = ",\n".join(json.dumps(one) for one in said)
        (self.folder / "expected.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def sessions(folder: Path) -> list[Golden]:
    """In order of their names. Raises InputError for a folder without any."""
    found = [Golden(truth.parent) for truth in sorted(folder.glob("*/truth.json")) if (truth.parent / "clip.mp4").is_file()]
    if not found:
        raise InputError(f"{folder} holds no golden sessions", "give a folder of NAME/clip.mp4 with NAME/truth.json")
    return found


def differences(expected: Said, said: Said) -> Iterator[str]:
    """One line for each event that was said and is not, or is said and was not; nothing where all is as before."""
    rest = list(said)
    for before in expected:
        now = next((one for one in rest if _same(before, one)), None)
        if now is None:
            yield f"- {json.dumps(before)}"
        else:
            rest.remove(now)
    yield from (f"+ {json.dumps(now)}" for now in rest)


def golden(folder: Path, accept: bool = False) -> dict[str, Any]:
    """The object of `tools/evaluate golden`; accept: what is said now becomes what is expected."""
    cases = [_case(session, accept) for session in sessions(folder)]
    return {"kind": "golden", "n_cases": len(cases), "n_people": len(cases), "summary": counting(cases), "cases": cases}


def _case(session: Golden, accept: bool) -> dict[str, Any]:
    said, truth = session.said(), session.truth
    changed = list(differences(session.expected, said))
    if accept and changed:
        session.accept(said)
    reps = [one["exercise"] for one in said if one["event"] == "Rep"]
    return {
        "session": session.folder.name,
        "exercise": truth["exercise"],
        "answer": max(reps, key=reps.count) if reps else "idle",
        "true_reps": len(truth["reps"]),
        "counted": len(reps),
        "differences": changed,
    }


def _kept(event: Event) -> dict[str, Any]:
    fields = {name: getattr(event, name) for name in KEPT[type(event)]}
    return {"event": type(event).__name__, "t": round(event.t, 2), **{k: list(v) if isinstance(v, tuple) else v for k, v in fields.items()}}


def _same(before: dict[str, Any], now: dict[str, Any]) -> bool:
    alike = all(before.get(key) == now.get(key) for key in before.keys() | now.keys() if key != "t")
    return alike and abs(before["t"] - now["t"]) <= SAME_TIME_S
