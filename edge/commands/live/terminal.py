"""A visit -> what a terminal shows of it: how it begins, what happens, how it ended.

Refuses to know: how a visit is held, and what is drawn on the page.
"""

from collections.abc import Mapping, Sequence

from rich.console import Console

from edge.clock import Clock
from edge.commands.analysis.ledger import Ledger
from edge.commands.live.printer import Printer
from edge.daemon import Output
from edge.live import Visit
from edge.messages import Event


class Terminal:
    """Prints a visit. ledger: everything that was said, for a report."""

    def __init__(self, console: Console, words: Mapping[str, str], clock: Clock) -> None:
        self.console, self.ledger = console, Ledger()
        self._words, self._clock = words, clock

    def opened(self, visit: Visit) -> Sequence[Output]:
        """Say where everything is -> the outputs."""
        if visit.page:
            self.console.print(f"  The page: [bold cyan]{visit.page}[/bold cyan]")
        self.console.print("  Ctrl-C ends it.\n", style="dim")
        return self, Printer(self.console, self._words, self._clock.now())

    def deliver(self, event: Event) -> None:
        """Remember an event for the report."""
        self.ledger.add(event)

    def closed(self, visit: Visit) -> None:
        """Say what was kept, and what was not to be had."""
        for trouble in visit.troubles:
            self.console.print(f"  {trouble}", style="yellow", markup=False, soft_wrap=True)
        if visit.recording:
            self.console.print(f"  Recorded: {visit.recording}", style="dim", markup=False, soft_wrap=True)
