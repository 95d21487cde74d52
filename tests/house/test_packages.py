"""What is imported is declared, and what is declared is locked: pinned, hashed, from nowhere in particular."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.source import ROOT, imports, is_standard, modules

DEFAULT, DEV, UV = (ROOT / "deploy" / name for name in ("lock.txt", "lock-dev.txt", "lock-uv.txt"))
DISTRIBUTION = {
    "ai_edge_litert": "ai-edge-litert",
    "cv2": "opencv-python-headless",
    "llama_cpp": "llama-cpp-python",
    "pinocchio": "pin",
    "pydantic_core": "pydantic",
    "serial": "pyserial",
    "systemd": "systemd-python",
}
OF_THE_SYSTEM = ("gi", "libcamera", "picamera2", "tensorrt")
"""They come with the board's own Python, never from an index."""


@cache
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def names(requirements: Iterable[str]) -> set[str]:
    return {canonicalize_name(Requirement(text).name) for text in requirements}


def locked(lock: Path) -> list[tuple[Requirement, str]]:
    """Each entry of a lock and the text of its hashes."""
    entries = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").strip())
    return [(Requirement(first.rstrip(" \\")), hashes) for first, _, hashes in (entry.partition("\n") for entry in entries)]


def unsatisfied(wanted: Iterable[str], lock: list[tuple[Requirement, str]]) -> list[str]:
    """Requirements that the lock lacks or pins to a version outside their range."""
    pins: dict[str, list[str]] = {}
    for entry, _ in lock:
        pins.setdefault(canonicalize_name(entry.name), []).extend(part.version for part in entry.specifier)
    found = [(requirement, pins.get(canonicalize_name(requirement.name), [])) for requirement in map(Requirement, wanted)]
    return [str(requirement) for requirement, versions in found if not versions or not all(map(requirement.specifier.contains, versions))]


def test_what_edge_imports_is_declared() -> None:
    extras = [one for group in project()["project"]["optional-dependencies"].values() for one in group]
    declared = names([*project()["project"]["dependencies"], *extras])
    used = {name.split(".")[0] for module in modules() for name, _ in imports(module)}
    outside = {name for name in used if not is_standard(name) and name not in ("edge", *OF_THE_SYSTEM)}
    assert {name for name in outside if canonicalize_name(DISTRIBUTION.get(name, name)) not in declared} == set()


@pytest.mark.parametrize(("lock", "groups"), [(DEFAULT, ["build"]), (DEV, ["build", "dev"])], ids=["default", "dev"])
def test_the_lock_holds_what_is_declared(lock: Path, groups: list[str]) -> None:
    declared = [*project()["project"]["dependencies"], *(one for group in groups for one in project()["dependency-groups"][group])]
    assert unsatisfied(declared, locked(lock)) == []


@pytest.mark.parametrize("lock", [DEFAULT, DEV, UV], ids=lambda lock: lock.name)
def test_every_package_is_pinned_and_hashed(lock: Path) -> None:
    entries = locked(lock)
    assert [str(entry) for entry, _ in entries if [part.operator for part in entry.specifier] != ["=="] or entry.url] == []
    assert [str(entry) for entry, hashes in entries if "--hash=sha256:" not in hashes] == []


def test_what_ships_is_what_is_tested() -> None:
    assert [str(entry) for entry, _ in locked(DEFAULT) if str(entry) not in {str(other) for other, _ in locked(DEV)}] == []


def test_the_rule_sees() -> None:
    lock = [(Requirement("numpy==1.26.4"), "--hash=sha256:00")]
    assert unsatisfied(["numpy>=1.20"], lock) == []
    assert unsatisfied(["numpy>=2.0", "mcap"], lock) == ["numpy>=2.0", "mcap"]
