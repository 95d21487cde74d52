"""The doctor looks at everything, says what to do, and survives each of its own findings."""

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from edge import cameras, doctor
from edge.application import build
from edge.commands.checks import camera, files, machine
from edge.config import Loaded, load_safely
from edge.config_options import Config
from edge.doctor import Check, Finding, Level, Patient, examine, load_checks, registered
from edge.errors import DeviceMissing

WALL_OF_2026 = 1.78e9


class FakeClock:
    def __init__(self, wall: float = WALL_OF_2026) -> None:
        self._wall = wall

    def now(self) -> float:
        return 0.0

    def wall(self) -> float:
        return self._wall


def patient(tmp_path: Path, loaded: Loaded | None = None, wall: float = WALL_OF_2026) -> Patient:
    return Patient(loaded or Loaded(Config()), tmp_path / "none.toml", tmp_path / "state", tmp_path / "models", FakeClock(wall))


def configured(tmp_path: Path, text: str) -> Loaded:
    (tmp_path / "edgecoach.toml").write_text(text)
    return load_safely(tmp_path / "edgecoach.toml")


def test_checks_register_themselves_under_their_room(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(doctor, "_registered", {})

    @doctor.check("moon", "capture")
    def moon(patient: Patient) -> Finding:
        return Finding(Level.WARNING, "the moon is full", "wait")

    (result,) = examine(patient(tmp_path), registered())
    assert (result.check.name, result.check.room, result.finding) == ("moon", "capture", Finding(Level.WARNING, "the moon is full", "wait"))


def test_a_check_that_fails_does_not_stop_the_others(tmp_path: Path) -> None:
    def missing(_: Patient) -> Finding:
        raise DeviceMissing("there is no camera", "plug one in")

    def broken(_: Patient) -> Finding:
        raise ZeroDivisionError("division by zero")

    def well(_: Patient) -> Finding:
        return Finding(Level.OK, "well")

    results = list(examine(patient(tmp_path), [Check(one.__name__, "house", one) for one in (missing, broken, well)]))
    assert [result.finding for result in results] == [
        Finding(Level.ISSUE, "there is no camera", "plug one in"),
        Finding(Level.ISSUE, "the check itself failed (ZeroDivisionError: division by zero)", "report this as a bug"),
        Finding(Level.OK, "well"),
    ]


def test_the_state_folder_is_not_made_by_looking_at_it(tmp_path: Path) -> None:
    assert files.state(patient(tmp_path)).level == Level.OK
    assert not (tmp_path / "state").exists()


def test_a_state_folder_that_cannot_be_written_is_an_issue(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    finding = files.state(patient(tmp_path))
    assert finding.level == Level.ISSUE
    assert "store.state_dir" in finding.advice


def test_room_on_a_disk_that_cannot_be_written_is_nobodys_worry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=0))
    (tmp_path / "state").write_text("a file")
    finding = files.disk(patient(tmp_path))
    assert (finding.level, finding.advice) == (Level.INFO, "")


@pytest.mark.parametrize(("free", "level"), [(50e9, Level.OK), (500e6, Level.WARNING), (60e6, Level.ISSUE)])
def test_the_disk_is_judged_by_the_hours_that_fit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: float, level: Level) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=free))
    assert files.disk(patient(tmp_path)).level == level


def test_missing_models_name_the_command_that_fetches_them(tmp_path: Path) -> None:
    finding = files.models(patient(tmp_path))
    assert finding.level == Level.ISSUE
    assert "missing" in finding.sentence
    assert "edgecoach models fetch" in finding.advice


def test_a_bad_configuration_is_quoted(tmp_path: Path) -> None:
    finding = files.configuration(patient(tmp_path, configured(tmp_path, "[web]\nprot = 1\nlisten = 3\n")))
    assert finding.level == Level.ISSUE
    assert "line 2: there is no option prot in [web]; the nearest is port (the first of 2)" in finding.sentence


def test_a_board_that_woke_up_in_1970_is_told(tmp_path: Path) -> None:
    assert machine.clock(patient(tmp_path)).level == Level.OK
    assert machine.clock(patient(tmp_path, wall=86400.0)).level == Level.WARNING


def test_an_interpreter_that_is_too_old_is_an_issue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine.python(patient(tmp_path)).level == Level.OK
    monkeypatch.setattr(sys, "version_info", (3, 10, 12, "final", 0))
    assert "3.10.12" in machine.python(patient(tmp_path)).sentence
    assert machine.python(patient(tmp_path)).level == Level.ISSUE


def test_a_package_that_cannot_be_imported_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine.packages(patient(tmp_path)).level == Level.OK
    monkeypatch.setitem(sys.modules, "zstandard", None)
    for runtime in machine.RUNTIMES:
        monkeypatch.setitem(sys.modules, runtime, None)
    assert machine.packages(patient(tmp_path)).sentence == "cannot import zstandard, onnxruntime or ai_edge_litert"


@pytest.mark.parametrize(
    ("environment", "level"),
    [({}, Level.INFO), ({"NOTIFY_SOCKET": "@x"}, Level.WARNING), ({"NOTIFY_SOCKET": "@x", "WATCHDOG_USEC": "5000000"}, Level.OK)],
)
def test_systemds_watchdog_is_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], level: Level
) -> None:
    for name in ("NOTIFY_SOCKET", "WATCHDOG_USEC"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert machine.systemd(patient(tmp_path)).level == level


def test_cameras_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera, "DEVICES", tmp_path)
    monkeypatch.setattr(cameras, "KERNELS", tmp_path / "names")
    assert camera.camera(patient(tmp_path)).level == Level.WARNING
    (tmp_path / "video0").touch()
    (tmp_path / "video2").touch()
    (tmp_path / "names" / "video2").mkdir(parents=True)
    (tmp_path / "names" / "video2" / "name").write_text("USB Live camera\n")
    finding = camera.camera(patient(tmp_path))
    assert finding == Finding(Level.OK, f"{tmp_path}/video0 (unnamed), {tmp_path}/video2 (USB Live camera)")


@pytest.mark.parametrize(("path", "level"), [("", Level.INFO), ("no/such.mp4", Level.ISSUE)])
def test_a_configured_video_must_be_there(tmp_path: Path, path: str, level: Level) -> None:
    text = f'[capture.camera]\nsource = "file"\npath = "{path or Path(__file__)}"\n'
    assert camera.camera(patient(tmp_path, configured(tmp_path, text))).level == level


def test_the_command_prints_every_check_and_fails_for_an_issue(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("[web]\nprot = 1\n")
    result = CliRunner().invoke(build(), ["doctor", "--json", "--config", str(tmp_path / "bad.toml")], prog_name="edgecoach")
    report = json.loads(result.stdout)
    load_checks()
    assert [row["name"] for row in report["checks"]] == [one.name for one in registered()]
    assert not report["healthy"]
    assert {"name", "room", "level", "sentence", "advice"} == set(report["checks"][0])
    assert result.exit_code == 1


def test_the_table_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("[web]\nprot = 1\n")
    result = CliRunner().invoke(build(), ["doctor", "--config", str(tmp_path / "bad.toml")], prog_name="edgecoach")
    assert "→ run `edgecoach config check" in result.stdout
    assert "found: see the advice above" in result.stderr
