"""A watch, listened to for some seconds -> what it is worth.

Refuses to know: how that is shown, and what is worth how much.
"""

import asyncio
import math
from collections import deque
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, pstdev

from edge.capture.watch.arrival import UNKNOWN_DELAY_S
from edge.capture.watch.source import Tally, WatchSource
from edge.messages import HeartRate, ImuSample, Sample


@dataclass(frozen=True, slots=True)
class Heard:
    """One stream. packets: all that came; malformed, unused: those of them that do not follow their specification, or have no reading
    to use, such as a heart rate without skin contact. rate_hz, jitter_ms: of packets, not of the readings in them.
    """

    name: str
    packets: int
    malformed: int
    unused: int
    rate_hz: float
    jitter_ms: float


@dataclass(frozen=True, slots=True)
class Findings:
    """battery: 0..1, None where it does not say. heart_bpm: median. accel_m_s2: median length. motion_hz: readings a second.
    unknown_delay_s: how late its times may be, always by the same.
    refused: why what it offers did not begin, in words.
    """

    name: str
    maker: str
    model: str
    firmware: str
    battery: float | None
    streams: tuple[Heard, ...]
    refused: tuple[str, ...]
    heart_bpm: float | None
    accel_m_s2: float | None
    motion_hz: float
    unknown_delay_s: float = UNKNOWN_DELAY_S


async def probe_watch(source: WatchSource, seconds: float) -> Findings:
    """Listen for so many seconds. Raises EdgeError where the watch cannot be heard."""
    samples: list[Sample] = []
    async with source.open() as coming:
        try:
            async with asyncio.timeout(seconds):
                async for sample in coming:
                    samples.append(sample)
        except TimeoutError:
            return _summed_up(source, samples)
    return _summed_up(source, samples)


def _summed_up(source: WatchSource, samples: list[Sample]) -> Findings:
    status, information = source.status, source.status.information
    assert information is not None, "known once a watch is open"
    moved = [sample for sample in samples if isinstance(sample, ImuSample)]
    beats = [sample.bpm for sample in samples if isinstance(sample, HeartRate)]
    return Findings(
        name=status.name,
        maker=information.maker,
        model=information.model,
        firmware=information.firmware,
        battery=information.battery,
        streams=tuple(_heard(stream.name, status.tallies[stream.name], stream.unused) for stream in status.streams),
        refused=tuple(status.refused),
        heart_bpm=median(beats) if beats else None,
        accel_m_s2=median(math.hypot(*sample.accel) for sample in moved) if moved else None,
        motion_hz=(len(moved) - 1) / (moved[-1].t - moved[0].t) if len(moved) > 1 else 0.0,
    )


def _heard(name: str, tally: Tally, unused: int) -> Heard:
    between = _between(tally.arrivals)
    rate_hz = len(between) / sum(between) if sum(between) else 0.0
    return Heard(name, tally.packets, tally.malformed, unused, rate_hz, 1e3 * pstdev(between) if between else 0.0)


def _between(arrivals: deque[float]) -> list[float]:
    return [later - sooner for sooner, later in pairwise(arrivals)]
