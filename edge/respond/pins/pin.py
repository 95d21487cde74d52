"""One line of a chip -> a pin as gpiozero's devices use it (`gpiozero.Pin` of 2.0), with pulses, edges and debounce.

The line is borrowed from the kernel when it is first driven or read, at the level that is then wanted, so that nothing blinks.
Refuses to know: boards, and which devices there are.
"""

from dataclasses import dataclass

from edge.clock import Clock
from edge.respond.pins.board import Place
from edge.respond.pins.lines import Chips, Line, Pull, Watched
from edge.respond.pins.pulses import Pulses
from edge.respond.pins.trouble import explained
from edge.respond.pins.watch import OnChange, Watch


@dataclass(frozen=True, slots=True)
class PinInfo:
    """What gpiozero asks of a pin's description."""

    name: str


@dataclass(frozen=True, slots=True)
class Bench:
    """What the pins of one factory share. consumer: what the kernel tells others who ask who holds the line."""

    chips: Chips
    pulses: Pulses
    clock: Clock
    consumer: str


class ChipPin:
    """A pin that is an output once its state is set, and an input once it is read or watched. Watching needs a running loop."""

    def __init__(self, place: Place, bench: Bench) -> None:
        self.place, self._bench = place, bench
        self.info = PinInfo(place.pin)
        self.function, self.edges = "input", "both"
        self.pull: Pull = "floating"
        self.bounce: float | None = None
        self._frequency: float | None = None
        self._duty = 0.0
        self._driven: Line | None = None
        self._watched: Watched | None = None
        self._watch: Watch | None = None

    def __repr__(self) -> str:
        return self.place.pin

    @property
    def state(self) -> float:
        """0 or 1 as read from the line; of a pulsing pin its duty. Raises DeviceMissing, DeviceLost."""
        if self._driven and self._bench.pulses.beats(self._driven):
            return self._duty
        with explained(self.place, self._bench.chips):
            return float((self._driven or self._input()).read())

    @state.setter
    def state(self, value: float) -> None:
        """0, 1 or, where there is a frequency, a duty in between. Raises DeviceMissing, DeviceLost."""
        self._duty = float(value)
        with explained(self.place, self._bench.chips):
            line = self._output(high=self._duty > 0.0)
            if self._frequency is None or self._duty in (0.0, 1.0):
                self._bench.pulses.hold(line, self._duty > 0.0)
            else:
                self._bench.pulses.beat(line, self._frequency, self._duty)

    @property
    def frequency(self) -> float | None:
        """Hz of the pulses; None: there are none."""
        return self._frequency

    @frequency.setter
    def frequency(self, value: float | None) -> None:
        self._frequency = value
        if self._driven and self._bench.pulses.beats(self._driven):
            self.state = self._duty if value else 0.0

    @property
    def when_changed(self) -> OnChange | None:
        return self._watch.tell if self._watch else None

    @when_changed.setter
    def when_changed(self, tell: OnChange | None) -> None:
        if self._watch:
            self._watch.stop()
            self._watch = None
        if tell:
            with explained(self.place, self._bench.chips):
                self._watch = Watch(self._input(), self.bounce or 0.0, self._bench.clock, tell)

    def output_with_state(self, state: float) -> None:
        self.function, self.state = "output", state

    def input_with_pull(self, pull: Pull) -> None:
        self.function, self.pull = "input", pull

    def close(self) -> None:
        """Give the line back as it is: whoever drives it switches it off before. May be called twice."""
        self.when_changed = None
        if self._driven:
            self._bench.pulses.forget(self._driven)
        for line in (self._driven, self._watched):
            if line:
                line.close()
        self._driven = self._watched = None

    def _output(self, high: bool) -> Line:
        if self._driven is None:
            chip, offset = self.place.chip.path, self.place.offset
            self._driven = self._bench.chips.output(chip, offset, high, self._bench.consumer)
        return self._driven

    def _input(self) -> Watched:
        if self._watched is None:
            chip, offset = self.place.chip.path, self.place.offset
            self._watched = self._bench.chips.watched(chip, offset, self.pull, self._bench.consumer)
        return self._watched
