"""MotionState -> repetitions of exercises, each counted once.

What is being done and how often it was done are one decision. Movements that gestures can mimic are counted once they were
seen more than once, then all together. Refuses to know: form, cues, words, clocks.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from edge.judge.accounts import Accounts
from edge.judge.candidate import (
    CLEAR,
    MIMICS,
    SAME_TIME,
    STEADY_FEWEST,
    Candidate,
    apart,
    are_opposite,
    is_regular,
    leads_through,
    overlap,
    shallow_before,
)
from edge.judge.done import STALE_S, Done
from edge.judge.enough import DOUBT_EXTRA, needed
from edge.judge.history import History
from edge.judge.reps import Excursion
from edge.judge.rules import Rule
from edge.judge.suggest import FITS, MEMORY_S, Suggester
from edge.messages import MotionState

STEADY_ALIKE, IN_A_HOLD = 2, 8
UNCONFIRMED_SHARE = 0.4
"""What lacks one of its kind is counted at the end when it fills this share of everything seen: the clip is about it."""
FEWEST_IN_A_SHOT, SHARE_OF_A_SHOT = 3, 0.7
"""... of one shot of several at least so many that fill more of it: who comes, picks something up and goes again was in one, too."""
RENAME_LEAD, NAMED_BY = 1.0, 5
"""A set gets another name when that costs less by so much over its last repetitions, at most so many; its first has no say beside two:
what comes between two repetitions, a jump's flight, is measured with the second of them."""
STILL_BEFORE_S = 3.0
"""Before a set of lone movements their signals did nothing else for so long."""
AT_ONCE_S = 1.0
"""What was first seen at its turning point is only believed alone where all began with it: who walks in later may seem to rise."""
FOLLOWS_S = 2.0
"""A movement that fits worse is one of the set when it follows within this, or within the last repetition's length."""
LEAD, LEAD_CURRENT = 0.6, 1.25
"""An exercise is chosen when no rival explains clearly more of the last seconds; it replaces another only when it explains clearly more."""


