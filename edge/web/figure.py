"""MotionState -> the picture of the body that browsers draw, as JSON values.

Refuses to know: who draws it. Pixels, millimetres, degrees and percent, rounded: a browser gets 1.5 kB thirty times a second.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np

from edge.messages import Array, BodyState, Flags, MotionState

Json = dict[str, Any]
Shares: TypeAlias = Callable[[Array], Mapping[str, float]]
"""BodyState.share -> joint -> the share of its strength, where that is known."""

SEEN = 0.5
"""Landmarks less visible than this are guessed."""
_BITS = np.left_shift(1, np.arange(33, dtype=np.int64))


def no_shares(_: Array) -> Mapping[str, float]:
    """Nobody computes loads."""
    return {}


def frame(state: MotionState, shares: Shares = no_shares) -> Json:
    """points: [x_px, y_px] of each landmark, null where it is not seen. world: [x, y, z] mm, hip-centred, camera axes, null where it is
    not known; seen: bit i is landmark i, clear where it is guessed. angles: deg and sd in the order of the clinical angles; load: percent
    by joint; both null without a body."""
    seen = np.logical_and(state.visibility >= SEEN, _known(state.points))
    body = state.body
    return {
        "t": round(state.t, 3),
        "w": state.width,
        "h": state.height,
        "points": _rows(state.points, seen),
        "world": _rows(1000.0 * state.world, _known(state.world)),
        "seen": int(_BITS @ seen),
        "angles": None if body is None else _angles(body),
        "load": None if body is None else {joint: round(100.0 * share) for joint, share in shares(body.share).items()},
    }


def _known(places: Array) -> Flags:
    return np.asarray(np.isfinite(places).all(axis=1))


def _rows(places: Array, known: Flags) -> list[list[int] | None]:
    whole = np.nan_to_num(places).round().astype(int).tolist()
    return [row if there else None for row, there in zip(whole, known.tolist(), strict=True)]


def _angles(body: BodyState) -> Json:
    return {"deg": _degrees(body.clinical), "sd": _degrees(body.clinical_sd)}


def _degrees(radians: Array) -> list[float | None]:
    """NaN is null; `value == value` is false of it alone."""
    return [value if value == value else None for value in np.degrees(radians).round(1).tolist()]  # noqa: PLR0124
