"""MotionState, Tick and Command -> Exercise, Rep, Hold, Set, Posture, Fault, Score, View: the room's face.

Refuses to know: landmarks, words, outputs, clocks.
"""

import json
import math
from collections.abc import Iterator, Sequence

from edge.errors import InputError
from edge.judge.candidate import Candidate
from edge.judge.counter import Counter
from edge.judge.form import Deviation, FormJudge
from edge.judge.posture import Held, HoldFinder, PostureJudge
from edge.judge.reps import Excursion
from edge.judge.rules import Rule, Rules, parse_rules
from edge.judge.unlisted import unlisted
from edge.judge.unwatched import Unwatched
from edge.judge.view import ViewJudge
from edge.judge.worn import WornRep
from edge.messages import Command, Event, Exercise, Fault, Hold, MotionState, Posture, Rep, Score, Set, Side, Tick, WornState

TEACH = "teach"
"""The Command that brings a taught exercise in mid-session: its name and its entry as JSON, known to be good."""
SET_IDLE_S = 8.0
"""A set ends when nothing was repeated for this long (or the usual pause of the set, doubled)."""
LONGEST_PAUSE_S = 20.0
UNSEEN_SHARE = 0.5
"""Of the worn counter's own confidence, for a repetition that the camera did not see."""
UNLISTED_SURE = 0.3
"""How sure a repetition is of which nobody knows what it was."""
STILL_SIGNALS = ("knees", "hips", "shoulders", "elbows", "trunk")


