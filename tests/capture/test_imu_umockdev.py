"""The shipped source through real smbus2 and real ioctls of /dev/i2c-1, which umockdev hands to a simulated chip (tier 2)."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

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


def played(scene: str) -> Any:
    command = [str(WRAPPER), sys.executable, "-m", "tests.capture.umock_imu", scene]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_readings_come_through_the_kernels_interface_and_the_sensor_may_be_replugged() -> None:
    played_back = played("sound")
    told = played_back["told"]
    assert played_back["seen"] == [0x0703, 0x0705, 0x0707]
    assert told["identity"] == "MPU-6050 at 0x68 on /dev/i2c-1"
    assert told["links"] == [
        [True, ""],
        [False, "the sensor at 0x68 on /dev/i2c-1 no longer answers: check its plug and cable"],
        [True, ""],
    ]
    first, second = told["numbers"][:150], told["numbers"][-140:]
    assert first == list(range(first[0], first[0] + 150))
    assert second == list(range(second[0], second[0] + 140))


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
