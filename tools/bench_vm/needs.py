"""This computer -> whether the machine can be built and run on it, in one sentence where it cannot.

Refuses to know: what the programs are used for.
"""

import os
import shutil
from collections.abc import Mapping

from edge.errors import EdgeError

TO_RUN = {"qemu-system-x86_64": "qemu-system-x86", "qemu-img": "qemu-utils", "ssh": "openssh-client"}
"""Program: the Debian package that brings it."""
TO_BUILD = {"mmdebstrap": "mmdebstrap", "mkfs.ext4": "e2fsprogs", "ssh-keygen": "openssh-client", "chroot": "coreutils"}


def require(programs: Mapping[str, str], purpose: str) -> None:
    """Raises EdgeError that names the Debian packages of what is missing."""
    missing = sorted({package for program, package in programs.items() if shutil.which(program) is None})
    if missing:
        raise EdgeError(f"{purpose} needs programs that are not here", f"sudo apt install {' '.join(missing)}")


def require_root() -> None:
    """Raises EdgeError for anyone else."""
    if os.geteuid() != 0:
        raise EdgeError("only root can build the machine's disk", "sudo tools/bench-vm build; everything else runs without")
