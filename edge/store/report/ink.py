"""Lines, discs and words -> one drawing that a PDF shows as it is, and a page as SVG (svg.py).

Lengths in points (1/72 inch), y upwards, as reportlab counts. Refuses to know: what is drawn.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, PolyLine, Rect, String
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase.pdfmetrics import getFont, registerFont, registerFontFamily, stringWidth
from reportlab.pdfbase.ttfonts import TTFont

INK, SOFT, FAINT, LINE, PAPER, WHITE = "#16202c", "#56636f", "#97a2ad", "#dde3e8", "#f4f7f8", "#ffffff"
ACCENT, ACCENT_PALE, BAND = "#0e6b78", "#9cc9cf", "#d3e8ea"
GOOD, LACKING = "#2c9467", "#d9821b"
LOAD = {"green": "#3aa677", "yellow": "#e3be25", "orange": "#ea8a2c", "red": "#cf3f47"}
PLAIN, BOLD = "Roboto", "Roboto-Bold"
TYPEFACE = {name: Path(__file__).parent / "typeface" / f"roboto_{cut}.ttf" for name, cut in ((PLAIN, "regular"), (BOLD, "bold"))}

Point = tuple[float, float]


def colour(code: str, opacity: float = 1.0) -> Color:
    """`#rrggbb`."""
    found = HexColor(code)
    return Color(found.red, found.green, found.blue, alpha=opacity)


def line(on: Drawing, start: Point, end: Point, code: str = INK, width: float = 0.6, dash: Sequence[float] = ()) -> None:
    on.add(Line(*start, *end, strokeColor=colour(code), strokeWidth=width, strokeLineCap=1, strokeDashArray=list(dash) or None))


def path(on: Drawing, points: Sequence[Point], code: str = INK, width: float = 1.0, opacity: float = 1.0) -> None:
    """Through all points; nothing where there are fewer than two."""
    if len(points) > 1:
        flat = [value for point in points for value in point]
        on.add(PolyLine(flat, strokeColor=colour(code, opacity), strokeWidth=width, strokeLineCap=1, strokeLineJoin=1))


def area(on: Drawing, points: Sequence[Point], code: str, opacity: float = 1.0, rim: float = 0.0) -> None:
    """rim: how far its edge is rounded and drawn outwards."""
    flat = [value for point in points for value in point]
    shade = colour(code, opacity)
    on.add(Polygon(flat, fillColor=shade, strokeColor=shade if rim else None, strokeWidth=2.0 * rim, strokeLineJoin=1))


def bar(on: Drawing, left: float, bottom: float, wide: float, high: float, code: str, round_: float = 0.0) -> None:
    on.add(Rect(left, bottom, max(wide, 0.1), high, rx=round_, ry=round_, fillColor=colour(code), strokeColor=None))


def disc(on: Drawing, at: Point, radius: float, code: str, rim: str = "", rim_width: float = 1.0, opacity: float = 1.0) -> None:
    on.add(Circle(*at, radius, fillColor=colour(code, opacity), strokeColor=colour(rim) if rim else None, strokeWidth=rim_width))


def write(on: Drawing, text: str, at: Point, size: float = 8.0, code: str = INK, font: str = PLAIN, anchor: str = "start") -> None:
    """anchor: start, middle or end of the words is at the point; their baseline is."""
    own_typeface()
    on.add(String(*at, printable(text), fontName=font, fontSize=size, fillColor=colour(code), textAnchor=anchor))


def whisker(on: Drawing, low: Point, high: Point, code: str = INK, cap: float = 2.6, width: float = 0.9) -> None:
    """An error bar, level or upright."""
    line(on, low, high, code, width)
    upright = abs(low[0] - high[0]) < abs(low[1] - high[1])
    for x, y in (low, high):
        line(on, *(((x - cap, y), (x + cap, y)) if upright else ((x, y - cap), (x, y + cap))), code, width)


def width_of(text: str, size: float, font: str = PLAIN) -> float:
    own_typeface()
    return float(stringWidth(printable(text), font, size))


def fitting(text: str, size: float, room: float, font: str = PLAIN) -> str:
    """The words, or as many of their letters as there is room for."""
    if width_of(text, size, font) <= room:
        return text
    short = text
    while short and width_of(short + "…", size, font) > room:
        short = short[:-1]
    return short.rstrip() + "…"


def printable(text: str) -> str:
    """Letters that the typeface has not got lose their accents, or become a question mark."""
    return text if text.isascii() else "".join(_known(letter) for letter in unicodedata.normalize("NFC", text))


def _known(letter: str) -> str:
    return next((form for form in (letter, unicodedata.normalize("NFKD", letter)[:1]) if ord(form) in _letters()), "?")


@cache
def _letters() -> frozenset[int]:
    own_typeface()
    return frozenset(getFont(PLAIN).face.charToGlyph)


@cache
def own_typeface() -> None:
    """Known to reportlab from then on: a PDF carries it along, and looks the same everywhere."""
    for name, file in TYPEFACE.items():
        registerFont(TTFont(name, str(file)))
    registerFontFamily(PLAIN, PLAIN, BOLD, PLAIN, BOLD)


def blank(wide: float, high: float) -> Drawing:
    own_typeface()
    return Drawing(wide, high)
