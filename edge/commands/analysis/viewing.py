"""How well the camera saw, event by event -> how well over a whole stretch of time.

Refuses to know: words.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from edge.messages import View

LASTING = 0.1
"""Advice about the view is given where it held for this share of the time."""


@dataclass(frozen=True, slots=True)
class Viewing:
    """quality: 0..1, over time. side: what faced the camera longest. advice: keys in respond/words, what held longest first."""

    quality: float = 0.0
    side: str = "none"
    advice: tuple[str, ...] = ()


def viewing(views: Sequence[View], end: float, duration: float) -> Viewing:
    """Each view lasts until the next one's time, the last until `end`, s."""
    ends = [*(view.t for view in views[1:]), end]
    spans = [max(until - view.t, 1e-3) for view, until in zip(views, ends, strict=True)] if views else []
    sides: Counter[str] = Counter()
    advice: Counter[str] = Counter()
    for view, span in zip(views, spans, strict=True):
        sides[view.side] += round(span * 1000)
        advice.update({key: round(span * 1000) for key in view.advice})
    least = LASTING * 1000 * duration
    return Viewing(
        sum(view.quality * span for view, span in zip(views, spans, strict=True)) / max(sum(spans), 1e-9),
        sides.most_common(1)[0][0] if sides else "none",
        tuple(key for key, lasted in advice.most_common() if lasted >= least),
    )
