"""WornState -> the repetitions that the camera did not see.

The worn sensors' counters run along while the camera looks, so that they know the rhythm, and are believed while it does not.
Refuses to know: exercises, form, how a worn sensor counts.
"""

import math
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from edge.judge.worn import WornCounter, WornRep
from edge.messages import Rep, WornState

AWAY_S = 1.5
"""Nobody seen for this long: the camera is covered, off, or elsewhere."""
REMEMBERED = 8
COMPARED = 4
"""So many of the last seen repetitions tell how the sensor's turns lie to the camera's."""
NOTICED_S = 0.5
"""The camera counts a repetition this long after its end; what it saw of one that ended later was not enough."""
SOONEST = 0.6
"""A sensor may feel two swings in what the camera has seen to be one repetition (leaning to sit down, and to stand up again): after less
than this share of the usual time from turn to turn there is no next one.
"""
LONGEST_PAUSE_S = 15.0
SAME_TIME = 0.4
"""Two repetitions that share more than this of the shorter one are one."""
OTHER_PLACE_S = 8.0
"""While one place counts, the others are not asked; after this long without a repetition, they are."""


@dataclass(slots=True)
class Absence:
    """From the last look of the camera until its next."""

    start: float
    end: float = math.inf

    def holds(self, rep: WornRep) -> bool:
        """Whether it turned, or came back, unseen."""
        return self.start < rep.t_end + NOTICED_S and rep.t_turn < self.end


class Unwatched:
    """All worn sensors of one person."""

    def __init__(self) -> None:
        self._counters: dict[str, WornCounter] = {}
        self._felt: dict[str, deque[WornRep]] = {}
        self._seen: deque[Rep] = deque(maxlen=REMEMBERED)
        self._counted: deque[WornRep | Rep] = deque(maxlen=REMEMBERED)
        self._waiting: list[WornRep] = []
        self._absence = Absence(-math.inf)
        self._looked = -math.inf
        self._place, self._place_t = "", -math.inf

    def look(self, t: float) -> None:
        """The camera sees the person."""
        if t - self._looked > AWAY_S and self._absence.end == math.inf:
            self._absence.end = t
        self._looked = t

    def seen(self, rep: Rep) -> None:
        """The camera counted one."""
        self._seen.append(rep)
        self._counted.append(rep)

    def knows(self, t_start: float, t_end: float) -> bool:
        """Whether this time is taken by a repetition that was counted without the camera."""
        return any(isinstance(rep, WornRep) and _overlap(rep, t_start, t_end) > SAME_TIME for rep in self._counted)

    def feed(self, state: WornState) -> list[WornRep]:
        """What to count now, oldest first."""
        self._notice_absence(state.t)
        counter = self._counters.setdefault(state.where, WornCounter())
        return self._believed(state.where, state.t, counter.feed(state))

    def finish(self, t: float) -> list[WornRep]:
        """The end of everything."""
        self._notice_absence(t)
        return [rep for place, counter in self._counters.items() for rep in self._believed(place, t, counter.finish())]

    def _notice_absence(self, t: float) -> None:
        if t - self._looked > AWAY_S and self._absence.end < math.inf:
            self._absence = Absence(self._looked)

    def _believed(self, place: str, t: float, fresh: list[WornRep]) -> list[WornRep]:
        """Of what a place felt, and of what had to wait until it was clear that the camera is away."""
        self._felt.setdefault(place, deque(maxlen=REMEMBERED)).extend(fresh)
        if fresh and (place == self._place or t - self._place_t > OTHER_PLACE_S):
            self._place, self._place_t = place, t
            self._waiting += [self._as_seen(rep, place) for rep in fresh]
        return self._unseen()

    def _unseen(self) -> list[WornRep]:
        believed = []
        for rep in self._waiting:
            if self._absence.holds(rep) and not self._is_counted(rep):
                believed.append(rep)
                self._counted.append(rep)
        self._waiting = [rep for rep in self._waiting if not self._absence.holds(rep) and rep.t_end + NOTICED_S > self._looked]
        return believed

    def _is_counted(self, rep: WornRep) -> bool:
        """Whether the camera counted it, or it is a part of the last one."""
        if self._counted and rep.t_turn - self._counted[-1].t_turn < SOONEST * self._usual_pause():
            return True
        return any(_overlap(rep, seen.t_start, seen.t_end) > SAME_TIME for seen in self._seen)

    def _usual_pause(self) -> float:
        """From turn to turn, s, as the camera saw it lately; 0 where it saw none."""
        pauses = [after.t_turn - before.t_turn for before, after in pairwise(list(self._seen)[-COMPARED:])]
        pauses = [pause for pause in pauses if pause < LONGEST_PAUSE_S]
        return float(np.median(pauses)) if pauses else 0.0

    def _as_seen(self, rep: WornRep, place: str) -> WornRep:
        """With the times that the camera would have given: it may turn at the top where the sensor turns half way."""
        turns = [felt.t_turn for felt in self._felt[place]]
        both = [(seen, _later(turns, seen)) for seen in list(self._seen)[-COMPARED:]]
        both = [(seen, later) for seen, later in both if abs(later) < seen.t_end - seen.t_start]
        if not both:
            return rep
        last, turn = both[-1][0], rep.t_turn + float(np.median([later for _, later in both]))
        return replace(rep, t_start=turn - (last.t_turn - last.t_start), t_turn=turn, t_end=turn + (last.t_end - last.t_turn))


def _later(turns: Iterable[float], seen: Rep) -> float:
    """How much later the camera saw this turn than the sensor felt it, s; negative for earlier."""
    return min((seen.t_turn - turn for turn in turns), key=abs)


def _overlap(rep: WornRep | Rep, t_start: float, t_end: float) -> float:
    """Shared time as a share of the shorter of the two; negative when apart."""
    shared = min(rep.t_end, t_end) - max(rep.t_start, t_start)
    return shared / max(min(rep.t_end - rep.t_start, t_end - t_start), 0.1)
