"""How far joints moved, each with its error bars before the normal range; and left against right -> drawings.

Refuses to know: how an angle is measured.
"""

from collections.abc import Sequence

from reportlab.graphics.shapes import Drawing

from edge.store.report import ink
from edge.store.report.axis import Axis, around
from edge.store.report.sheet import PairRow, RangeRow
from edge.store.report.wording import Wording

ROW = 15.5
LABELS, NUMBERS = 138.0, 118.0
FOOT, HEAD = 20.0, 6.0
WIDEST = (-90.0, 200.0)
"""Error bars that go on are cut here."""


def range_chart(rows: Sequence[RangeRow], wording: Wording, width: float) -> Drawing:
    """One row an angle: grey the normal range, coloured from where to where it went, whiskers the error of both ends."""
    height = HEAD + ROW * len(rows) + FOOT
    on = ink.blank(width, height)
    ends = [value for row in rows for value in (row.least.low, row.most.high, *(row.normal or ()))]
    axis = around([min(max(end, WIDEST[0]), WIDEST[1]) for end in ends], LABELS + 8, width - NUMBERS - 10, 60.0)
    _grid(on, axis, FOOT, height - HEAD, wording)
    for place, row in enumerate(rows):
        _range(on, axis, height - HEAD - ROW * (place + 0.5), row, wording, width)
    return on


def _range(on: Drawing, axis: Axis, y: float, row: RangeRow, wording: Wording, width: float) -> None:
    ink.write(on, ink.fitting(wording.angle(row.angle), 7.8, LABELS), (LABELS, y - 2.7), 7.8, anchor="end")
    if row.normal:
        ink.bar(on, axis.at(row.normal[0]), y - 5.0, axis.at(row.normal[1]) - axis.at(row.normal[0]), 10.0, ink.LINE, 2.0)
    moved = row.reach.low > 0.0
    ink.bar(on, axis.at(row.least.value), y - 2.6, axis.at(row.most.value) - axis.at(row.least.value), 5.2, _shade(moved), 1.2)
    for end in (row.least, row.most):
        ink.whisker(on, (axis.at(end.low), y), (axis.at(end.high), y), ink.INK, 2.4, 0.7)
    ink.write(on, wording.span(row.least.value, row.most.value), (width - 58, y - 2.7), 7.8, anchor="end")
    ink.write(
        on, wording.measured(row.reach), (width, y - 2.7), 7.8, ink.INK if moved else ink.SOFT, ink.BOLD if moved else ink.PLAIN, "end"
    )


def _shade(moved: bool) -> str:
    """Pale where the movement is smaller than its own error bar."""
    return ink.ACCENT if moved else ink.ACCENT_PALE


def pair_chart(rows: Sequence[PairRow], wording: Wording, width: float) -> Drawing:
    """Right minus left with its error bar; filled where the sides differ by more than that."""
    height = HEAD + ROW * len(rows) + FOOT
    on = ink.blank(width, height)
    reach = max([30.0, *(min(abs(row.difference.value) + 1.96 * row.difference.sd, 90.0) for row in rows)])
    axis = around((-reach, reach), LABELS + 8, width - NUMBERS - 40)
    _grid(on, axis, FOOT, height - HEAD, wording)
    ink.line(on, (axis.at(0.0), FOOT), (axis.at(0.0), height - HEAD), ink.FAINT, 0.9)
    ink.write(on, wording.say("sheet.more_left"), (axis.start, 1.0), 6.6, ink.SOFT)
    ink.write(on, wording.say("sheet.more_right"), (axis.end, 1.0), 6.6, ink.SOFT, anchor="end")
    for place, row in enumerate(rows):
        _pair(on, axis, height - HEAD - ROW * (place + 0.5), row, wording, width)
    return on


def _pair(on: Drawing, axis: Axis, y: float, row: PairRow, wording: Wording, width: float) -> None:
    apart = row.difference
    ink.write(on, ink.fitting(wording.title("angle", row.angle), 7.8, LABELS), (LABELS, y - 2.7), 7.8, anchor="end")
    ink.whisker(on, (axis.at(apart.low), y), (axis.at(apart.high), y), ink.INK, 2.6)
    ink.disc(on, (axis.at(apart.value), y), 3.2, ink.LACKING if row.certain else ink.WHITE, ink.LACKING if row.certain else ink.SOFT, 1.1)
    sides = (
        f"{wording.short_side('left')} {wording.degrees(row.left.value)}   {wording.short_side('right')} {wording.degrees(row.right.value)}"
    )
    ink.write(on, sides, (width - 64, y - 2.7), 7.8, anchor="end")
    ink.write(on, wording.measured(apart), (width, y - 2.7), 7.8, ink.INK, ink.BOLD if row.certain else ink.PLAIN, "end")


def _grid(on: Drawing, axis: Axis, bottom: float, top: float, wording: Wording) -> None:
    for tick in axis.ticks():
        ink.line(on, (axis.at(tick), bottom), (axis.at(tick), top), ink.LINE, 0.5)
        ink.write(on, wording.degrees(tick), (axis.at(tick), bottom - 9.0), 6.6, ink.SOFT, anchor="middle")
