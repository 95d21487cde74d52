"""The kernel's refusal to lend or move a line -> a sentence for a person.

Refuses to know: what the line was wanted for.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from edge.errors import DeviceFault, DeviceLost, DeviceMissing, EdgeError
from edge.respond.pins.board import Place
from edge.respond.pins.lines import CONSUMER, Chips

PERMISSION = "add the user to the group gpio and install deploy/udev/60-edgecoach.rules, then log in again"
ODD = "choose another pin, or see dmesg for what its driver says"
HELD = "choose another pin, or stop what uses it"
HELD_BY_US = "stop the EdgeCoach that runs, or give each output a pin of its own"
DENIED = (errno.EACCES, errno.EPERM)
GONE = (errno.ENODEV, errno.ENXIO, errno.EBADF, errno.EIO, errno.EREMOTEIO)


@contextmanager
def explained(place: Place, chips: Chips) -> Iterator[None]:
    """OSError of one line -> DeviceMissing (held by someone, forbidden), DeviceLost (its chip has gone) or DeviceFault."""
    try:
        yield
    except OSError as error:
        raise _of_line(error, place, chips) from error


@contextmanager
def searched() -> Iterator[None]:
    """OSError while the chips are looked through -> DeviceMissing or DeviceLost."""
    try:
        yield
    except OSError as error:
        if error.errno in DENIED:
            raise _denied(error.filename or "the GPIO chip") from error
        raise DeviceLost(f"a GPIO chip went away while it was asked ({error.strerror})") from error


def _of_line(error: OSError, place: Place, chips: Chips) -> EdgeError:
    if error.errno == errno.EBUSY:
        return held(place, chips)
    if error.errno in DENIED:
        return _denied(place.chip.path)
    if error.errno in GONE:
        return DeviceLost(f"{place.pin} does not answer: its GPIO chip {place.chip.label} is gone", "connect it again")
    return DeviceFault(f"{place.pin} cannot be used so ({error.strerror or error})", ODD)


def held(place: Place, chips: Chips) -> EdgeError:
    """Somebody else has borrowed the line."""
    holder = ""
    with suppress(OSError):
        holder = chips.info(place.chip.path, place.offset).consumer
    return DeviceMissing(f"{place.pin} is in use by {holder or 'another program'}", HELD_BY_US if holder.startswith(CONSUMER) else HELD)


def _denied(path: str) -> EdgeError:
    return DeviceMissing(f"{path} may not be opened by this user", PERMISSION)
