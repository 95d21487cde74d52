"""The kernel's list of cameras, and who may open them -> a finding.

Refuses to know: whether a picture comes: `edgecoach probe camera` looks.
"""

import os
from pathlib import Path

from edge.cameras import camera_name
from edge.config_options import Camera
from edge.doctor import Finding, Level, Patient, check

DEVICES = Path("/dev")
NEEDS_NO_DEVICE = ("rtsp", "gstreamer", "file", "folder")


@check("camera", "capture")
def camera(patient: Patient) -> Finding:
    wanted = patient.loaded.config.capture.camera
    if wanted.source in NEEDS_NO_DEVICE:
        return _elsewhere(wanted)
    devices = sorted(DEVICES.glob("video*"))
    if not devices:
        advice = "plug one in, or name an IP camera by capture.camera.source and url"
        return Finding(Level.WARNING, "no camera is connected; videos can still be analyzed", advice)
    closed = [device for device in devices if not os.access(device, os.R_OK | os.W_OK)]
    if closed:
        advice = "add the user to the group video, then log in again"
        return Finding(Level.ISSUE, f"{closed[0]} may not be opened by this user", advice)
    return Finding(Level.OK, ", ".join(f"{device} ({camera_name(device.name)})" for device in devices))


def _elsewhere(wanted: Camera) -> Finding:
    if wanted.source in ("file", "folder") and not Path(wanted.path).exists():
        return Finding(Level.ISSUE, f"there is no {wanted.path}", "correct capture.camera.path")
    return Finding(Level.INFO, f"the picture comes from {wanted.source}, which is not looked for here")
