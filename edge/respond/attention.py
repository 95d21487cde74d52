"""The latest repetitions -> which fault deserves words, and how soon again.

Words are for what persists, and become rarer as the athlete improves: bandwidth and faded feedback (Winstein & Schmidt 1990,
J Exp Psychol: Learning 16(4); Sadowski, Mastalerz & Niznikowski 2013, J Hum Kinet 37). Refuses to know: channels, languages, clocks.
"""

from collections import deque

from edge.messages import Rep

RECENT = 10
"""Repetitions that tell how well it goes."""
PERSISTS, OF = 2, 3
"""A fault persists when so many of the last so many repetitions have it."""
IMPROVED = 0.7
"""From this share of good ones among the recent, a fault must be seen once more before it is spoken of."""
REPEAT_GAP_S = 9.0
FADING = 2.0
"""How many times longer, beyond once, the same words wait when every recent repetition was good."""


class Attention:
    """Remembers the repetitions of the exercise that is being done."""

    def __init__(self) -> None:
        self._exercise = ""
        self._recent: deque[tuple[str, ...]] = deque(maxlen=RECENT)

    def feed(self, rep: Rep) -> None:
        if rep.exercise != self._exercise:
            self._exercise = rep.exercise
            self._recent.clear()
        self._recent.append(rep.faults)

    def persists(self, fault: str) -> bool:
        """Whether a fault is more than a slip."""
        more = self.good_share >= IMPROVED
        seen = [fault in faults for faults in self._recent]
        return sum(seen[-2 * OF if more else -OF :]) >= PERSISTS + more

    @property
    def good_share(self) -> float:
        """Of the recent repetitions, 0..1; 0 before the first."""
        return sum(not faults for faults in self._recent) / len(self._recent) if self._recent else 0.0

    @property
    def repeat_gap_s(self) -> float:
        """Least time before the same words are said again."""
        return REPEAT_GAP_S * (1.0 + FADING * self.good_share)
