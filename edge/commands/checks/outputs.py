"""The configured pins, the board and the kernel's GPIO chips -> a finding.

Refuses to know: what hangs on a pin: `edgecoach probe haptics` and `probe lights` try it.
"""

from collections.abc import Iterator, Sequence

from edge.doctor import Finding, Level, Patient, check
from edge.errors import EdgeError
from edge.respond.pins.factory import ChipFactory, gpiozero, open_factory
from edge.respond.pins.lines import CONSUMER
from edge.respond.pins.trouble import explained, held
from edge.respond.wiring import Wired, wired


@check("pins", "respond")
def pins(patient: Patient) -> Finding:
    used = list(wired(patient.loaded.config.respond))
    if not used:
        return Finding(Level.INFO, "no motor, buzzer, light or button is configured")
    gpiozero()
    with open_factory("doctor", patient.clock) as factory:
        if troubles := [trouble for one in used for trouble in _troubles(one, factory)]:
            return _wrong(troubles)
        return Finding(Level.OK, "; ".join(f"{one.option} is {factory.place(one.pin)}" for one in used), _resistor(used, factory))


def _troubles(one: Wired, factory: ChipFactory) -> Iterator[tuple[str, EdgeError]]:
    """Whether a pin can be had: there, and held by nobody but EdgeCoach itself."""
    try:
        place = factory.place(one.pin)
        with explained(place, factory.chips):
            holder = factory.chips.info(place.chip.path, place.offset)
        if holder.used and not holder.consumer.startswith(CONSUMER):
            yield one.option, held(place, factory.chips)
    except EdgeError as trouble:
        yield one.option, trouble


def _wrong(troubles: Sequence[tuple[str, EdgeError]]) -> Finding:
    """Each trouble once, with all the options that suffer from it; of several, each with its own advice."""
    options: dict[tuple[str, str], list[str]] = {}
    for option, trouble in troubles:
        options.setdefault((trouble.what, trouble.advice), []).append(option)
    told = {trouble: ", ".join(names) for trouble, names in options.items()}
    if len(told) > 1:
        return Finding(Level.ISSUE, "; ".join(f"{names}: {what}: {advice}" for (what, advice), names in told.items()))
    (((what, advice), names),) = told.items()
    return Finding(Level.ISSUE, f"{names}: {what}", advice)


def _resistor(used: list[Wired], factory: ChipFactory) -> str:
    """A button on a board whose pull-ups Linux cannot switch needs one of its own."""
    if factory.board and not factory.board.pulls and any(one.off is None for one in used):
        return f"on a {factory.board.name} the button needs a resistor of 10 kilohm from its pin to 3.3 V"
    return ""
