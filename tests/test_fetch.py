"""`models fetch` against made-up packages: every way it can go wrong is one sentence, and what was there stays usable."""

import json
import os
import subprocess
import sys
import threading
import zipfile
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from edge import config, weights, wheel
from edge import fetch as fetching
from edge.application import build
from edge.commands import models
from edge.commands.demo import CLIP
from edge.errors import EdgeError, InputError
from edge.weights import Manifest, Network, Wheel, sha256

CONTENT = b"a network"


def silent(_step: str) -> None:
    """Hears progress and says nothing."""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package file with one network inside."""
    path = tmp_path / "made.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("inside/one.tflite", CONTENT)
    return path


@pytest.fixture
def wanted(package: Path, monkeypatch: pytest.MonkeyPatch) -> Manifest:
    """A manifest that asks for it; conversion is left out."""
    network = Network("one", "A network.", "inside/one.tflite", "MIT", sha256(CONTENT), 8, (0.0, 1.0), {})
    made = Manifest(Wheel("made", "1.0", "311", "cp311", "any", 1, sha256(package.read_bytes())), (network,), ())
    monkeypatch.setattr(weights, "manifest", lambda: made)
    monkeypatch.setattr(fetching, "manifest", lambda: made)
    monkeypatch.setattr(fetching, "_make", lambda network, source, report: dict.fromkeys(network.files, source))
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "models"


def problems(folder: Path) -> list[str]:
    return [finding.problem for finding in weights.verify(folder)]


def test_what_is_fetched_is_right_and_stays(wanted: Manifest, package: Path, folder: Path) -> None:
    assert fetching.fetch(folder, silent, package)
    assert problems(folder) == ["", ""]
    assert not fetching.fetch(folder, silent), "no package is sought"
    assert sorted(path.name for path in folder.iterdir()) == [".lock", "one.onnx", "one.tflite", "receipt.json"]


def test_a_package_with_another_hash_is_refused_and_nothing_is_left(wanted: Manifest, package: Path, folder: Path) -> None:
    package.write_bytes(package.read_bytes() + b"!")
    with pytest.raises(EdgeError, match="its hash differs: run `edgecoach models fetch`"):
        fetching.fetch(folder, silent, package)
    assert [path.name for path in folder.iterdir()] == [".lock"]


def test_a_package_that_is_not_there_is_the_users_mistake(wanted: Manifest, package: Path, folder: Path, tmp_path: Path) -> None:
    """Even where nothing is to be done: whoever names a file means it."""
    for _ in ("before", "after"):
        with pytest.raises(InputError, match=r"made.whl is not there: name the file of "):
            fetching.fetch(folder, silent, Path("/nowhere/made.whl"))
        with pytest.raises(InputError, match="is not a file"):
            fetching.fetch(folder, silent, tmp_path)
        fetching.fetch(folder, silent, package)


@pytest.mark.parametrize("damage", ["changed", "removed", "receipt gone", "receipt damaged", "older make"])
def test_what_is_damaged_is_found_and_made_again(wanted: Manifest, package: Path, folder: Path, damage: str) -> None:
    fetching.fetch(folder, silent, package)
    _damage(folder, damage)
    assert any(problems(folder))
    with pytest.raises(EdgeError, match="run `edgecoach models fetch --folder "):
        weights.checked_folder(str(folder))
    assert fetching.fetch(folder, silent, package)
    assert weights.checked_folder(str(folder)) == folder


def _damage(folder: Path, damage: str) -> None:
    receipt = folder / "receipt.json"
    if damage == "changed":
        (folder / "one.onnx").write_bytes(b"another network")
    elif damage == "removed":
        (folder / "one.tflite").unlink()
    elif damage == "receipt gone":
        receipt.unlink()
    elif damage == "receipt damaged":
        receipt.write_text("[1")
    else:
        receipt.write_text(receipt.read_text().replace(f'"make": {weights.MAKE}', f'"make": {weights.MAKE - 1}'))


def test_an_interrupted_fetch_is_cleared_away_by_the_next(wanted: Manifest, package: Path, folder: Path) -> None:
    (folder / ".fetch-killed").mkdir(parents=True)
    (folder / ".fetch-killed" / "half.whl").write_bytes(b"half")
    assert fetching.fetch(folder, silent, package)
    assert not list(folder.glob(".fetch-*"))


def test_two_at_once_do_the_work_once(wanted: Manifest, package: Path, folder: Path) -> None:
    done: list[bool] = []
    threads = [threading.Thread(target=lambda: done.append(fetching.fetch(folder, silent, package))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [False, True]


def test_a_folder_that_cannot_be_written_is_one_sentence(wanted: Manifest, package: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EdgeError, match=r"cannot be written .*: set EDGECOACH_MODELS"):
        fetching.fetch(tmp_path / "file" / "models", silent, package)


def test_without_a_network_the_missing_thing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The real pip, pointed at an index that nobody serves."""
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    with pytest.raises(EdgeError, match=r"mediapipe 0.10.21, which holds the pose models, could not be downloaded .*--wheel"):
        wheel.download(weights.manifest().wheel, tmp_path)


