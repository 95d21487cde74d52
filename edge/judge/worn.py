"""WornState of one place -> repetitions, whatever the exercise.

Refuses to know: exercises, the camera, clocks: time comes with the states.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from edge.judge.worn_felt import Felt
from edge.judge.worn_lone import lone
from edge.judge.worn_rhythm import Swing, smooth
from edge.judge.worn_set import ANY_MOVEMENT, SHORTEST_PAUSE, SLOW_LIFT, WornSet, begun
from edge.messages import WornState

WINDOW_S = 20.0
LOOK_EVERY, LISTEN_EVERY = 5, 10
"""Rows between two looks at a set in progress, 0.2 s; and for one that begins, which gives all its repetitions so far at once."""
SLOW_LIFTS_EVERY = 4
"""So many looks for any set that begins to one for a set of slow lifts."""
TREMOR_S = 0.3
"""What is quicker than this is no repetition."""
FEWEST_ROWS = 10
IDLE_S, IDLE_PERIODS = 6.0, 2.5
"""A set is over after this long without a repetition, whichever is longer."""
LONE_CONFIDENCE, MISSED_SHARE = 0.5, 0.5
SURE_RHYTHM = 0.6
"""A rhythm this strong went on while the sensor was silent."""


@dataclass(frozen=True, slots=True)
class WornRep:
    """One repetition of whatever is being done. size: along the dominant direction, in gravities. confidence: 0..1."""

    t_start: float
    t_turn: float
    t_end: float
    size: float
    confidence: float


class WornCounter:
    """One sensor. A set is certain with its second repetition (a small movement's with its third) and all so far are given then;
    each later one soon after its turn.
    """

    def __init__(self) -> None:
        self._felt = Felt(WINDOW_S)
        self._set: WornSet | None = None
        self._unseen = self._listened = 0
        self._first_t, self._last_turn = math.inf, -math.inf

    def feed(self, state: WornState) -> list[WornRep]:
        """Repetitions that are certain with this state, oldest first."""
        self._first_t = min(self._first_t, state.t)
        self._unseen += self._felt.feed(state)
        return self._look(final=False) if self._unseen >= (LISTEN_EVERY if self._set is None else LOOK_EVERY) else []

    def finish(self) -> list[WornRep]:
        """At the end of everything: the one that was about to end; where nothing was counted, a single clear one."""
        found = self._look(final=True)
        return found if found or self._last_turn > -math.inf else self._lone()

    def _look(self, final: bool) -> list[WornRep]:
        self._unseen = 0
        if len(self._felt.series) < FEWEST_ROWS:
            return []
        series = smooth(self._felt.series, TREMOR_S)
        if self._set is not None:
            return self._follow(self._set, self._set.follow(series, final))
        beginning = begun(series, ANY_MOVEMENT) or (begun(series, SLOW_LIFT) if self._is_time_for_slow_lifts() else None)
        if beginning is None:
            return []
        self._set, run = beginning
        return self._count(self._set, run)

    def _is_time_for_slow_lifts(self) -> bool:
        self._listened += 1
        return self._listened % SLOW_LIFTS_EVERY == 0

    def _follow(self, going_on: WornSet, found: Sequence[Swing]) -> list[WornRep]:
        counted = self._count(going_on, found)
        if self._felt.t - self._last_turn > max(IDLE_S, IDLE_PERIODS * going_on.period):
            self._set = None
        return counted

    def _count(self, going_on: WornSet, found: Sequence[Swing]) -> list[WornRep]:
        """Each turn once, with those that were missed while the sensor was silent."""
        counted: list[WornRep] = []
        for swing in found:
            turn = self._felt.when(swing.turn)
            if going_on.is_usual(swing) and turn > self._last_turn + SHORTEST_PAUSE * going_on.period:
                rep = self._rep(swing, going_on.strength)
                counted += [*self._missed(going_on, rep), rep]
                going_on.remember(swing, turn - self._last_turn)
                self._last_turn = turn
        return counted

    def _rep(self, swing: Swing, confidence: float) -> WornRep:
        start, turn, end = (self._felt.when(place) for place in (swing.start, swing.turn, swing.end))
        return WornRep(start, turn, end, swing.size, round(min(1.0, confidence), 3))

    def _missed(self, going_on: WornSet, rep: WornRep) -> list[WornRep]:
        """Those between the last turn and this one, if a strong rhythm was interrupted by a silence of the sensor only."""
        silent_from, silent_to = self._felt.silence
        pause = rep.t_turn - self._last_turn
        interrupted = -math.inf < self._last_turn < silent_to and silent_from < rep.t_turn
        if not interrupted or going_on.strength < SURE_RHYTHM:
            return []
        missed = min(round(pause / going_on.period) - 1, math.ceil((silent_to - silent_from) / going_on.period))
        step = pause / (missed + 1)
        turns = [self._last_turn + step * (i + 1) for i in range(missed)]
        return [WornRep(t - step / 2, t, t + step / 2, rep.size, round(MISSED_SHARE * rep.confidence, 3)) for t in turns]

    def _lone(self) -> list[WornRep]:
        if len(self._felt.series) < FEWEST_ROWS or self._felt.since > self._first_t:
            return []
        swing = lone(smooth(self._felt.series, TREMOR_S))
        return [] if swing is None else [self._rep(swing, LONE_CONFIDENCE)]
