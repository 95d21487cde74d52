"""What a technician wrote -> pins for gpiozero's devices, on any board: gpiozero's own factories want a Raspberry Pi.

Refuses to know: which devices there are.
"""

from typing import Any

from edge.clock import Clock
from edge.config_options import Pin
from edge.errors import DeviceMissing
from edge.respond.pins.board import Board, Place, find, read_board
from edge.respond.pins.lines import CONSUMER, Chips, open_chips
from edge.respond.pins.pin import Bench, ChipPin
from edge.respond.pins.pulses import Pulses
from edge.respond.pins.trouble import searched

HARDWARE = "it is one of EdgeCoach's own packages: run tools/setup again"


class ChipFactory:
    """The pins of one output, with all that gpiozero's devices use of `gpiozero.pins.Factory` (2.0).

    Give it to each device as `pin_factory`: gpiozero's own global one is never touched.
    """

    def __init__(self, chips: Chips, board: Board | None, consumer: str, clock: Clock) -> None:
        """consumer: whose pins they are, for those who ask the kernel."""
        self.chips, self.board, self.pulses = chips, board, Pulses(clock)
        self._bench = Bench(chips, self.pulses, clock, f"{CONSUMER} {consumer}")
        self._clock = clock
        self._pins: dict[tuple[str, int], ChipPin] = {}

    def __enter__(self) -> "ChipFactory":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        for pin in self._pins.values():
            pin.close()
        self._pins.clear()
        self.pulses.close()

    def place(self, name: Pin) -> Place:
        """Where a pin is. Raises DeviceMissing."""
        with searched():
            if not self.chips.paths():
                raise DeviceMissing("this machine has no GPIO chip", "wire it to a board that has one, or name no pin")
            return find(name, self.board, self.chips)

    def pin(self, name: Pin) -> ChipPin:
        """The pin; the same one for each of its names. Raises DeviceMissing."""
        place = self.place(name)
        return self._pins.setdefault((place.chip.path, place.offset), ChipPin(place, self._bench))

    def reserve_pins(self, device: object, *names: Pin) -> None:
        """Nothing to do: the kernel lends a line once, and tells by whom it is held."""

    def release_pins(self, device: object, *names: Pin) -> None:
        """Nothing to do: a pin is given back when it is closed."""

    def ticks(self) -> float:
        return self._clock.now()

    def ticks_diff(self, later: float, earlier: float) -> float:
        """Seconds."""
        return later - earlier


def open_factory(consumer: str, clock: Clock) -> ChipFactory:
    """The pins of this machine, for one output. Raises DeviceMissing where the package gpiod is."""
    try:
        return ChipFactory(open_chips(), read_board(), consumer, clock)
    except ImportError as error:
        raise DeviceMissing("the Python package gpiod is not installed", HARDWARE) from error


def gpiozero() -> Any:
    """The library of devices. Raises DeviceMissing where it is not installed."""
    try:
        import gpiozero
    except ImportError as error:
        raise DeviceMissing("the Python package gpiozero is not installed", HARDWARE) from error
    return gpiozero
