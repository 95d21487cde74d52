"""A drawing made with ink -> SVG for a page.

reportlab writes SVG too, but places words by the widths of a typeface that the page has not got, and names files and clip paths that
clash where one page holds several. Refuses to know: what is drawn.
"""

from collections.abc import Iterator
from html import escape
from typing import Any

from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, PolyLine, Rect, String

from edge.store.report.ink import BOLD


def svg(drawing: Drawing, title: str) -> str:
    """As wide as there is room. title: what it shows, for whoever cannot see it."""
    high = float(drawing.height)
    head = f'<svg class="drawing" role="img" aria-label="{escape(title)}" viewBox="0 0 {drawing.width:g} {high:g}">'
    return head + "".join(_shape(part, high) for part in drawing.contents) + "</svg>"


def _shape(part: Any, high: float) -> str:
    """y grows downwards here."""
    match part:
        case Line():
            return f'<line x1="{_n(part.x1)}" y1="{_n(high - part.y1)}" x2="{_n(part.x2)}" y2="{_n(high - part.y2)}"{_stroke(part)}/>'
        case Rect():
            where = f'x="{_n(part.x)}" y="{_n(high - part.y - part.height)}" width="{_n(part.width)}" height="{_n(part.height)}"'
            return f'<rect {where} rx="{_n(part.rx)}"{_fill(part)}{_stroke(part)}/>'
        case Circle():
            return f'<circle cx="{_n(part.cx)}" cy="{_n(high - part.cy)}" r="{_n(part.r)}"{_fill(part)}{_stroke(part)}/>'
        case Polygon():
            return f'<polygon points="{_points(part.points, high)}"{_fill(part)}{_stroke(part)}/>'
        case PolyLine():
            return f'<polyline points="{_points(part.points, high)}" fill="none"{_stroke(part)}/>'
        case String():
            bold = ' font-weight="700"' if part.fontName == BOLD else ""
            where = f'x="{_n(part.x)}" y="{_n(high - part.y)}" font-size="{_n(part.fontSize)}" text-anchor="{part.textAnchor}"'
            return f"<text {where}{bold}{_fill(part)}>{escape(part.text)}</text>"
    raise TypeError(f"ink draws no {type(part).__name__}")


def _points(flat: list[float], high: float) -> str:
    return " ".join(f"{_n(x)},{_n(high - y)}" for x, y in _pairs(flat))


def _pairs(flat: list[float]) -> Iterator[tuple[float, float]]:
    return zip(flat[::2], flat[1::2], strict=True)


def _fill(part: Any) -> str:
    return f' fill="{_colour(part.fillColor)}"{_opacity("fill", part.fillColor)}' if part.fillColor is not None else ' fill="none"'


def _stroke(part: Any) -> str:
    colour = part.strokeColor
    if colour is None:
        return ""
    dash = getattr(part, "strokeDashArray", None)
    dashed = f' stroke-dasharray="{" ".join(map(_n, dash))}"' if dash else ""
    round_ = ' stroke-linecap="round" stroke-linejoin="round"'
    return f' stroke="{_colour(colour)}" stroke-width="{_n(part.strokeWidth)}"{round_}{dashed}{_opacity("stroke", colour)}'


def _colour(found: Any) -> str:
    return f"#{round(255 * found.red):02x}{round(255 * found.green):02x}{round(255 * found.blue):02x}"


def _opacity(what: str, colour: Any) -> str:
    return f' {what}-opacity="{_n(colour.alpha)}"' if colour.alpha < 1.0 else ""


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
