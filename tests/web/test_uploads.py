"""Files from strangers: what is taken, what is refused, and a child process that may fall without hurting anybody."""

import asyncio
import errno
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
import zstandard
from mcap.opcode import Opcode
from mcap.writer import MCAP0_MAGIC

from edge.records import Role
from edge.store.chunks import CHUNK, LARGEST_CHUNK, RECORD, ZSTD
from edge.web import uploads
from edge.web.workshop import Limits, Workshop
from tests.house.source import ROOT
from tests.web.box import LAN, Box, Browser, asked

CHILD = """
import sys, time
from pathlib import Path
command, path, _, out = sys.argv[1:5]
text = Path(path).read_bytes()
print("progress 0.5", file=sys.stderr, flush=True)
if text == b"bomb": bytearray(10**10)
if text == b"endless":
    while True: pass
if text == b"slow": time.sleep(60)
if text == b"bad": sys.exit(f"{path} is no film: send another")
Path(out).write_text('{"rep_count": 3, "command": "%s"}' % command)
"""
SMALL = Limits(memory_mb=1000, file_mb=1, cpu_s=1, files=32, wall_s=20.0)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of `python -m edge`, which takes seconds to begin."""
    script = tmp_path / "child.py"
    script.write_text(CHILD)
    monkeypatch.setattr("edge.web.workshop.Workshop.__init__.__defaults__", ((sys.executable, str(script)),))


async def sent(browser: Browser, content: bytes, name: str = "set.mp4") -> httpx.Response:
    return await browser.send("POST", "uploads", content=content, params={"name": name})


async def ended(browser: Browser, upload_id: str) -> dict[str, object]:
    while (told := (await browser.get(f"uploads/{upload_id}")).json())["state"] in ("waiting", "working"):
        await asyncio.sleep(0.05)
    return told


@pytest.mark.usefixtures("program")
def test_a_film_is_analysed_with_progress_and_gone_afterwards(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        browser = box.browser()
        answer = await sent(browser, b"film", "../../my set.MP4")
        assert answer.status_code == 201
        told = await ended(browser, answer.json()["id"])
        assert told == {"state": "done", "progress": 1.0, "error": None, "result": {"rep_count": 3, "command": "analyze"}}
        assert [path.name for path in (tmp_path / "scratch").rglob("*") if path.is_file()] == ["analysis.json"]
        assert (await browser.send("DELETE", f"uploads/{answer.json()['id']}")).status_code == 200
        assert list((tmp_path / "scratch").iterdir()) == []
        assert (await browser.get(f"uploads/{answer.json()['id']}")).status_code == 404

    asked(tmp_path, scenario)
    assert not (tmp_path / "scratch").exists()


@pytest.mark.usefixtures("program")
def test_a_recording_is_played_again(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        answer = await sent(box.browser(), b"x", "visit.mcap")
        assert (await ended(box.browser(), answer.json()["id"]))["result"] == {"rep_count": 3, "command": "replay"}

    asked(tmp_path, scenario)


@pytest.mark.usefixtures("program")
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"bomb", "more memory or disk"),
        (b"endless", "more processor time"),
        (b"slow", "took longer"),
        (b"bad", "my film.mp4 is no film: send another"),
    ],
)
def test_what_cannot_be_analysed_ends_its_child_and_nothing_else(tmp_path: Path, content: bytes, why: str) -> None:
    async def scenario(box: Box) -> None:
        browser = box.browser()
        answer = await sent(browser, content, "my film.mp4")
        told = await ended(browser, answer.json()["id"])
        assert told["state"] == "failed"
        assert why in str(told["error"])
        assert str(tmp_path) not in str(told["error"])
        assert bool(told["key"]) == (content != b"bad"), "what the child itself says is English"
        assert (await browser.get("me")).status_code == 200
        assert list((tmp_path / "scratch").iterdir()) == []

    asked(tmp_path, scenario, limits=Limits(memory_mb=1000, file_mb=1, cpu_s=1, files=32, wall_s=2.0 if content == b"slow" else 30.0))


@pytest.mark.parametrize("name", ["", "evil.sh", "film", "a.mp4/..", "x" * 300, "film.mp4.exe"])
def test_a_file_of_no_kind_is_refused_before_it_is_written(tmp_path: Path, name: str) -> None:
    async def scenario(box: Box) -> None:
        assert (await sent(box.browser(), b"x", name)).status_code in (415, 422)
        assert list((tmp_path / "scratch").iterdir()) == []

    asked(tmp_path, scenario)


def test_a_file_that_is_too_large_is_refused_whether_it_says_so_or_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads.Uploads.__init__, "__defaults__", (3 * uploads.PIECE,))

    async def pieces() -> object:
        for _ in range(5):
            yield b"x" * uploads.PIECE

    async def scenario(box: Box) -> None:
        browser = box.browser()
        assert (await sent(browser, b"x" * (3 * uploads.PIECE + 1))).status_code == 413
        assert (await browser.send("POST", "uploads?name=a.mp4", content=pieces())).status_code == 413
        assert (await browser.send("POST", "uploads?name=a.mp4", content=b"", headers={"Content-Length": "9" * 30})).status_code == 413
        assert list((tmp_path / "scratch").iterdir()) == []

    asked(tmp_path, scenario)


def test_a_file_that_comes_too_slowly_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "PIECE_S", 0.05)

    async def slowly() -> object:
        yield b"x"
        await asyncio.sleep(5)
        yield b"y"

    async def scenario(box: Box) -> None:
        assert (await box.browser().send("POST", "uploads?name=a.mp4", content=slowly())).status_code == 408
        assert list((tmp_path / "scratch").iterdir()) == []

    asked(tmp_path, scenario)


@pytest.mark.usefixtures("program")
def test_nobody_sees_the_file_of_another(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        one = (await sent(await box.browser(LAN).log_in(Role.CLINICIAN), b"film")).json()["id"]
        other = await box.browser(LAN).log_in(Role.CLINICIAN)
        assert (await other.get(f"uploads/{one}")).status_code == 404
        assert (await other.send("DELETE", f"uploads/{one}")).status_code == 404

    asked(tmp_path, scenario)


@pytest.mark.usefixtures("program")
def test_more_files_than_the_box_looks_at_wait_outside(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        browser = box.browser()
        answers = [await sent(browser, b"slow") for _ in range(uploads.MOST_WAITING + 1)]
        assert [one.status_code for one in answers] == [201] * uploads.MOST_WAITING + [409]
        assert (await browser.get(f"uploads/{answers[1].json()['id']}")).json()["state"] == "waiting"
        for one in answers[:-1]:
            await browser.send("DELETE", f"uploads/{one.json()['id']}")
        assert (await sent(browser, b"film")).status_code == 201

    asked(tmp_path, scenario)


def test_a_child_lives_under_its_limits_and_at_the_lowest_priority(tmp_path: Path) -> None:
    look = (
        "import os, resource as r, sys; "
        "limits = [r.getrlimit(x)[0] for x in (r.RLIMIT_AS, r.RLIMIT_FSIZE, r.RLIMIT_CPU, r.RLIMIT_NOFILE)]; "
        "open(sys.argv[1], 'w').write(str([*limits, os.nice(0), sorted(os.environ), open('/proc/self/oom_score_adj').read().strip()]))"
    )

    async def scenario() -> str:
        workshop, out = Workshop({"LANG": "C.UTF-8"}, SMALL, (sys.executable, "-c", look)), tmp_path / "out"
        job = workshop.start((str(out),), out)
        await job.finished.wait()
        assert job.state == "done", job.error
        said = out.read_text()
        await workshop.stop(job)
        assert not out.exists()
        return said

    assert asyncio.run(scenario()) == str([10**9, 10**6, 1, 32, 19, ["EDGECOACH_PROGRESS", "LANG"], "1000"])


def test_a_child_ends_with_the_program_that_started_it(tmp_path: Path) -> None:
    """Even where that is killed, so that nothing works on for nobody."""
    pid = tmp_path / "pid"
    child = f"import os, time; open({str(pid)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    program = f"""