class Counter:
    """Counts whatever of the known exercises is done."""

    def __init__(self, rules: Sequence[Rule], signals: Sequence[str]) -> None:
        self._suggester = Suggester(rules, signals)
        self._waiting, self._in_a_hold = deque[Candidate](), deque[Candidate](maxlen=IN_A_HOLD)
        self._accounts = Accounts()
        self._done = Done()
        self.began = self._shot_began = float("inf")
        """When somebody was seen first, at all and since the last cut, s."""
        self.current: str | None = None
        self._interrupted: str | None = None
        """What was being done at the last cut, or before it where nothing was: a model in doubt jumps several times."""
        self._counts_here = False
        """Whether anything was counted since then."""
        self.held_since = float("inf")
        """Since when a position is held: nothing is counted in it but the shallow first of a set."""

    @property
    def history(self) -> History:
        return self._suggester.history

    def choose(self, exercise: str | None) -> None:
        """A person says what will be done; None: find out."""
        self._suggester.chosen = exercise

    @property
    def is_away(self) -> bool:
        """Whether a repetition of the current exercise may be under way."""
        return self.current is not None and self._suggester.is_away(self.current)

    def rest(self) -> None:
        """Nothing is being done any more."""
        self.current = None

    def feed(self, state: MotionState) -> list[Candidate]:
        """Repetitions that are certain with this state, oldest first."""
        before = self._end_shot() if state.cut and not self.history.empty else []
        self.began, self._shot_began = min(self.began, state.t), min(self._shot_began, state.t)
        fresh = self._suggester.feed(state, self.current)
        self._forget(state.t)
        return before + self._decide_on(fresh) if fresh else before

    def _end_shot(self) -> list[Candidate]:
        """The picture jumps: what was about to end, and then whatever comes may be anything."""
        counted = self._close(self.history.ends)
        self._interrupted, self.current = self.current or self._interrupted, None
        self._counts_here, self._shot_began = False, float("inf")
        self._accounts.clear()
        return counted

    def finish(self, t: float) -> list[Candidate]:
        """At the end of everything."""
        return self._close(t, whole=True)

    def _close(self, t: float, whole: bool = False) -> list[Candidate]:
        """What was about to end, and when nothing was counted what could not be confirmed. whole: that is all there will be."""
        counted = self._decide_on(self._about_to_end(t))
        return counted if self._counts_here else self._unconfirmed(t, whole)

    def _about_to_end(self, t: float) -> list[Candidate]:
        """In a set only of its own kind: a clip is cut in the midst of other movements too."""
        last = self._suggester.finish(t, self.current)
        return [c for c in last if c.rule.exercise == self.current] if self._counts_here else last

    def _forget(self, t: float) -> None:
        while self._waiting and self._waiting[0].t_end < t - MEMORY_S:
            self._waiting.popleft()
        self._accounts.forget(t)

    def _decide_on(self, fresh: list[Candidate]) -> list[Candidate]:
        self._in_a_hold.extend(candidate for candidate in fresh if candidate.t_start >= self.held_since)
        fresh = [candidate for candidate in fresh if candidate.t_start < self.held_since]
        self._waiting.extend(fresh)
        self._accounts.add(fresh)
        return [counted for candidate in self._as_the_set_goes(fresh) for counted in self._decide(candidate)]

    def _as_the_set_goes(self, fresh: list[Candidate]) -> list[Candidate]:
        """What the set under way can account for is asked first as one of its own: whether it has another name is decided for all of it."""
        own = [c.excursion for c in fresh if c.rule.exercise == self.current and c.cost <= FITS]
        return sorted(fresh, key=lambda c: c.rule.exercise != self.current or c.excursion not in own)

    def _decide(self, candidate: Candidate) -> list[Candidate]:
        """What this candidate makes certain."""
        if self._done.holds(candidate):
            return []
        if candidate.rule.exercise == self.current:
            sure = candidate.is_the_movement or (candidate.cost <= FITS and self._follows(candidate))
            return self._count([self._named(candidate)]) if sure and self._is_like_the_set(candidate) else []
        return self._begin_with(candidate) if candidate.is_full else []

    def _begin_with(self, candidate: Candidate) -> list[Candidate]:
        """The same of something else than what is being done."""
        if self._resumes(candidate):
            return self._count([candidate])
        if self._is_confirmed(candidate):
            if self._follows(candidate) and self._fits_the_set(candidate):
                return self._count([self._renaming(candidate)])
            kin = self._kin(candidate, confirmed=True)
            kin = [*shallow_before(kin[0], [*self._in_a_hold, *self._waiting]), *kin]
            return self._count([c for c in self._with_misnamed(kin) if c.t_start >= self._done.busy_until(self.current)])
        return self._count_as_before(candidate)

    def _resumes(self, candidate: Candidate) -> bool:
        """Whether the set that a cut interrupted, or somebody who walked through the picture, goes on with it."""
        if self.current is not None or candidate.rule.exercise != self._interrupted or self._done.is_stale(candidate):
            return False
        return candidate.wins and candidate.cost <= FITS and self._is_like_the_set(candidate)

    def _follows(self, candidate: Candidate) -> bool:
        """Whether it comes so soon after the last repetition, on the same signal, that it must be one of the set."""
        last = self._done.last
        if self.current is None or last is None:
            return False
        soon = candidate.t_start - last.t_end < max(last.duration, FOLLOWS_S)
        return soon and (last.excursion.row == candidate.excursion.row or last.rule.exercise == candidate.rule.exercise)

    def _with_misnamed(self, kin: list[Candidate]) -> list[Candidate]:
        """A confirmed set with those of its repetitions that by themselves would have another name, oldest first."""
        first, last = kin[0], kin[-1]
        if last.rule.side != "both":
            return kin
        misnamed = [
            replace(c, rule=last.rule)
            for c in self._waiting
            if c.excursion.row == last.excursion.row and c.rule is not last.rule and c.is_the_movement
            and c.t_end > first.t_start - STALE_S and any(c.is_like(k) for k in kin)
        ]  # fmt: skip
        return sorted([*kin, *misnamed], key=lambda c: c.t_end)

    def _count_as_before(self, candidate: Candidate) -> list[Candidate]:
        """The set goes on with a repetition that by itself would have another name: the same signal, the same size."""
        last = self._done.last
        if self.current is None or last is None or self._done.is_stale(candidate) or candidate.rule.side != "both":
            return []
        renamed = replace(candidate, rule=last.rule)
        goes_on = last.excursion.row == candidate.excursion.row and candidate.is_the_movement and self._is_like_the_set(renamed)
        return self._count([self._named(renamed)]) if goes_on else []

    def _named(self, candidate: Candidate) -> Candidate:
        """The same repetition under the name that fits the whole of its set best; it must be clearly better than the set's own."""
        if self._suggester.chosen is not None:
            return candidate
        others = [c for c in self._waiting if c.excursion is candidate.excursion and c.rule.exercise != self.current and c.is_full]
        best = min(others, key=lambda c: self._misfit(c.rule.exercise, c.excursion), default=candidate)
        return self._renaming(best) if self._fits_the_set(best) else candidate

    def _fits_the_set(self, candidate: Candidate) -> bool:
        """Whether its name fits the set under way clearly better than the set's own."""
        own, other = (self._misfit(name, candidate.excursion) for name in (self.current or "", candidate.rule.exercise))
        return other + RENAME_LEAD < own

    def _renaming(self, candidate: Candidate) -> Candidate:
        """The set gets this one's name."""
        self._done.rename(self.current, candidate.rule)
        return replace(candidate, renames=True)

    def _misfit(self, exercise: str, newest: Excursion) -> float:
        """What the set under way and its newest movement cost as that exercise, all together."""
        done = [c.excursion for c in self._done.of(self.current)]
        excursions = [*(done[1:] if len(done) > 1 else done)[-NAMED_BY:], newest]
        found = [[c.cost for c in self._waiting if c.excursion is x and c.rule.exercise == exercise] for x in excursions]
        return sum(min(costs, default=FITS) for costs in found)

    def _count(self, candidates: list[Candidate]) -> list[Candidate]:
        counted = []
        for candidate in candidates:
            if not self._done.holds(candidate):
                self.current, self._counts_here = candidate.rule.exercise, True
                self._done.add(candidate)
                counted.append(candidate)
        return counted

    def _is_like_the_set(self, candidate: Candidate) -> bool:
        if self._suggester.chosen is not None:
            return True
        since_last = [*self._done.of(self.current)[-1:], candidate]
        return self._suggester.is_all_there_was(since_last, 0.0) and self._done.is_like_the_set(candidate)

    def _is_confirmed(self, candidate: Candidate) -> bool:
        """Whether enough of its kind was seen, and nothing else explains the last seconds better."""
        if self._suggester.chosen is not None:
            return True
        busy = self.current is not None and not self._done.is_stale(candidate)
        if busy and self._done.last is not None and are_opposite(candidate, self._done.last):
            return False
        kin = apart(c for c in self._kin(candidate) if c.wins and c.is_full and (c.cost <= MIMICS or c.rule.confirm == 1))
        seam = self.current is None and self._is_seam(candidate)
        alone = not busy and not (candidate.excursion.half and candidate.t_start > self.began + AT_ONCE_S)
        if not candidate.wins or not kin or len(kin) < needed(candidate, kin, alone, seam) - is_regular(kin):
            return False
        if not self._suggester.is_all_there_was(kin[-candidate.rule.confirm :], STILL_BEFORE_S):
            return False
        return self._accounts.favour(candidate, *((LEAD_CURRENT, self.began) if busy else (LEAD, kin[0].t_start)))

    def _is_seam(self, candidate: Candidate) -> bool:
        """Whether it is the way from one repetition of the opposite movement to the next: up and down between two squats."""
        return any(c.wins and c.t_start < candidate.t_start and leads_through(c, candidate) for c in self._waiting)

    def _kin(self, candidate: Candidate, confirmed: bool = False) -> list[Candidate]:
        """Candidates that can be repetitions of the same set, oldest first, this one among them.

        confirmed: the set is certain, so that one of its repetitions may have been smaller.
        """
        own = [c for c in self._waiting if c.rule.counts_as(candidate.rule) and c.is_near and c.rule.lone <= candidate.rule.lone]
        same = [c for c in own if not self._done.led_through(c)]
        if candidate.rule.steady:
            return self._unbroken(candidate, same, steady=not confirmed)
        alike = [c for c in same if c is candidate or c.is_like(candidate)]
        if confirmed:
            alike = [c for c in same if any(c is k or c.is_like(k) for k in alike)]
        alike.sort(key=lambda c: c.t_end)
        longest = 2 * candidate.longest_pause if candidate.is_small else candidate.rule.pause
        pauses = [i for i in range(1, len(alike)) if alike[i].t_start - alike[i - 1].t_end > longest]
        return alike[pauses[-1] :] if pauses else alike

    def _unbroken(self, candidate: Candidate, same: list[Candidate], steady: bool) -> list[Candidate]:
        """The run of like movements that this one ends: gestures resemble each other now and then, a set does all the time.

        steady: only those that are closely alike; others are passed over, as a set has shallow repetitions among its good ones.
        """
        run, alike = [candidate], [candidate]
        belong = Candidate.is_like if steady else Candidate.may_be_one_set
        for excursion in self._suggester.ended(candidate.rule, candidate.t_end):
            if overlap(excursion, run[-1].excursion) > SAME_TIME or excursion.size < candidate.rule.smallest * candidate.excursion.size:
                continue
            before = next((c for c in same if c.excursion is excursion), None)
            if before is None and (not self._suggester.saw(excursion) or any(overlap(excursion, c.excursion) > SAME_TIME for c in same)):
                continue
            pause = candidate.longest_pause * (1 if steady else 2)
            if before is None or not all(belong(before, c) for c in run) or run[-1].t_start - before.t_end > pause:
                break
            run.append(before)
            near = alike[-1].t_start - before.t_end < pause + candidate.duration
            if near and all(before.is_like(c, steady=True) for c in alike):
                alike.append(before)
        return (alike if steady and 2 * len(alike) > len(run) else run if not steady else run[:1])[::-1]

    def _unconfirmed(self, t: float, whole: bool) -> list[Candidate]:
        """The longest run of what fits well and lacks one of its kind, the best of equally long ones."""
        good = [c for c in self._waiting if c.wins and c.is_full and c.cost <= CLEAR and not c.excursion.half and self._may_be_a_set(c)]
        sets = [[k for k in self._kin(c, confirmed=True) if k.t_start >= self._shot_began] for c in good]
        fewest, share = (1, UNCONFIRMED_SHARE) if whole and self._shot_began == self.began else (FEWEST_IN_A_SHOT, SHARE_OF_A_SHOT)
        least_s = share * (t - self._shot_began)
        filling = [run for run in sets if len(apart(run)) >= fewest and sum(c.duration for c in apart(run)) > least_s]
        best = min(filling, key=lambda run: (-len(apart(run)), float(np.mean([c.cost for c in run]))), default=[])
        return self._count(best)

    def _may_be_a_set(self, candidate: Candidate) -> bool:
        """Whether, when nothing more will come, enough was seen: a plain one, several that are not, or gestures mostly alike."""
        run = apart(self._kin(candidate, confirmed=True))
        if candidate.rule.steady:
            return len(run) >= STEADY_FEWEST and max(len(apart(self._kin(c))) for c in run) >= STEADY_ALIKE
        return candidate.plain or len(run) > DOUBT_EXTRA
