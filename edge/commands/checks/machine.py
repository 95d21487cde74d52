"""The interpreter, its packages, the clock and systemd -> findings.

Refuses to know: EdgeCoach's own files and devices.
"""

import importlib
import os
import sys

from edge.clock import wall_is_trusted
from edge.doctor import Finding, Level, Patient, check

OLDEST, TOO_NEW = (3, 11), (3, 14)

PACKAGES = ("cv2", "mcap", "numpy", "pydantic", "rich", "starlette", "typer", "uvicorn", "websockets", "zstandard")
RUNTIMES = ("onnxruntime", "ai_edge_litert.interpreter")


@check("python", "house")
def python(patient: Patient) -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    if OLDEST <= sys.version_info[:2] < TOO_NEW:
        return Finding(Level.OK, f"Python {version}")
    return Finding(Level.ISSUE, f"Python {version} is not one that EdgeCoach runs on", "use Python 3.11, 3.12 or 3.13")


@check("packages", "house")
def packages(patient: Patient) -> Finding:
    missing = [name for name in PACKAGES if not _importable(name)]
    if not any(_importable(name) for name in RUNTIMES):
        missing.append(" or ".join(name.split(".")[0] for name in RUNTIMES))
    if missing:
        return Finding(Level.ISSUE, f"cannot import {', '.join(missing)}", "run tools/setup, or install edgecoach again")
    return Finding(Level.OK, f"all {len(PACKAGES)} packages and a runtime for the models can be imported")


@check("clock", "house")
def clock(patient: Patient) -> Finding:
    if wall_is_trusted(patient.clock.wall()):
        return Finding(Level.OK, "the wall clock shows a real date")
    return Finding(
        Level.WARNING, "the wall clock is wrong, so sessions are filed under a wrong date", "connect a network or set the date once"
    )


@check("systemd", "house")
def systemd(patient: Patient) -> Finding:
    if "NOTIFY_SOCKET" not in os.environ:
        return Finding(Level.INFO, "not started by systemd: nothing restarts EdgeCoach should it hang")
    if "WATCHDOG_USEC" not in os.environ:
        return Finding(Level.WARNING, "systemd keeps no watchdog on this service", "set WatchdogSec= in its unit")
    seconds = int(os.environ["WATCHDOG_USEC"]) / 1e6
    return Finding(Level.OK, f"systemd restarts EdgeCoach when it is silent for {seconds:g} s")


def _importable(name: str) -> bool:
    """Whether a package, with all its shared libraries, loads."""
    try:
        importlib.import_module(name)
    except (ImportError, OSError):
        return False
    return True
