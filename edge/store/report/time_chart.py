"""What was done when, and how it went from session to session -> drawings over time.

Refuses to know: clocks; times are handed in.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.graphics.shapes import Drawing

from edge.store.report import ink
from edge.store.report.axis import Axis, around, step_of
from edge.store.report.sheet import SessionSheet
from edge.store.report.wording import Wording

QUIET = frozenset({"idle", "unknown"})
MARKS = {True: (ink.GOOD, ink.GOOD), False: (ink.WHITE, ink.LACKING), None: (ink.FAINT, ink.FAINT)}
"""Fill and line of a repetition's mark, by whether it was good; None: nobody could judge it."""
DAY_S = 86_400.0


def session_strip(sheet: SessionSheet, wording: Wording, width: float) -> Drawing:
    """Exercises as stretches of a line, and a mark at each repetition: filled where it was good, hollow where not, grey where nobody could
    judge it."""
    on = ink.blank(width, 56.0)
    axis = Axis(0.0, max(sheet.duration_s, 1.0), 8.0, width - 8.0)
    ink.bar(on, axis.start, 26.0, axis.end - axis.start, 12.0, ink.PAPER, 3.0)
    for start, end, name in sheet.segments:
        if name not in QUIET:
            _stretch(on, axis, start, end, wording.title("exercise", name))
    for t, good in sheet.marks:
        ink.disc(on, (axis.at(t), 20.0), 2.3, *MARKS[good], 1.2)
    for tick in _times(sheet.duration_s):
        ink.line(on, (axis.at(tick), 13.0), (axis.at(tick), 15.0), ink.FAINT, 0.6)
        ink.write(on, wording.clock(tick), (axis.at(tick), 4.0), 6.6, ink.SOFT, anchor="middle")
    return on


def _stretch(on: Drawing, axis: Axis, start: float, end: float, name: str) -> None:
    left, right = axis.at(start), axis.at(end)
    ink.bar(on, left, 26.0, right - left, 12.0, ink.BAND, 3.0)
    ink.write(on, ink.fitting(name, 7.4, max(right - left, 40.0)), (left, 43.0), 7.4, ink.INK, ink.BOLD)


def _times(duration: float) -> list[float]:
    """Round ones: seconds, then minutes."""
    step = next((one for one in (5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1200.0) if duration / one <= 9.0), 1800.0)
    return [step * place for place in range(int(duration / step) + 1)]


@dataclass(frozen=True, slots=True)
class Dot:
    """A value at a moment (seconds since 1970), with the bar from low to high."""

    t: float
    value: float
    low: float
    high: float


def trend_chart(
    dots: Sequence[Dot], title: str, unit: str, wording: Wording, size: tuple[float, float], least: float = 10.0, most: float = math.inf
) -> Drawing:
    """Session after session; a line joins those that follow one another. least: the smallest span of the axis; most: where it ends."""
    width, height = size
    on = ink.blank(width, height)
    scale = scale_of(dots, 20.0, height - 18.0, least, most)
    days = max((dots[-1].t - dots[0].t) / DAY_S, 1e-6)
    pad = 10.0 if len(dots) > 1 else (width - 30.0) / 2.0
    along = Axis(dots[0].t, dots[0].t + max(days, 0.01) * DAY_S, 30.0 + pad, width - pad)
    ink.write(on, title, (0.0, height - 8.0), 7.8, ink.INK, ink.BOLD)
    for tick in scale.ticks(4):
        ink.line(on, (30.0, scale.at(tick)), (width, scale.at(tick)), ink.LINE, 0.5)
        ink.write(on, f"{wording.number(tick)}{unit}", (26.0, scale.at(tick) - 2.3), 6.6, ink.SOFT, anchor="end")
    ink.path(on, [(along.at(dot.t), scale.at(dot.value)) for dot in dots], ink.ACCENT_PALE, 1.4)
    for dot in dots:
        if dot.high > dot.low:
            ink.whisker(on, (along.at(dot.t), scale.at(dot.low)), (along.at(dot.t), scale.at(dot.high)), ink.ACCENT, 2.4, 0.8)
        ink.disc(on, (along.at(dot.t), scale.at(dot.value)), 2.8, ink.ACCENT)
    _dates(on, along, dots, wording)
    return on


def scale_of(dots: Sequence[Dot], start: float, end: float, least: float, most: float) -> Axis:
    """least: the smallest span that it shows; most: where it ends."""
    return around([value for dot in dots for value in (dot.low, dot.high)], start, end, least, 4, most)


def _dates(on: Drawing, along: Axis, dots: Sequence[Dot], wording: Wording) -> None:
    """As many as there is room for; always the first and the last."""
    last = float("-inf")
    for dot in [*dots[:-1], dots[-1]]:
        x, final = along.at(dot.t), dot is dots[-1]
        if x - last >= 34.0 and (final or along.at(dots[-1].t) - x >= 34.0):
            ink.write(on, wording.short_date(dot.t), (x, 6.0), 6.6, ink.SOFT, anchor="middle")
            last = x


def week_chart(weeks: Sequence[tuple[float, int]], wording: Wording, width: float) -> Drawing:
    """Sessions a week, the weeks without any as well."""
    on = ink.blank(width, 84.0)
    most = max([3, *(count for _, count in weeks)])
    scale, along = Axis(0.0, most, 20.0, 74.0), Axis(0.0, max(len(weeks), 8), 30.0, width)
    for tick in range(0, most + 1, max(round(step_of(most, 3)), 1)):
        ink.line(on, (30.0, scale.at(tick)), (width, scale.at(tick)), ink.LINE, 0.5)
        ink.write(on, str(tick), (26.0, scale.at(tick) - 2.3), 6.6, ink.SOFT, anchor="end")
    room = along.at(1.0) - along.at(0.0)
    every = max(int(36.0 / room) + 1, 1)
    for place, (monday, count) in enumerate(weeks):
        wide = min(0.62 * room, 26.0)
        left = along.at(place + 0.5) - wide / 2.0
        if count:
            ink.bar(on, left, 20.0, wide, scale.at(count) - 20.0, ink.ACCENT, 1.5)
        if place % every == 0:
            ink.write(on, wording.short_date(monday), (along.at(place + 0.5), 6.0), 6.6, ink.SOFT, anchor="middle")
    return on
