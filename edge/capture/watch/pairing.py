"""The one watch that was paired <-> what the box has learned.

Refuses to know: radios. An address is personal: it is told to nobody but the radio.
"""

import re
from dataclasses import dataclass

from edge.errors import InputError
from edge.state import State

NAME = "watch"
ADDRESS = re.compile(r"(?:[0-9A-F]{2}:){5}[0-9A-F]{2}")


@dataclass(frozen=True, slots=True)
class PairedWatch:
    """name: as the watch calls itself; empty where it does not."""

    address: str
    name: str


def remembered(state: State) -> PairedWatch | None:
    """The paired watch; None where there is none, or where what was learned is no address."""
    match state.get(NAME):
        case {"address": str(address), "name": str(name)} if ADDRESS.fullmatch(address):
            return PairedWatch(address, name)
    return None


def remember(state: State, watch: PairedWatch) -> None:
    """From now on this one, and no other. Raises EdgeError where nothing can be written."""
    state.put(NAME, {"address": watch.address, "name": watch.name})


def forget(state: State) -> None:
    """No watch from now on. Raises EdgeError where nothing can be written."""
    state.put(NAME, None)


def address_of(text: str) -> str:
    """An address as a person types it. Raises InputError."""
    address = text.strip().upper().replace("-", ":")
    if not ADDRESS.fullmatch(address):
        raise InputError(f"{text} is no Bluetooth address", "it looks like C0:FF:EE:00:00:42; `edgecoach pair` alone lists those in reach")
    return address
