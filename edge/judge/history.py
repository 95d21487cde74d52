"""The last half minute of signals -> the figures of one stretch of it.

Refuses to know: exercises. Time is that of the samples.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from edge.judge.reps import Excursion
from edge.judge.rules import SPECIALS, STATS, UNISONS
from edge.messages import Array, Indices

BEFORE_S, FLIGHT_BEFORE_S = 0.6, 1.4
FRAMES = 1200
"""40 s at 30 frames a second."""


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """What one stretch of movement measures.

    table: (len(STATS), n_signals + len(SPECIALS)), the specials in row 0 behind the signals. confidence: (n_signals + len(SPECIALS),).
    tempo: towards the turning point, hold there, back, s.
    """

    table: Array
    confidence: Array
    tempo: tuple[float, float, float]


DIFFERENCES = ("elbow_difference", "elbow_difference", "shoulder_difference", "shoulder_difference")
OTHERS = ("right_elbow", "left_elbow", "right_shoulder", "left_shoulder")
OWN = ("left_elbow", "right_elbow", "left_shoulder", "right_shoulder")
"""For each of UNISONS, what must be small against OWN: the arms' difference, or what the other arm does."""
LEAST_SPREAD_RAD = 0.05
N_UNISONS, N_SPECIALS = len(UNISONS), len(SPECIALS)
STEPPED, HAND_DROP = SPECIALS.index("stepped"), SPECIALS.index("hand_drop")


