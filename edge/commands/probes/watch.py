"""`edgecoach probe watch`: the paired watch, listened to for some seconds, and what to do about what was found.

Refuses to know: how a watch is spoken to.
"""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from edge.capture.watch.probe import Findings, Heard

LOW_BATTERY = 0.2
SLOW_HEART_HZ = 0.5
"""A heart rate comes about once a second."""
PLAUSIBLE_M_S2 = (5.0, 15.0)
"""Median length of the acceleration of somebody who is not thrown about: gravity, 9.8."""
UNUSED = 0.5


def watch(
    address: str = typer.Option("", metavar="ADDRESS", help="Another watch than the paired one."),
    seconds: float = typer.Option(15.0, min=2.0, max=3600.0, help="How long to listen."),
    config: Path | None = typer.Option(None, metavar="FILE", help="Configuration instead of /etc/edgecoach/edgecoach.toml."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object instead."),
) -> None:
    """Listen to the watch: who it is, its battery, what it sends how often and how evenly, whether it is worn well.

    Examples:

      edgecoach probe watch

      edgecoach probe watch --address C0:FF:EE:00:00:42 --seconds 60 --json
    """
    import asyncio
    import json

    from edge.assembly import demand_configuration
    from edge.capture.watch.bluez import Bluetooth
    from edge.capture.watch.pairing import address_of, remembered
    from edge.capture.watch.probe import probe_watch
    from edge.capture.watch.source import WatchSource
    from edge.clock import SystemClock
    from edge.errors import InputError
    from edge.state import State, state_folder

    configured = demand_configuration(config)
    paired = remembered(State(state_folder(configured.store.state_dir)))
    if not (address or paired):
        raise InputError("no watch is paired", "run `edgecoach pair`, or add --address")
    chosen = address_of(address) if address or not paired else paired.address
    found = asyncio.run(probe_watch(WatchSource(Bluetooth(configured.capture.watch.adapter), chosen, SystemClock()), seconds))
    advice = list(advised(found))
    if as_json:
        print(json.dumps(asdict(found) | {"advice": advice}, indent=2))
    else:
        _tell(found, advice)


def advised(found: "Findings") -> Iterator[str]:
    """What to do, a sentence for each thing that is not as it should be."""
    if found.battery is not None and found.battery < LOW_BATTERY:
        yield "Charge its battery, or change it."
    for stream in found.streams:
        yield from _about(stream)
    if found.accel_m_s2 is not None and not PLAUSIBLE_M_S2[0] < found.accel_m_s2 < PLAUSIBLE_M_S2[1]:
        reads = f"Its accelerometer reads {found.accel_m_s2:.1f} m/s2 where gravity is 9.8"
        yield f"{reads}: restart the watch, or set capture.watch.motion to false."
    yield from (f"{sentence[0].upper()}{sentence[1:]}." for sentence in found.refused)


def _about(stream: "Heard") -> Iterator[str]:
    if stream.malformed:
        yield f"{stream.malformed} of {stream.packets} packets of {stream.name} are malformed: update the watch's firmware."
    if stream.unused > UNUSED * stream.packets:
        yield f"Most packets of {stream.name} have no usable reading: wear the watch snugly, two fingers above the wrist bone."
    if stream.name == "heart rate" and 0.0 < stream.rate_hz < SLOW_HEART_HZ:
        yield f"Heart rate comes only every {1.0 / stream.rate_hz:.0f} s: start a workout or the broadcast on the watch."


def _tell(found: "Findings", advice: list[str]) -> None:
    battery = "" if found.battery is None else f", battery {found.battery:.0%}"
    print(" ".join(filter(None, (found.name, found.maker, found.model, found.firmware))) + battery)
    for stream in found.streams:
        print(f"  {stream.name}: {stream.packets} packets, {stream.rate_hz:.1f} a second, {stream.jitter_ms:.0f} ms jitter", end="")
        print(f", {stream.unused} without a usable reading" if stream.unused else "")
    if found.heart_bpm is not None:
        print(f"  heart rate {found.heart_bpm:.0f} a minute")
    if found.accel_m_s2 is not None:
        print(f"  {found.motion_hz:.0f} readings of motion a second, {found.accel_m_s2:.1f} m/s2 in the middle")
    print(f"  its times are up to {1e3 * found.unknown_delay_s:.0f} ms late, always by the same")
    for sentence in advice or ["All is well."]:
        print(f"  {sentence}")
