"""The camera process parses under Python 3.6 and uses no library that came later (JetPack 4)."""

import ast
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import vermin

from tests.house.source import ROOT, Module, imports, modules, within

CAMERA = "edge.capture.camera"
OLDEST = (3, 6)
NEVER = ("dataclasses", "__future__")
"""dataclasses came with 3.7; from __future__ the only thing one would want, annotations, as well."""


def obstacles(module: Module) -> Iterator[str]:
    """What keeps a module from running under Python 3.6."""
    try:
        ast.parse(module.text, feature_version=OLDEST)
    except SyntaxError as error:
        yield f"{module.name}:{error.lineno} {error.msg}"
        return
    yield from (f"{module.name}:{line} imports {name}" for name, line in imports(module) if within(name, *NEVER))
    if (wanted := minimum(module.text)) > OLDEST:
        yield f"{module.name} needs Python {wanted[0]}.{wanted[1]} (python -m vermin -vvv shows the line)"


def minimum(text: str) -> tuple[int, int]:
    """The oldest Python 3 that has everything a source uses. Annotations count: they are evaluated."""
    settings = vermin.Config()
    settings.set_eval_annotations(True)
    found = vermin.visit(text, settings).minimum_versions()[1]
    return found or (3, 0)


def test_the_camera_process_runs_on_3_6() -> None:
    camera = [module for module in modules() if within(module.name, CAMERA)]
    assert len(camera) > 1
    assert [line for module in camera for line in obstacles(module)] == []


@pytest.mark.python36
def test_a_real_3_6_compiles_it() -> None:
    pyenv = sorted(Path.home().glob(".pyenv/versions/3.6.*/bin/python3.6"))
    python = str(pyenv[0]) if pyenv else shutil.which("python3.6")
    if python is None:
        pytest.skip("no Python 3.6 on this machine: the camera process was only checked, not compiled by it")
    names = [str(path) for path in sorted((ROOT / "edge/capture/camera").glob("*.py"))]
    compile_all = "import sys\nfor name in sys.argv[1:]: compile(open(name, encoding='utf-8').read(), name, 'exec')"
    done = subprocess.run([python, "-c", compile_all, *names], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "text",
    [
        "if (size := 3) > 2:\n    pass",
        "def feed(image, /):\n    pass",
        "from dataclasses import dataclass",
        "from __future__ import annotations",
        "from typing import Protocol",
        "import time\nt = time.monotonic_ns()",
        "import subprocess\nsubprocess.run(['ls'], capture_output=True)",
        "import asyncio\nasyncio.run(None)",
        "sizes: list[int] = []",
        "f'{size=}'",
    ],
)
def test_the_rule_sees(text: str) -> None:
    assert list(obstacles(Module(CAMERA, text))) != []


def test_the_rule_allows_what_3_6_has() -> None:
    text = "from typing import List, NamedTuple\nsizes: List[int] = []\n\n\nclass Frame(NamedTuple):\n    t: float = 0.0\n\n\nf'{sizes}'"
    assert list(obstacles(Module(CAMERA, text))) == []
