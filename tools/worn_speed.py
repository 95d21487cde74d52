"""A made-up worn sensor, read by the real driver register by register, camera covered -> from its movement to the cue.

Refuses to know: what a repetition is; it holds a visit as the daemon does and reads the visit's own figures.
How to use it:  tools/bench worn [--minutes 2]
"""

import argparse
import asyncio
import json
import math
import os
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from edge.capture.mpu6050 import ACCEL_PER_COUNT, GYRO_PER_COUNT
from edge.capture.simulated_imu import simulated_imu
from edge.clock import SystemClock
from edge.config import Loaded
from edge.config_options import Config
from edge.daemon import Output
from edge.live import Visit, Wish, hold_visit
from edge.messages import Event, Rep
from edge.systemd import Notifier

RATE_HZ = 200
PERIOD_S = 3.0
SWING_RAD = math.radians(110.0)
GRAVITY = 9.81


def main() -> None:
    options = argparse.ArgumentParser(prog="tools/bench worn", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--minutes", type=float, default=2.0, help="of curling with the camera covered (default 2)")
    seconds = 60.0 * options.parse_args().minutes
    with tempfile.TemporaryDirectory() as folder:
        visit, counted = asyncio.run(_curl(Path(folder), seconds))
    cue = visit.health.imu_to_cue
    json.dump(
        {"rate_hz": RATE_HZ, "movements": int(seconds / PERIOD_S), "counted": counted.reps, "imu_to_cue_ms": cue._asdict()}, sys.stdout
    )
    print()


class Counted:
    """An output that only counts repetitions."""

    reps = 0

    def deliver(self, event: Event) -> None:
        self.reps += isinstance(event, Rep)


async def _curl(state: Path, seconds: float) -> tuple[Visit, Counted]:
    clock, counted = SystemClock(), Counted()
    quiet = {"respond": {"audio": {"use": False}}, "store": {"state_dir": str(state)}}
    wish = Wish(Loaded(Config.model_validate(quiet)), page=False, sources=[simulated_imu("wrist", clock, _forearm, rate_hz=RATE_HZ)])

    def opened(_: Visit) -> Sequence[Output]:
        asyncio.get_running_loop().call_later(seconds, os.kill, os.getpid(), signal.SIGTERM)
        return [counted]

    return await hold_visit(wish, clock, opened, Notifier({})), counted


def _forearm(t: float) -> tuple[int, ...]:
    """Counts of a sensor at the wrist of an arm that curls: x along the forearm, turning about z."""
    phase = 2.0 * math.pi * t / PERIOD_S
    angle = 0.5 * SWING_RAD * (1.0 - math.cos(phase))
    turning = math.pi / PERIOD_S * SWING_RAD * math.sin(phase)
    reach = 0.25 * turning**2  # towards the elbow, a quarter of a metre away
    accel = (-GRAVITY * math.cos(angle) - reach, GRAVITY * math.sin(angle), 0.0)
    return (*(round(a / ACCEL_PER_COUNT) for a in accel), 0, 0, round(turning / GYRO_PER_COUNT))


if __name__ == "__main__":
    main()
