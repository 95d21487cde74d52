"""The emulated sensor's bus (tests/bench/kernel/mpu6050_bench.c), plugged in, out, and made to misbehave.

Refuses to know: who reads the sensor.
"""

import subprocess
from itertools import pairwise
from pathlib import Path

from edge.messages import ImuSample

CONTROLS = Path("/sys/kernel/debug/mpu6050_bench")
BUS = 1
ACCEL_PER_COUNT = 16.0 * 9.80665 / 32768.0
"""m/s2 at +-16 g, which is what the product sets."""
NUMBERS, SPREAD, UNSPREAD = 64, 27, 19
"""The chip writes 2 x (27 n mod 64) - 64 into sample n's X acceleration; 27 x 19 = 1 mod 64."""


def plug_in(**parameters: int) -> None:
    """Load the bus with its chips. parameters: of the kernel module, such as chips=2."""
    subprocess.run(["modprobe", "mpu6050_bench", *(f"{name}={value}" for name, value in parameters.items())], check=True)


def tell(control: str, value: int = 1) -> None:
    """Such as tell("nack", 20). Replugging (present 1) waits for whoever still holds the old bus."""
    (CONTROLS / control).write_text(f"{value}\n")


def count(control: str) -> int:
    return int((CONTROLS / control).read_text())


def number(accel_x: int) -> int:
    """Which of 64 samples this X acceleration, in counts, belongs to."""
    return (accel_x + NUMBERS) // 2 * UNSPREAD % NUMBERS


def missing(counts: list[int]) -> int:
    """How many samples are not among these X accelerations. One twice counts as 63 missing."""
    numbers = [number(one) for one in counts]
    return sum((later - earlier - 1) % NUMBERS for earlier, later in pairwise(numbers))


def counts_of(samples: list[ImuSample]) -> list[int]:
    """The X accelerations as the chip gave them."""
    return [round(sample.accel[0] / ACCEL_PER_COUNT) for sample in samples]