class Judge:
    """Tells exercises, counts, scores."""

    def __init__(self, rules: Rules, signals: Sequence[str], chosen: str | None = None, angular: frozenset[str] = frozenset()) -> None:
        """angular: the signals that are taught in degrees."""
        self._rules, self._signals, self._angular = rules, signals, angular
        self._counter = Counter(rules.unasked, signals)
        self._holds = HoldFinder(rules.all, signals, STILL_SIGNALS)
        self._form = FormJudge(signals)
        self._posture = PostureJudge({name: i for i, name in enumerate(signals)})
        self._view = ViewJudge(list(signals).index("facing"))
        self._unwatched = Unwatched()
        self._cameras = {rule.exercise: rule.camera for rule in rules.all}
        self._exercise = ""
        self._chosen: str | None = None
        self._alone = False
        """Whether what is chosen is counted by itself, for unasked it is not told at all."""
        self._reps: list[Rep] = []
        self._number = self._set_number = 0
        self._scores = 0.0
        self._scored = 0
        self._seen = self._held = False
        self._last_end = 0.0
        self.choose(chosen)

    def choose(self, exercise: str | None) -> None:
        """A person says what will be done; None: find out."""
        own = self._rules.of(exercise) if exercise is not None else ()
        hold, asked = any(rule.hold for rule in own), tuple(rule for rule in own if rule.told and not rule.hold)
        if asked or self._alone:
            self._counter = Counter(asked or self._rules.unasked, self._signals)
        self._alone = bool(asked)
        self._counter.choose(exercise)
        self._chosen = exercise
        self._holds.chosen = exercise if exercise is None or hold else ""

    def feed(self, sample: MotionState | WornState | Tick | Command) -> Iterator[Event]:
        if isinstance(sample, MotionState):
            yield from self._feed_state(sample)
        elif isinstance(sample, WornState):
            self._seen = True
            yield from self._count_unseen(sample.t, self._unwatched.feed(sample))
        elif isinstance(sample, Tick):
            yield from self._feed_tick(sample.t)
        elif sample.name == "exercise":
            self.choose(self._wanted(sample.value))
        elif sample.name == TEACH:
            self._rules = self._rules.joined(parse_rules(json.loads(sample.value), self._signals, self._angular))

    def _wanted(self, name: str) -> str | None:
        """None: find out, also where a taught exercise was forgotten since somebody chose it."""
        try:
            return None if name in ("", "auto") else self._rules.resolve(name)
        except InputError:
            return None

    def finish(self, t: float) -> Iterator[Event]:
        """The end: what is open is closed."""
        for counted in self._counter.finish(t):
            yield from self._count(t, counted)
        yield from self._count_unseen(t, self._unwatched.finish(t))
        yield from self._end_hold(t, self._holds.finish())
        yield from self._count_unlisted(t)
        yield from self._end_set(t)

    def _feed_state(self, state: MotionState) -> Iterator[Event]:
        self._seen = True
        self._unwatched.look(state.t)
        for counted in self._counter.feed(state):
            yield from self._count(state.t, counted)
        view = self._view.feed(state, self._cameras.get(self._exercise))
        if view is not None:
            yield view

    def _feed_tick(self, t: float) -> Iterator[Event]:
        if not self._exercise:
            yield from self._become("idle", t, t, 1.0)
        if not self._seen:
            return
        if self._reps and self._is_over(t - self._reps[-1].t_end):
            self._counter.rest()
            yield from self._end_set(t)
            yield from self._become("idle", t, self._last_end, 1.0)
        yield from self._look_at_stillness(t)

    def _look_at_stillness(self, t: float) -> Iterator[Event]:
        history = self._counter.history
        if history.empty:
            return
        yield from self._end_hold(t, self._holds.feed(t, history))
        holding = self._holds.current is not None and not self._reps
        self._counter.held_since = self._holds.since if holding else math.inf
        if self._holds.current is not None and not self._reps:
            yield from self._become(self._holds.current, t, self._holds.since, 0.9)
        posture = self._posture.feed(t, history) if self._exercise == "idle" else self._posture.leave()
        if posture is not None:
            yield Posture(t, posture)

    def _is_over(self, idle_s: float) -> bool:
        """Whether the set is, so long after its last repetition."""
        return idle_s > SET_IDLE_S and idle_s > (LONGEST_PAUSE_S if self._counter.is_away else self._patience())

    def _patience(self) -> float:
        """SET_IDLE_S or more."""
        if len(self._reps) < 2:
            return SET_IDLE_S
        usual = max(b.t_end - a.t_end for a, b in zip(self._reps, self._reps[1:], strict=False))
        return min(max(SET_IDLE_S, 2.0 * usual), LONGEST_PAUSE_S)

    def _count(self, t: float, counted: Candidate) -> Iterator[Event]:
        """What a worn sensor felt already is not counted again, but the name that it gives its set holds."""
        rule = counted.rule
        goes_on = bool(self._reps) and (counted.renames or rule.exercise == self._exercise)
        if self._unwatched.knows(counted.t_start, counted.t_end):
            if goes_on:
                yield from self._become(rule.exercise, t, self._reps[0].t_start, _sure(counted))
            return
        if not goes_on:
            yield from self._end_set(t)
        yield from self._become(rule.exercise, t, self._reps[0].t_start if goes_on else counted.t_start, _sure(counted))
        self._number += 1
        deviations = None if not rule.judged else self._form.deviations(rule, counted.figures)
        rep = self._rep(t, counted, deviations)
        self._reps.append(rep)
        self._unwatched.seen(rep)
        yield rep
        for deviation in deviations or ():
            yield _fault(t, rule, deviation, counted.side, self._number)
        if rep.score is not None:
            yield self._score(t, rep.score)

    def _rep(self, t: float, counted: Candidate, deviations: list[Deviation] | None) -> Rep:
        """deviations: None where it is seen too badly to be judged or measured."""
        x, rule = counted.excursion, counted.rule
        return Rep(
            t=t, number=self._number, exercise=rule.exercise, side=counted.side, t_start=x.t_start, t_turn=x.t_turn, t_end=x.t_end,
            range=None if deviations is None else self._form.joint_range(rule, counted.figures), tempo=counted.figures.tempo,
            good=None if deviations is None else not deviations, score=None if deviations is None else self._form.score(deviations),
            confidence=_sure(counted), faults=tuple(d.rule.name for d in deviations or ()),
        )  # fmt: skip

    def _count_unseen(self, t: float, felt: Sequence[WornRep]) -> Iterator[Event]:
        """In the set that is going on, under its name. Nobody saw how it was done: no fault is found, and it has no part in any score."""
        name = self._chosen or (self._exercise if self._reps else "unknown")
        if any(rule.hold for rule in self._rules.of(name)):
            return
        for x in felt:
            yield from self._count_formless(t, name, x, x.confidence * UNSEEN_SHARE)

    def _count_unlisted(self, t: float) -> Iterator[Event]:
        """Where all was one movement that no exercise describes, the count is told and no name."""
        if self._number or self._held or self._chosen is not None or self._counter.history.empty:
            return
        for x in unlisted(self._counter.history, self._signals, self._counter.began, t):
            yield from self._count_formless(t, "unknown", x, UNLISTED_SURE)

    def _count_formless(self, t: float, name: str, x: WornRep | Excursion, sure: float) -> Iterator[Event]:
        yield from self._become(name, t, x.t_start, sure)
        self._number += 1
        self._reps.append(_formless_rep(t, self._number, name, x, sure))
        yield self._reps[-1]

    def _score(self, t: float, score: float) -> Score:
        self._scores += score
        self._scored += 1
        return Score(t, self._scores / self._scored)

    def _become(self, exercise: str, t: float, since: float, confidence: float) -> Iterator[Event]:
        if exercise == self._exercise:
            return
        self._exercise = exercise
        posture = None if exercise == "idle" else self._posture.leave()
        if posture is not None:
            yield Posture(t, posture)
        yield Exercise(t, exercise, since, confidence)

    def _end_set(self, t: float) -> Iterator[Event]:
        reps, self._reps = self._reps, []
        if not reps:
            return
        self._set_number += 1
        self._last_end = reps[-1].t_end
        good = sum(rep.good is True for rep in reps)
        scores = [rep.score for rep in reps if rep.score is not None]
        score = sum(scores) / len(scores) if scores else None
        unjudged = sum(rep.good is None for rep in reps)
        yield Set(t, self._set_number, self._exercise, reps[0].t_start, reps[-1].t_end, len(reps), good, score, unjudged)

    def _end_hold(self, t: float, held: Held | None) -> Iterator[Event]:
        if held is None or (self._reps and held.t_start < self._reps[-1].t_end):
            return
        self._held = True
        deviations = self._form.deviations(held.rule, held.figures)
        if self._exercise != held.rule.exercise and not self._reps:
            yield from self._become(held.rule.exercise, t, held.t_start, 0.9)
        score = self._form.score(deviations)
        yield Hold(t, held.rule.exercise, held.t_start, held.t_end, not deviations, score, tuple(d.rule.name for d in deviations))
        for deviation in deviations:
            yield _fault(t, held.rule, deviation, Side.BOTH, None)
        yield self._score(t, score)
        if not self._reps:
            yield from self._become("idle", t, held.t_end, 1.0)


def _sure(counted: Candidate) -> float:
    """How sure the recogniser is, 0..1, from the misfit and from the nearest rival's."""
    fit = max(0.0, 1.0 - 0.3 * counted.cost)
    lead = min(1.0, max(0.0, 0.5 + 0.5 * (counted.rival - counted.cost)))
    return round(0.5 * fit + 0.5 * lead, 3)


def _formless_rep(t: float, number: int, exercise: str, x: WornRep | Excursion, sure: float) -> Rep:
    """Of a movement whose form nobody can judge."""
    tempo = (x.t_turn - x.t_start, 0.0, x.t_end - x.t_turn)
    return Rep(t, number, exercise, Side.BOTH, x.t_start, x.t_turn, x.t_end, None, tempo, good=None, score=None, confidence=round(sure, 3))


def _fault(t: float, rule: Rule, deviation: Deviation, side: Side, rep: int | None) -> Fault:
    fault = deviation.rule
    return Fault(t, fault.name, rule.exercise, deviation.severity, round(deviation.size, 3), fault.unit, fault.cue, side, rep)
