"""Which worn sensor is meant, and what cannot be probed or calibrated, as a user types it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from edge.application import build
from edge.capture.imu_probe import Findings
from edge.capture.imu_self_test import SelfTest
from edge.commands.probes.imu import _tell, advised, chosen
from edge.commands.probes.worn import worn
from edge.config_options import Config
from edge.errors import InputError


def configured(*places: str) -> Config:
    imus = {place: {"source": "mpu6050", "bus": nth} for nth, place in enumerate(places)}
    return Config.model_validate({"capture": {"imu": imus}})


def test_the_only_one_need_not_be_named() -> None:
    assert worn(configured("thigh"))[0] == "thigh"
    assert worn(configured("thigh", "bar"), "bar")[0] == "bar"


@pytest.mark.parametrize(
    ("places", "where", "sentence"),
    [
        ((), "", "no worn sensor is configured: set source in [capture.imu.wrist]"),
        (("wrist", "bar"), "", "sensors are configured for wrist, bar: say which is meant: --where wrist"),
        (("wrist",), "neck", "--where neck is no place where a sensor is worn: give one of wrist, thigh"),
        (("wrist",), "bar", "no sensor is configured for the bar: set source in [capture.imu.bar]"),
    ],
)
def test_an_unclear_one_is_asked_for(places: tuple[str, ...], where: str, sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        worn(configured(*places), where)
    assert sentence in str(refused.value)


def test_a_sensor_that_was_typed_needs_no_configuration() -> None:
    place, imu = chosen(Config(), "", 3, "0x69", "")
    assert (place, imu.source, imu.bus, imu.address) == ("wrist", "mpu6050", 3, 0x69)
    place, imu = chosen(Config(), "bar", None, "0x68", "/dev/ttyUSB0")
    assert (place, imu.source, imu.serial_port) == ("bar", "serial", "/dev/ttyUSB0")


def test_a_board_on_a_serial_line_is_told_of_as_far_as_it_tells_of_itself(capsys: pytest.CaptureFixture[str]) -> None:
    still = (0.01, 0.01, 0.01)
    found = Findings(
        identity="serial line /dev/ttyUSB0", seconds=4.0, readings=800, rate_hz=200.0, wanted_hz=200.0, jitter_ms=0.1, delay_ms=(2.0, 4.0),
        accel_length=9.8, accel_noise=still, gyro_noise=still, gyro_mean=still, low_pass_hz=None, celsius=None, bus_errors=0, overflows=0,
        gaps_s=0.0, garbage=0, self_test=SelfTest((), ()),
    )  # fmt: skip
    _tell("wrist", found, list(advised(found)))
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "serial line /dev/ttyUSB0 (wrist)"
    assert told[-1] == "  All is well."


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ("probe imu", 2, "no worn sensor is configured: set source in [capture.imu.wrist], such as source"),
        ("probe imu --bus 250", 1, "there is no I2C bus /dev/i2c-250: switch I2C on"),
        ("probe imu --bus 1 --address 0x12", 2, "--address 0x12 is no address of an MPU6050: give 0x68, or 0x69 with AD0 high"),
        ("probe imu --bus 1 --port /dev/ttyUSB0", 2, "--bus and --port name two sensors"),
        ("probe imu --port /dev/ttyUSB99", 1, "there is no serial line /dev/ttyUSB99: plug the board in"),
        ("calibrate imu", 2, "no worn sensor is configured"),
        ("calibrate imu --where neck", 2, "--where neck is no place"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(words: str, code: int, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "box.toml").touch()
    refused = CliRunner().invoke(build(), [*words.split(), "--config", str(tmp_path / "box.toml")], prog_name="edgecoach")
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (code, "", 1)
    assert sentence in refused.stderr
