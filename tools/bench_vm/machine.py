"""A built machine -> QEMU running it: started, reached over ssh, snapshotted and resumed, and gone when it is left.

Refuses to know: what is done inside.
"""

import json
import os
import shlex
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from edge.errors import EdgeError
from tools.bench_vm.place import Place

PROCESSORS = {"kvm": 2, "tcg": 1}
"""Emulated ones take turns, so that a second one would give nothing."""
MEMORY_MB = 2048
BOOT_S = 600.0
"""Emulated, on a computer that has much else to do."""
COUNTED = ("-icount", "shift=1,sleep=on")
"""An emulated processor's time is what it has done, 500 million instructions a second; only while it rests does ours count. However busy
this computer is, the machine's sensors are no quicker than the machine."""
KVM_ANSWERS_S = 12.0
DYING_S = 0.2
BOOTED, READY = "booted", "ready"


def accelerator(place: Place) -> str:
    """`kvm` where a kernel begins to run under it; `tcg`, which emulates every instruction, elsewhere.

    Opening /dev/kvm is no proof: under some hypervisors it opens, and the machine then does not run one instruction.
    """
    if not os.access("/dev/kvm", os.R_OK | os.W_OK):
        return "tcg"
    bare = ["-m", "512", "-display", "none", "-nodefaults", "-serial", "stdio", "-no-reboot"]
    kernel = ["-kernel", str(place.boot("vmlinuz")), "-append", "console=ttyS0 panic=-1"]
    command = ["qemu-system-x86_64", "-machine", "q35", "-accel", "kvm", "-cpu", "max", *bare, *kernel]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=KVM_ANSWERS_S, check=False)
        return "kvm" if b"Linux version" in done.stdout else "tcg"
    except subprocess.TimeoutExpired as late:
        return "kvm" if b"Linux version" in (late.stdout or b"") else "tcg"


