"""The shipped source through real smbus2 and real ioctls of /dev/i2c-1, which umockdev hands to a simulated chip (tier 2)."""

import itertools
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from edge.capture.imu_calibration import stored
from edge.capture.mpu6050 import GYRO_PER_COUNT
from edge.state import State

ROOT = Path(__file__).parents[2]
WRAPPER = shutil.which("umockdev-wrapper")


@pytest.fixture(scope="module", autouse=True)
def umockdev() -> None:
    try:
        import gi

        gi.require_version("UMockdev", "1.0")
    except (ImportError, ValueError):
        pytest.skip("no umockdev: apt-get install umockdev gir1.2-umockdev-1.0 python3-gi")
    if WRAPPER is None:
        pytest.skip("no umockdev-wrapper: apt-get install umockdev")


def played(scene: str, *words: object) -> Any:
    command = [str(WRAPPER), sys.executable, "-m", "tests.capture.umock_imu", scene, *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_readings_come_through_the_kernels_interface_and_the_sensor_may_be_replugged() -> None:
    played_back = played("sound")
    told = played_back["told"]
    assert played_back["seen"] == [0x0703, 0x0705, 0x0707]
    assert told["identity"] == "MPU-6050 at 0x68 on /dev/i2c-1"
    gaps = [reason for link, reason in told["links"] if link and reason]  # a busy machine may leave the thread alone for too long
    gone = "the sensor at 0x68 on /dev/i2c-1 no longer answers: check its plug and cable"
    assert [change for change in told["links"] if change[1] not in gaps] == [[True, ""], [False, gone], [True, ""]]
    steps = [later - earlier for earlier, later in itertools.pairwise(told["numbers"])]
    assert len([step for step in steps if step != 1]) == 1 + len(gaps)
    assert min(steps) >= 1


def test_a_wrong_address_names_the_right_one() -> None:
    assert played("wrong address")["told"]["links"] == [
        [False, "nothing answers at 0x69 on /dev/i2c-1, but an MPU-6050 does at 0x68: set address = 0x68"]
    ]


def test_a_driver_of_the_kernel_that_holds_the_sensor_is_named() -> None:
    assert played("taken")["told"]["links"] == [
        [False, "a driver of the kernel holds 0x68 on /dev/i2c-1: unload it (`lsmod | grep inv_mpu`, then `modprobe -r` that)"]
    ]


def test_a_second_program_is_kept_from_robbing_the_first() -> None:
    assert played("two")["told"] == (
        "another program reads the sensor at 0x68 on /dev/i2c-1: stop it; it may be EdgeCoach itself: `systemctl stop edgecoach`"
    )


def test_probe_imu_reads_it_as_a_user_types_it() -> None:
    done = played("sound", "probe", "imu", "--bus", 1, "--seconds", 2, "--json")["told"]
    assert (done["code"], done["problems"]) == (0, "")
    found = json.loads(done["out"])
    assert found["identity"] == "MPU-6050 at 0x68 on /dev/i2c-1"
    assert found["rate_hz"] == pytest.approx(200.0, rel=0.02)
    assert found["accel_length"] == pytest.approx(9.807, abs=0.01)
    assert found["bus_errors"] == 0


def test_calibrate_imu_as_a_user_types_it(tmp_path: Path) -> None:
    (tmp_path / "box.toml").write_text('[capture.imu.wrist]\nsource = "mpu6050"\n')
    done = played("turning", "calibrate", "imu", "--gyro-only", "--config", tmp_path / "box.toml")["told"]
    assert (done["code"], done["problems"]) == (0, "")
    assert "Stored for the wrist sensor" in done["out"]
    learned = stored(State(Path(os.environ["EDGECOACH_STATE"])), "wrist")
    assert learned.gyro_bias == pytest.approx((0.0, 0.0, 16 * GYRO_PER_COUNT), abs=0.001)
