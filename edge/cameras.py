"""The kernel's list of video devices -> the cameras that can be chosen, by their kind and name.

Refuses to know: whether a picture comes, and which one is configured. No device is opened for longer than one question.
"""

import fcntl
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

KERNELS = Path("/sys/class/video4linux")
DEVICES = Path("/dev")

QUERYCAP = 0x80685600
"""VIDIOC_QUERYCAP: _IOR('V', 0, struct v4l2_capability), 104 bytes (linux/videodev2.h)."""
CAPABILITIES = struct.Struct("<84x2I12x")
"""Of that struct: what the driver can do, and what this device of it can."""
CAPTURE, EACH = 0x00000001, 0x80000000
"""V4L2_CAP_VIDEO_CAPTURE, V4L2_CAP_DEVICE_CAPS."""

JETSON = "vi-output"
RASPBERRY = ("unicam", "rp1-cfe")
"""How the kernel's names of a board's own receivers for CSI cameras begin: they give raw pictures only, so another kind reads them."""
PROCESSORS = ("bcm2835-isp", "bcm2835-codec", "pispbe", "rpi-hevc")
"""Of a Raspberry Pi: they are fed by programs and see nothing."""


class Found(NamedTuple):
    """source, device: as capture.camera's options. name: what the kernel calls it."""

    source: str
    device: str
    name: str


def found() -> list[Found]:
    """The cameras that are there, the board's own first."""
    nodes = sorted(KERNELS.glob("video*"), key=lambda node: (len(node.name), node.name))
    named = [(node.name, camera_name(node.name)) for node in nodes]
    return [*_of_the_board(named), *_of_usb(named)]


def camera_name(device: str) -> str:
    """What the kernel calls `video0` or another one."""
    try:
        return (KERNELS / device / "name").read_text().strip()
    except OSError:
        return "unnamed"


def _of_the_board(named: list[tuple[str, str]]) -> Iterator[Found]:
    """On a Jetson each sensor is one; on a Raspberry Pi libcamera knows how many there are, and here is only whether."""
    sensors = [name for _, name in named if name.startswith(JETSON)]
    yield from (Found("csi", str(number), name) for number, name in enumerate(sensors))
    receiver = next((name for _, name in named if name.startswith(RASPBERRY)), None)
    if receiver:
        yield Found("picamera2", "", receiver)


def _of_usb(named: list[tuple[str, str]]) -> Iterator[Found]:
    for node, name in named:
        if not name.startswith((JETSON, *RASPBERRY, *PROCESSORS)) and _may_see(DEVICES / node):
            yield Found("v4l2", str(DEVICES / node), name)


def _may_see(device: Path) -> bool:
    """Whether it gives pictures: a USB camera has a second device that gives only their dates. Who does not answer may be one."""
    try:
        handle = os.open(device, os.O_RDWR | os.O_NONBLOCK)
    except OSError:
        return True
    try:
        answer = fcntl.ioctl(handle, QUERYCAP, bytes(CAPABILITIES.size))
    except OSError:
        return True
    finally:
        os.close(handle)
    return captures(answer)


def captures(answer: bytes) -> bool:
    """What QUERYCAP answered -> whether this device gives pictures."""
    driver, own = CAPABILITIES.unpack(answer)
    return bool((own if driver & EACH else driver) & CAPTURE)
