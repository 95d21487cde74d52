"""The sheet of a person -> their document: how it went from session to session.

Refuses to know: where the numbers come from, and how a document becomes a file.
"""

import math
from collections.abc import Sequence

from edge.store.report import interactive
from edge.store.report.blocks import Block, Document, Facts, Heading, Picture, Section, Table, Text, Tiles
from edge.store.report.person_sheet import PersonSheet, Point, Progress, Visit
from edge.store.report.session_document import WIDTH, subject_facts
from edge.store.report.time_chart import Dot, scale_of, trend_chart, week_chart
from edge.store.report.wording import Wording

HALF = (239.0, 112.0)


def person_document(sheet: PersonSheet, wording: Wording) -> Document:
    """Sections that have nothing to say are left out."""
    found = (_overview, _goals, *((_trends, _sessions) if sheet.visits else ()))
    return Document(
        wording.say("sheet.language"),
        wording.say("sheet.person_title"),
        _period(sheet, wording),
        Facts(subject_facts(sheet.subject, wording)),
        tuple(section for make in found if (section := make(sheet, wording)) is not None),
        wording.say("sheet.foot", what=sheet.subject.id),
        wording.say("sheet.page", number="{number}", count="{count}"),
    )


def _period(sheet: PersonSheet, wording: Wording) -> str:
    dated = [visit.started_at for visit in sheet.visits if visit.clock_trusted]
    if not dated:
        return wording.say("sheet.sessions_count", count=len(sheet.visits))
    first, last = wording.date(dated[0]), wording.date(dated[-1])
    return wording.say("sheet.period", first=first, last=last, count=len(sheet.visits)) if first != last else first


def _overview(sheet: PersonSheet, wording: Wording) -> Section:
    warnings = tuple(Text(wording.say("sheet.trouble", what=wording.sentence(trouble)), warning=True) for trouble in sheet.trouble)
    if not sheet.visits:
        return Section(wording.say("sheet.overview"), (*warnings, Text(wording.say("sheet.no_sessions"))))
    reps, judged, good = (sum(column) for column in zip(*((visit.reps, visit.judged, visit.good) for visit in sheet.visits), strict=True))
    share = f"{wording.number(100.0 * good / judged)} %" if judged else "–"
    tiles = Tiles((
        (str(len(sheet.visits)), wording.say("sheet.sessions")),
        (str(reps), wording.say("sheet.repetitions")),
        (share, wording.say("sheet.good_share")),
        (wording.number(len(sheet.visits) / max(len(sheet.weeks), 1), 1), wording.say("sheet.sessions_a_week")),
    ))  # fmt: skip
    weeks: tuple[Block, ...] = ()
    if sheet.weeks:
        drawn = week_chart(sheet.weeks, wording, WIDTH)
        title = wording.say("sheet.adherence")
        weeks = (Heading(title), Picture(drawn, title))
    return Section(wording.say("sheet.overview"), (*warnings, tiles, *weeks))


def _goals(sheet: PersonSheet, wording: Wording) -> Section | None:
    if not sheet.goals:
        return None
    head = ("sheet.goal", "sheet.target", "sheet.reached", "sheet.done")
    table = Table(
        tuple(wording.say(key) for key in head), tuple(_goal(one, wording) for one in sheet.goals), "lrrl", (0.5, 0.16, 0.16, 0.18)
    )
    return Section(wording.say("sheet.goals"), (table,))


def _goal(one: Progress, wording: Wording) -> tuple[str, ...]:
    measure = wording.name("measure", one.goal.measure)
    what = f"{wording.title('exercise', one.goal.exercise)}: {measure}" if one.goal.exercise else measure[:1].upper() + measure[1:]
    unit = "°" if one.goal.measure == "range_deg" else ""
    reached = "–" if one.reached is None else f"{wording.number(one.reached)}{unit}"
    done = one.reached is not None and one.reached >= one.goal.target
    return what, f"{wording.number(one.goal.target)}{unit}", reached, wording.say("sheet.yes" if done else "sheet.not_yet")


def _trends(sheet: PersonSheet, wording: Wording) -> Section | None:
    blocks: list[Block] = []
    for exercise, points in sheet.trends.items():
        blocks.append(Heading(wording.title("exercise", exercise)))
        blocks += _charts(points, wording)
    return Section(wording.say("sheet.trends"), (Text(wording.say("sheet.trends_note"), small=True), *blocks)) if blocks else None


def _charts(points: Sequence[Point], wording: Wording) -> list[Block]:
    """Two side by side in print; what is not known is not drawn."""
    ranges = [Dot(p.started_at, p.range_deg.middle, p.range_deg.low, p.range_deg.high) for p in points if p.range_deg]
    told: tuple[tuple[str, str, list[Dot], float, float], ...] = (
        ("sheet.counted_range", "°", ranges, 20.0, math.inf),
        ("sheet.score", "", [Dot(p.started_at, p.score, p.score, p.score) for p in points if p.score is not None], 20.0, 100.0),
        ("sheet.hardest_joint", " %", [Dot(p.started_at, *p.load) for p in points if p.load is not None], 20.0, math.inf),
        (
            "sheet.repetitions",
            "",
            [Dot(p.started_at, p.reps, p.reps - p.judged + p.good, p.reps) for p in points if p.reps],
            5.0,
            math.inf,
        ),
        ("sheet.held_s", " s", [Dot(p.started_at, p.held_s, p.held_s, p.held_s) for p in points if p.held_s], 10.0, math.inf),
    )
    shown = [(wording.say(key), unit, dots, least, most) for key, unit, dots, least, most in told if dots]
    return [_trend(title, unit, dots, least, most, wording) for title, unit, dots, least, most in shown]


def _trend(title: str, unit: str, dots: Sequence[Dot], least: float, most: float, wording: Wording) -> Picture:
    scale = scale_of(dots, 0.0, 1.0, least, most)
    drawn = trend_chart(dots, title, unit, wording, HALF, least, most)
    return Picture(drawn, title, interactive.trend(dots, title, unit, (scale.low, scale.high)))


def _sessions(sheet: PersonSheet, wording: Wording) -> Section:
    head = ("sheet.date_head", "sheet.exercises", "sheet.repetitions", "sheet.good", "sheet.score", "sheet.duration")
    rows = tuple(_visit(visit, wording) for visit in reversed(sheet.visits))
    table = Table(tuple(wording.say(key) for key in head), rows, "llrrrr", (0.23, 0.35, 0.12, 0.1, 0.1, 0.1))
    return Section(wording.say("sheet.all_sessions"), (table,))


def _visit(visit: Visit, wording: Wording) -> tuple[str, ...]:
    date = wording.date(visit.started_at) if visit.clock_trusted else wording.say("sheet.undated")
    names = ", ".join(wording.name("exercise", name) for name in visit.exercises) or "–"
    score = wording.number(visit.score) if visit.score is not None else "–"
    return date, names, str(visit.reps), wording.good(visit.good, visit.judged, visit.reps), score, wording.duration(visit.duration_s)
