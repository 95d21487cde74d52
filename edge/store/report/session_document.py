"""The sheet of a session -> its document: what was done, how far, how alike, how hard, and how well all of that is known.

Refuses to know: where the numbers come from, and how a document becomes a file.
"""

from collections.abc import Iterator

from reportlab.graphics.shapes import Drawing

from edge.store.report import interactive
from edge.store.report.blocks import Block, Card, Cards, Document, Facts, Heading, Picture, Section, Table, Text, Tiles
from edge.store.report.body_figure import picture
from edge.store.report.certificate import certificate
from edge.store.report.curve_chart import curve_chart
from edge.store.report.load_map import load_map
from edge.store.report.moment_tables import moments
from edge.store.report.range_chart import pair_chart, range_chart
from edge.store.report.sheet import Deviation, ExerciseSheet, RangeRow, RepRow, SessionSheet, Subject
from edge.store.report.time_chart import session_strip
from edge.store.report.wording import Wording

WIDTH = 493.0
"""Of an A4 page between its margins, points."""
CARD = (239.0, 132.0)
MOVED_DEG = 10.0
VERDICTS = {True: "sheet.good_one", False: "sheet.to_improve", None: "sheet.unjudged"}
MOST_ROWS = 16


def session_document(sheet: SessionSheet, wording: Wording) -> Document:
    """Sections that have nothing to say are left out; what is unknown is said."""
    found = (_done, _coach, *(() if sheet.empty else (_ranges, _symmetry, _deviations, _loads, moments, _repetitions)))
    sections = [section for make in found if (section := make(sheet, wording)) is not None]
    return Document(
        wording.say("sheet.language"),
        wording.say("sheet.session_title"),
        _when(sheet, wording),
        Facts((*subject_facts(sheet.subject, wording), (wording.say("sheet.session"), sheet.session_id))),
        (*sections, certificate(sheet, wording)),
        wording.say("sheet.foot", what=sheet.session_id),
        wording.say("sheet.page", number="{number}", count="{count}"),
    )


def subject_facts(subject: Subject, wording: Wording) -> tuple[tuple[str, str], ...]:
    """Who, by name only where that was wanted, and the body as it was entered."""
    who = subject.name or subject.id or wording.say("sheet.guest")
    body = [
        f"{wording.number(100.0 * subject.height_m)} cm" if subject.height_m else "",
        f"{wording.number(subject.mass_kg)} kg" if subject.mass_kg else "",
        wording.name("sex", subject.sex) if subject.sex else "",
        wording.say("sheet.years", years=wording.number(subject.age)) if subject.age else "",
    ]
    described = ", ".join(filter(None, body)) or wording.say("sheet.body_not_entered")
    named = ((wording.say("sheet.pseudonym"), subject.id),) if subject.name else ()
    return (wording.say("sheet.person"), who), *named, (wording.say("sheet.body"), described)


def _when(sheet: SessionSheet, wording: Wording) -> str:
    if not sheet.clock_trusted:
        return wording.say("sheet.no_date", duration=wording.duration(sheet.duration_s))
    date, time = wording.date(sheet.started_at), wording.time_of_day(sheet.started_at)
    return wording.say("sheet.when", date=date, time=time, duration=wording.duration(sheet.duration_s))


def _done(sheet: SessionSheet, wording: Wording) -> Section:
    blocks: list[Block] = [Text(text, warning=True) for text in _warnings(sheet, wording)]
    if sheet.empty:
        blocks.append(Text(wording.say("sheet.empty")))
        return Section(wording.say("sheet.what_was_done"), tuple(blocks))
    blocks.append(_tiles(sheet, wording))
    more = interactive.timeline(sheet, wording) if sheet.timeline else {}
    blocks.append(Picture(session_strip(sheet, wording, WIDTH), wording.say("sheet.strip_title"), more, beside=True))
    blocks.append(Text(wording.say("sheet.strip_note"), small=True))
    blocks.append(_exercises(sheet, wording))
    return Section(wording.say("sheet.what_was_done"), tuple(blocks))


def _warnings(sheet: SessionSheet, wording: Wording) -> Iterator[str]:
    if not sheet.clock_trusted:
        yield wording.say("sheet.clock_untrusted")
    if not sheet.revisited and not sheet.empty:
        yield wording.say("sheet.no_recording")
    yield from (wording.say("sheet.trouble", what=wording.sentence(trouble)) for trouble in sheet.certificate.trouble)


