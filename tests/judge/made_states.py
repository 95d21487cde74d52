"""Signals as a test writes them -> MotionStates, 30 a second."""

from collections.abc import Mapping, Sequence

import numpy as np

from edge.estimate.skeleton import ANGLE_NAMES, SIGNAL_NAMES
from edge.messages import Array, MotionState

FPS = 30.0
COLUMN = {name: i for i, name in enumerate(SIGNAL_NAMES)}


def wave(turns: Sequence[float], low: float, high: float, pause_s: float = 1.0, seconds: float = 1.6) -> Array:
    """From low to as much of the way to high as each of `turns` says, and back, with pauses before, between and after."""
    pause = np.zeros(round(pause_s * FPS))
    way = 0.5 - 0.5 * np.cos(np.linspace(0.0, 2.0 * np.pi, round(seconds * FPS)))
    parts = [part for turn in turns for part in (pause, turn * way)]
    return np.asarray(low + (high - low) * np.concatenate([*parts, pause]))


def at_rate(fps: float, values: Array) -> Array:
    """The same as a camera of another rate would have seen it."""
    return np.interp(np.arange(0.0, len(values) / FPS, 1.0 / fps), np.arange(len(values)) / FPS, values)


def states_of(
    signals: Mapping[str, Array], seen: float = 0.95, t0: float = 0.0, cuts: Sequence[int] = (), fps: float = FPS
) -> list[MotionState]:
    """Degrees for angles, m for lengths; what is not named stays as somebody stands. cuts: frames at which the picture jumped."""
    n = len(next(iter(signals.values())))
    table = np.zeros((n, len(SIGNAL_NAMES)))
    table[:, COLUMN["facing"]] = 1.0
    for name, values in signals.items():
        table[:, COLUMN[name]] = values
    return [_state(t0 + i / fps, table[i], seen, i in cuts) for i in range(n)]


def _state(t: float, signals: Array, seen: float, cut: bool) -> MotionState:
    none = np.zeros(len(ANGLE_NAMES))
    return MotionState(
        t=t, angles=none, angles_sd=none, rates=none, points=np.zeros((33, 2)), world=np.zeros((33, 3)), visibility=np.full(33, seen),
        certainty=none,
        signals=signals, signals_confidence=np.full(len(SIGNAL_NAMES), seen), width=480, height=640, confidence=seen, cut=cut,
    )  # fmt: skip
