"""The pins that drive something -> all of them off, whatever the one who drove them left behind.

Refuses to know: why. A line that was given back keeps its level on many chips, so that a crash can leave a motor running.
"""

from collections.abc import Callable, Iterator, Sequence

from edge.errors import EdgeError
from edge.respond.pins.factory import ChipFactory
from edge.respond.wiring import Wired


def switch_off(pins: Sequence[Wired], opened: Callable[[], ChipFactory]) -> Iterator[EdgeError]:
    """Drives each output to the level at which it is off, and gives it back; yields the trouble with each that could not be.

    Raises EdgeError where no pin at all can be had. Opens nothing where nothing is driven.
    """
    driven = [one for one in pins if one.off is not None]
    if not driven:
        return
    with opened() as factory:
        for one in driven:
            try:
                factory.pin(one.pin).output_with_state(float(bool(one.off)))
            except EdgeError as trouble:
                yield trouble
