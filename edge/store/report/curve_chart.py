"""An angle through every repetition, one over the other, with their mean -> a drawing.

Refuses to know: how an angle is measured.
"""

from collections.abc import Sequence

import numpy as np
from reportlab.graphics.shapes import Drawing

from edge.store.report import ink
from edge.store.report.axis import Axis, around
from edge.store.report.sheet import CONFIDENT, Curve
from edge.store.report.wording import Wording

LEFT, FOOT, HEAD, GAP = 26.0, 22.0, 16.0, 14.0


def curve_chart(curves: Sequence[Curve], wording: Wording, width: float, height: float = 116.0) -> Drawing:
    """Side by side, on one scale. The band is where the mean lies, 95 times in 100."""
    on = ink.blank(width, height)
    spans = [value for curve in curves for value in (np.nanmin(_low(curve)), np.nanmax(_high(curve)), np.min(curve.deg), np.max(curve.deg))]
    scale = around(map(float, spans), FOOT, height - HEAD, 30.0, 5)
    room = (width - GAP * (len(curves) - 1)) / max(len(curves), 2)
    for place, curve in enumerate(curves):
        left = place * (room + GAP)
        _panel(on, Axis(0.0, 1.0, left + LEFT, left + room), scale, curve, wording)
    return on


def _panel(on: Drawing, along: Axis, scale: Axis, curve: Curve, wording: Wording) -> None:
    for tick in scale.ticks(5):
        ink.line(on, (along.start, scale.at(tick)), (along.end, scale.at(tick)), ink.LINE, 0.5)
        ink.write(on, wording.degrees(tick), (along.start - 4, scale.at(tick) - 2.3), 6.6, ink.SOFT, anchor="end")
    steps = np.linspace(0.0, 1.0, curve.deg.shape[1])
    band = [(along.at(x), scale.at(y)) for x, y in zip(steps, _high(curve), strict=True)]
    band += [(along.at(x), scale.at(y)) for x, y in zip(steps[::-1], _low(curve)[::-1], strict=True)]
    ink.area(on, band, ink.BAND)
    for row, good in zip(curve.deg, curve.good, strict=True):
        points = [(along.at(x), scale.at(y)) for x, y in zip(steps, row, strict=True)]
        ink.path(on, points, ink.ACCENT_PALE if good else ink.LACKING, 0.7 if good else 0.9)
    ink.path(on, [(along.at(x), scale.at(y)) for x, y in zip(steps, curve.deg.mean(axis=0), strict=True)], ink.ACCENT, 2.0)
    ink.write(on, wording.angle(curve.angle), (along.start, scale.end + 5.0), 7.8, ink.INK, ink.BOLD)
    for share, anchor in ((0.0, "start"), (0.5, "middle"), (1.0, "end")):
        ink.write(on, f"{100 * share:.0f} %", (along.at(share), scale.start - 9.0), 6.6, ink.SOFT, anchor=anchor)
    ink.write(on, wording.say("sheet.through_repetition"), (along.at(0.5), scale.start - 18.0), 6.6, ink.SOFT, anchor="middle")


def _low(curve: Curve) -> np.ndarray:
    return np.asarray(curve.deg.mean(axis=0) - CONFIDENT * curve.sd_deg.mean(axis=0))


def _high(curve: Curve) -> np.ndarray:
    return np.asarray(curve.deg.mean(axis=0) + CONFIDENT * curve.sd_deg.mean(axis=0))
