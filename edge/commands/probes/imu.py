"""`edgecoach probe imu`: a worn sensor, listened to for some seconds, and what to do about what was found.

Refuses to know: how a sensor works.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from edge.capture.imu_probe import Findings
    from edge.config_options import Config, Imu

LEAST_G, MOST_G = 5.0, 15.0
"""m/s2: a resting sensor feels 9.8; beyond this it is broken or its lines are in another unit (openpilot's sensor test)."""

OFF_RATE, SHAKY_MS, SLOW_MS = 0.05, 1.0, 25.0
"""Relative; standard deviation; 95th percentile from movement to reading."""

STILL_ACCEL, STILL_GYRO = 0.3, 0.05
"""m/s2, rad/s: noisier than this, it was moved or it is ill."""
BIAS = 0.02
"""rad/s: the estimator finds a smaller one by itself at rest."""


def imu(
    where: str = typer.Option("", help="Where it is worn: wrist, thigh, shank, trunk or bar; the configured one, if there is one."),
    bus: int | None = typer.Option(None, min=0, max=255, help="An MPU6050 on this I2C bus, whatever is configured: 1 is /dev/i2c-1."),
    address: str = typer.Option("0x68", help="Its address, with --bus: 0x68 or 0x69."),
    port: str = typer.Option("", help="A board on this serial line, whatever is configured, such as /dev/ttyUSB0."),
    seconds: float = typer.Option(4.0, min=1.0, max=3600.0, help="How long to listen."),
    config: Path | None = typer.Option(None, metavar="FILE", help="Configuration instead of /etc/edgecoach/edgecoach.toml."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object instead."),
) -> None:
    """Listen to a worn sensor: who it is, its true rate, how evenly and how late readings come, noise, self-test, bus errors.

    Let it lie still meanwhile.

    Examples:

      edgecoach probe imu

      edgecoach probe imu --bus 1 --address 0x69 --json
    """
    import asyncio
    import json
    from dataclasses import asdict

    from edge.assembly import demand_configuration
    from edge.capture.imu_probe import probe_imu, testing_opener
    from edge.capture.imu_self_test import SelfTest
    from edge.clock import SystemClock
    from edge.state import State, state_folder

    configured = demand_configuration(config)
    place, sensor = chosen(configured, where, bus, address, port)
    tested: list[SelfTest] = []
    opener = testing_opener(place, sensor, State(state_folder(configured.store.state_dir)), tested)
    found = asyncio.run(probe_imu(place, sensor, opener, tested, seconds, SystemClock()))
    advice = list(advised(found))
    if as_json:
        print(json.dumps(asdict(found) | {"where": place, "advice": advice}, indent=2))
    else:
        _tell(place, found, advice)


def chosen(config: "Config", where: str, bus: int | None, address: str, port: str) -> "tuple[str, Imu]":
    """The sensor that was typed, or else the configured one. Raises InputError."""
    from edge.commands.probes.worn import worn
    from edge.config_options import Imu
    from edge.errors import InputError

    if bus is not None and port:
        raise InputError("--bus and --port name two sensors", "give one of them")
    if port:
        return where or "wrist", Imu(source="serial", serial_port=port)
    if bus is None:
        return worn(config, where)
    if address not in ("0x68", "0x69"):
        raise InputError(f"--address {address} is no address of an MPU6050", "give 0x68, or 0x69 with AD0 high")
    return where or "wrist", Imu(source="mpu6050", bus=bus, address=0x69 if address == "0x69" else 0x68)


def advised(found: "Findings") -> Iterator[str]:
    """What to do, a sentence for each thing that is not as it should be."""
    if not LEAST_G <= found.accel_length <= MOST_G:
        yield f"It feels {found.accel_length:.1f} m/s2 where gravity is 9.8: it is broken, or a board prints other units than m/s2."
    if found.low_pass_hz and abs(found.rate_hz / found.wanted_hz - 1.0) > OFF_RATE:
        yield f"It gives {found.rate_hz:.0f} of {found.wanted_hz:.0f} wanted readings a second: its clock is wrong, replace it."
    if not max(found.accel_noise) or not max(found.gyro_noise):
        yield "Its numbers never change: it is broken, replace it."
    elif max(found.accel_noise) > STILL_ACCEL or max(found.gyro_noise) > STILL_GYRO:
        yield "It was moved: noise, bias and self-test are only true where it lies still."
    elif max(map(abs, found.gyro_mean)) > BIAS:
        yield "Its gyroscope turns at rest: run `edgecoach calibrate imu`."
    if found.self_test.failed:
        yield f"Its self-test fails ({', '.join(found.self_test.failed)}): let it lie still and try again; if it fails again, replace it."
    if found.bus_errors or found.overflows:
        yield "Its bus is disturbed: shorten the wires, keep them away from motors, check the 3.3 V supply and the pull-ups."
    if found.garbage:
        yield "Part of what the board prints are no readings: let it print nothing else."
    if found.jitter_ms > SHAKY_MS and not found.low_pass_hz:
        yield "Its readings come unevenly: let the board print its own milliseconds in front, t_ms,ax,ay,az,gx,gy,gz."
    if found.delay_ms[1] > SLOW_MS:
        yield "Its readings come late: close other programs; on USB, a smaller latency timer helps."


def _tell(place: str, found: "Findings", advice: list[str]) -> None:
    print(f"{found.identity} ({', '.join((place, *_known(found)))})")
    print(f"  {found.rate_hz:.1f} readings a second, {found.jitter_ms:.2f} ms jitter")
    print(f"  movement to reading {found.delay_ms[0]:.0f} ms, 95 % within {found.delay_ms[1]:.0f} ms")
    print(f"  gravity {found.accel_length:.2f} m/s2; noise {max(found.accel_noise):.3f} m/s2, {max(found.gyro_noise):.4f} rad/s")
    print(f"  self-test {_verdict(found)}; bus errors {found.bus_errors}, overflows {found.overflows}")
    for sentence in advice or ["All is well."]:
        print(f"  {sentence}")


def _known(found: "Findings") -> Iterator[str]:
    """What a chip tells of itself, and a board's line does not."""
    if found.low_pass_hz:
        yield f"low-pass {found.low_pass_hz} Hz"
    if found.celsius is not None:
        yield f"{found.celsius:.0f} °C"


def _verdict(found: "Findings") -> str:
    if not found.self_test.shares:
        return "not documented for it, or not stored in it"
    return "failed" if found.self_test.failed else "passed"
