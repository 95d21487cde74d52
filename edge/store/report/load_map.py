"""How much of its strength each joint used -> a body with coloured joints, each with its percent and band.

Refuses to know: how a load is found.
"""

from collections.abc import Sequence

from reportlab.graphics.shapes import Drawing

from edge.load_scale import BANDS
from edge.store.report import ink
from edge.store.report.sheet import LoadRow
from edge.store.report.wording import Wording

HEIGHT, FOOT = 232.0, 26.0
JOINTS: dict[str, tuple[float, float]] = {
    "neck": (0.0, 1.50), "shoulder": (0.20, 1.42), "elbow": (0.30, 1.12), "wrist": (0.36, 0.84),
    "lumbar": (0.0, 1.08), "hip": (0.10, 0.93), "knee": (0.125, 0.50), "ankle": (0.135, 0.09),
}  # fmt: skip
"""A standing person's right half, m: to the side of the middle, and above the floor."""
BONES = (("shoulder", "elbow", 9.0), ("elbow", "wrist", 7.5), ("hip", "knee", 12.0), ("knee", "ankle", 9.5))
LABEL_AT = {"shoulder": 1.46, "elbow": 1.14, "wrist": 0.84, "hip": 1.0, "knee": 0.56, "ankle": 0.2, "neck": 1.62, "lumbar": 1.28}
SCALE = (HEIGHT - FOOT - 10.0) / 1.86
BODY = "#e3e9ee"


def load_map(rows: Sequence[LoadRow], wording: Wording, width: float) -> Drawing:
    """As if the person stood before the reader: their right is at the left."""
    on = ink.blank(width, HEIGHT)
    middle = width / 2.0
    _body(on, middle)
    for row in rows:
        _joint(on, middle, row, wording, width)
    _legend(on, wording, width)
    return on


def _place(middle: float, joint: str) -> tuple[float, float, float]:
    """x, y and which way its label is: -1 left, 1 right."""
    side, _, kind = joint.partition("_")
    x, y = JOINTS[kind or side]
    way = 1.0 if side == "left" or joint == "lumbar" else -1.0
    return middle + (way if kind else 0.0) * x * SCALE, FOOT + y * SCALE, way


def _body(on: Drawing, middle: float) -> None:
    def at(joint: str) -> ink.Point:
        return _place(middle, joint)[:2]

    for side in ("left", "right"):
        for start, end, thick in BONES:
            ink.path(on, [at(f"{side}_{start}"), at(f"{side}_{end}")], BODY, thick)
        x, y = at(f"{side}_ankle")
        ink.path(on, [(x, y - 2), (x + (5 if side == "left" else -5), y - 7)], BODY, 7.0)
    ink.area(
        on,
        [at(f"{side}_{part}") for side, part in (("left", "shoulder"), ("right", "shoulder"), ("right", "hip"), ("left", "hip"))],
        BODY,
        rim=6,
    )
    ink.path(on, [at("neck"), (middle, FOOT + 1.6 * SCALE)], BODY, 8.0)
    ink.disc(on, (middle, FOOT + 1.71 * SCALE), 0.115 * SCALE, BODY)


def _joint(on: Drawing, middle: float, row: LoadRow, wording: Wording, width: float) -> None:
    x, y, way = _place(middle, row.joint)
    kind = row.joint.partition("_")[2] or row.joint
    level, inner, edge = FOOT + LABEL_AT[kind] * SCALE, middle + way * 74.0, (width if way > 0 else 0.0)
    ink.line(on, (x, y), (inner, level), ink.FAINT, 0.5)
    ink.line(on, (inner, level), (edge, level), ink.LINE, 0.5)
    known = row.percent is not None and row.trusted
    ink.disc(
        on, (x, y), 5.2 if known else 3.6, ink.LOAD[row.color] if known and row.color else ink.WHITE, ink.INK if known else ink.FAINT, 0.8
    )
    anchor, text = ("start", inner + 4.0) if way > 0 else ("end", inner - 4.0)
    ink.write(
        on, wording.joint(row.joint), (text, level + 3.0), 7.8, ink.INK if known else ink.SOFT, ink.BOLD if known else ink.PLAIN, anchor
    )
    ink.write(on, _told(row, wording), (edge, level + 3.0), 7.8, ink.INK if known else ink.SOFT, anchor="end" if way > 0 else "start")


def _told(row: LoadRow, wording: Wording) -> str:
    if row.percent is None or row.band is None or not row.trusted:
        return wording.say("sheet.unknown")
    low, high = (wording.number(end) for end in row.band)
    return f"{wording.number(row.percent)} %  ({low} – {high})"


def _legend(on: Drawing, wording: Wording, width: float) -> None:
    items, low = [(ink.WHITE, wording.say("sheet.unknown"))], 0.0
    for name, end in BANDS:
        items.append((ink.LOAD[name], f"{100 * low:.0f} – {100 * end:.0f} %" if end < 1.0 else f"> {100 * low:.0f} %"))
        low = end
    items = [*items[1:], items[0]]
    step = 78.0
    left = (width - step * len(items)) / 2.0 + 8.0
    for place, (code, text) in enumerate(items):
        ink.disc(on, (left + place * step, 6.0), 3.6, code, ink.INK if code != ink.WHITE else ink.FAINT, 0.6)
        ink.write(on, text, (left + place * step + 8.0, 3.4), 7.0, ink.SOFT)
