"""A machine and a selection of checks -> each check's result, from one snapshot of the machine with the product in it.

Refuses to know: how QEMU is run, and how results are told.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from edge.errors import EdgeError
from tools.bench_vm.build import run_logged
from tools.bench_vm.machine import Machine
from tools.bench_vm.place import CHECKOUT, Place

INSIDE = "/opt/bench"
PYTHON = "/opt/edgecoach/bin/python"
PYTEST = (
    f"cd {INSIDE} && PYTHONPATH={INSIDE} {PYTHON} -B -m pytest -c /dev/null --rootdir={INSIDE} "
    "--import-mode=importlib -p no:cacheprovider -o python_files='check_*.py' -q"
)
RESULT = "/tmp/result.xml"
LIMIT_S = 600.0
"""The longest that a check may take besides the minutes that were asked for; on an idle computer none takes two minutes."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one check came to. outcome: passed, failed, error or skipped; why: of a failure, its last words. figures: what it measured."""

    name: str
    outcome: str
    seconds: float
    figures: dict[str, str]
    why: str = ""


def install(machine: Machine, place: Place) -> None:
    """This checkout's product and the checks, into the running machine. Raises EdgeError."""
    with tempfile.TemporaryDirectory() as folder:
        options = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--disable-pip-version-check", "--wheel-dir", folder]
        run_logged(place, [sys.executable, "-m", "pip", "wheel", *options, CHECKOUT])
        wheel = next(Path(folder).glob("*.whl")).name
        machine.send(Path(folder), [wheel], "/root")
    machine.require(f"{PYTHON} -m pip install --quiet --no-deps --no-index --force-reinstall --disable-pip-version-check /root/{wheel}")
    machine.send(CHECKOUT, ["tests/bench"], INSIDE)


def names(machine: Machine, only: str) -> list[str]:
    """The checks whose names hold these words, in the order in which they are written. Raises EdgeError where there is none.

    It reads every library that they use, so that a snapshot taken afterwards need not read the disk.
    """
    lines = machine.require(f"{PYTEST} --collect-only tests/bench/guest").splitlines()
    found = [line for line in lines if "::" in line and only in line]
    if not found:
        raise EdgeError(f"no check has {only!r} in its name", "tools/bench-vm sensors --list names them")
    return found


def check_each(machine: Machine, wanted: Sequence[str], minutes: float) -> Iterator[Result]:
    """Each from the snapshot; what one leaves behind the next never sees. minutes: how long the long ones take."""
    for name in wanted:
        machine.resume()
        yield check(machine, name, minutes)


def check(machine: Machine, name: str, minutes: float) -> Result:
    """One check, in the machine as it is."""
    begun = time.monotonic()
    told = machine.run(f"export BENCH_MINUTES={minutes}; {PYTEST} --tb=short --junitxml={RESULT} '{name}'", LIMIT_S + 60.0 * minutes)
    seconds = time.monotonic() - begun
    written = machine.run(f"cat {RESULT}")
    if written.code:
        return Result(name, "error", seconds, {}, (told.err or told.out).strip()[-2000:])
    return read_result(name, written.out, seconds)


def read_result(name: str, junit: str, seconds: float) -> Result:
    """pytest's own report of one test -> what it came to."""
    case = next(ElementTree.fromstring(junit).iter("testcase"), None)
    if case is None:
        return Result(name, "error", seconds, {}, "pytest ran nothing")
    figures = {one.get("name", ""): one.get("value", "") for one in case.iter("property")}
    for outcome, tag in (("failed", "failure"), ("error", "error"), ("skipped", "skipped")):
        if (trouble := case.find(tag)) is not None:
            return Result(name, outcome, seconds, figures, (trouble.text or trouble.get("message") or "").strip())
    return Result(name, "passed", seconds, figures)


def shell(machine: Machine) -> None:
    """A person, inside, until they leave."""
    subprocess.run([*machine.ssh, "-t"], check=False)
