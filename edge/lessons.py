"""A movement that is shown, live or from a file -> an exercise that can be chosen, kept by the box until it is forgotten.

Refuses to know: who asks, and how it is shown. One movement is taught at a time.
"""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from edge.assembly import rules_with
from edge.errors import EdgeError, InputError
from edge.estimate.skeleton import ANGULAR, SIGNAL_NAMES
from edge.gauges import Health
from edge.judge.judge import TEACH
from edge.judge.rules import Rule, Rules, fold
from edge.judge.teach import Learned, Lesson, learn
from edge.messages import CoachText, Command, MotionState
from edge.sentence import Sentence
from edge.state import State
from edge.taught import TAUGHT, Taught, all_of, forget, keep, named
from edge.web.desk import Desk

RESERVED = frozenset({"auto", "idle", "unknown"})
NOTHING_TAUGHT = Sentence("refusal.nothing_taught", "nothing is being taught now: name an exercise first")
NAME_TAKEN = "there is an exercise called {exercise} already: choose another name, or forget that one if it was taught"


def learned(states: Sequence[MotionState], reps: int | None = None) -> Learned:
    """As judge.teach.learn, of this program's own signals."""
    return learn(states, SIGNAL_NAMES, ANGULAR, reps)


def free_name(label: str, rules: Rules) -> str:
    """What an exercise with this label is called. Raises InputError where nothing can be, or where something else is called that."""
    name = fold(named(label))
    known = {rules.aliases.get(form, form) for form in (name, name.removesuffix("s"), name.removesuffix("es"))}
    if taken := known & ({*rules.names} | RESERVED):
        raise InputError(Sentence("refusal.name_taken", NAME_TAKEN, exercise=taken.pop()))
    return name


def taught_of(name: str, label: str, found: Learned) -> Taught:
    return Taught(name, label.strip(), found.entry, found.reps, found.in_words)


@dataclass(slots=True)
class _Showing:
    """Something that is being shown. found: once it was understood."""

    name: str
    label: str
    reps: int | None
    lesson: Lesson = field(default_factory=Lesson)
    found: Learned | None = None


class Teacher:
    """Live: what a clinician's page asks for, and an onlooker of the daemon. expected: the exercise that sessions are begun with."""

    def __init__(self, state: State, desk: Desk, expected: str = "auto") -> None:
        self._state, self._desk, self._expected = state, desk, expected
        self._showing: _Showing | None = None
        self._turn = asyncio.Lock()
        """Who keeps and who forgets write one after the other: each writes all that was taught."""
        self._rules, self.mistakes = rules_with(self._value())
        self._taught = self._good()
        desk.offer(one.name for one in self._taught)

    @property
    def rules(self) -> Sequence[Rule]:
        """Of every exercise there is, as of now."""
        return self._rules.all

    @property
    def labels(self) -> dict[str, str]:
        """Of the taught ones, by name."""
        return {one.name: one.label for one in self._taught}

    def look(self, state: MotionState | None) -> None:
        """The newest state, while something is shown and not yet understood."""
        if state is not None and self._showing is not None and self._showing.found is None:
            self._showing.lesson.feed(state)

    def hear(self, said: Command | CoachText) -> None:
        """Nothing that is said shows a movement."""

    def health(self, health: Health) -> None:
        """Nor does this."""

    def listed(self) -> list[dict[str, Any]]:
        return [{"name": one.name, "label": one.label, "reps": one.reps, "summary": one.summary} for one in self._taught]

    def now(self) -> dict[str, Any]:
        """What is being taught, and how far that is."""
        showing = self._showing
        if showing is None:
            return {"state": "none", "label": "", "seconds": 0.0, "full": False, "found": None}
        found, lesson = None if showing.found is None else _told(showing.found), showing.lesson
        phase = "watching" if found is None else "found"
        return {"state": phase, "label": showing.label, "seconds": round(lesson.seconds, 1), "full": lesson.full, "found": found}

    def begin(self, label: str, reps: int | None) -> None:
        """From now on somebody shows it; what was being shown before is dropped. Raises InputError for a name that is taken."""
        self._showing = _Showing(free_name(label, self._rules), label.strip(), reps)

    async def finish(self) -> None:
        """All was shown. Raises InputError where nothing can be learned from it; then it may be shown again."""
        showing = self._demand()
        try:
            showing.found = await asyncio.to_thread(learned, showing.lesson.states, showing.reps)
        except InputError:
            showing.lesson = Lesson()
            raise

    async def keep(self) -> str:
        """What was found can be chosen from now on, in the session that is on too -> its name. Raises EdgeError where it cannot be kept.

        It is on the disk when this returns; nothing else waits for that.
        """
        async with self._turn:
            showing, found = self._demand_found()
            free_name(showing.label, self._rules)
            self._desk.tell(TEACH, json.dumps({showing.name: found.entry}))
            await asyncio.to_thread(keep, self._state, taught_of(showing.name, showing.label, found))
            if self._showing is showing:
                self._showing = None
            await self._learn_anew()
        self._desk.offer([showing.name])
        return showing.name

    def discard(self) -> None:
        self._showing = None

    async def forget(self, name: str) -> None:
        """Raises InputError where it was not taught, or where every session begins with it."""
        if name == self._expected:
            raise InputError(
                Sentence(
                    "refusal.begins_with",
                    "sessions on this box begin with {exercise}: change judge.exercise in the configuration first",
                    exercise=name,
                )
            )
        async with self._turn:
            if name in self.labels:
                self._desk.withdraw(name)
            await asyncio.to_thread(forget, self._state, name)
            await self._learn_anew()

    def _demand(self) -> _Showing:
        if self._showing is None:
            raise InputError(NOTHING_TAUGHT)
        return self._showing

    def _demand_found(self) -> tuple[_Showing, Learned]:
        showing = self._demand()
        if showing.found is None:
            raise InputError(Sentence("refusal.not_found_yet", "nothing was found yet: show the movement, then say that it is done"))
        return showing, showing.found

    def _value(self) -> Any:
        try:
            return self._state.get(TAUGHT)
        except EdgeError:
            return None

    async def _learn_anew(self) -> None:
        self._rules, self.mistakes = rules_with(await asyncio.to_thread(self._value))
        self._taught = self._good()

    def _good(self) -> list[Taught]:
        return [one for one in all_of(self._value()) if one.name in self._rules.names]


def _told(found: Learned) -> dict[str, Any]:
    """For the page, which has its own words for it."""
    return {key: value for key, value in asdict(found).items() if key != "entry"}