def _tiles(sheet: SessionSheet, wording: Wording) -> Tiles:
    held = sum(part.held_s for part in sheet.exercises)
    numbers = [(str(sheet.reps), wording.say("sheet.repetitions"))] if sheet.reps else []
    if sheet.judged:
        numbers.append((str(sheet.good), wording.say("sheet.good")))
    if sheet.judged < sheet.reps:
        numbers.append((str(sheet.reps - sheet.judged), wording.say("sheet.not_judged")))
    if held:
        numbers.append((wording.duration(held), wording.say("sheet.held")))
    if sheet.score is not None:
        numbers.append((wording.number(sheet.score), wording.say("sheet.score")))
    return Tiles((*numbers, (wording.duration(sheet.duration_s), wording.say("sheet.duration"))))


def _exercises(sheet: SessionSheet, wording: Wording) -> Table:
    head = ("sheet.exercise", "sheet.repetitions", "sheet.good", "sheet.held", "sheet.counted_range", "sheet.score")
    rows = tuple(
        (
            wording.title("exercise", part.exercise),
            str(len(part.reps)) if part.reps else "–",
            wording.good(part.good, part.judged, len(part.reps)),
            wording.duration(part.held_s) if part.holds else "–",
            _counted(part, wording),
            wording.number(part.score) if part.score is not None else "–",
        )
        for part in sheet.exercises
    )
    return Table(tuple(wording.say(key) for key in head), rows, "lrrrrr", (0.3, 0.14, 0.12, 0.12, 0.18, 0.14))


def _counted(part: ExerciseSheet, wording: Wording) -> str:
    """From the smallest to the largest repetition."""
    spans = [rep.range_deg for rep in part.reps if rep.range_deg is not None]
    return wording.span(min(spans), max(spans)) if spans else "–"


def _coach(sheet: SessionSheet, wording: Wording) -> Section | None:
    texts = tuple(Text(wording.say("sheet.coach_set", number=number, text=text)) for number, text in sheet.coach)
    return Section(wording.say("sheet.coach"), (*texts, Text(wording.say("sheet.coach_note"), small=True))) if texts else None


def _ranges(sheet: SessionSheet, wording: Wording) -> Section | None:
    blocks: list[Block] = []
    for part in sheet.exercises:
        shown = worth_showing(part)
        if not shown:
            continue
        title = wording.title("exercise", part.exercise)
        blocks.append(Heading(title))
        blocks.append(
            Picture(range_chart(shown, wording, WIDTH), wording.say("sheet.range_of", what=title), interactive.ranges(shown, wording))
        )
        if part.curves:
            drawn = curve_chart(part.curves, wording, WIDTH)
            blocks.append(Picture(drawn, wording.say("sheet.curves_of", what=title), interactive.curves(part.curves, wording)))
        hidden = [wording.angle(row.angle) for row in part.ranges if row not in shown]
        blocks += [Text(wording.say("sheet.not_certain", what="; ".join(hidden)), small=True)] if hidden else []
    if not blocks:
        return None
    return Section(wording.say("sheet.range"), (Text(wording.say("sheet.range_note"), small=True), *blocks))


def worth_showing(part: ExerciseSheet) -> list[RangeRow]:
    """What the exercise is about, and what moved by more than its own error; the furthest where there are many, in the body's order."""
    main = [row for row in part.ranges if part.main and row.angle.endswith(part.main)]
    others = sorted(
        (row for row in part.ranges if row not in main and row.reach.low > 0.0 and row.reach.value >= MOVED_DEG),
        key=lambda row: -row.reach.value,
    )
    chosen = [*main, *others][:MOST_ROWS]
    return [row for row in part.ranges if row in chosen]


def _symmetry(sheet: SessionSheet, wording: Wording) -> Section | None:
    blocks: list[Block] = []
    for part in sheet.exercises:
        if part.pairs:
            title = wording.title("exercise", part.exercise)
            more = interactive.pairs(part.pairs, wording)
            blocks += [Heading(title), Picture(pair_chart(part.pairs, wording, WIDTH), wording.say("sheet.symmetry_of", what=title), more)]
    return Section(wording.say("sheet.symmetry"), (Text(wording.say("sheet.symmetry_note"), small=True), *blocks)) if blocks else None


