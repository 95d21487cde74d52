"""Each repetition's peak moments -> the section that shows those of the joints that worked hardest, with their error bars.

The export has the moments of all joints. Refuses to know: how a moment is found.
"""

from collections import defaultdict
from collections.abc import Iterator
from statistics import median

from edge.store.report.blocks import Block, Heading, Section, Table, Text
from edge.store.report.sheet import ExerciseSheet, MomentRow, RepRow, SessionSheet
from edge.store.report.wording import SIDES, Wording

KINDS = 3
"""So many kinds of joint are shown, both sides of each."""
MOSTLY = 0.5
"""A moment that was trusted in fewer of the repetitions has no column."""
Axis = tuple[str, str]
"""Joint and direction."""


def moments(sheet: SessionSheet, wording: Wording) -> Section | None:
    blocks: list[Block] = []
    for part in sheet.exercises:
        shown = _hardest(part)
        if shown:
            blocks += [Heading(wording.title("exercise", part.exercise)), _table(part, shown, wording), *_notes(part, wording)]
    if not blocks:
        return None
    return Section(wording.say("sheet.moments"), (Text(wording.say("sheet.moments_note"), small=True), *blocks))


def _hardest(part: ExerciseSheet) -> list[Axis]:
    """By their typical moment, without the side: the sides stand beside each other."""
    found: dict[Axis, list[float]] = defaultdict(list)
    for peak in (peak for rep in part.reps for peak in rep.moments):
        if peak.trusted and peak.nm:
            found[peak.joint, peak.direction].append(peak.nm.value)
    typical = {axis: median(values) for axis, values in found.items() if len(values) >= MOSTLY * len(part.reps)}
    ranked = dict.fromkeys((_kind(joint), way) for joint, way in sorted(typical, key=lambda axis: -typical[axis]))
    return [axis for kind in list(ranked)[:KINDS] for axis in sorted(typical) if (_kind(axis[0]), axis[1]) == kind]


def _kind(joint: str) -> str:
    side, _, kind = joint.partition("_")
    return kind if side in SIDES else joint


def _table(part: ExerciseSheet, shown: list[Axis], wording: Wording) -> Table:
    head = [f"{wording.joint(joint)}, {wording.name('direction', way.replace(' ', '_'))}" for joint, way in shown]
    rows = tuple((str(rep.number), *(_cell(rep, axis, wording) for axis in shown)) for rep in part.reps)
    share = 0.94 / len(shown)
    dull = frozenset(place for place, rep in enumerate(part.reps) if rep.good is not False)
    return Table((wording.say("sheet.number"), *head), rows, "r" * (1 + len(shown)), (0.06, *[share] * len(shown)), dull)


def _cell(rep: RepRow, axis: Axis, wording: Wording) -> str:
    """`112 ± 22 (1.5)`: Nm and Nm/kg; in square brackets what is not to be trusted."""
    peak = next((one for one in rep.moments if (one.joint, one.direction) == axis), None)
    if peak is None or peak.nm is None or peak.per_kg is None:
        return "–"
    told = f"{wording.number(peak.nm.value)} ± {wording.number(peak.nm.high - peak.nm.value)} ({wording.number(peak.per_kg, 2)})"
    return told if peak.trusted else f"[{told}]"


def _notes(part: ExerciseSheet, wording: Wording) -> Iterator[Text]:
    """What concerns all, then each reason not to trust a moment, with whose it is."""
    peaks = [peak for rep in part.reps for peak in rep.moments]
    of_all = dict.fromkeys(note for peak in peaks if peak.trusted for note in peak.notes)
    yield from (Text(f"{note}.", small=True) for note in of_all)
    for heading, doubted in (("sheet.moments_doubted", True), ("sheet.moments_unknown", False)):
        whose = _whose([peak for peak in peaks if not peak.trusted and (peak.nm is not None) == doubted], of_all, wording)
        if whose:
            told = "; ".join(f"{note} ({', '.join(names)})" for note, names in whose.items())
            yield Text(f"{wording.say(heading)}: {told}.", small=True)


def _whose(peaks: list[MomentRow], besides: dict[str, None], wording: Wording) -> dict[str, list[str]]:
    """By reason, the joints, each once."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for peak in peaks:
        for note in (note for note in peak.notes if note not in besides):
            found[note][wording.joint(peak.joint).lower()] = None
    return {note: list(names) for note, names in found.items()}