def test_an_environment_without_pip_gets_a_throwaway_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("edge.wheel.importlib.util.find_spec", lambda name: None)
    python = wheel._python_with_pip(tmp_path)
    assert python != sys.executable
    assert "pip" in subprocess.run([python, "-m", "pip", "--version"], capture_output=True, text=True, check=True).stdout


def task_file(path: Path, *parts: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for part in parts:
            archive.writestr(part, b"a network")
    return path


def test_a_task_file_is_taken_in_and_verified(wanted: Manifest, package: Path, folder: Path, tmp_path: Path) -> None:
    fetching.fetch(folder, silent, package)
    task = task_file(tmp_path / "pose_landmarker_lite.task", *fetching.TASK_PARTS)
    assert fetching.add(folder, task) == "pose_landmarker_lite.task"
    assert problems(folder) == ["", "", ""]
    (folder / task.name).write_bytes(b"cut")
    assert "hash differs" in problems(folder)[2]
    assert not fetching.fetch(folder, silent, package), "what the user added is not ours to fetch"


@pytest.mark.parametrize(
    ("name", "parts", "said"),
    [
        ("hand.task", ("hand_detector.tflite",), "holds no pose landmarker"),
        ("pose.zip", fetching.TASK_PARTS, "holds no pose landmarker"),
        ("text.task", None, "is no .task file"),
        ("gone.task", (), "cannot be read"),
    ],
)
def test_what_is_no_pose_landmarker_is_refused(folder: Path, tmp_path: Path, name: str, parts: tuple[str, ...] | None, said: str) -> None:
    path = tmp_path / name
    if parts is None:
        path.write_text("text")
    elif parts:
        task_file(path, *parts)
    with pytest.raises(InputError, match=said):
        fetching.add(folder, path)
    assert not (folder / name).exists()


def test_the_folder_is_the_configured_one_then_the_environments_then_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDGECOACH_MODELS", "/somewhere")
    assert weights.models_folder("/configured") == Path("/configured")
    assert weights.models_folder() == Path("/somewhere")
    monkeypatch.delenv("EDGECOACH_MODELS")
    assert weights.models_folder() == Path.home() / ".cache" / "edgecoach" / "models"


def test_models_are_used_once_they_were_fetched(wanted: Manifest, package: Path, folder: Path) -> None:
    with pytest.raises(EdgeError, match="is missing: run `edgecoach models fetch --folder "):
        weights.checked_folder(str(folder))
    fetching.fetch(folder, silent, package)
    assert (weights.checked_folder(str(folder)) / "one.onnx").read_bytes() == CONTENT
    assert weights.model_hashes(folder) == {"one": sha256(CONTENT)}


def test_the_manifest_names_the_package_and_two_networks() -> None:
    manifest = weights.manifest()
    assert (manifest.wheel.package, manifest.wheel.version) == ("mediapipe", "0.10.21")
    assert [network.name for network in manifest.networks] == ["pose_detection", "pose_landmark_full"]
    assert all(len(network.sha256) == 64 and network.licence == "Apache-2.0" for network in manifest.networks)


def test_a_trained_network_has_its_card_and_its_hash() -> None:
    for one in weights.manifest().trained:
        assert sha256(weights.trained(one.name)) == one.sha256
        assert one.name in weights.shipped(f"{one.name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("content", "problem"), [(None, "missing"), (b"other", "another file than the shipped one")])
def test_a_trained_network_that_is_another_is_refused(
    content: bytes | None, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if content is not None:
        (tmp_path / "landmark_errors.npz").write_bytes(content)
    known = weights.manifest()
    monkeypatch.setattr(weights, "manifest", lambda: known)
    monkeypatch.setattr(weights, "shipped", lambda name: tmp_path / name)
    with pytest.raises(EdgeError, match=f"landmark_errors.npz is .*{problem}: install EdgeCoach again"):
        weights.trained("landmark_errors")


def test_a_trained_network_that_is_missing_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = weights.manifest()
    for module in (weights, models):
        monkeypatch.setattr(module, "manifest", lambda: known)
    monkeypatch.setattr(weights, "shipped", lambda name: tmp_path / name)
    listed = CliRunner().invoke(build(), ["models", "list"])
    assert "missing: install EdgeCoach again" in listed.stdout
    verified = CliRunner().invoke(build(), ["models", "verify", "--json"])
    assert (verified.exit_code, json.loads(verified.stdout)["right"]) == (1, False)
    assert "landmark_errors.npz is missing: install EdgeCoach again" in verified.stderr


def run(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"EDGECOACH_MODELS": str(folder)}
    return subprocess.run([sys.executable, "-m", "edge", "models", *words], capture_output=True, text=True, env=environment, check=False)


def test_the_command_says_what_is_missing_in_one_sentence(folder: Path) -> None:
    verified = run("verify", folder=folder)
    assert (verified.returncode, verified.stderr.count("\n")) == (1, 1)
    assert "4 of 4 model files are wrong or missing: run `edgecoach models fetch`" in verified.stderr
    assert run("list", folder=folder).stdout.endswith(f"in {folder}: run `edgecoach models fetch`\n")
    listed: dict[str, Any] = json.loads(run("list", "--json", folder=folder).stdout)
    assert [len(network["problems"]) for network in listed["networks"]] == [2, 2]
    added = run("add", "/nowhere.task", folder=folder)
    assert (added.returncode, "Traceback" in added.stderr) == (2, False)


@pytest.mark.parametrize("command", ["list", "verify"])
def test_advice_about_another_folder_fills_that_folder(command: str, folder: Path, tmp_path: Path) -> None:
    done = run(command, "--folder", str(tmp_path / "a b"), folder=folder)
    assert f"run `edgecoach models fetch --folder '{tmp_path}/a b'`" in done.stdout + done.stderr


def test_models_are_sought_where_the_configuration_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As the daemon does: what is fetched is then found by it."""
    (tmp_path / "box.toml").write_text(f'[store]\nmodels_dir = "{tmp_path}/box"\n')
    monkeypatch.setattr(config, "PATH", tmp_path / "box.toml")
    monkeypatch.setenv("EDGECOACH_MODELS", str(tmp_path / "mine"))
    listed = CliRunner().invoke(build(), ["models", "list", "--json"])
    assert json.loads(listed.stdout)["folder"] == str(tmp_path / "box")
    analyzed = CliRunner().invoke(build(), ["analyze", str(CLIP)])
    assert (analyzed.exit_code, f"{tmp_path}/box/pose_detection.tflite is missing" in analyzed.stderr) == (1, True)