def _deviations(sheet: SessionSheet, wording: Wording) -> Section:
    heading = wording.say("sheet.deviations")
    if not sheet.deviations:
        return Section(heading, (Text(wording.say("sheet.no_deviations")),))
    cards = Cards(tuple(_card(one, sheet, wording) for one in sheet.deviations))
    note = (Text(wording.say("sheet.deviations_note"), small=True),) if any(one.figure for one in sheet.deviations) else ()
    return Section(heading, (cards, *note))


def _card(one: Deviation, sheet: SessionSheet, wording: Wording) -> Card:
    severity = wording.name("severity", one.severity)
    times = wording.say("sheet.in_repetitions" if one.rep is not None else "sheet.in_holds", count=one.count, of=one.of)
    at = wording.clock(one.figure.t_s) if one.figure else ""
    where = wording.say("sheet.worst_in", size=wording.size(one.worst, one.unit), number=one.rep) if one.rep is not None else ""
    lines = (f"{wording.title('exercise', one.exercise)}, {times}, {severity}.", where + (f" ({at})" if at and where else ""))
    said = wording.say("sheet.cue_given", cue=wording.say(one.cue))
    drawn = picture(one.figure, one.beside, one.parts, _views(wording), CARD) if one.figure else None
    return Card(wording.title("fault", one.fault), (*filter(None, lines), said), drawn)


def _views(wording: Wording) -> tuple[str, str]:
    return wording.say("sheet.as_seen"), wording.say("sheet.turned")


def _loads(sheet: SessionSheet, wording: Wording) -> Section | None:
    blocks: list[Block] = []
    for part in sheet.exercises:
        if any(row.percent is not None for row in part.loads):
            title = wording.title("exercise", part.exercise)
            blocks += [Heading(title), Picture(_map(part, wording), wording.say("sheet.load_of", what=title)), *_load_notes(part, wording)]
    if not blocks:
        return None
    return Section(wording.say("sheet.load"), (Text(wording.say("sheet.load_note"), small=True), *blocks))


def _map(part: ExerciseSheet, wording: Wording) -> Drawing:
    return load_map(part.loads, wording, WIDTH)


def _load_notes(part: ExerciseSheet, wording: Wording) -> Iterator[Block]:
    """Each note once, with whose it is."""
    whose: dict[str, list[str]] = {}
    for row in part.loads:
        for note in row.notes:
            whose.setdefault(note, []).append(wording.joint(row.joint))
    if whose:
        lines = "; ".join(f"{note} ({', '.join(joints).lower()})" for note, joints in whose.items())
        yield Text(f"{lines}.", small=True)


def _repetitions(sheet: SessionSheet, wording: Wording) -> Section | None:
    reps = sorted(((rep, part) for part in sheet.exercises for rep in part.reps), key=lambda pair: pair[0].number)
    if not reps:
        return None
    keys = (
        "sheet.number",
        "sheet.exercise",
        "sheet.time",
        "sheet.counted_range",
        "sheet.body_range",
        "sheet.tempo",
        "sheet.form",
        "sheet.judged",
    )
    rows = tuple(_rep(rep, part, wording) for rep, part in reps)
    dull = frozenset(place for place, (rep, _) in enumerate(reps) if rep.good is not False)
    table = Table(tuple(wording.say(key) for key in keys), rows, "rlrrrrrl", (0.05, 0.17, 0.1, 0.09, 0.13, 0.16, 0.07, 0.23), dull)
    return Section(wording.say("sheet.all_repetitions"), (table, Text(wording.say("sheet.repetitions_note"), small=True)))


def _rep(rep: RepRow, part: ExerciseSheet, wording: Wording) -> tuple[str, ...]:
    side = f", {wording.short_side(rep.side)}" if rep.side != "both" else ""
    judged = ", ".join(wording.name("fault", fault) for fault in rep.faults) or wording.say(VERDICTS[rep.good])
    return (
        str(rep.number),
        wording.title("exercise", part.exercise) + side,
        wording.clock(rep.start_s),
        "–" if rep.range_deg is None else wording.degrees(rep.range_deg),
        wording.measured(rep.reach) if rep.reach else "–",
        " · ".join(wording.number(span, 1) for span in rep.tempo_s) + " s",
        "–" if rep.score is None else wording.number(rep.score),
        judged,
    )
