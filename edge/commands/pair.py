"""`edgecoach pair`: the watches in reach, one of them chosen and remembered.

Refuses to know: how a watch is spoken to.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from edge.capture.watch.radio import Seen
    from edge.capture.watch.source import WatchStatus
    from edge.config_options import Watch
    from edge.state import State

NEAR_DBM, FAR_DBM = -70, -85
"""Stronger than the first is on the wrist of somebody here; weaker than the second loses packets."""


def register(app: typer.Typer) -> None:
    app.command()(pair)


def pair(
    address: str = typer.Option("", metavar="ADDRESS", help="The watch to take, without a question."),
    forget: bool = typer.Option(False, "--forget", help="Forget the paired watch."),
    everyone: bool = typer.Option(False, "--all", help="List all Bluetooth devices in reach, not only those that look like a watch."),
    seconds: float = typer.Option(8.0, min=1.0, max=120.0, help="How long to look for watches."),
    config: Path | None = typer.Option(None, metavar="FILE", help="Configuration instead of /etc/edgecoach/edgecoach.toml."),
    as_json: bool = typer.Option(False, "--json", help="Print who is in reach as one JSON object, and choose nobody."),
) -> None:
    """Find the watches and chest straps in reach, choose one, try it, and remember it.

    Switch on its heart-rate measurement or broadcast first. A watch that is connected to a phone does not show itself.

    Examples:

      edgecoach pair

      edgecoach pair --address C0:FF:EE:00:00:42
    """
    from edge.assembly import demand_configuration
    from edge.capture.watch.pairing import address_of
    from edge.capture.watch.pairing import forget as forget_watch
    from edge.state import State, state_folder

    configured = demand_configuration(config)
    state, wanted = State(state_folder(configured.store.state_dir)), configured.capture.watch
    if forget:
        forget_watch(state)
        print("The watch is forgotten.")
    elif as_json:
        print(json.dumps({"seen": [_row(one) for one in _scan(wanted.adapter, seconds, everyone)]}, indent=2))
    elif address:
        _take(state, wanted, address_of(address))
    else:
        _take(state, wanted, _chosen(_scan(wanted.adapter, seconds, everyone)).address)


def _scan(adapter: str, seconds: float, everyone: bool) -> "list[Seen]":
    """Nearest first. Raises DeviceMissing where nobody is in reach."""
    import asyncio

    from edge.capture.watch.bluez import Bluetooth
    from edge.capture.watch.offered import promised
    from edge.errors import DeviceMissing

    seen = asyncio.run(Bluetooth(adapter).scan(seconds))
    watches = seen if everyone else [one for one in seen if promised(one)]
    if not watches:
        others = f" among {len(seen)} Bluetooth devices" if seen else ""
        advice = "switch on its heart-rate broadcast, end its connection to a phone, bring it closer; --all lists every device"
        raise DeviceMissing(f"no watch was found{others}", advice)
    return watches


def _row(seen: "Seen") -> dict[str, object]:
    from edge.capture.watch.offered import promised

    return {"address": seen.address, "name": seen.name, "rssi_dbm": seen.rssi_dbm, "offers": list(promised(seen))}


def _chosen(watches: "Sequence[Seen]") -> "Seen":
    """The one that the person names. Raises InputError where nobody is there to be asked."""
    import sys

    from edge.errors import InputError

    for number, one in enumerate(watches, start=1):
        print(f"  {number}  {_line(one)}")
    if not sys.stdin.isatty():
        raise InputError("nobody is there to choose", f"add --address {watches[0].address} for the nearest")
    while True:
        said = str(typer.prompt("Which one is yours", default="1")).strip()
        if said.isdigit() and 1 <= int(said) <= len(watches):
            return watches[int(said) - 1]
        print(f"  a number from 1 to {len(watches)}, or Ctrl-C to leave all as it is")


def _line(seen: "Seen") -> str:
    from edge.capture.watch.offered import promised

    where = "near" if seen.rssi_dbm > NEAR_DBM else "in the room" if seen.rssi_dbm > FAR_DBM else "far"
    offers = " and ".join(promised(seen)) or "nothing that is known"
    return f"{seen.name or 'without a name'}  {seen.address}  {where} ({seen.rssi_dbm} dBm)  {offers}"


def _take(state: "State", wanted: "Watch", address: str) -> None:
    """Connect it, hear it once, and remember it; also one that has nothing to say yet, for a strap measures only when worn."""
    import asyncio

    from edge.capture.watch.bluez import Bluetooth
    from edge.capture.watch.pairing import PairedWatch, remember
    from edge.capture.watch.source import WatchSource
    from edge.clock import SystemClock
    from edge.errors import DeviceFault

    source = WatchSource(Bluetooth(wanted.adapter), address, SystemClock())

    async def heard() -> None:
        async with source.open():
            """It has said something that is understood."""

    print(f"Connecting {address} …")
    silence = ""
    try:
        asyncio.run(heard())
    except DeviceFault as problem:
        if not source.status.streams:
            raise
        silence = str(problem)
    remember(state, PairedWatch(address, source.status.name))
    used = "listens to it from now on" if wanted.use else "does not listen to it, for capture.watch.use is false"
    print(f"Paired: {_introduction(source.status)}. EdgeCoach {used}.")
    if silence:
        print(f"But {silence}.")


def _introduction(status: "WatchStatus") -> str:
    """Who it is, what it gives, and how long it will."""
    found = status.information
    parts = [status.name or "a watch without a name", " and ".join(stream.name for stream in status.streams)]
    if found and found.battery is not None:
        parts.append(f"battery {found.battery:.0%}")
    return ", ".join(parts)
