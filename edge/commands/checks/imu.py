"""The kernel's I2C buses and serial lines, and who may open them -> a finding.

Refuses to know: whether a sensor answers: `edgecoach probe imu` asks it, which the daemon would not bear.
"""

import os
from pathlib import Path

from edge.config_options import Imu, Imus
from edge.doctor import Finding, Level, Patient, check

DEVICES = Path("/dev")


@check("imu", "capture")
def imu(patient: Patient) -> Finding:
    imus = patient.loaded.config.capture.imu
    worn = {where: found for where in Imus.model_fields if (found := getattr(imus, where)).source != "none"}
    if not worn:
        buses = ", ".join(str(bus) for bus in sorted(DEVICES.glob("i2c-*")))
        found = f" (I2C buses: {buses})" if buses else ", and there is no I2C bus"
        return Finding(Level.INFO, f"no worn sensor is configured{found}")
    for where, one in worn.items():
        if problem := _problem(where, one):
            return problem
    return Finding(Level.OK, "; ".join(f"{where}: {_device(one)}" for where, one in worn.items()))


def _problem(where: str, wanted: Imu) -> Finding | None:
    """What keeps the sensor from being opened, as far as it can be seen without opening it."""
    device, serial = _device(wanted), wanted.source == "serial"
    if not device.exists():
        advice = "plug the board in, or correct serial_port" if serial else "switch I2C on (raspi-config on a Raspberry Pi), or correct bus"
        return Finding(Level.ISSUE, f"there is no {device} for the sensor of the {where}", advice)
    if not os.access(device, os.R_OK | os.W_OK):
        rules = "" if serial else "install deploy/udev/60-edgecoach.rules, and "
        advice = f"{rules}add the user to the group {'dialout' if serial else 'i2c'}, then log in again"
        return Finding(Level.ISSUE, f"{device} may not be opened by this user", advice)
    return None


def _device(wanted: Imu) -> Path:
    return Path(wanted.serial_port) if wanted.source == "serial" else DEVICES / f"i2c-{wanted.bus}"
