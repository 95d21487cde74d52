"""The doctor's look at buses and serial lines, in a /dev of its own."""

import os
from pathlib import Path

import pytest

from edge.clock import SystemClock
from edge.commands.checks import imu
from edge.config import load_safely
from edge.doctor import Check, Finding, Level, Patient, examine


@pytest.fixture(autouse=True)
def devices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(imu, "DEVICES", tmp_path)
    return tmp_path


def found(folder: Path, text: str) -> Finding:
    path = folder / "box.toml"
    path.write_text(text, encoding="utf-8")
    (result,) = examine(Patient.of(load_safely(path), path, SystemClock()), [Check("imu", "capture", imu.imu)])
    return result.finding


WRIST = '[capture.imu.wrist]\nsource = "mpu6050"\n'


def test_nothing_configured_is_no_issue_and_names_the_buses(devices: Path) -> None:
    (devices / "i2c-1").touch()
    finding = found(devices, "")
    assert finding.level == Level.INFO
    assert finding.sentence == f"no worn sensor is configured (I2C buses: {devices / 'i2c-1'})"


def test_a_bus_that_is_there_is_well(devices: Path) -> None:
    (devices / "i2c-1").touch()
    assert found(devices, WRIST) == Finding(Level.OK, f"wrist: {devices / 'i2c-1'}")


@pytest.mark.parametrize("text", [WRIST, '[capture.imu.bar]\nsource = "serial"\nserial_port = "/dev/ttyUSB99"\n'])
def test_a_missing_one_is_an_issue_with_advice(devices: Path, text: str) -> None:
    finding = found(devices, text)
    assert finding.level == Level.ISSUE
    assert finding.sentence.startswith("there is no ")
    assert finding.advice


def test_one_that_may_not_be_opened_names_group_and_rule(devices: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (devices / "i2c-1").touch()
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    finding = found(devices, WRIST)
    assert finding.level == Level.ISSUE
    assert finding.advice == "install deploy/udev/60-edgecoach.rules, and add the user to the group i2c, then log in again"
