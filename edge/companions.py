"""What the box speaks with, and what it is told about how -> what a visit has beside its sources.

Refuses to know: what is said, and when. The devices are opened, lost and opened again by the visit.
"""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from pathlib import Path

from edge.capture.source import keep_open
from edge.clock import Clock
from edge.config_options import CueSwitches, Respond
from edge.daemon import Output, Samples
from edge.messages import Command, Sample
from edge.quiet_hours import QuietHours, time_of_day
from edge.respond.choose import choose_outputs
from edge.respond.switches import Switches


@dataclass(frozen=True, slots=True)
class Companions:
    """outputs: take events. samples: what outputs, clock and switches have to say."""

    outputs: Sequence[Output] = ()
    samples: Sequence[Samples] = ()


def choose_companions(respond: Respond, clock: Clock, state: Path) -> Companions:
    """All that the configuration names."""
    outputs = choose_outputs(respond, clock, state)
    samples: list[Samples] = [_turned(respond.cues, clock), *(keep_open(output, clock) for output in outputs)]
    hours = quiet_hours(respond.cues)
    return Companions(outputs, samples + ([hours.commands(clock)] if hours else []))


def quiet_hours(cues: CueSwitches) -> QuietHours | None:
    if not cues.quiet_from:
        return None
    return QuietHours(time_of_day(cues.quiet_from), time_of_day(cues.quiet_until))


async def _turned(cues: CueSwitches, clock: Clock) -> AsyncGenerator[Sample, None]:
    """The switches as they are configured, as the Commands that a person would give: so they are in the recording too."""
    for name, value in _switches(cues).commands().items():
        yield Command(clock.now(), name, value)


def _switches(cues: CueSwitches) -> Switches:
    return Switches(cues.sound, cues.voice, cues.haptics, cues.light, cues.voice_gap_s, cues.count_aloud)
