"""models/manifest.toml and a models folder -> which networks are there, and whether they are the right ones.

Refuses to know: how they are fetched, what runs them. The folder's receipt holds the hash of each file made at `edgecoach models fetch`.
"""

import hashlib
import json
import os
import shlex
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edge.errors import EdgeError

FETCH = "run `edgecoach models fetch`"
INSTALL = "install EdgeCoach again"
RECEIPT = "receipt.json"
MAKE = 2
"""Raised by one when pruning or conversion changes, so that files made by an older version are made again."""


@dataclass(frozen=True, slots=True)
class Wheel:
    """The package that holds the networks, on the package index; python, abi, platform: as in its file name."""

    package: str
    version: str
    python: str
    abi: str
    platform: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Network:
    """One network. origin, sha256: its file inside the wheel. levels: what it sees as black and white.

    outputs: those that are kept, old name -> new.
    """

    name: str
    what: str
    origin: str
    licence: str
    sha256: str
    side_px: int
    levels: tuple[float, float]
    outputs: dict[str, str]

    @property
    def files(self) -> tuple[str, str]:
        """What is made of it: for LiteRT and for onnxruntime."""
        return f"{self.name}.tflite", f"{self.name}.onnx"


@dataclass(frozen=True, slots=True)
class Trained:
    """A network that this project trained, shipped as models/NAME.npz with its card models/NAME.md."""

    name: str
    what: str
    licence: str
    sha256: str

    @property
    def file(self) -> str:
        return f"{self.name}.npz"


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that models/manifest.toml says."""

    wheel: Wheel
    networks: tuple[Network, ...]
    trained: tuple[Trained, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One file of a models folder. problem: empty where it is right, else what is wrong, in words."""

    file: str
    sha256: str
    problem: str


def shipped(name: str) -> Path:
    """A file of models/: beside the package once installed, else in the checkout."""
    installed = Path(__file__).with_name("models")
    return (installed if installed.is_dir() else Path(__file__).parents[1] / "models") / name


def manifest() -> Manifest:
    """The networks that this version runs."""
    table = tomllib.loads(shipped("manifest.toml").read_text(encoding="utf-8"))
    networks = [Network(**{**entry, "levels": tuple(entry["levels"])}) for entry in table["network"]]
    return Manifest(Wheel(**table["wheel"]), tuple(networks), tuple(Trained(**entry) for entry in table["trained"]))


def trained(name: str) -> bytes:
    """The file of that network. Raises EdgeError where it is missing or not the one that was shipped."""
    one = next(entry for entry in manifest().trained if entry.name == name)
    problem = problem_of(one)
    if problem:
        raise EdgeError(f"the shipped network {shipped(one.file)} is {problem}", INSTALL)
    return shipped(one.file).read_bytes()


def problem_of(one: Trained) -> str:
    """Empty where the shipped file is right, else what is wrong, in words."""
    try:
        right = sha256(shipped(one.file).read_bytes()) == one.sha256
    except FileNotFoundError:
        return "missing"
    except OSError as error:
        return f"unreadable ({error.strerror})"
    return "" if right else "another file than the shipped one"


def models_folder(configured: str = "") -> Path:
    """Where fetched models live: as configured, else $EDGECOACH_MODELS, else ~/.cache/edgecoach/models."""
    chosen = configured or os.environ.get("EDGECOACH_MODELS", "")
    return Path(chosen).expanduser() if chosen else Path.home() / ".cache" / "edgecoach" / "models"


def how_to_fetch(folder: Path) -> str:
    """The advice that fills this folder."""
    return FETCH if folder == models_folder() else f"run `edgecoach models fetch --folder {shlex.quote(str(folder))}`"


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def verify(folder: Path) -> list[Finding]:
    """Each file that the manifest asks for, read and hashed, then those that the user added."""
    receipt = read_receipt(folder)
    wanted = [(file, network.sha256) for network in manifest().networks for file in network.files]
    added = [(file, "") for file in receipt["files"] if file.endswith(".task")]
    return [_finding(folder, receipt, file, source) for file, source in wanted + added]


def _finding(folder: Path, receipt: dict[str, Any], file: str, source: str) -> Finding:
    made = receipt["files"].get(file, {})
    try:
        found = sha256((folder / file).read_bytes())
    except FileNotFoundError:
        return Finding(file, "", "missing")
    except OSError as error:
        return Finding(file, "", f"unreadable ({error.strerror})")
    if found != made.get("sha256"):
        return Finding(file, found, "not the file that was fetched: its hash differs")
    if source and (made.get("source"), made.get("make")) != (source, MAKE):
        return Finding(file, found, "made by another version of EdgeCoach")
    return Finding(file, found, "")


def read_receipt(folder: Path) -> dict[str, Any]:
    """{"files": {name: {sha256, source, make}}}; empty where there is none or it is damaged, which makes every file suspect."""
    try:
        receipt = json.loads((folder / RECEIPT).read_bytes())
    except (OSError, ValueError):
        receipt = None
    whole = isinstance(receipt, dict) and isinstance(receipt.get("files"), dict)
    return receipt if whole else {"files": {}}


def checked_folder(configured: str = "") -> Path:
    """The models folder with every network in it and right. Raises EdgeError naming the first wrong file and the command that cures it."""
    folder = models_folder(configured)
    for finding in verify(folder):
        if finding.problem:
            raise EdgeError(f"the model {folder / finding.file} is {finding.problem}", how_to_fetch(folder))
    return folder


def model_hashes(folder: Path) -> dict[str, str]:
    """sha256 of each network's file as it came from its makers, for a recording's header."""
    present = read_receipt(folder)["files"]
    return {network.name: network.sha256 for network in manifest().networks if network.files[0] in present}
