"""What a technician sees of a running box."""

import logging
from pathlib import Path

import pytest

from edge import technician
from edge.clock import SystemClock
from edge.config import Loaded
from edge.config_options import Config
from edge.doctor import Patient
from edge.technician import CHECKS_LAST_S, LINES, LogTail, Technician
from tests.scripted_daemon import FakeClock


def test_the_newest_lines_of_the_log_are_remembered_while_it_is_open() -> None:
    log = logging.getLogger("edge.test")
    with LogTail() as tail:
        for number in range(LINES + 5):
            log.warning("line %d", number)
    log.warning("afterwards")
    assert len(tail.lines) == LINES
    assert tail.lines[0].endswith("WARNING edge.test: line 5")
    assert tail.lines[-1].endswith(f"line {LINES + 4}")


def test_the_checks_are_made_again_after_a_while_and_the_log_is_always_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    monkeypatch.setattr(technician, "examine", lambda *_: made.append(1) or [])
    clock = FakeClock()
    with LogTail() as tail:
        ask = Technician(Patient.of(Loaded(Config()), tmp_path / "edgecoach.toml", clock), tail)
        for _ in range(15):
            logging.getLogger("edge.live").warning("again")
            assert ask()["logs"] == list(tail.lines)
            clock.t += CHECKS_LAST_S / 10
    assert len(made) == 2


def test_the_doctors_checks_come_with_the_log(tmp_path: Path) -> None:
    with LogTail() as tail:
        logging.getLogger("edge.live").error("configuration: line 3")
        seen = Technician(Patient.of(Loaded(Config()), tmp_path / "edgecoach.toml", SystemClock()), tail)()
    assert {"name", "room", "level", "sentence", "advice"} == set(seen["checks"][0])
    assert len(seen["checks"]) > 5
    assert seen["logs"][0].endswith("ERROR edge.live: configuration: line 3")


def test_another_configuration_is_examined_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []
    monkeypatch.setattr(technician, "examine", lambda patient, _: seen.append(patient.loaded.config.capture.camera.mirror) or [])
    with LogTail() as tail:
        ask = Technician(Patient.of(Loaded(Config()), tmp_path / "edgecoach.toml", FakeClock()), tail, lambda: {"source": "auto"})
        assert ask()["camera"] == {"source": "auto"}
        ask.configured(Config.model_validate({"capture": {"camera": {"mirror": True}}}))
        ask()
    assert seen == [False, True]
