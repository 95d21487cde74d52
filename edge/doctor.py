"""Checks that register themselves -> findings, each one sentence with what to do about it.

Refuses to know: what is checked. A check belongs to a room and is found in edge/commands/checks.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

from edge.clock import Clock
from edge.config import Loaded
from edge.errors import EdgeError
from edge.state import state_folder
from edge.weights import models_folder


class Level(StrEnum):
    """How bad it is. An issue is something without which the box cannot do its work."""

    OK = "ok"
    INFO = "info"
    WARNING = "warning"
    ISSUE = "issue"


@dataclass(frozen=True, slots=True)
class Patient:
    """What is examined: the configuration and its file, the folders in use, the clocks."""

    loaded: Loaded
    config_path: Path
    state: Path
    models: Path
    clock: Clock

    @classmethod
    def of(cls, loaded: Loaded, config_path: Path, clock: Clock) -> "Patient":
        """This machine, as configured."""
        store = loaded.config.store
        return cls(loaded, config_path, state_folder(store.state_dir), models_folder(store.models_dir), clock)


@dataclass(frozen=True, slots=True)
class Finding:
    """sentence: what was found. advice: what to do, empty where nothing is to be done."""

    level: Level
    sentence: str
    advice: str = ""


Examine: TypeAlias = Callable[[Patient], Finding]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is looked at. room: the room that suffers from it, or `house`."""

    name: str
    room: str
    examine: Examine


@dataclass(frozen=True, slots=True)
class Result:
    check: Check
    finding: Finding

    def as_json(self) -> dict[str, str]:
        found = self.finding
        row = {"name": self.check.name, "room": self.check.room, "level": str(found.level)}
        return {**row, "sentence": found.sentence, "advice": found.advice}


_registered: dict[str, Check] = {}


def check(name: str, room: str) -> Callable[[Examine], Examine]:
    """Register a function as a check. It may raise EdgeError, which is an issue in its own words."""

    def register(examine: Examine) -> Examine:
        _registered[name] = Check(name, room, examine)
        return examine

    return register


def registered() -> Sequence[Check]:
    """Every check, in the order of registration."""
    return tuple(_registered.values())


def load_checks() -> None:
    """Import every module of edge/commands/checks, which makes its checks known."""
    folder = importlib.import_module("edge.commands.checks")
    for found in pkgutil.iter_modules(folder.__path__):
        importlib.import_module(f"{folder.__name__}.{found.name}")


def examine(patient: Patient, checks: Sequence[Check]) -> Iterator[Result]:
    """Each check's finding, one after the other, whatever the ones before it found."""
    for one in checks:
        try:
            finding = one.examine(patient)
        except EdgeError as problem:
            finding = Finding(Level.ISSUE, problem.what, problem.advice)
        except Exception as bug:  # a doctor who faints at one finding helps nobody
            finding = Finding(Level.ISSUE, f"the check itself failed ({type(bug).__name__}: {bug})", "report this as a bug")
        yield Result(one, finding)
