"""A GPIO chip of gpio-sim: put in, taken out, its lines seen and pulled from outside.

Refuses to know: who drives the lines. Interface: Documentation/admin-guide/gpio/gpio-sim.rst.
"""

import subprocess
from pathlib import Path

CONFIG = Path("/sys/kernel/config/gpio-sim")
CHIP = CONFIG / "bench"
LINES = 30


def put_in(*named: int) -> None:
    """A chip with 30 lines, of which these are named GPIO<number>."""
    for module in ("configfs", "gpio-sim-bench"):
        subprocess.run(["modprobe", module], check=True)
    if not CONFIG.exists():
        subprocess.run(["mount", "-t", "configfs", "none", "/sys/kernel/config"], check=True)
    bank = CHIP / "bank0"
    bank.mkdir(parents=True, exist_ok=True)
    (bank / "num_lines").write_text(str(LINES))
    (bank / "label").write_text("bench pins")
    for number in named:
        line = bank / f"line{number}"
        line.mkdir(exist_ok=True)
        (line / "name").write_text(f"GPIO{number}")
    put_back()


def take_out() -> None:
    (CHIP / "live").write_text("0")


def put_back() -> None:
    (CHIP / "live").write_text("1")


def is_high(number: int) -> bool:
    """The line's level, whoever drives it."""
    return (_line(number) / "value").read_text().strip() == "1"


def pull(number: int, up: bool) -> None:
    """As a button or a resistor from outside would."""
    (_line(number) / "pull").write_text("pull-up" if up else "pull-down")


def _line(number: int) -> Path:
    device = (CHIP / "dev_name").read_text().strip()
    chip = (CHIP / "bank0" / "chip_name").read_text().strip()
    return Path(f"/sys/devices/platform/{device}/{chip}/sim_gpio{number}")
