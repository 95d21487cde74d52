"""This checkout and Debian's packages -> the machine's disk. What has not changed since the last time is not made again.

Needs root: Debian's packages are unpacked and configured in a folder that becomes the disk.
Refuses to know: how the machine is run, and where packages come from (apt's, pip's and uv's own settings do).
"""

import hashlib
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from edge.errors import EdgeError
from tools.bench_vm.place import CHECKOUT, KERNEL_MODULES, Place

RELEASE = "bookworm"
DEBIAN = (
    "systemd", "systemd-sysv", "udev", "dbus", "kmod", "procps", "iproute2", "openssh-server", "ca-certificates",
    "linux-image-amd64", "linux-headers-amd64", "linux-source", "gcc", "make", "bzip2", "xz-utils",
    "python3", "python3-venv", "libgomp1", "libglib2.0-0",
    "bluez", "alsa-utils", "espeak-ng", "i2c-tools", "gpiod",
)  # fmt: skip
GUEST_PACKAGES = ("bumble", "pytest")
"""The watch at the far end of the radio, and what the checks are written for."""
GUEST_PLATFORM = ("--python-version=3.11", "--python-platform=x86_64-manylinux_2_36")
"""Debian 12's Python and C library."""
VENV = "opt/edgecoach"
SITE_PACKAGES = f"{VENV}/lib/python3.11/site-packages"
MODULE_BUILD = "opt/kernel"
FROM_LINUX = ("drivers/gpio/gpio-sim.c", "drivers/gpio/gpiolib.h", "kernel/irq/irq_sim.c")
SPARE_MB = 1500

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Step:
    """recipe: changes with whatever the step depends on, and includes those of the steps before it."""

    name: str
    recipe: str
    make: Callable[[Place], None]

    def stamp(self, place: Place) -> Path:
        """Holds the recipe by which it was last done."""
        return place.folder / f"{self.name.replace(' ', '-').lower()}.stamp"

    def done(self, place: Place) -> bool:
        stamp = self.stamp(place)
        return stamp.exists() and stamp.read_text(encoding="utf-8") == self.recipe


def _forget_disk(place: Place) -> None:
    for file in (place.booted, place.overlay, place.disk):
        file.unlink(missing_ok=True)


def up_to_date(place: Place) -> bool:
    """Whether `build` would have nothing to do."""
    return place.disk.exists() and all(step.done(place) for step in steps())


def build(place: Place, say: Say) -> None:
    """Everything that is missing or older than its recipe, in order; where anything was made, the disk as well."""
    place.folder.mkdir(parents=True, exist_ok=True)
    place.build_log.write_text("", encoding="utf-8")
    for step in steps():
        if not step.done(place):
            _forget_disk(place)
            _timed(step.name, step.make, place, say)
            step.stamp(place).write_text(step.recipe, encoding="utf-8")
    if not place.disk.exists():
        _timed("its disk", make_disk, place, say)


def steps() -> list[Step]:
    """In the order in which they are done."""
    recipes = (
        ("Debian", " ".join((RELEASE, *DEBIAN)), make_debian),
        ("kernel modules", _digest(*sorted(KERNEL_MODULES.iterdir())), make_modules),
        ("Python packages", _digest(CHECKOUT / "deploy/lock.txt") + " ".join(GUEST_PACKAGES), make_packages),
        ("settings", _digest(Path(__file__)), make_settings),
    )
    before = accumulate((recipe for _, recipe, _ in recipes), "{}\n{}".format)
    return [Step(name, recipe, make) for (name, _, make), recipe in zip(recipes, before, strict=True)]


def _timed(name: str, make: Callable[[Place], None], place: Place, say: Say) -> None:
    begun = time.monotonic()
    say(f"making {name}")
    make(place)
    say(f"{name} made in {time.monotonic() - begun:.0f} s")


def _digest(*files: Path) -> str:
    """Changes with any of the files' contents."""
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:16]


def run_logged(place: Place, command: Sequence[str | Path], advice: str = "") -> None:
    """Runs it at low priority, its words into the build log. Raises EdgeError that names the log."""
    with place.build_log.open("a", encoding="utf-8") as log:
        log.write(f"\n$ {' '.join(map(str, command))}\n")
        log.flush()
        done = subprocess.run(["nice", *map(str, command)], stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False)
    if done.returncode:
        program = Path(command[0]).name
        raise EdgeError(f"{program} failed while the machine was built", f"{advice or 'it says why'} in {place.build_log}")


def inside(place: Place, script: str) -> None:
    """Runs shell lines in the folder that becomes the disk."""
    run_logged(place, ["chroot", place.rootfs, "/bin/sh", "-ec", script])


