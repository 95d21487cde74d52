"""The ledger of a recording and a moment -> the board at that moment.

Refuses to know: pictures and bodies. Because the whole is known, an exercise is named from where it began, the ring runs through
each repetition, and each counts where it ended, even the first ones of a set, which live are only announced when a second confirms them.
"""

from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate

from edge.draw import Board, Mark
from edge.ledger import Ledger, Segment
from edge.messages import Cue, Priority, Rep
from edge.respond.sentences import say

FLASH_S = 0.7
"""How long a counted repetition lights up."""
CUE_S = 2.8
"""How long a cue stays readable."""
FADE_S = 0.25
SILENT = frozenset({"idle", "unknown"})
"""Answers that need no title."""


class Story:
    """start, end: of the recording on its own time line, s."""

    def __init__(self, ledger: Ledger, segments: list[Segment], start: float, end: float, words: Mapping[str, str]) -> None:
        self._ledger, self._segments, self._words = ledger, segments, words
        self._start, self._length = start, max(end - start, 1e-6)
        self._reps = sorted(ledger.reps, key=lambda rep: rep.t_end)
        self._ends = [rep.t_end for rep in self._reps]
        self._good = [0, *accumulate(rep.good is True for rep in self._reps)]
        self._faulty = [0, *accumulate(rep.good is False for rep in self._reps)]
        self._by_start = sorted(ledger.reps, key=lambda rep: rep.t_start)
        self._starts = [rep.t_start for rep in self._by_start]
        self._segment_starts = [segment.start for segment in segments]
        self._score_times = [score.t for score in ledger.scores]
        self._cues = [cue for cue in ledger.cues if cue.channel == "text"]
        self._cue_times = [cue.t for cue in self._cues]
        self._marks = tuple(Mark(self._share(rep.t_end), rep.good) for rep in self._reps)

    def segment_at(self, t: float) -> int | None:
        """Index of what is being done at t; None before anything was known."""
        place = bisect_right(self._segment_starts, t) - 1
        return place if place >= 0 else None

    def board(self, t: float) -> Board:
        count = bisect_right(self._ends, t)
        last = self._reps[count - 1] if count else None
        scored = bisect_right(self._score_times, t)
        cue, strength = self._cue(t)
        return Board(
            exercise=self._title(t),
            count=count,
            good=self._good[count],
            faulty=self._faulty[count],
            progress=self._progress(t),
            flash=max(0.0, 1.0 - (t - last.t_end) / FLASH_S) if last else 0.0,
            flash_good=last.good if last else True,
            hold_s=next((t - hold.t_start for hold in self._ledger.holds if hold.t_start <= t <= hold.t_end), None),
            score=self._ledger.scores[scored - 1].value if scored else None,
            cue=say(self._words, cue.text, cue.fields) if cue else "",
            cue_strength=strength,
            praise=cue is not None and cue.priority is Priority.PRAISE,
            playhead=self._share(t),
            marks=self._marks,
        )

    def _share(self, t: float) -> float:
        return min(max((t - self._start) / self._length, 0.0), 1.0)

    def _title(self, t: float) -> str:
        place = self.segment_at(t)
        name = self._segments[place].name if place is not None else "unknown"
        return "" if name in SILENT else say(self._words, f"exercise.{name}")

    def _progress(self, t: float) -> float:
        place = bisect_right(self._starts, t) - 1
        rep = self._by_start[place] if place >= 0 else None
        return _way_through(rep, t) if rep and t < rep.t_end else 0.0

    def _cue(self, t: float) -> tuple[Cue | None, float]:
        """The newest cue, if it is still to be read, and how strongly it stands there."""
        place = bisect_right(self._cue_times, t) - 1
        age = t - self._cue_times[place] if place >= 0 else CUE_S
        if age >= CUE_S:
            return None, 0.0
        return self._cues[place], min(1.0, age / FADE_S, (CUE_S - age) / FADE_S)


def _way_through(rep: Rep, t: float) -> float:
    """Half the ring to the turning point, the other half back."""
    if t < rep.t_turn:
        return 0.5 * (t - rep.t_start) / max(rep.t_turn - rep.t_start, 1e-6)
    return 0.5 + 0.5 * (t - rep.t_turn) / max(rep.t_end - rep.t_turn, 1e-6)
