"""`edgecoach probe lights`: the three-coloured light, and what to do about what was found.

Refuses to know: how a pin is driven.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from edge.commands.probes.pins import run_trial

if TYPE_CHECKING:
    from edge.respond.pin_trial import PinTrial


def lights(
    config: Path | None = typer.Option(None, metavar="FILE", help="Configuration instead of /etc/edgecoach/edgecoach.toml."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object instead."),
) -> None:
    """Show every flash once, and say which line of which chip each colour's pin is. Whether it is seen, only you can tell.

    Examples:

      edgecoach probe lights

      edgecoach probe lights --config box.toml --json
    """
    from edge.assembly import demand_configuration
    from edge.errors import InputError
    from edge.respond.lights import LightOutput

    wanted = demand_configuration(config).respond.lights
    pins = [pin for pin in (wanted.red, wanted.green, wanted.blue) if pin]
    if not pins:
        raise InputError("no light is configured", "set respond.lights.red, green and blue")
    run_trial(lambda clock, factory: LightOutput(wanted, 1.0, clock, factory), pins, seen, as_json)


def seen(trial: "PinTrial") -> Iterator[str]:
    """What to do where nothing, or the wrong thing, was seen."""
    yield "If colours were swapped, swap their pins; if it was lit when it should be dark, set respond.lights.active_high = false."
