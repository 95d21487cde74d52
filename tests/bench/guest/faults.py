"""Faults of one device, one after the other -> each said once when it comes and once when it is over, and how long that took.

Refuses to know: what the device is.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.bench.guest.box import Box
from tests.bench.guest.conftest import Figure


def nothing() -> None:
    """The fault mends by itself."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens, and what mends it. name: for the report."""

    name: str
    happen: Callable[[], object]
    mend: Callable[[], object] = nothing


@dataclass(frozen=True, slots=True)
class Patience:
    """noticed_s: within which a fault must be said; back_s: after it is mended; settle_s: between a recovery and the next fault."""

    noticed_s: float
    back_s: float
    settle_s: float


def endure(running: Box, source: str, faults: Sequence[Fault], patience: Patience, figure: Figure) -> list[float]:
    """The daemon that has the device, through all of them: when the device was back, each time. Raises AssertionError with the log."""
    return [_endure(running, source, fault, patience, figure) for fault in faults]


def _endure(running: Box, source: str, fault: Fault, patience: Patience, figure: Figure) -> float:
    time.sleep(patience.settle_s)
    broken = time.monotonic()
    fault.happen()
    lost = running.wait_lost(source, broken, patience.noticed_s)
    fault.mend()
    mended = time.monotonic()
    back = running.wait_there(source, mended if fault.mend is not nothing else lost, patience.noticed_s)
    time.sleep(patience.settle_s)
    figure(f"{fault.name}: lost after", f"{lost - broken:.1f} s")
    figure(f"{fault.name}: back after", f"{back - mended:.1f} s")
    assert len(running.since(broken, source)) == 2, f"{fault.name} was not one line lost and one back:\n{running.log}"
    assert back - mended <= patience.back_s, f"{fault.name}: back after {back - mended:.1f} s:\n{running.log}"
    return back