def qemu_command(place: Place, accel: str, port: int) -> list[str]:
    """QEMU and its arguments. port: ours, that leads to the machine's ssh."""
    words = "console=ttyS0 quiet root=/dev/vda rw net.ifnames=0 mitigations=off panic=-1"
    processor = ["-accel", "kvm"]
    if accel == "tcg":
        words += " no_timer_check tsc=reliable tsc_early_khz=1000000"  # its time stamp counter counts nanoseconds
        processor = ["-accel", "tcg,thread=single,tb-size=1024", *COUNTED]
    return [
        "qemu-system-x86_64", "-machine", "q35", *processor, "-cpu", "max", "-smp", str(PROCESSORS[accel]), "-m", str(MEMORY_MB),
        "-kernel", str(place.boot("vmlinuz")), "-initrd", str(place.boot("initrd.img")), "-append", words,
        "-drive", f"file={place.overlay},format=qcow2,if=none,id=root,cache=unsafe", "-device", "virtio-blk-pci,drive=root",
        "-netdev", f"user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:{port}-:22", "-device", "virtio-net-pci,netdev=net,romfile=",
        "-device", "virtio-rng-pci", "-display", "none", "-vga", "none", "-nodefaults", "-no-reboot",
        "-serial", f"file:{place.console}", "-qmp", f"unix:{place.monitor},server,nowait",
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command inside came to."""

    code: int
    out: str
    err: str


class Machine:
    """One QEMU. Leave it (`with`) to end it, whatever happened inside."""

    def __init__(self, place: Place, accel: str) -> None:
        self.accel = accel
        self._place = place
        self._port = _free_port()
        self._qemu: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._place.monitor.unlink(missing_ok=True)
        resumed = _layer(self._place)
        command = [*qemu_command(self._place, self.accel, self._port), *(["-loadvm", BOOTED] if resumed else [])]
        with self._place.complaints.open("wb") as complaints:
            # Of a session of its own, so that Ctrl-C reaches it only through us; should we be killed, the kernel kills it.
            self._qemu = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", *command],
                stdin=subprocess.DEVNULL, stdout=complaints, stderr=complaints, start_new_session=True,
            )  # fmt: skip
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._qemu is not None:
            self._qemu.kill()
            self._qemu.wait()

    def wait_for_ssh(self, limit_s: float = BOOT_S) -> None:
        """Until a command can be run inside. Raises EdgeError when the machine ends or takes too long."""
        deadline = time.monotonic() + limit_s
        while time.monotonic() < deadline:
            self._require_running()
            if ssh_greets(self._port) and self.run("true", limit_s=60).code == 0:
                return
            time.sleep(0.5)
        raise EdgeError(f"the machine did not answer within {limit_s:.0f} s", f"its console is in {self._place.console}")

    def _require_running(self) -> None:
        """Raises EdgeError. A process that was just killed closes its lines some moments before it is gone."""
        if self._qemu is None or _gone(self._qemu):
            advice = f"its words are in {self._place.complaints}; where it could not load its snapshot, delete {self._place.booted}"
            raise EdgeError("QEMU ended", advice)

    def run(self, script: str, limit_s: float = 120.0) -> Answer:
        """Shell lines inside, as root. A limit that is reached is code 124."""
        try:
            done = subprocess.run([*self.ssh, script], capture_output=True, text=True, errors="replace", timeout=limit_s, check=False)
        except subprocess.TimeoutExpired:
            return Answer(124, "", f"no answer within {limit_s:.0f} s")
        return Answer(done.returncode, done.stdout, done.stderr)

    def require(self, script: str, limit_s: float = 300.0) -> str:
        """What shell lines inside print. Raises EdgeError where they fail."""
        answer = self.run(script, limit_s)
        if answer.code:
            self._require_running()
            words = (answer.err.strip() or answer.out.strip() or f"code {answer.code}").splitlines()[-1]
            raise EdgeError(f"inside the machine, `{script.splitlines()[0]}` failed ({words})")
        return answer.out

    def send(self, folder: Path, names: Sequence[str], target: str) -> None:
        """Files or folders of a folder, into a folder inside."""
        pack = subprocess.Popen(["tar", "-C", folder, "--exclude=__pycache__", "-cf", "-", *names], stdout=subprocess.PIPE)
        unpack = f"mkdir -p {shlex.quote(target)} && tar -C {shlex.quote(target)} -xf -"
        done = subprocess.run([*self.ssh, unpack], stdin=pack.stdout, capture_output=True, text=True, check=False)
        if pack.wait() or done.returncode:
            raise EdgeError(f"files could not be sent into the machine ({done.stderr.strip()})")

    @property
    def ssh(self) -> list[str]:
        quiet = ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "ConnectTimeout=20", "-o", "LogLevel=ERROR"]
        return ["ssh", "-i", str(self._place.key), *quiet, "-p", str(self._port), "root@127.0.0.1"]

    def keep_booted(self) -> None:
        """Later machines begin from here. To be said once, by one that booted."""
        if self._place.booted.exists():
            return
        self._monitor(f"savevm {BOOTED}")
        new = self._place.booted.with_suffix(".new")
        self._monitor("stop")
        shutil.copyfile(self._place.overlay, new)
        self._monitor("cont")
        new.rename(self._place.booted)

    def save(self) -> None:
        """The running machine, as it is now, for `resume`."""
        self._monitor(f"savevm {READY}")

    def resume(self) -> None:
        """Exactly as it was when saved."""
        self._require_running()
        self._monitor(f"loadvm {READY}")
        self.wait_for_ssh()

    def _monitor(self, line: str) -> None:
        """One line of QEMU's monitor; it prints nothing where all is well. Raises EdgeError."""
        try:
            with _control(self._place.monitor) as channel:
                _ask(channel, "qmp_capabilities")
                said = _ask(channel, "human-monitor-command", {"command-line": line})
        except (OSError, ValueError) as broken:  # ValueError: it broke off in the middle of a word
            self._require_running()
            raise EdgeError(f"QEMU did not do `{line}` ({broken})", f"its words are in {self._place.complaints}") from None
        if said.strip():
            raise EdgeError(f"QEMU could not do `{line}` ({said.strip()})")


def _gone(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(DYING_S)
    except subprocess.TimeoutExpired:
        return False
    return True


@contextmanager
def _control(path: Path) -> Iterator[Any]:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(600)
        connection.connect(str(path))
        with connection.makefile("rw", encoding="utf-8") as channel:
            channel.readline()  # its greeting
            yield channel


def _ask(channel: Any, command: str, arguments: dict[str, str] | None = None) -> str:
    """One command of the QEMU machine protocol; events that come between are passed over."""
    channel.write(json.dumps({"execute": command, "arguments": arguments or {}}) + "\n")
    channel.flush()
    for line in channel:
        answer = json.loads(line)
        if "error" in answer:
            raise EdgeError(f"QEMU refused {command} ({answer['error']['desc']})")
        if "return" in answer:
            return str(answer["return"] or "")
    raise ConnectionError("it ended while it was asked something")


def _layer(place: Place) -> bool:
    """A layer over the disk for a run to write to; whether it holds a machine that has booted. Raises EdgeError."""
    if not place.disk.exists():
        raise EdgeError("the machine has not been built", "sudo tools/bench-vm build")
    if place.booted.exists():
        shutil.copyfile(place.booted, place.overlay)
        return True
    command = ["qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw", "-b", str(place.disk), str(place.overlay)]
    place.overlay.unlink(missing_ok=True)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise EdgeError(f"the machine's disk could not be layered over ({done.stderr.strip()})")
    return False


def ssh_greets(port: int) -> bool:
    """Whether an ssh server says its first line there."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            connection.settimeout(5)
            return connection.recv(4) == b"SSH-"
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
