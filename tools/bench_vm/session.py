"""A machine and a selection of checks -> each check's result, from one snapshot of the machine with the product in it.

Refuses to know: how QEMU is run, and how results are told.
"""

import shlex
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
TOGETHER = ("check_bus.py", "check_lines.py")
"""Files whose checks leave everything as they found it: one snapshot serves them all."""
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


def batches(wanted: Sequence[str]) -> list[list[str]]:
    """Checks that share a snapshot: those of a file in TOGETHER; any other has its own."""
    by_file: dict[str, list[str]] = {}
    for name in wanted:
        file = name.partition("::")[0]
        by_file.setdefault(file if Path(file).name in TOGETHER else name, []).append(name)
    return list(by_file.values())


def check_each(machine: Machine, wanted: Sequence[str], minutes: float) -> Iterator[Result]:
    """Each batch from the snapshot; what one leaves behind the next never sees. minutes: how long the long ones take."""
    for batch in batches(wanted):
        machine.resume()
        yield from check(machine, batch, minutes)


def check(machine: Machine, batch: Sequence[str], minutes: float) -> list[Result]:
    """Some checks, in the machine as it is."""
    words = " ".join(map(shlex.quote, batch))
    begun = time.monotonic()
    told = machine.run(f"export BENCH_MINUTES={minutes}; {PYTEST} --tb=short --junitxml={RESULT} {words}", LIMIT_S + 120.0 * minutes)
    seconds = (time.monotonic() - begun) / len(batch)
    written = machine.run(f"cat {RESULT}")
    if written.code:
        return [Result(name, "error", seconds, {}, (told.err or told.out).strip()[-2000:]) for name in batch]
    return read_results(batch, written.out, seconds)


def read_results(batch: Sequence[str], junit: str, seconds: float) -> list[Result]:
    """pytest's own report of these tests -> what they came to. seconds: that each of them took."""
    cases = {case.get("name"): case for case in ElementTree.fromstring(junit).iter("testcase")}
    return [_read(name, cases.get(name.rpartition("::")[2]), seconds) for name in batch]


def _read(name: str, case: ElementTree.Element | None, seconds: float) -> Result:
    if case is None:
        return Result(name, "error", seconds, {}, "pytest did not run it")
    figures = {one.get("name", ""): one.get("value", "") for one in case.iter("property")}
    for outcome, tag in (("failed", "failure"), ("error", "error"), ("skipped", "skipped")):
        if (trouble := case.find(tag)) is not None:
            return Result(name, outcome, seconds, figures, (trouble.text or trouble.get("message") or "").strip())
    return Result(name, "passed", seconds, figures)


def shell(machine: Machine) -> None:
    """A person, inside, until they leave."""
    subprocess.run([*machine.ssh, "-t"], check=False)
