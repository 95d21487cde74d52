"""The last forty seconds of signals, and up to as many more -> the figures of one stretch of it.

Refuses to know: exercises. Time is that of the samples.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from edge.judge.reps import Excursion
from edge.judge.rules import SPECIALS, STATS
from edge.judge.traits import Frames, Traits, mean_of
from edge.messages import Array, Flags, Indices

BEFORE_S, FLIGHT_BEFORE_S, AGAIN_S = 0.6, 1.4, 1.5
"""How long before a repetition its step was made; a jump's flight began; and, besides its own length, another leg may have risen."""
NEARLY_SHARE = 0.12
"""Within this share of its way a signal is back where it was: it sways."""
KEPT_S = 40.0
"""So long at least every frame is kept, at whatever rate they come; once it is twice as long, the older half goes."""
FRAMES = 2400
"""Room for so many is made at first: twice that time, at 30 frames a second."""


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """What one stretch of movement measures.

    table: (len(STATS), n_signals + len(SPECIALS)), the specials in row 0 behind the signals. confidence: (n_signals + len(SPECIALS),).
    tempo: towards the turning point, hold there, back, s.
    """

    table: Array
    confidence: Array
    tempo: tuple[float, float, float]


class History:
    """Times, signals and confidences of the newest frames, in buffers that grow until they hold the frames of that time."""

    def __init__(self, signals: Sequence[str]) -> None:
        self._n = n_signals = len(signals)
        self._traits = Traits(signals)
        self._t = np.empty(FRAMES)
        self._values = np.empty((FRAMES, n_signals))
        self._confidence = np.empty((FRAMES, n_signals))
        self._end = self._cut = 0

    @property
    def empty(self) -> bool:
        """Whether nothing was seen since the last cut."""
        return self._end == self._cut

    @property
    def begins(self) -> float:
        """The time of its oldest frame since the last cut, s."""
        return float(self._t[self._cut])

    @property
    def ends(self) -> float:
        """The time of its newest frame, s."""
        return float(self._t[self._end - 1])

    @property
    def kept(self) -> tuple[Array, Array, Array]:
        """All of its times (n,), signals and confidences (n, n_signals), cut or not."""
        return self._t[: self._end], self._values[: self._end], self._confidence[: self._end]

    def cut(self, t: float) -> None:
        """What comes, from `t` on, does not continue what came: no figure is of both. A clock that was put back ends all."""
        if self._end and t <= self._t[self._end - 1]:
            self._end = 0
        self._cut = self._end

    def append(self, t: float, values: Array, confidence: Array) -> None:
        if self._end and t - self._t[0] >= 2.0 * KEPT_S:
            self._let_go_before(t - KEPT_S)
        if self._end == len(self._t):
            self._t, self._values, self._confidence = (np.concatenate([b, b]) for b in (self._t, self._values, self._confidence))
        self._t[self._end], self._values[self._end], self._confidence[self._end] = t, values, confidence
        self._end += 1

    def _let_go_before(self, t: float) -> None:
        first = int(self._t[: self._end].searchsorted(t - 1e-6))
        for buffer in (self._t, self._values, self._confidence):
            buffer[: self._end - first] = buffer[first : self._end]
        self._end, self._cut = self._end - first, max(0, self._cut - first)

    def span(self, t_start: float, t_end: float) -> slice:
        """Indices of the frames within t_start..t_end since the last cut; at least one where there is any."""
        first, last = self._t[: self._end].searchsorted((t_start - 1e-6, t_end + 1e-6)).tolist()
        if first == self._end and first:  # the newest frame, where all are older: what lies behind it is not ours
            first -= 1
        first = max(first, self._cut)
        return slice(first, last if last > first else first + 1)

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
        near = (own <= level + share * (own[-1] - level)).nonzero()[0]
        return float(t[near[-1]]) if len(near) else excursion.t_start

    def last_there(self, excursion: Excursion, column: int, sign: float) -> float:
        """When, before its turning point, it was last where it came back to, or nearly there, s."""
        out, back = self.span(excursion.t_start, excursion.t_turn), self.span(excursion.t_turn, excursion.t_end)
        own, level = sign * self._values[out, column], sign * self._values[back.stop - 1, column]
        there = (own <= level + NEARLY_SHARE * (own[-1] - level)).nonzero()[0]
        return float(self._t[out][there[-1]]) if len(there) else excursion.t_start

    def of_excursion(self, excursion: Excursion, column: int, sign: float) -> Figures:
        """Figures of a repetition counted on signal `column`."""
        return self.completed(self.at_a_glance(excursion, column, sign), excursion, column, sign)

    def at_a_glance(self, excursion: Excursion, column: int, sign: float) -> Figures:
        """The same without its traits, in a third of the time."""
        span = self.span(excursion.t_start, excursion.t_end)
        values, t = self._values[span], self._t[span]
        turn = min(int(t.searchsorted(excursion.t_turn)), len(t) - 1)
        table = self._table(values)
        table[2, : self._n] = values[-1] if excursion.half else 0.5 * (values[0] + values[-1])
        table[3, : self._n] = values[turn]
        share, tempo = _course(t, sign * values[:, column], excursion)
        table[0, self._n : self._n + 3] = excursion.t_end - excursion.t_start, share, tempo[0]
        return self._figures(span, table, tempo, excursion.half)

    def completed(self, glance: Figures, excursion: Excursion, column: int, sign: float) -> Figures:
        """glance: of that excursion; its traits are filled in."""
        values = self._values[self.span(excursion.t_start, excursion.t_end)]
        own = sign * values[:, column]
        frames = self._frames(excursion, values, own >= 0.5 * (own.max() + own.min()))
        self._traits.read(frames, glance.table[0, self._n :], glance.confidence)
        return glance

    def _frames(self, excursion: Excursion, own: Array, far: Flags) -> Frames:
        before_s = excursion.t_end - excursion.t_start + AGAIN_S
        around, before = (self._values[self.span(excursion.t_start - s, excursion.t_end)] for s in (BEFORE_S, FLIGHT_BEFORE_S))
        return Frames(own, around, before, self._values[self.span(excursion.t_start - before_s, excursion.t_start)], far)

    def of_stretch(self, t_start: float, t_end: float) -> Figures:
        """Figures of any stretch; start and turn are its mean, and of the specials, which are a repetition's, it has none."""
        span = self.span(t_start, t_end)
        table = self._table(self._values[span])
        table[2:] = table[1]
        return self._figures(span, table, (0.0, 0.0, 0.0), False)

    def movement(self, t_start: float, t_end: float, columns: Indices) -> tuple[Array, Array]:
        """Range and confidence of a few signals over a stretch."""
        return self.ways(t_start, t_end, columns), self.seen(t_start, t_end, columns)

    def ways(self, t_start: float, t_end: float, columns: Indices) -> Array:
        """Ranges of a few signals over a stretch."""
        values = self._values[self.span(t_start, t_end)].take(columns, axis=1)
        ways: Array = values.max(axis=0) - values.min(axis=0)
        return ways

    def way(self, t_start: float, t_end: float, column: int) -> float:
        """Range of one signal over a stretch."""
        values = self._values[self.span(t_start, t_end), column]
        return float(values.max() - values.min())

    def seen(self, t_start: float, t_end: float, columns: Indices) -> Array:
        """Confidences of a few signals over a stretch."""
        return mean_of(self._confidence[self.span(t_start, t_end)].take(columns, axis=1))

    def means(self, t_start: float, t_end: float, columns: Indices) -> Array:
        """Of a few signals over a stretch."""
        return mean_of(self._values[self.span(t_start, t_end)].take(columns, axis=1))

    def _table(self, values: Array) -> Array:
        """Ranges and means in their rows; the rest is to be filled in."""
        table = np.zeros((len(STATS), self._n + len(SPECIALS)))
        np.subtract(values.max(axis=0), values.min(axis=0), out=table[0, : self._n])
        table[1, : self._n] = mean_of(values)
        return table

    def _figures(self, span: slice, table: Array, tempo: tuple[float, float, float], half: bool) -> Figures:
        confidence = np.empty(self._n + len(SPECIALS))
        confidence[: self._n] = mean_of(self._confidence[span])
        confidence[self._n :] = 0.0 if half else 1.0
        return Figures(table, confidence, tempo)


def _course(t: Array, own: Array, excursion: Excursion) -> tuple[float, tuple[float, float, float]]:
    """Share of the time spent on the far half of the way, and the tempo."""
    top, bottom = float(own.max()), float(own.min())
    reach = top - bottom
    far = np.count_nonzero(own > top - 0.5 * reach)
    at_turn = t[own > top - 0.1 * reach]
    first, last = float(at_turn[0]), float(at_turn[-1])
    tempo = (max(0.0, first - excursion.t_start), last - first, max(0.0, excursion.t_end - last))
    return far / len(own), tempo