class History:
    """A buffer that never grows: times, signals and confidences of the newest frames."""

    def __init__(self, signals: Sequence[str]) -> None:
        self._n = n_signals = len(signals)
        self._crouch, self._trunk = list(signals).index("crouch"), list(signals).index("trunk")
        self._feet, self._stride = list(signals).index("feet_y"), list(signals).index("stride_forward")
        self._hands, self._pelvis = list(signals).index("hands_y"), list(signals).index("pelvis_y")
        self._differences = [list(signals).index(name) for name in DIFFERENCES]
        self._arms = np.array([list(signals).index(name) for name in (*DIFFERENCES, *OTHERS, *OWN)])
        self._t = np.empty(2 * FRAMES)
        self._values = np.empty((2 * FRAMES, n_signals))
        self._confidence = np.empty((2 * FRAMES, n_signals))
        self._end = 0

    @property
    def empty(self) -> bool:
        return self._end == 0

    @property
    def begins(self) -> float:
        """The time of its oldest frame, s."""
        return float(self._t[0])

    def clear(self) -> None:
        self._end = 0

    def append(self, t: float, values: Array, confidence: Array) -> None:
        if self._end == 2 * FRAMES:
            for buffer in (self._t, self._values, self._confidence):
                buffer[:FRAMES] = buffer[FRAMES:]
            self._end = FRAMES
        self._t[self._end], self._values[self._end], self._confidence[self._end] = t, values, confidence
        self._end += 1

    def span(self, t_start: float, t_end: float) -> slice:
        """Indices of the frames within t_start..t_end; at least one where there is any."""
        first, last = self._t[: self._end].searchsorted((t_start - 1e-6, t_end + 1e-6)).tolist()
        first = min(first, max(0, self._end - 1))  # the newest frame, where all are older: what lies behind it is not ours
        return slice(first, max(last, first + 1))

    def arrival(self, excursion: Excursion, column: int, sign: float, share: float) -> float:
        """When, after its turning point, `share` of the way back had been taken, s."""
        span = self.span(excursion.t_turn, excursion.t_end)
        own, t = sign * self._values[span, column], self._t[span]
        there = own <= own[0] - share * (own[0] - own.min())
        first = int(there.argmax())
        return float(t[first]) if there[first] else excursion.t_end

    def departure(self, excursion: Excursion, column: int, sign: float, share: float) -> float:
        """When, before its turning point, `share` of the way out had not yet been taken for the last time, s."""
        span = self.span(excursion.t_start, excursion.t_turn)
        own, t = sign * self._values[span, column], self._t[span]
        level = max(float(own.min()), float(own[-1]) - excursion.size)
        near = np.flatnonzero(own <= level + share * (own[-1] - level))
        return float(t[near[-1]]) if len(near) else excursion.t_start

    def of_excursion(self, excursion: Excursion, column: int, sign: float) -> Figures:
        """Figures of a repetition counted on signal `column`."""
        span = self.span(excursion.t_start, excursion.t_end)
        values, t = self._values[span], self._t[span]
        turn = min(int(t.searchsorted(excursion.t_turn)), len(t) - 1)
        table = self._table(values)
        table[2, : self._n] = values[-1] if excursion.half else 0.5 * (values[0] + values[-1])
        table[3, : self._n] = values[turn]
        share, tempo = _course(t, sign * values[:, column], excursion)
        around = self._values[self.span(excursion.t_start - BEFORE_S, excursion.t_end)]
        duration = excursion.t_end - excursion.t_start
        before = self._values[self.span(excursion.t_start - FLIGHT_BEFORE_S, excursion.t_end)]
        table[0, self._n : -N_UNISONS] = (
            duration, share, tempo[0], self._crouched_trunk(around), self._lift(before), self._turned(around), self._stepped(around),
            self._hand_drop(values),
        )  # fmt: skip
        table[0, -N_UNISONS:] = self._unisons(values)
        figures = self._figures(span, table, tempo, excursion.half)
        figures.confidence[-N_UNISONS:] = figures.confidence[self._differences]
        figures.confidence[HAND_DROP - N_SPECIALS] = figures.confidence[self._hands]
        figures.confidence[STEPPED - N_SPECIALS] = figures.confidence[self._stride]
        return figures

    def of_stretch(self, t_start: float, t_end: float) -> Figures:
        """Figures of any stretch; start and turn are its mean."""
        span = self.span(t_start, t_end)
        table = self._table(self._values[span])
        table[2:] = table[1]
        table[0, self._n : self._n + 2] = (t_end - t_start, 0.5)
        return self._figures(span, table, (0.0, 0.0, 0.0), False)

    def movement(self, t_start: float, t_end: float, columns: Indices) -> tuple[Array, Array]:
        """Range and confidence of a few signals over a stretch."""
        span = self.span(t_start, t_end)
        values = self._values[span, columns]
        return values.max(axis=0) - values.min(axis=0), _mean(self._confidence[span, columns])

    def _crouched_trunk(self, around: Array) -> float:
        """Sitting, one is upright before one rises; squatting, one never is. Seen from shortly before the beginning."""
        crouch = around[:, self._crouch]
        top = float(crouch.max())
        return float(around[crouch >= top - 0.3 * (top - float(crouch.min())), self._trunk].min())

    def _lift(self, around: Array) -> float:
        """A jump's flight is over before its next crouch begins. Feet that rise with the crouch itself are the picture's scale."""
        feet, crouch = around[:, self._feet], around[:, self._crouch]
        down = crouch >= 0.5 * (crouch.max() + crouch.min())
        ground = max(feet[flags].min() for flags in (down, ~down) if flags.any())
        return float(feet.max() - ground)

    def _turned(self, around: Array) -> float:
        """Getting down to the floor is not yet a repetition."""
        trunk = around[:, self._trunk]
        return float(trunk.max() - trunk.min())

    def _stepped(self, around: Array) -> float:
        """A lunge's step is made before its knees bend."""
        stride = around[:, self._stride]
        return float(stride.max() - stride.min())

    def _hand_drop(self, values: Array) -> float:
        """Hands reach for the floor in a pick-up, and stay beside the thighs in a squat."""
        lowest = values[values[:, self._crouch].argmax()]
        return float(lowest[self._hands] - lowest[self._pelvis])

    def _unisons(self, values: Array) -> Array:
        """Of deviations, not of ranges: where arms point at the camera they seem to differ for a moment."""
        arms = values.take(self._arms, axis=1)
        spread = np.sqrt(_mean((arms - _mean(arms)) ** 2)).reshape(3, N_UNISONS)
        unisons: Array = np.minimum(spread[0], spread[1]) / np.maximum(spread[2], LEAST_SPREAD_RAD)
        return unisons

    def _table(self, values: Array) -> Array:
        """Ranges and means in their rows; the rest is to be filled in."""
        table = np.zeros((len(STATS), self._n + len(SPECIALS)))
        np.subtract(values.max(axis=0), values.min(axis=0), out=table[0, : self._n])
        table[1, : self._n] = _mean(values)
        return table

    def _figures(self, span: slice, table: Array, tempo: tuple[float, float, float], half: bool) -> Figures:
        confidence = np.empty(self._n + len(SPECIALS))
        confidence[: self._n] = _mean(self._confidence[span])
        confidence[self._n :] = 0.0 if half else 1.0
        return Figures(table, confidence, tempo)


def _mean(rows: Array) -> Array:
    """Of each column; ndarray.mean takes twice as long for a few rows."""
    mean: Array = rows.sum(axis=0) / len(rows)
    return mean


def _course(t: Array, own: Array, excursion: Excursion) -> tuple[float, tuple[float, float, float]]:
    """Share of the time spent on the far half of the way, and the tempo."""
    top, bottom = float(own.max()), float(own.min())
    reach = top - bottom
    far = np.count_nonzero(own > top - 0.5 * reach)
    at_turn = t[own > top - 0.1 * reach]
    first, last = float(at_turn[0]), float(at_turn[-1])
    tempo = (max(0.0, first - excursion.t_start), last - first, max(0.0, excursion.t_end - last))
    return far / len(own), tempo
