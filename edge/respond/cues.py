"""Events -> what to tell the athlete, when, how often, and to which senses.

Every repetition is ticked at once. A voice speaks seldom: safety first, then the worst fault that persists, then framing, then
praise. What is told is told to several senses, whichever the box has. A cue expires rather than come late.
Refuses to know: languages, devices, clocks.
"""

from collections.abc import Iterator

from edge.messages import Command, Cue, Event, Fault, Priority, Rep, Set, Severity, View
from edge.respond.attention import REPEAT_GAP_S, Attention
from edge.respond.switches import COMMAND, Switches

FRAMING_GAP_S = 20.0
COUNT_EXPIRES_S, VOICE_EXPIRES_S = 0.5, 2.0
FIRST_PRAISE = 3
"""Good ones in a row that are praised; then twice as many, and so on: praise fades too."""

COUNTED = {True: "count.good", False: "count.faulty", None: "count.plain"}
"""By whether it was good; None: nobody could judge it."""

SENSES: dict[Priority, tuple[str, ...]] = {
    Priority.COUNT: ("tone", "light", "haptic"),
    Priority.PRAISE: ("text", "voice", "light"),
    Priority.FORM: ("text", "voice", "light", "haptic"),
    Priority.FRAMING: ("text", "voice", "light"),
    Priority.SAFETY: ("text", "voice", "tone", "light", "haptic"),
}
"""Where each kind of cue goes: always more than one sense."""

Fields = tuple[tuple[str, str], ...]


class Cues:
    """Decides what deserves the athlete's attention."""

    def __init__(self) -> None:
        self._switches = Switches()
        self._attention = Attention()
        self._voice_free = self._framing_free = float("-inf")
        self._said: dict[str, float] = {}
        self._streak, self._praised_at = 0, FIRST_PRAISE
        self._busy = False

    def obey(self, command: Command) -> Iterator[Cue]:
        """A switch is turned, and a light that glows is told. Raises InputError for an unknown switch or value: refuse it at the door."""
        if not command.name.startswith(COMMAND):
            return
        before, self._switches = self._switches, self._switches.turned(command.name, command.value)
        if self._switches.light != before.light:
            yield Cue(command.t, "light", "glow", Priority.COUNT, command.t + COUNT_EXPIRES_S, strength=self._switches.light)

    def feed(self, event: Event) -> Iterator[Cue]:
        if isinstance(event, Rep):
            yield from self._on_rep(event)
        elif isinstance(event, Fault):
            yield from self._on_fault(event)
        elif isinstance(event, Set):
            yield from self._on_set(event)
        elif isinstance(event, View) and event.advice and not self._busy and event.t >= self._framing_free:
            self._framing_free = event.t + FRAMING_GAP_S
            yield from self._say(event.t, event.advice[0], Priority.FRAMING)

    def _on_rep(self, rep: Rep) -> Iterator[Cue]:
        self._busy = True
        judged = rep.good is not None
        if judged:
            self._attention.feed(rep)
        number = (("number", str(rep.number)),)
        yield from self._tell(rep.t, COUNTED[rep.good], Priority.COUNT, rep.t + COUNT_EXPIRES_S, number)
        if self._switches.count_aloud and rep.t >= self._voice_free:
            yield from self._on(("voice",), Cue(rep.t, "voice", "count.number", Priority.COUNT, rep.t + COUNT_EXPIRES_S, number))
        if judged:
            yield from self._praise_streak(rep)

    def _praise_streak(self, rep: Rep) -> Iterator[Cue]:
        self._streak = self._streak + 1 if rep.good else 0
        if self._streak == 0:
            self._praised_at = FIRST_PRAISE
        elif self._streak == self._praised_at:
            self._praised_at *= 2
            yield from self._say(rep.t, "praise.streak", Priority.PRAISE, (("number", str(self._streak)),))

    def _on_set(self, done: Set) -> Iterator[Cue]:
        """How it went, of what could be judged."""
        judged = done.reps - done.unjudged
        self._busy = False
        if judged > 0:
            yield from self._say(done.t, "praise.set_done", Priority.PRAISE, (("number", str(judged)), ("good", str(done.good))))

    def _on_fault(self, fault: Fault) -> Iterator[Cue]:
        if fault.severity is Severity.MAJOR:
            yield from self._say(fault.t, fault.cue, Priority.SAFETY)
        elif fault.rep is None or self._attention.persists(fault.name):
            yield from self._say(fault.t, fault.cue, Priority.FORM)

    def _say(self, t: float, key: str, priority: Priority, fields: Fields = ()) -> Iterator[Cue]:
        """Words, unless others were just said, or the same not long ago."""
        if t < self._voice_free and priority < Priority.SAFETY:
            return
        if t - self._said.get(key, float("-inf")) < self._repeat_gap_s(priority):
            return
        self._voice_free = t + self._switches.voice_gap_s
        self._said[key] = t
        yield from self._tell(t, key, priority, t + VOICE_EXPIRES_S, fields)

    def _repeat_gap_s(self, priority: Priority) -> float:
        """Corrections fade; a warning does not; praise and framing have gaps of their own."""
        return {Priority.FORM: self._attention.repeat_gap_s, Priority.SAFETY: REPEAT_GAP_S}.get(priority, 0.0)

    def _tell(self, t: float, key: str, priority: Priority, expires: float, fields: Fields) -> Iterator[Cue]:
        yield from self._on(SENSES[priority], Cue(t, "", key, priority, expires, fields))

    def _on(self, channels: tuple[str, ...], cue: Cue) -> Iterator[Cue]:
        """The cue on each channel that is switched on, as strong as is wished."""
        for channel in channels:
            strength = self._switches.strength(channel)
            if strength > 0.0:
                yield Cue(cue.t, channel, cue.text, cue.priority, cue.expires, cue.fields, strength)
