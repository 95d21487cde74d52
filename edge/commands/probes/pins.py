"""An output on pins -> its trial, told to a person or as JSON: what `probe haptics` and `probe lights` share.

Refuses to know: which output it is.
"""

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from edge.config_options import Pin
    from edge.respond.pin_trial import Made, PinTrial

UNEVEN_MS = 2.0
"""Edges of 10 ms pulses that come later than this are seen as flicker."""


def run_trial(made: "Made", pins: "Sequence[Pin]", advice: "Callable[[PinTrial], Iterator[str]]", as_json: bool) -> None:
    """Try it out and tell. Raises EdgeError where a pin cannot be had."""
    from edge.clock import SystemClock
    from edge.respond.pin_trial import try_out

    trial = asyncio.run(try_out(made, pins, SystemClock()))
    advised = [*pulse_advice(trial), *advice(trial)]
    if as_json:
        print(json.dumps(asdict(trial) | {"advice": advised}, indent=2))
    else:
        _tell(trial, advised)


def pulse_advice(trial: "PinTrial") -> Iterator[str]:
    """What to do about the pulses and the board's own ways."""
    if trial.late_ms and trial.late_ms[1] > UNEVEN_MS:
        yield "The pulses come unevenly: close other programs."
    if "Orin" in trial.board:
        yield "On a Jetson Orin a pin must first be made an output: sudo /opt/nvidia/jetson-io/jetson-io.py, or a pinmux overlay."


def _tell(trial: "PinTrial", advice: Sequence[str]) -> None:
    for place in trial.places:
        print(place)
    print(f"  gave {', '.join(trial.patterns)}")
    if trial.late_ms:
        print(f"  pulses {trial.late_ms[0]:.2f} ms late, 95 % within {trial.late_ms[1]:.2f} ms")
    for sentence in advice:
        print(f"  {sentence}")