# --- steps -------------------------------------------------------------------------------------------------------


def make_debian(place: Place) -> None:
    """Debian with its kernel, from the computer's own apt sources where they are of the same release."""
    shutil.rmtree(place.rootfs, ignore_errors=True)
    lean = [f"--dpkgopt=path-exclude=/usr/share/{part}/*" for part in ("man", "locale", "doc")]
    options = ["--mode=root", "--variant=minbase", '--aptopt=APT::Install-Recommends "false"', "--dpkgopt=force-unsafe-io", *lean]
    advice = "see whether apt-get update works; the reason is"
    run_logged(place, ["mmdebstrap", *options, f"--include={','.join(DEBIAN)}", RELEASE, place.rootfs, *_apt_sources()], advice)


def _apt_sources() -> list[str]:
    for file in (Path("/etc/apt/sources.list.d/debian.sources"), Path("/etc/apt/sources.list")):
        if file.is_file() and RELEASE in file.read_text(encoding="utf-8"):
            return [str(file)]
    return []


def make_modules(place: Place) -> None:
    """Our I2C bus, and gpio-sim, which Debian's kernel leaves out, against the headers of the machine's own kernel."""
    target = place.rootfs / MODULE_BUILD
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(KERNEL_MODULES, target)
    wanted = " ".join(f"--wildcards 'linux-source-*/{file}'" for file in FROM_LINUX)
    inside(
        place,
        f"cd /{MODULE_BUILD}\n"
        f"tar xJf /usr/src/linux-source-*.tar.xz --strip-components=3 {wanted}\n"
        # The function is not exported to modules; this one, which is, does the same.
        "sed -i 's/handle_simple_irq(irq_to_desc(irqnum));/generic_handle_irq(irqnum);/' irq_sim.c\n"
        f"make -C /usr/src/linux-headers-{place.kernel_version} M=$PWD modules\n"
        f"install -D -t /lib/modules/{place.kernel_version}/extra *.ko\n"
        f"depmod {place.kernel_version}\n",
    )


def make_packages(place: Place) -> None:
    """The product's locked packages and the checks' own, for the machine's Python; nothing needs a compiler."""
    shutil.rmtree(place.rootfs / VENV, ignore_errors=True)
    inside(place, f"python3 -m venv /{VENV}")
    uv = [sys.executable.replace("python3", "uv").replace("python", "uv"), "pip", "install", "--no-build", *GUEST_PLATFORM]
    target = f"--target={place.rootfs / SITE_PACKAGES}"
    run_logged(place, [*uv, target, "--require-hashes", "-r", CHECKOUT / "deploy/lock.txt"])
    run_logged(place, [*uv, target, "--constraint", CHECKOUT / "deploy/lock-dev.txt", *GUEST_PACKAGES])
    inside(place, f"/{VENV}/bin/python -m compileall -q -j0 /{SITE_PACKAGES}")


SETTINGS = {
    "etc/hostname": "bench\n",
    "etc/hosts": "127.0.0.1 localhost bench\n",
    "etc/fstab": "/dev/vda / ext4 defaults,noatime 0 1\n",
    "etc/systemd/network/10-bench.network": "[Match]\nName=e*\n[Network]\nAddress=10.0.2.15/24\nLinkLocalAddressing=no\n",
    "etc/modules-load.d/bench.conf": "i2c-dev\n",
    "etc/ssh/sshd_config.d/bench.conf": "PermitRootLogin prohibit-password\nUseDNS no\n",
}
UNWANTED = "apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer"


def make_settings(place: Place) -> None:
    """A network to reach it by, a key that opens it, and no timers of its own."""
    if not place.key.exists():
        run_logged(place, ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", place.key])
    for name, text in SETTINGS.items():
        file = place.rootfs / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    keys = place.rootfs / "root/.ssh/authorized_keys"
    keys.parent.mkdir(mode=0o700, exist_ok=True)
    shutil.copy(place.key.with_suffix(".pub"), keys)
    inside(
        place,
        "systemctl -q enable systemd-networkd ssh bluetooth\n"
        f"systemctl -q disable {UNWANTED} || true\n"
        "systemctl -q mask systemd-networkd-wait-online systemd-timesyncd getty@tty1 e2scrub_reap\n",
    )


def make_disk(place: Place) -> None:
    used = subprocess.run(["du", "-sm", place.rootfs], capture_output=True, text=True, check=True).stdout.split()[0]
    new = place.disk.with_suffix(".new")
    run_logged(place, ["truncate", "-s", f"{int(used) + SPARE_MB}M", new])
    run_logged(place, ["mkfs.ext4", "-q", "-F", "-d", place.rootfs, new])
    new.rename(place.disk)
