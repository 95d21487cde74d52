"""$EDGECOACH_BENCH or ~/.cache/edgecoach/bench-vm -> where each part of the machine lies.

Refuses to know: what the parts are for, and the checkout's layout beyond the folders it names.
"""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from edge.errors import EdgeError

CHECKOUT = Path(__file__).parents[2]
GUEST = CHECKOUT / "tests" / "bench" / "guest"
KERNEL_MODULES = CHECKOUT / "tests" / "bench" / "kernel"


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of one machine."""

    folder: Path

    @property
    def rootfs(self) -> Path:
        """Debian's files, from which the disk is made."""
        return self.folder / "rootfs"

    @property
    def disk(self) -> Path:
        """The machine as built; never written to by a run."""
        return self.folder / "disk.img"

    @property
    def overlay(self) -> Path:
        """What a run writes, and its snapshots."""
        return self.folder / "run.qcow2"

    @property
    def booted(self) -> Path:
        """The overlay of a machine that has just come up, with its snapshot: what a run begins from."""
        return self.folder / "booted.qcow2"

    @property
    def key(self) -> Path:
        return self.folder / "ssh_key"

    @property
    def console(self) -> Path:
        return self.folder / "console.log"

    @property
    def complaints(self) -> Path:
        """What QEMU itself says."""
        return self.folder / "qemu.log"

    @property
    def monitor(self) -> Path:
        return self.folder / "monitor"

    @property
    def build_log(self) -> Path:
        return self.folder / "build.log"

    def boot(self, kind: str) -> Path:
        """The newest kernel (`vmlinuz`) or initial disk (`initrd.img`) of the machine."""
        found = sorted((self.rootfs / "boot").glob(f"{kind}-*"), key=_version)
        if not found:
            raise EdgeError("the machine has no kernel", f"delete {self.folder} and run tools/bench-vm build again")
        return found[-1]

    @property
    def kernel_version(self) -> str:
        return self.boot("vmlinuz").name.removeprefix("vmlinuz-")


@contextmanager
def alone(place: Place) -> Iterator[Place]:
    """Nobody else builds or runs this machine meanwhile. Raises EdgeError where somebody does."""
    place.folder.mkdir(parents=True, exist_ok=True)
    with (place.folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            advice = "wait until it has ended, or name a folder for another one in $EDGECOACH_BENCH"
            raise EdgeError(f"the bench machine in {place.folder} is at work already", advice) from None
        yield place


def _version(file: Path) -> list[int]:
    """6.1.0-10 comes after 6.1.0-9."""
    return [int(number) for number in re.findall(r"\d+", file.name)]


def chosen() -> Place:
    named = os.environ.get("EDGECOACH_BENCH")
    return Place(Path(named).expanduser() if named else Path.home() / ".cache" / "edgecoach" / "bench-vm")
