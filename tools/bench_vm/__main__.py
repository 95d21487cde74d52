"""tools/bench-vm: build, sensors or shell -> the machine, a report, or a prompt inside.

Refuses to know: how any of it is done.
"""

import json as json_format
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from edge.errors import INTERRUPTED, EdgeError
from tools.bench_vm import session
from tools.bench_vm.build import build as build_machine
from tools.bench_vm.build import up_to_date
from tools.bench_vm.machine import Machine, accelerator
from tools.bench_vm.needs import TO_BUILD, TO_RUN, require, require_root
from tools.bench_vm.place import CHECKOUT, Place, alone, chosen
from tools.bench_vm.report import Conditions, as_object, print_report

ABOUT = """A Debian machine under QEMU with this checkout's daemon in it, and devices that misbehave.

Examples:

  sudo apt install qemu-system-x86 qemu-utils mmdebstrap openssh-client

  sudo tools/bench-vm build

  tools/bench-vm sensors

  tools/bench-vm sensors --only watch --json report.json

  tools/bench-vm shell

Inside: an I2C bus with emulated MPU-6050 chips (a kernel module of ours, tests/bench/kernel), a GPIO chip (gpio-sim), a loudspeaker
(snd-aloop), and a heart-rate watch (bumble on /dev/vhci) that BlueZ takes for a real one. The machine lies in ~/.cache/edgecoach/bench-vm,
or in $EDGECOACH_BENCH, and needs some 5 GB there. It has no network but the line that it is reached by.
"""

PURPOSE = "the bench machine"
app = typer.Typer(help=ABOUT, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

Only = Annotated[str, typer.Option(metavar="WORDS", help="Checks with this in their name: imu, watch, check_pins, unplug.")]
Json = Annotated[Path | None, typer.Option(metavar="FILE", help="Write the report as JSON.")]
Minutes = Annotated[float, typer.Option(min=0.1, max=60.0, help="How long the sensor is read without a fault, which loses nothing.")]
List = Annotated[bool, typer.Option("--list", help="Name the checks, and run none.")]


def say(text: str) -> None:
    print(f"bench-vm: {text}", file=sys.stderr, flush=True)


@app.command()
def build() -> None:
    """Makes the machine, or what has changed of it; some ten minutes the first time. Needs root.

    Example:  sudo tools/bench-vm build
    """
    with alone(chosen()) as place:
        _build(place)
        say(f"the machine is ready in {place.folder}")


@app.command()
def sensors(only: Only = "", minutes: Minutes = 3.0, json: Json = None, list_: List = False) -> None:
    """Drives the daemon through every fault of its sensors and outputs; each check begins from the same snapshot.

    Example:  tools/bench-vm sensors --only unplug
    """
    with _ready_place() as place:
        _check(place, only, minutes, json, list_)


def _check(place: Place, only: str, minutes: float, json: Path | None, list_: bool) -> None:
    begun = time.monotonic()
    with _running(place) as machine:
        boot_s = time.monotonic() - begun
        session.install(machine, place)
        wanted = session.names(machine, only)
        if list_:
            print("\n".join(wanted))
            return
        machine.save()
        results = list(_each(machine, wanted, minutes))
        conditions = Conditions(machine.accel, place.kernel_version, _commit(), boot_s, time.monotonic() - begun)
    print_report(Console(width=None if sys.stdout.isatty() else 160), conditions, results)
    if json is not None:
        json.write_text(json_format.dumps(as_object(conditions, results), indent=1), encoding="utf-8")
    if any(result.outcome != "passed" for result in results):
        raise typer.Exit(1)


@app.command()
def shell() -> None:
    """A root shell inside, with the product and the checks installed; leaving it ends the machine and forgets what was done.

    Example:  tools/bench-vm shell
    """
    with _ready_place() as place, _running(place) as machine:
        session.install(machine, place)
        session.shell(machine)


@contextmanager
def _ready_place() -> Iterator[Place]:
    """The machine, ours alone, made or brought up to date first where it is not."""
    require(TO_RUN, PURPOSE)
    with alone(chosen()) as place:
        if not up_to_date(place):
            _build(place)
        yield place


def _build(place: Place) -> None:
    require_root()
    require(TO_BUILD | TO_RUN, PURPOSE)
    build_machine(place, say)


@contextmanager
def _running(place: Place) -> Iterator[Machine]:
    accel = accelerator(place)
    say("starting the machine" + (", emulated: KVM does not work here" if accel == "tcg" else ""))
    with Machine(place, accel) as machine:
        machine.wait_for_ssh()
        machine.keep_booted()
        yield machine


def _each(machine: Machine, wanted: list[str], minutes: float) -> Iterator[session.Result]:
    for done, result in enumerate(session.check_each(machine, wanted, minutes), start=1):
        say(f"{done}/{len(wanted)} {result.outcome} in {result.seconds:.0f} s: {result.name.rpartition('/')[2]}")
        yield result


def _commit() -> str:
    def git(*words: str) -> str:
        return subprocess.run(["git", "-C", CHECKOUT, *words], capture_output=True, text=True, check=False).stdout.strip()

    return git("rev-parse", "--short", "HEAD") + ("+" if git("status", "--porcelain") else "")


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # leaving ends QEMU
    try:
        app(prog_name="tools/bench-vm")
    except EdgeError as problem:
        say(str(problem))
        sys.exit(problem.exit_code)
    except KeyboardInterrupt:
        say("interrupted")
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
