"""What a browser asks for -> Commands.

Refuses to know: what a command does, and how browsers talk. Only what a page can offer is taken, in the words that the rooms know.
"""

import asyncio
import math
from collections.abc import AsyncGenerator, Callable, Collection, Iterable, Sequence

from edge.clock import Clock
from edge.errors import InputError
from edge.knees import standing_knees
from edge.messages import Command, Sample
from edge.sentence import Sentence

MOST_WAITING = 8
"""Nobody presses faster; more is not taken."""
LONGEST_VALUE = 64
MOST_KG = 600.0
STRENGTHS = {"on": "1", "off": "0"}
"""Of the switches of sound, voice, haptics and light."""
REMOTE = frozenset({"session", "exercise", "person", "load_kg"})
"""What a phone may ask for."""

CROWDED = Sentence("refusal.crowded", "too much was asked for at once: wait a moment and press again")

Meaning = Callable[[str], tuple[str, str]]


class Desk:
    """Takes a browser's wish at any time; the daemon reads them as it reads a button. exercises: names that may be chosen, besides auto."""

    def __init__(self, clock: Clock, exercises: Collection[str] = ()) -> None:
        self._clock = clock
        self._exercises = set(exercises)
        self._chosen = "auto"
        self._asked: asyncio.Queue[tuple[str, str]] = asyncio.Queue(MOST_WAITING)
        self._offered: dict[str, Meaning] = {
            "session": lambda value: ("session", _one_of(value, "start", "stop")),
            "align": lambda value: ("align", _one_of(value, "start")),
            "recording": lambda value: ("recording", _one_of(value, "on", "off")),
            "count_aloud": lambda value: ("cues.count_aloud", _one_of(value, "on", "off")),
            **{name: _switch(name) for name in ("sound", "voice", "haptics", "light")},
            "person": lambda value: ("person", value),
            "exercise": self._exercise,
            "load_kg": _load,
            "stand": _knees,
        }

    def take(self, name: str, value: str) -> None:
        """`align`, `start`. Raises InputError for what nobody offers, and where somebody presses faster than can be done."""
        self.take_all([(name, value)])

    def take_all(self, wishes: Sequence[tuple[str, str]]) -> None:
        """One after another, or none of them. Raises InputError as `take` does."""
        meant = [self._meaning(name, value) for name, value in wishes]
        if self._asked.qsize() + len(meant) > MOST_WAITING:
            raise InputError(CROWDED)
        for wish in meant:
            if wish[0] == "exercise":
                self._chosen = wish[1]
            self._asked.put_nowait(wish)

    def _meaning(self, name: str, value: str) -> tuple[str, str]:
        meaning = self._offered.get(name)
        if meaning is None:
            raise InputError(f"there is nothing called {name[:LONGEST_VALUE]!r} to ask for", "ask for one of " + ", ".join(self._offered))
        if len(value) > LONGEST_VALUE:
            raise InputError(f"{name} cannot have so long a value", f"write at most {LONGEST_VALUE} letters")
        return meaning(value)

    def tell(self, name: str, value: str) -> None:
        """What the box itself has to say to what is going on; no browser can. Raises InputError as `take` does."""
        if self._asked.full():
            raise InputError(CROWDED)
        self._asked.put_nowait((name, value))

    def offer(self, exercises: Iterable[str]) -> None:
        """These may be chosen too."""
        self._exercises.update(exercises)

    def withdraw(self, exercise: str) -> None:
        """It may no longer be chosen; where it is, it no longer is."""
        self._exercises.discard(exercise)
        if self._chosen == exercise:
            self.take("exercise", "auto")

    async def commands(self) -> AsyncGenerator[Sample, None]:
        """For ever."""
        while True:
            name, value = await self._asked.get()
            yield Command(self._clock.now(), name, value)

    def check(self, exercise: str) -> None:
        """Raises InputError where there is none of that name."""
        if exercise not in self._exercises:
            raise InputError(
                Sentence(
                    "refusal.no_exercise", "there is no exercise called {exercise}: choose one from the list, or auto", exercise=exercise
                )
            )

    def _exercise(self, value: str) -> tuple[str, str]:
        if value != "auto":
            self.check(value)
        return "exercise", value


def _one_of(value: str, *known: str) -> str:
    if value not in known:
        raise InputError(f"{value!r} is not understood", f"say {' or '.join(known)}")
    return value


def _switch(name: str) -> Meaning:
    return lambda value: (f"cues.{name}", STRENGTHS[_one_of(value, *STRENGTHS)])


def _load(value: str) -> tuple[str, str]:
    try:
        load = float(value)
    except ValueError:
        load = math.nan
    if not 0.0 <= load <= MOST_KG:
        raise InputError(Sentence("refusal.load", "a load of {kg} kg cannot be right: give 0 to {most}", kg=value, most=f"{MOST_KG:g}"))
    return "load_kg", f"{load:g}"


def _knees(value: str) -> tuple[str, str]:
    right, left = standing_knees(value)
    return "stand", f"{right:g} {left:g}"
