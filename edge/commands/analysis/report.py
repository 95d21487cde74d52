"""The ledger of a recording, in words and numbers -> the one JSON object of `analyze` (DESIGN section 7).

Refuses to know: bodies, pictures, files. Angles are added where it is written: an hour of them does not fit here.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from edge.commands.analysis.viewing import viewing
from edge.event_json import cue_json, fault_json, hold_json, rep_json, seconds
from edge.foreign_names import readable
from edge.ledger import Ledger, Segment
from edge.messages import Fault, Severity, View
from edge.respond.sentences import say
from edge.sentence import lost_json

Words = Mapping[str, str]
TOP_FAULTS = 3
"""More advice than this after one set is not followed."""
NOBODY = "view.nobody"


@dataclass(frozen=True, slots=True)
class Facts:
    """About the file. start_s: time of its first frame on its own time line; lost: what of it could not be read, in words;
    lost_told: the same, a Sentence each."""

    path: str
    frames: int
    seen: int
    fps: float
    start_s: float
    duration_s: float
    lost: str = ""
    lost_told: tuple[str, ...] = ()

    @property
    def end_s(self) -> float:
        return self.start_s + self.duration_s

    @property
    def steady_fps(self) -> float:
        """A constant rate for a video of the same length: the file's own, unless that is only the resolution of its clock."""
        mean = self.frames / max(self.duration_s, 1e-9)
        return self.fps if self.fps <= 1.5 * mean else mean


def report(ledger: Ledger, facts: Facts, words: Words) -> dict[str, Any]:
    """Everything but `load`, `angles` and `timing`, in the order in which people read it."""
    segments = ledger.segments(facts.end_s)
    return {
        "source": {
            "path": readable(facts.path),
            "frames": facts.frames,
            "fps": round(facts.fps, 3),
            "duration_s": seconds(facts.duration_s),
            "lost": facts.lost,
            "lost_told": lost_json(facts.lost_told),
        },
        "view": _view(ledger.views, facts, words),
        "exercise": _exercise(ledger, segments, facts),
        "rep_count": len(ledger.reps),
        "good_count": sum(rep.good is True for rep in ledger.reps),
        "reps": [rep_json(rep) for rep in ledger.reps],
        "holds": [hold_json(hold) for hold in ledger.holds],
        "faults": [fault_json(fault, say(words, fault.cue)) for fault in ledger.faults],
        "score": None if ledger.score is None else round(ledger.score, 1),
        "recommendations": recommendations(ledger, words),
        "concerns": concerns(ledger, words),
        "posture": _postures(ledger, facts.end_s),
        "cues": [cue_json(cue, say(words, cue.text, cue.fields)) for cue in ledger.cues],
    }


def recommendations(ledger: Ledger, words: Words) -> list[str]:
    """What to change, the most frequent first, each with how often."""
    reps = _faulty_reps(ledger.faults)
    often = Counter({cue: len(numbers) for cue, numbers in reps.items()})
    told = [
        say(words, "report.recommendation", [("cue", say(words, cue)), ("count", str(count)), ("total", _of(ledger, reps[cue]))])
        for cue, count in often.most_common(TOP_FAULTS)
    ]
    held = list(dict.fromkeys(fault.cue for fault in ledger.faults if fault.rep is None))
    return told + [say(words, "report.recommendation_hold", [("cue", say(words, cue))]) for cue in held[:TOP_FAULTS]]


def concerns(ledger: Ledger, words: Words) -> list[str]:
    """The large deviations: words about the movement, none about health."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for fault in ledger.faults:
        if fault.severity is Severity.MAJOR and fault.rep is not None:
            numbers[fault.name].add(fault.rep)
    ranked = sorted(numbers.items(), key=lambda found: -len(found[1]))
    return [
        say(words, "report.concern", [("count", str(len(those))), ("total", _of(ledger, those)), ("fault", name)]) for name, those in ranked
    ]


def _of(ledger: Ledger, numbers: set[int]) -> str:
    """So many could have been so: the judged repetitions of the same exercises."""
    done = {rep.exercise for rep in ledger.reps if rep.number in numbers}
    return str(sum(rep.good is not None and rep.exercise in done for rep in ledger.reps))


def _faulty_reps(faults: list[Fault]) -> dict[str, set[int]]:
    """Cue -> the repetitions that called for it."""
    reps: dict[str, set[int]] = defaultdict(set)
    for fault in faults:
        if fault.rep is not None and fault.severity is not Severity.INFO:
            reps[fault.cue].add(fault.rep)
    return reps


def _view(views: list[View], facts: Facts, words: Words) -> dict[str, Any]:
    """Quality over time, the side seen longest, and the advice that held for a while."""
    if not facts.seen:
        return {"quality": 0.0, "side": "none", "advice": [say(words, NOBODY)], "advice_keys": [NOBODY]}
    seen = viewing(views, facts.end_s, facts.duration_s)
    advice = [say(words, key) for key in seen.advice]
    return {"quality": round(seen.quality, 3), "side": seen.side, "advice": advice, "advice_keys": list(seen.advice)}


def _exercise(ledger: Ledger, segments: list[Segment], facts: Facts) -> dict[str, Any]:
    chosen = ledger.main_segment(segments) or Segment(facts.start_s, facts.end_s, "idle", 0.0)
    return {
        "name": chosen.name,
        "confidence": round(chosen.confidence, 3),
        "segments": [
            {"start_s": seconds(one.start), "end_s": seconds(one.end), "name": one.name, "confidence": round(one.confidence, 3)}
            for one in segments
        ],
    }


def _postures(ledger: Ledger, end: float) -> list[dict[str, Any]]:
    """From each change of posture to the next; times that were not judged are left out."""
    ends = [*(posture.t for posture in ledger.postures[1:]), end]
    return [
        {"start_s": seconds(posture.t), "end_s": seconds(until), "name": posture.name}
        for posture, until in zip(ledger.postures, ends, strict=False)
        if posture.name != "none"
    ]
