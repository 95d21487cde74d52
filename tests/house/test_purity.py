"""What thinks knows no clock, thread, socket, file or chance; and clocks and threads live where the design says."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.source import Module, dotted, imports, modules, within

PURE = ("edge.estimate", "edge.judge", "edge.respond.cues", "edge.respond.attention", "edge.respond.switches", "edge.pipeline")
OUTSIDE_WORLD = (
    "asyncio", "concurrent", "datetime", "glob", "importlib", "io", "logging", "mmap", "multiprocessing", "numpy.random", "os", "pathlib",
    "pkgutil", "random", "secrets", "select", "shutil", "signal", "socket", "subprocess", "sys", "tempfile", "threading", "time", "uuid",
)  # fmt: skip
FILE_AND_CHANCE_CALLS = ("open", "print", "input", "np.random", "numpy.random", "np.load", "np.save", "np.loadtxt", "np.fromfile")

CLOCK_READERS = ("edge.clock", "edge.capture.camera")
THREAD_OWNERS = ("edge.capture.imu", "edge.respond.pins.pulses", "edge.store.keeper", "edge.capture.camera")


def impurities(module: Module) -> Iterator[str]:
    if not within(module.name, *PURE):
        return
    for name, line in imports(module):
        if within(name, *OUTSIDE_WORLD):
            yield f"{module.name}:{line} imports {name}"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and within(dotted(node.func), *FILE_AND_CHANCE_CALLS):
            yield f"{module.name}:{node.lineno} calls {dotted(node.func)}"


def misplaced(module: Module, packages: tuple[str, ...], owners: tuple[str, ...]) -> Iterator[str]:
    """Imports of these packages anywhere but at their owners."""
    for name, line in imports(module):
        if within(name, *packages) and not within(module.name, *owners):
            yield f"{module.name}:{line} imports {name}; only {', '.join(owners)} may"


def test_what_thinks_is_pure() -> None:
    assert [line for module in modules() for line in impurities(module)] == []


def test_only_the_clock_reads_clocks() -> None:
    assert [line for module in modules() for line in misplaced(module, ("time",), CLOCK_READERS)] == []


def test_threads_live_in_three_files_and_the_camera() -> None:
    wanted = ("threading", "concurrent", "_thread")
    assert [line for module in modules() for line in misplaced(module, wanted, THREAD_OWNERS)] == []


@pytest.mark.parametrize(
    "text",
    [
        "import time",
        "def late() -> None:\n    from random import random",
        "import numpy.random",
        "from numpy import random",
        "import numpy as np\nnoise = np.random.default_rng(0).normal()",
        "rules = open('rules.toml')",
        "from pathlib import Path",
    ],
)
def test_the_rule_sees_impurity(text: str) -> None:
    assert list(impurities(Module("edge.judge.reps", text))) != []
    assert list(impurities(Module("edge.store.sessions", text))) == []


def test_the_rule_sees_a_stray_clock_and_thread() -> None:
    assert list(misplaced(Module("edge.daemon", "from time import monotonic"), ("time",), CLOCK_READERS)) != []
    assert list(misplaced(Module("edge.clock", "import time"), ("time",), CLOCK_READERS)) == []
    assert list(misplaced(Module("edge.web.api", "import threading"), ("threading",), THREAD_OWNERS)) != []
