"""Still moments -> how the person stands or sits while idle, and the positions that are held on purpose.

Refuses to know: clocks, cameras. Both look at the last moments only, ten times a second.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from edge.judge.history import Figures, History
from edge.judge.recognise import Recogniser
from edge.judge.rules import Rule
from edge.messages import Flags

WINDOW_S = 1.2
STILL_RAD, HOLD_STILL_RAD = math.radians(16.0), math.radians(24.0)
HOLD_STILL_M = 0.07
"""Nor does the chest rise or sink in a hold by more than this: from behind, the arms of a push-up hardly seem to bend."""
HOLD_FITS, HOLD_FITS_CHOSEN = 1.0, 3.0
HOLD_LEAST_S = 3.0
HOLD_LOST_S = 0.8
"""A hold survives a wobble of this length."""
POSTURE_S = 2.0
LEAN_RAD, SLOUCH_RAD, HEAD_FORWARD_M = math.radians(12.0), math.radians(14.0), 0.11
UPRIGHT_MOST_RAD = math.radians(45.0)
SEEN = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """A position kept from t_start to t_end."""

    rule: Rule
    t_start: float
    t_end: float
    figures: Figures


class HoldFinder:
    """Times plank, wall sit and their like."""

    def __init__(self, rules: Sequence[Rule], signals: Sequence[str], still: Sequence[str]) -> None:
        self._rules = tuple(rule for rule in rules if rule.hold)
        self._recogniser = Recogniser(self._rules, signals)
        self._needs = [[list(signals).index(name) for name in rule.needs] for rule in self._rules]
        self._watched = np.array([list(signals).index(name) for name in still])
        self._chest = list(signals).index("chest_y")
        self._rule: Rule | None = None
        self._since = self._last_good = 0.0
        self._figures: Figures | None = None
        self.chosen: str | None = None

    @property
    def current(self) -> str | None:
        """The position that has been held long enough to count."""
        if self._rule is None or self._last_good - self._since < HOLD_LEAST_S:
            return None
        return self._rule.exercise

    @property
    def since(self) -> float:
        return self._since

    def feed(self, t: float, history: History) -> Held | None:
        """A hold that ended."""
        figures = history.of_stretch(t - WINDOW_S, t) if self._is_still(t, history) else None
        rule = None if figures is None else self._fitting(figures)
        if rule is not None and rule is self._rule:
            self._last_good, self._figures = t, figures
            return None
        if self._rule is not None and rule is None and t - self._last_good < HOLD_LOST_S:
            return None
        ended = self.finish()
        if rule is not None:
            self._rule, self._since, self._last_good, self._figures = rule, max(t - WINDOW_S, history.begins), t, figures
        return ended

    def finish(self) -> Held | None:
        """Ends what is held now."""
        rule, self._rule = self._rule, None
        if rule is None or self._figures is None or self._last_good - self._since < HOLD_LEAST_S:
            return None
        return Held(rule, self._since, self._last_good, self._figures)

    def _is_still(self, t: float, history: History) -> bool:
        """The chest is asked first: it alone says most of the time that nobody holds. Of what is not seen it may only seem that it turns:
        that is asked where something does."""
        if not self._rules or history.way(t - WINDOW_S, t, self._chest) > HOLD_STILL_M:
            return False
        turned = history.ways(t - WINDOW_S, t, self._watched).tolist()
        if max(turned) <= HOLD_STILL_RAD:
            return True
        seen = history.seen(t - WINDOW_S, t, self._watched).tolist()
        return all(way <= HOLD_STILL_RAD or how_well <= SEEN for way, how_well in zip(turned, seen, strict=True))

    def _fitting(self, figures: Figures) -> Rule | None:
        costs = np.where(self._possible(figures), self._recogniser.costs(figures), math.inf)
        best = int(costs.argmin())
        limit = HOLD_FITS if self.chosen is None else HOLD_FITS_CHOSEN
        return self._rules[best] if costs[best] <= limit else None

    def _possible(self, figures: Figures) -> Flags:
        """Rules whose needed signals are seen and that may be told unasked, or are the one that a person chose."""
        seen = [all(figures.confidence[i] >= SEEN for i in needs) for needs in self._needs]
        asked = [rule.exercise == self.chosen if self.chosen is not None else not rule.told for rule in self._rules]
        possible: Flags = np.array(seen) & np.array(asked)
        return possible


class PostureJudge:
    """Names the idle posture when it has lasted."""

    def __init__(self, place: Mapping[str, int]) -> None:
        self._looked_at = np.array([place["trunk"], place["head_forward"]])
        self._candidate = self._said = "none"
        self._since = 0.0

    def feed(self, t: float, history: History) -> str | None:
        """The posture's name when it changed; `none` where it cannot be judged."""
        name = self._name(t, history)
        if name != self._candidate:
            self._candidate, self._since = name, t
        if name == self._said or t - self._since < POSTURE_S:
            return None
        self._said = name
        return name

    def leave(self) -> str | None:
        """The person does something: posture is not judged."""
        changed = self._said != "none"
        self._candidate = self._said = "none"
        return "none" if changed else None

    def _name(self, t: float, history: History) -> str:
        (moved, _), (trunk_seen, head_seen) = history.movement(t - WINDOW_S, t, self._looked_at)
        if trunk_seen < SEEN or moved > STILL_RAD:
            return "none"
        trunk, forward = history.means(t - WINDOW_S, t, self._looked_at)
        head = forward > HEAD_FORWARD_M and head_seen > SEEN
        if trunk > UPRIGHT_MOST_RAD:
            return "none"
        if trunk > SLOUCH_RAD and head:
            return "slouching"
        if trunk > LEAN_RAD:
            return "leaning"
        return "head_forward" if head else "upright"
