"""The charts of a report -> the same for plotly, as plain data, so that a reader may point at a value and look closer.

Refuses to know: the package plotly; whoever writes the page brings it along where it is installed.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np

from edge.messages import Array
from edge.store.report import ink
from edge.store.report.sheet import CONFIDENT, Curve, PairRow, RangeRow, SessionSheet
from edge.store.report.time_chart import Dot
from edge.store.report.wording import Wording

Figure = Mapping[str, Any]
SHADES = (ink.ACCENT, "#b5651d", "#5b5ea6", "#7a8b28", "#a23b72", "#3b6ea5")
ROW_PX, EXTRA_PX = 26, 90
WORTH_POINTING_AT = 4
SPANS = {True: ink.GOOD, False: ink.LACKING, None: ink.FAINT}
"""Behind a repetition, by whether it was good; None: nobody could judge it."""


def _layout(height: int, **more: Any) -> dict[str, Any]:
    axis = {"gridcolor": ink.LINE, "zerolinecolor": ink.FAINT, "automargin": True}
    return {
        "height": height,
        "margin": {"l": 10, "r": 10, "t": 10, "b": 40},
        "font": {"family": "Sheet, Arial, sans-serif", "size": 12, "color": ink.INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        **more,
        "xaxis": {**axis, **more.get("xaxis", {})},
        "yaxis": {**axis, **more.get("yaxis", {})},
    }


def timeline(sheet: SessionSheet, wording: Wording) -> Figure:
    """The main angles over the whole session with their bands, the repetitions behind them."""
    if sheet.timeline is None or not sheet.timeline.deg:
        return {}
    data: list[dict[str, Any]] = []
    for shade, (name, deg) in zip(SHADES, sheet.timeline.deg.items(), strict=False):
        data += _banded(sheet.timeline.t_s, deg, CONFIDENT * sheet.timeline.sd_deg[name], wording.angle(name), shade)
    spans = [
        {"type": "rect", "xref": "x", "yref": "paper", "x0": rep.start_s, "x1": rep.end_s, "y0": 0, "y1": 1, "layer": "below",
         "line": {"width": 0}, "fillcolor": SPANS[rep.good], "opacity": 0.1}
        for part in sheet.exercises for rep in part.reps
    ]  # fmt: skip
    seconds = {"title": {"text": wording.say("sheet.seconds")}, "rangeslider": {"visible": True, "thickness": 0.08}}
    layout = _layout(420, shapes=spans, hovermode="x unified", xaxis=seconds, yaxis={"ticksuffix": "°"})
    return {"data": data, "layout": layout | {"showlegend": True, "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom"}}}


def _banded(t: Array, values: Array, reach: Array, name: str, shade: str) -> list[dict[str, Any]]:
    """The band is a shape of its own for each stretch in which the angle is known; only the line answers to the pointer."""
    around, edge = _outline(t, values, reach)
    band = {"x": around, "y": edge, "mode": "lines", "line": {"width": 0}, "fill": "toself", "fillcolor": _faded(shade)}
    line = {
        "x": _list(t, 2), "y": _list(values), "mode": "lines", "name": name, "legendgroup": name, "line": {"color": shade, "width": 2},
        "customdata": _list(reach), "hovertemplate": "%{y:.0f}° ± %{customdata:.0f}°",
    }  # fmt: skip
    return [{**band, "hoverinfo": "skip", "showlegend": False, "legendgroup": name}, line]


def _outline(t: Array, values: Array, reach: Array) -> tuple[list[float | None], list[float | None]]:
    """There along the upper edge and back along the lower, stretch by stretch, parted by None."""
    x: list[float | None] = []
    y: list[float | None] = []
    known = np.flatnonzero(np.isfinite(values) & np.isfinite(reach))
    for stretch in np.split(known, np.flatnonzero(np.diff(known) > 1) + 1):
        there, back = stretch, stretch[::-1]
        x += [*_list(t[there], 2), *_list(t[back], 2), None]
        y += [*_list(values[there] + reach[there]), *_list(values[back] - reach[back]), None]
    return x, y


def ranges(rows: Sequence[RangeRow], wording: Wording) -> Figure:
    """From where to where each angle went, its errors at both ends, before the normal range."""
    back = list(reversed(rows))
    names = [wording.angle(row.angle) for row in back]
    normal = {
        "type": "bar", "orientation": "h", "y": names, "base": [row.normal[0] if row.normal else None for row in back],
        "x": [row.normal[1] - row.normal[0] if row.normal else None for row in back], "width": 0.6, "marker": {"color": ink.LINE},
        "name": wording.say("sheet.normal"), "hovertemplate": "%{base}° – %{x}°<extra></extra>", "hoverinfo": "skip",
    }  # fmt: skip
    measured = [
        {"x": [round(end.value, 1) for end in ends], "y": names, "mode": "markers", "marker": {"color": ink.ACCENT, "size": 7},
         "error_x": {"type": "data", "array": [round(CONFIDENT * end.sd, 1) for end in ends], "color": ink.INK, "thickness": 1},
         "hovertemplate": "%{x:.0f}° ± %{error_x.array:.0f}°<extra>%{y}</extra>"}
        for ends in ([row.least for row in back], [row.most for row in back])
    ]  # fmt: skip
    shades = [ink.ACCENT if row.reach.low > 0 else ink.ACCENT_PALE for row in back]
    span = {
        "type": "bar", "orientation": "h", "y": names, "base": [round(row.least.value, 1) for row in back], "width": 0.3,
        "x": [round(row.reach.value, 1) for row in back], "marker": {"color": shades},
        "hovertemplate": "%{x:.0f}°<extra>%{y}</extra>",
    }  # fmt: skip
    layout = _layout(ROW_PX * len(rows) + EXTRA_PX, barmode="overlay", xaxis={"ticksuffix": "°"})
    return {"data": [normal, span, *measured], "layout": layout}


def pairs(rows: Sequence[PairRow], wording: Wording) -> Figure:
    """Right minus left with its error bar."""
    back = list(reversed(rows))
    dots = {
        "x": [round(row.difference.value, 1) for row in back],
        "y": [wording.title("angle", row.angle) for row in back],
        "mode": "markers",
        "marker": {
            "size": 10,
            "color": [ink.LACKING if row.certain else ink.WHITE for row in back],
            "line": {"width": 1.5, "color": ink.SOFT},
        },
        "error_x": {"type": "data", "array": [round(CONFIDENT * row.difference.sd, 1) for row in back], "color": ink.INK, "thickness": 1},
        "hovertemplate": "%{x:.0f}° ± %{error_x.array:.0f}°<extra>%{y}</extra>",
    }
    title = f"← {wording.say('sheet.more_left')}   ·   {wording.say('sheet.more_right')} →"
    return {"data": [dots], "layout": _layout(ROW_PX * len(rows) + EXTRA_PX, xaxis={"ticksuffix": "°", "title": {"text": title}})}


def curves(found: Sequence[Curve], wording: Wording) -> Figure:
    """Every repetition over the others; the two sides in two colours."""
    data: list[dict[str, Any]] = []
    for shade, curve in zip(SHADES, found, strict=False):
        share = np.linspace(0.0, 100.0, curve.deg.shape[1])
        name = wording.angle(curve.angle)
        for row, good in zip(curve.deg, curve.good, strict=True):
            line = {"color": shade if good else ink.LACKING, "width": 1, "dash": "solid" if good else "dot"}
            data.append(
                {
                    "x": _list(share),
                    "y": _list(row),
                    "mode": "lines",
                    "line": line,
                    "opacity": 0.45,
                    "hoverinfo": "skip",
                    "showlegend": False,
                }
            )
        data += _banded(share, curve.deg.mean(axis=0), CONFIDENT * curve.sd_deg.mean(axis=0), name, shade)
    axis = {"ticksuffix": " %", "title": {"text": wording.say("sheet.through_repetition")}}
    layout = _layout(320, hovermode="x unified", xaxis=axis, yaxis={"ticksuffix": "°"})
    return {"data": data, "layout": layout | {"showlegend": True, "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom"}}}


def trend(dots: Sequence[Dot], title: str, unit: str, span: tuple[float, float]) -> Figure:
    """Session after session, with its bar. span: of the upright axis. Of a few sessions the drawing says as much."""
    if len(dots) < WORTH_POINTING_AT:
        return {}
    bars = {"type": "data", "symmetric": False, "array": [round(dot.high - dot.value, 1) for dot in dots],
            "arrayminus": [round(dot.value - dot.low, 1) for dot in dots], "color": ink.ACCENT, "thickness": 1}  # fmt: skip
    line = {
        "x": [_day(dot.t) for dot in dots], "y": [round(dot.value, 1) for dot in dots], "mode": "lines+markers", "error_y": bars,
        "marker": {"color": ink.ACCENT, "size": 7}, "line": {"color": ink.ACCENT_PALE},
        "cliponaxis": False, "hovertemplate": f"%{{y:.0f}}{unit}<extra>%{{x|%Y-%m-%d}}</extra>",
    }  # fmt: skip
    above = {"title": {"text": title, "font": {"size": 13}, "x": 0.01}, "margin": {"l": 10, "r": 10, "t": 34, "b": 30}}
    days = {"type": "date", "tickformat": "%Y-%m-%d", "nticks": 4}
    return {"data": [line], "layout": _layout(240, xaxis=days, yaxis={"ticksuffix": unit, "range": list(span)}, **above)}


def _day(t: float) -> str:
    return datetime.fromtimestamp(t, UTC).strftime("%Y-%m-%d %H:%M")


def _list(values: Array, digits: int = 1) -> list[float | None]:
    return [round(value, digits) if value == value else None for value in np.asarray(values, float).tolist()]  # noqa: PLR0124 - NaN


def _faded(shade: str) -> str:
    red, green, blue = (int(shade[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.16)"
