"""A private system bus with a BlueZ of our own on it, as real processes."""

import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Self

PYTHON = "/usr/bin/python3"
"""dbusmock needs PyGObject and dbus-python, which are compiled for the system's Python."""
TEMPLATE = Path(__file__).with_name("bluez_mock.py")
ADDRESS = "C0:FF:EE:00:00:42"


def missing() -> str:
    """What has to be installed first, if anything."""
    if not all(map(shutil.which, ("dbus-daemon", "dbus-send"))):
        return "needs dbus-daemon and dbus-send (apt: dbus)"
    try:
        subprocess.run([PYTHON, "-c", "import dbusmock, gi"], check=True, capture_output=True, timeout=30)
    except (OSError, subprocess.SubprocessError):
        return "needs python-dbusmock for the system's Python (apt: python3-dbusmock)"
    return ""


class PrivateBluez:
    """The bus is there while inside; BlueZ runs from `start` until `kill`."""

    def __init__(self, folder: Path) -> None:
        self.address = f"unix:path={folder}/bus"
        self.environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": self.address}
        self._bluez: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={self.address}", "--print-address"]
        self._bus = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert self._bus.stdout is not None
        self._bus.stdout.readline()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self._bus.kill()
        self._bus.communicate()

    def start(self) -> None:
        """Returns when BlueZ has its adapter."""
        command = [PYTHON, "-m", "dbusmock", "--system", "--template", str(TEMPLATE)]
        self._bluez = subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL)
        for _ in range(200):
            if self._send("/org/bluez/hci0", "org.freedesktop.DBus.Properties.GetAll", "string:org.bluez.Adapter1").returncode == 0:
                return
            time.sleep(0.05)
        raise AssertionError("the BlueZ of dbusmock did not start")

    def kill(self) -> None:
        """As the kernel does when memory runs out: without a word to anybody."""
        if self._bluez:
            self._bluez.kill()
            self._bluez.wait()
            self._bluez = None

    def do(self, what: str) -> None:
        """leave, return, mute, speak: of the watch. off, on: of the adapter."""
        done = self._send("/", "org.bluez.Test.Do", f"string:{what}")
        assert done.returncode == 0, done.stderr

    def _send(self, path: str, method: str, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
        command = ["dbus-send", f"--bus={self.address}", "--print-reply", "--dest=org.bluez", path, method, *arguments]
        return subprocess.run(command, capture_output=True, check=False, timeout=30)
