"""The deviations of a session and its track -> each kind once, with the skeleton at its worst, beside the best repetition's.

Refuses to know: words and drawings.
"""

from collections.abc import Iterator, Sequence

from edge.assembly import shipped_rules
from edge.ledger import Ledger
from edge.messages import Fault, Rep, Severity
from edge.revisit.track import Track
from edge.store.report.sheet import Deviation, Figure

RANKS = {Severity.MAJOR: 0, Severity.MINOR: 1, Severity.INFO: 2}
KINDS = ("knee", "hip", "elbow", "shoulder", "ankle")
PARTS = {"trunk": ("shoulder", "hip"), "chest_y": ("shoulder",), "hip_line": ("hip",)}
"""What signals are about that do not name their joint."""


def deviations(ledger: Ledger, track: Track | None) -> tuple[Deviation, ...]:
    """The gravest first, then the most frequent. ledger: timed from the session's start. track: None where there is no recording."""
    found = [_deviation(several, ledger, track) for several in _by_kind(ledger.faults)]
    return tuple(sorted(found, key=lambda one: (RANKS[Severity(one.severity)], -one.count)))


def _by_kind(faults: Sequence[Fault]) -> Iterator[list[Fault]]:
    kinds = dict.fromkeys((fault.exercise, fault.name) for fault in faults)
    return ([fault for fault in faults if (fault.exercise, fault.name) == kind] for kind in kinds)


def _deviation(several: list[Fault], ledger: Ledger, track: Track | None) -> Deviation:
    worst = max(several, key=lambda fault: (-RANKS[fault.severity], fault.size))
    rep = next((rep for rep in ledger.reps if rep.number == worst.rep), None)
    best = _best(ledger.reps, rep) if rep else None
    return Deviation(
        worst.name,
        worst.exercise,
        worst.cue,
        str(worst.severity),
        len({fault.rep for fault in several}) if worst.rep is not None else len(several),
        _of(worst, ledger),
        worst.size,
        worst.unit,
        worst.rep,
        _figure(track, rep.t_turn if rep else worst.t),
        _figure(track, best.t_turn) if best else None,
        _parts(worst),
    )


def _of(fault: Fault, ledger: Ledger) -> int:
    """So many repetitions, or holds, of its exercise could be judged."""
    done = ledger.reps if fault.rep is not None else ledger.holds
    return sum(one.exercise == fault.exercise and one.good is not None for one in done)


def _best(reps: Sequence[Rep], beside: Rep) -> Rep | None:
    """The good repetition of the same exercise and side with the highest score, the nearest in time of those."""
    alike = [rep for rep in reps if rep.good and (rep.exercise, rep.side) == (beside.exercise, beside.side) and rep.number != beside.number]
    return min(alike, key=lambda rep: (-(rep.score or 0.0), abs(rep.t_turn - beside.t_turn)), default=None)


def _figure(track: Track | None, t: float) -> Figure | None:
    if track is None or not track.known.any():
        return None
    place = track.at(t)
    if abs(float(track.t[place]) - t) > 0.5:
        return None
    return Figure(float(track.t[place]), track.world[place].astype(float), track.seen[place])


def _parts(fault: Fault) -> tuple[str, ...]:
    """Kinds of joint that the rule looks at, of the side that it was."""
    rules = (form for rule in shipped_rules().of(fault.exercise) for form in rule.faults)
    signal = next((rule.measure.signal for rule in rules if rule.name == fault.name), "")
    kinds = PARTS.get(signal) or tuple(kind for kind in KINDS if kind in signal)
    sides = ("left", "right") if fault.side == "both" else (str(fault.side),)
    return tuple(f"{side}_{kind}" for kind in kinds for side in sides)
