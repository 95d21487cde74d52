"""Events -> lines on a terminal, as they come.

Refuses to know: where the events come from. Colour only where the terminal has it; the same words without.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from rich.console import Console
from rich.text import Text

from edge.messages import Cue, Event, Exercise, Hold, Priority, Rep, Set, View
from edge.respond.sentences import say
from edge.verdict import STYLES, how, set_fields, set_key

CUE_STYLE = {Priority.SAFETY: "bold red", Priority.FRAMING: "yellow", Priority.FORM: "bold yellow", Priority.PRAISE: "green"}


class Printer:
    """An output that prints. t0: the moment shown as 0:00."""

    def __init__(self, console: Console, words: Mapping[str, str], t0: float) -> None:
        self._console, self._words, self._t0 = console, words, t0
        self._lines: dict[type, Callable[[Any], Text | None]] = {
            Exercise: self._exercise, Rep: self._rep, Hold: self._hold, Set: self._set, Cue: self._cue, View: self._view,
        }  # fmt: skip

    def deliver(self, event: Event) -> None:
        """One event; most kinds have a line, and some have none."""
        line = self._line(event)
        if line is not None:
            seconds = max(int(event.t - self._t0), 0)
            self._console.print(Text(f"{seconds // 60:3d}:{seconds % 60:02d}  ", style="dim").append_text(line), soft_wrap=True)

    def _line(self, event: Event) -> Text | None:
        write = self._lines.get(type(event))
        return write(event) if write else None

    def _exercise(self, event: Exercise) -> Text:
        return Text(self._name(event.name), "cyan")

    def _cue(self, cue: Cue) -> Text | None:
        if cue.channel != "text":
            return None
        return Text(f"     » {say(self._words, cue.text, cue.fields)}", CUE_STYLE[cue.priority])

    def _set(self, event: Set) -> Text:
        return Text(say(self._words, set_key(event), set_fields(event)), "bold")

    def _view(self, view: View) -> Text | None:
        return Text("; ".join(say(self._words, key) for key in view.advice), "yellow") if view.advice else None

    def _rep(self, rep: Rep) -> Text:
        line = Text(f"{rep.number:4d}  ", "bold")
        line.append(f"{how(rep.good, rep.faults, partial(say, self._words)):<26}  ", STYLES[rep.good])
        score = say(self._words, "news.score", [("score", "  –" if rep.score is None else f"{rep.score:3.0f}")])
        down, hold, up = rep.tempo
        return line.append(f"{score}   {down:.1f} / {hold:.1f} / {up:.1f} s", "dim")

    def _hold(self, hold: Hold) -> Text:
        fields = (("exercise", hold.exercise), ("seconds", f"{hold.t_end - hold.t_start:.0f}"))
        return Text(say(self._words, "news.hold", fields), "bold green" if hold.good else "bold yellow")

    def _name(self, exercise: str) -> str:
        return say(self._words, f"exercise.{exercise}")