import asyncio, pathlib, sys
from edge.web.workshop import Limits, Workshop

async def main():
    shop = Workshop({{}}, Limits(), (sys.executable, "-c", {child!r}))
    await shop.start((), pathlib.Path({str(tmp_path / "out")!r})).finished.wait()

asyncio.run(main())
"""
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT) as parent:
        until(lambda: pid.exists() and pid.read_text() != "")
        parent.kill()
    until(lambda: not Path(f"/proc/{pid.read_text()}/cmdline").exists() or not Path(f"/proc/{pid.read_text()}/cmdline").read_bytes())


def until(true: Callable[[], bool]) -> None:
    for _ in range(400):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come to that")


def test_a_recording_that_unfolds_to_gigabytes_costs_its_child_and_nobody_else(tmp_path: Path) -> None:
    """The real program, and a real file of 100 kB whose one chunk unfolds to 3 GB."""

    async def scenario(box: Box) -> None:
        browser = box.browser()
        answer = await sent(browser, bomb(), "bomb.mcap")
        told = await ended(browser, answer.json()["id"])
        assert (told["state"], bool(told["error"])) == ("failed", True)
        assert (await browser.get("me")).status_code == 200

    asked(tmp_path, scenario, limits=Limits(memory_mb=2000, cpu_s=60, wall_s=55.0))


def bomb(size: int = 3 * 10**9) -> bytes:
    packer = zstandard.ZstdCompressor(level=1).compressobj(size=size)
    zeros = bytes(10**7)
    packed = b"".join(packer.compress(zeros) for _ in range(size // len(zeros))) + packer.flush()
    chunk = CHUNK.pack(0, 1, LARGEST_CHUNK, 0, ZSTD, len(packed)) + packed
    return bytes(MCAP0_MAGIC) + RECORD.pack(Opcode.CHUNK, len(chunk)) + chunk + bytes(MCAP0_MAGIC)


def test_a_disk_that_refuses_once_refuses_nobody_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(_: Path) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    async def scenario(box: Box) -> None:
        browser = box.browser()
        with monkeypatch.context() as patched:
            patched.setattr(uploads, "private_folder", refuses)
            for _ in range(uploads.MOST_WAITING):
                answer = await sent(browser, b"film")
                assert (answer.status_code, "Read-only file system" in answer.json()["error"]) == (503, True)
        assert (await sent(browser, b"film")).status_code == 201

    asked(tmp_path, scenario)
