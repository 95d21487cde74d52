"""`edgecoach pair`, `probe watch` and the doctor's watch, as processes, against a BlueZ of dbusmock on a private bus."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from edge.capture.watch.probe import Findings, Heard
from edge.commands.probes.watch import advised
from tests.capture.private_bluez import ADDRESS, PrivateBluez, missing
from tests.commands.program import ROOT, ran

mocked = pytest.mark.skipif(bool(missing()), reason=missing())


@pytest.fixture
def bluez(tmp_path: Path) -> Iterator[PrivateBluez]:
    with PrivateBluez(tmp_path) as bluez:
        yield bluez


def told(bluez: PrivateBluez, *words: object) -> tuple[int, str, str]:
    return ran(*words, DBUS_SYSTEM_BUS_ADDRESS=bluez.address)


def finding(bluez: PrivateBluez) -> dict[str, str]:
    (found,) = (one for one in json.loads(told(bluez, "doctor", "--json")[1])["checks"] if one["name"] == "watch")
    return dict(found)


@mocked
def test_a_watch_is_paired_probed_and_forgotten(bluez: PrivateBluez) -> None:
    bluez.start()
    code, said, problem = told(bluez, "pair", "--json", "--seconds", "2")
    assert (code, problem) == (0, "")
    (seen,) = json.loads(said)["seen"]
    assert (seen["address"], seen["name"], seen["offers"]) == (ADDRESS, "InfiniTime", ["heart rate", "motion"])

    code, said, problem = told(bluez, "pair", "--address", ADDRESS.lower())
    assert (code, problem) == (0, "")
    assert "Paired: InfiniTime, heart rate and motion, battery 90%." in said
    assert finding(bluez)["sentence"].startswith("InfiniTime is paired and Bluetooth is on")

    code, said, problem = told(bluez, "probe", "watch", "--seconds", "4", "--json")
    assert (code, problem) == (0, "")
    found = json.loads(said)
    assert (found["name"], found["battery"], found["heart_bpm"], found["advice"]) == ("InfiniTime", 0.9, 72.0, [])
    assert found["accel_m_s2"] == pytest.approx(9.81, abs=0.01)
    assert [stream["name"] for stream in found["streams"]] == ["heart rate", "motion"]
    assert all(stream["packets"] > 5 and stream["malformed"] == 0 for stream in found["streams"])

    assert told(bluez, "pair", "--forget")[:2] == (0, "The watch is forgotten.\n")
    assert told(bluez, "probe", "watch")[::2] == (2, "no watch is paired: run `edgecoach pair`, or add --address\n")
    assert finding(bluez)["sentence"] == "no watch is paired"


@mocked
def test_a_person_chooses_by_number(bluez: PrivateBluez) -> None:
    bluez.start()
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "edge", "pair", "--seconds", "2"]
    with subprocess.Popen(command, cwd=ROOT, env={**bluez.environment, "COLUMNS": "120"}, stdin=theirs, stdout=subprocess.PIPE) as program:
        os.write(ours, b"7\n1\n")
        said = program.communicate(timeout=60)[0].decode()
    os.close(ours)
    os.close(theirs)
    assert f"  1  InfiniTime  {ADDRESS}  near (-6" in said
    assert "a number from 1 to 1" in said
    assert "Paired: InfiniTime" in said


@mocked
def test_a_watch_that_says_nothing_yet_is_paired_with_what_to_press(bluez: PrivateBluez) -> None:
    bluez.start()
    bluez.do("mute")
    code, said, problem = told(bluez, "pair", "--address", ADDRESS)
    assert (code, problem) == (0, "")
    assert "But the watch is connected but sends nothing: switch on its heart-rate measurement or broadcast" in said


@mocked
def test_every_reason_why_there_is_no_watch_is_one_sentence(bluez: PrivateBluez) -> None:
    code, _, problem = told(bluez, "pair", "--seconds", "1")
    assert (code, problem.split(":")[0]) == (1, "BlueZ, the Bluetooth service, is not running")
    bluez.start()
    code, _, problem = told(bluez, "pair", "--seconds", "2")
    assert (code, problem) == (2, f"nobody is there to choose: add --address {ADDRESS} for the nearest\n")
    bluez.do("leave")
    code, _, problem = told(bluez, "pair", "--seconds", "1")
    assert (code, problem.split(":")[0]) == (1, "no watch was found")
    code, _, problem = told(bluez, "pair", "--address", ADDRESS)
    assert (code, problem.split(":")[0]) == (1, "the watch is not in reach")
    bluez.do("off")
    code, _, problem = told(bluez, "pair", "--seconds", "1")
    assert (code, problem.split(":")[0]) == (1, "the Bluetooth adapter is off")
    assert told(bluez, "pair", "--address", "my watch")[::2] == (
        2,
        "my watch is no Bluetooth address: it looks like C0:FF:EE:00:00:42; `edgecoach pair` alone lists those in reach\n",
    )


GOOD = Heard("heart rate", 15, 0, 0, 1.0, 10.0)


def advice(*streams: Heard, battery: float | None = 0.9, accel: float | None = None, refused: tuple[str, ...] = ()) -> list[str]:
    return list(advised(Findings("", "", "", "", battery, streams, refused, 72.0, accel, 0.0)))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (advice(GOOD, accel=9.9), []),
        (advice(GOOD, battery=None), []),
        (advice(GOOD, battery=0.1), ["Charge its battery, or change it."]),
        (advice(Heard("heart rate", 15, 3, 0, 1.0, 1.0)), ["3 of 15 packets of heart rate are malformed: update the watch's firmware."]),
        (
            advice(Heard("heart rate", 15, 0, 9, 1.0, 1.0)),
            ["Most packets of heart rate have no usable reading: wear the watch snugly, two fingers above the wrist bone."],
        ),
        (
            advice(Heard("heart rate", 15, 0, 0, 0.2, 1.0)),
            ["Heart rate comes only every 5 s: start a workout or the broadcast on the watch."],
        ),
        (
            advice(GOOD, accel=19.6),
            ["Its accelerometer reads 19.6 m/s2 where gravity is 9.8: restart the watch, or set capture.watch.motion to false."],
        ),
        (advice(GOOD, refused=("it refuses: put it on",)), ["It refuses: put it on."]),
    ],
)
def test_what_a_probe_advises(given: list[str], says: list[str]) -> None:
    assert given == says
