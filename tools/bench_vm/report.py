"""Results -> what was exercised, in a table for people and an object for programs.

Refuses to know: how anything was checked.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tools.bench_vm.session import Result

LAST_LINES = 12
"""Of a failure's words; the object has all of them."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """Under what it was done. accel: kvm or tcg. commit: of the checkout, with a + where it had changes. boot_s, total_s: seconds."""

    accel: str
    kernel: str
    commit: str
    boot_s: float
    total_s: float


def as_object(conditions: Conditions, results: Sequence[Result]) -> dict[str, Any]:
    """{conditions, n_checks, n_passed, checks: [{name, outcome, seconds, figures, why}]}."""
    passed = sum(result.outcome == "passed" for result in results)
    return {
        "conditions": asdict(conditions),
        "n_checks": len(results),
        "n_passed": passed,
        "checks": [asdict(result) | {"name": plain_name(result.name)} for result in results],
    }


def print_report(console: Console, conditions: Conditions, results: Sequence[Result]) -> None:
    """A row for each check, why those failed that did, and one line that sums it up."""
    table = Table("check", "outcome", "s", "measured")
    for result in results:
        style = "green" if result.outcome == "passed" else "red"
        table.add_row(escape(plain_name(result.name)), f"[{style}]{result.outcome}", f"{result.seconds:.0f}", escape(figures(result)))
    console.print(table)
    for result in results:
        if result.why:
            console.print(f"\n{plain_name(result.name)}", style="bold", markup=False)
            console.print("\n".join(result.why.splitlines()[-LAST_LINES:]), markup=False, highlight=False)
    console.print(f"\n{summary(conditions, results)}", markup=False, highlight=False)


def plain_name(name: str) -> str:
    """`tests/bench/guest/check_imu.py::test_a_long_set` -> `imu: a long set`."""
    file, _, test = name.rpartition("::")
    return f"{file.rpartition('/')[2].removeprefix('check_').removesuffix('.py')}: {test.removeprefix('test_').replace('_', ' ')}"


def figures(result: Result) -> str:
    return ", ".join(f"{name} {value}" for name, value in result.figures.items())


def summary(conditions: Conditions, results: Sequence[Result]) -> str:
    passed = sum(result.outcome == "passed" for result in results)
    machine = "an emulated (tcg)" if conditions.accel == "tcg" else "a virtual (kvm)"
    return (
        f"{passed} of {len(results)} checks passed on {machine} machine, Linux {conditions.kernel}, commit {conditions.commit}: "
        f"booted in {conditions.boot_s:.0f} s, {conditions.total_s / 60.0:.1f} minutes in all"
    )
