"""`edgecoach probe haptics`: the vibration motor, and what to do about what was found.

Refuses to know: how a pin is driven.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from edge.commands.probes.pins import run_trial

if TYPE_CHECKING:
    from edge.respond.pin_trial import PinTrial


def haptics(
    pin: str = typer.Option("", help='Pin of the motor instead of the configured one: 33, or "GPIO13".'),
    config: Path | None = typer.Option(None, metavar="FILE", help="Configuration instead of /etc/edgecoach/edgecoach.toml."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object instead."),
) -> None:
    """Give every vibration once, and say which line of which chip the motor's pin is. Whether it is felt, only you can tell.

    Examples:

      edgecoach probe haptics

      edgecoach probe haptics --pin 33 --json
    """
    from edge.assembly import demand_configuration
    from edge.config_options import Haptics
    from edge.errors import InputError
    from edge.respond.haptics import HapticOutput

    wanted = Haptics(pin=pin) if pin else demand_configuration(config).respond.haptics
    if not wanted.pin:
        raise InputError("no vibration motor is configured", "set respond.haptics.pin, or add --pin 33")
    run_trial(lambda clock, factory: HapticOutput(wanted, clock, factory), [wanted.pin], felt, as_json)


def felt(trial: "PinTrial") -> Iterator[str]:
    """What to do where nothing was felt."""
    yield "If you felt nothing: the motor wants a transistor and its own supply, not the pin's current."
