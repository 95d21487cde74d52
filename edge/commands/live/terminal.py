"""A visit -> what a terminal shows of it: how it begins, what happens, how it ended.

Refuses to know: how a visit is held, and what is drawn on the page.
"""

from collections.abc import Mapping, Sequence

from rich.console import Console

from edge.clock import Clock
from edge.commands.live.printer import Printer
from edge.daemon import Output
from edge.live import Visit


class Terminal:
    """Prints a visit. others: outputs besides the printed lines. replay: what shows a session again, but for its id."""

    def __init__(
        self, console: Console, words: Mapping[str, str], clock: Clock, others: Sequence[Output] = (), replay: str = "edgecoach replay"
    ) -> None:
        self.console = console
        self._words, self._clock, self._others, self._replay = words, clock, others, replay

    def opened(self, visit: Visit) -> Sequence[Output]:
        """Say where everything is -> the outputs."""
        if visit.page:
            self.console.print(f"  The page: [bold cyan]{visit.page}[/bold cyan]")
        self.console.print("  Ctrl-C ends it.\n", style="dim")
        return *self._others, Printer(self.console, self._words, self._clock.now())

    def closed(self, visit: Visit) -> None:
        """Say what was kept, and what was not to be had."""
        for trouble in visit.troubles:
            self.console.print(f"  {trouble}", style="yellow", markup=False, soft_wrap=True)
        if visit.session:
            said = f"  Recorded as session {visit.session}; to see it again: {self._replay} {visit.session}"
            self.console.print(said, style="dim", markup=False, soft_wrap=True)
