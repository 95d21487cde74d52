"""Events -> what to tell the athlete, when and how often.

Every repetition is ticked at once; a voice speaks seldom: the worst fault that is fresh, then framing, then praise.
A cue expires rather than come late. Refuses to know: languages, devices, clocks.
"""

from collections.abc import Iterator

from edge.messages import Cue, Event, Fault, Priority, Rep, Set, Severity, View

VOICE_GAP_S = 4.0
REPEAT_GAP_S = 9.0
FRAMING_GAP_S = 20.0
COUNT_EXPIRES_S, VOICE_EXPIRES_S = 0.5, 2.0
PRAISE_EVERY = 3


class Cues:
    """Decides what deserves the athlete's ear."""

    def __init__(self) -> None:
        self._voice_free = self._framing_free = float("-inf")
        self._said: dict[str, float] = {}
        self._streak = 0
        self._busy = False

    def feed(self, event: Event) -> Iterator[Cue]:
        if isinstance(event, Rep):
            yield from self._on_rep(event)
        elif isinstance(event, Fault):
            yield from self._on_fault(event)
        elif isinstance(event, Set):
            self._busy = False
            yield from self._say(event.t, "praise.set_done", Priority.PRAISE, (("number", str(event.reps)), ("good", str(event.good))))
        elif isinstance(event, View) and event.advice and not self._busy and event.t >= self._framing_free:
            self._framing_free = event.t + FRAMING_GAP_S
            yield from self._say(event.t, event.advice[0], Priority.FRAMING)

    def _on_rep(self, rep: Rep) -> Iterator[Cue]:
        self._busy = True
        self._streak = self._streak + 1 if rep.good else 0
        key = "count.good" if rep.good else "count.faulty"
        yield Cue(rep.t, "tone", key, Priority.COUNT, rep.t + COUNT_EXPIRES_S, (("number", str(rep.number)),))
        if self._streak and self._streak % PRAISE_EVERY == 0:
            yield from self._say(rep.t, "praise.streak", Priority.PRAISE, (("number", str(self._streak)),))

    def _on_fault(self, fault: Fault) -> Iterator[Cue]:
        priority = Priority.SAFETY if fault.severity is Severity.MAJOR else Priority.FORM
        yield from self._say(fault.t, fault.cue, priority)

    def _say(self, t: float, key: str, priority: Priority, fields: tuple[tuple[str, str], ...] = ()) -> Iterator[Cue]:
        if (t < self._voice_free and priority < Priority.SAFETY) or t - self._said.get(key, float("-inf")) < REPEAT_GAP_S:
            return
        self._voice_free = t + VOICE_GAP_S
        self._said[key] = t
        yield Cue(t, "voice", key, priority, t + VOICE_EXPIRES_S, fields)
