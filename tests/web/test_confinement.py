"""A child that looks into files of strangers, and tries what a film might make it do."""

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from edge.web import confinement
from edge.web.confinement import CALLS, INSTRUCTION, can_filter, confine_files, landlock_version, leave_network
from edge.web.workshop import USUAL, Limits, Workshop

TRIES = """
import json, os, socket, sys, tempfile
key, other, out = sys.argv[1:]
def tried(what):
    try:
        what()
    except OSError as refused:
        return refused.strerror
    return "done"
def connect(kind, address):
    with socket.socket(kind) as line:
        line.connect(address)
def temporary():
    with tempfile.TemporaryFile() as file:
        file.write(b"x")
said = {
    "key": tried(lambda: open(key).read()),
    "folder": tried(lambda: os.listdir(os.path.dirname(key))),
    "other": tried(lambda: open(other, "w").close()),
    "link": tried(lambda: open(os.path.dirname(out) + "/link").read()),
    "passwords": tried(lambda: open("/etc/passwd").read()),
    "parent": tried(lambda: open(f"/proc/{os.getppid()}/environ", "rb").read()),
    "signal": tried(lambda: os.kill(os.getppid(), 0)),
    "tcp": tried(lambda: connect(socket.AF_INET, ("127.0.0.1", 9))),
    "unix": tried(lambda: connect(socket.AF_UNIX, key)),
    "packet": tried(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()),
    "pair": tried(lambda: [one.close() for one in socket.socketpair()]),
    "child": os.waitstatus_to_exitcode(os.waitpid(os.posix_spawn(sys.executable, [sys.executable, "-c", "open(%r)" % key], {}), 0)[1]),
    "own": tried(temporary),
}
with open(out + ".part", "w") as file:
    json.dump(said, file)
os.rename(out + ".part", out)
"""
REFUSED = "Permission denied"


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """A key, somebody else's file, and a job's folder with a link to the key."""
    for name in ("box.key", "other"):
        (tmp_path / name).write_text(name)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "link").symlink_to(tmp_path / "box.key")
    return tmp_path


def tried(box: Path, readable: Sequence[Path] | None, limits: Limits = USUAL) -> dict[str, Any]:
    """What a child said of each thing that it tried."""

    async def work() -> dict[str, Any]:
        out = box / "own" / "said.json"
        shop = Workshop({}, limits, (sys.executable, "-c", TRIES), readable=readable)
        job = shop.start((str(box / "box.key"), str(box / "other"), str(out)), out, own=(box / "own",))
        await job.finished.wait()
        assert job.state == "done", job.error
        told: dict[str, Any] = json.loads(out.read_text())
        await shop.close()
        return told

    return asyncio.run(work())


def test_a_child_of_strangers_files_opens_nothing_but_its_own(box: Path) -> None:
    version = landlock_version()
    if not version:
        pytest.skip("this kernel has no Landlock, so uploads are not kept from the box's files here")
    said = tried(box, readable=())
    refused = ("key", "folder", "other", "link", "passwords", "parent")
    assert {name: said[name] for name in refused} == dict.fromkeys(refused, REFUSED)
    assert said["child"] == 1, "nor does what it starts"
    assert (said["own"], said["pair"]) == ("done", "done")
    assert said["signal"] == ("Operation not permitted" if version >= 6 else "done")
    assert (box / "other").read_text() == "other"


@pytest.mark.parametrize("readable", [(), None], ids=["of strangers", "of the archive"])
def test_no_child_finds_a_network(box: Path, readable: Sequence[Path] | None) -> None:
    if not can_filter():
        pytest.skip("this kernel filters no system calls, so children are not kept from the network here")
    said = tried(box, readable)
    assert [said[name] for name in ("tcp", "unix", "packet")] == [REFUSED] * 3
    assert said["pair"] == "done", "within itself it may talk"


def test_a_child_that_works_on_the_archive_may_read_it(box: Path) -> None:
    said = tried(box, readable=None)
    assert (said["key"], said["child"], said["own"]) == ("done", 0, "done")


def test_a_kernel_without_either_goes_on_and_says_so(box: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confinement, "landlock_version", lambda: 0)
    monkeypatch.setattr(confinement, "can_filter", lambda: False)
    assert (confine_files([], []), leave_network()) == (False, False)
    assert (box / "box.key").read_text() == "box.key"


@pytest.mark.parametrize("machine", CALLS)
def test_the_filter_answers_each_call_as_it_is_meant(machine: str) -> None:
    """The filter's own machine, in a few lines."""
    number, refused = CALLS[machine]
    program = [INSTRUCTION.unpack(one) for one in confinement._instructions(number, refused)]

    def answer(call: int, on: int = number) -> int:
        words, held, at = {0: call, 4: on}, 0, 0
        while True:
            code, yes, no, value = program[at]
            at += 1
            if code == confinement.LOAD:
                held = words[value]
            elif code == confinement.RETURN:
                return int(value)
            else:
                at += yes if (held == value if code == confinement.EQUAL else held >= value) else no

    assert {answer(call) for call in refused} == {confinement.REFUSE}
    assert {answer(call) for call in range(1000) if call not in refused} == {confinement.ALLOW}
    assert answer(confinement.X32 + 41) == confinement.REFUSE
    assert answer(0, on=0x40000003) == confinement.REFUSE, "the same processor's calls of 32 bits have other numbers"
