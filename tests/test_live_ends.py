"""What ends a visit, and what must not: signals, a bad configuration, a watchdog, a camera process that dies."""

import asyncio
import json
import os
import signal
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import websockets

from edge.capture.choose import played_video
from edge.config import Loaded, check
from edge.config_options import Config
from edge.daemon import Output
from edge.errors import EdgeError
from edge.live import LOOK_S, Visit
from edge.messages import LinkChange, Sample
from edge.systemd import Notifier
from edge.weights import checked_folder
from tests.capture.made_video import write_video
from tests.scripted_visit import Scripted, hold, later, pose, recording_of, wish


def test_ctrl_c_ends_the_visit_in_good_order() -> None:
    def opened(visit: Visit) -> Sequence[Output]:
        later(lambda: os.kill(os.getpid(), signal.SIGINT))
        return ()

    visit = hold(wish(Scripted(pose(1.0), wait=True)), opened)
    assert visit.interrupted
    assert visit.session
    assert not recording_of(visit).lost
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_ctrl_c_while_things_are_still_being_opened_ends_it_in_good_order_too() -> None:
    def opened(visit: Visit) -> Sequence[Output]:
        os.kill(os.getpid(), signal.SIGINT)
        return ()

    visit = hold(wish(Scripted(pose(1.0), wait=True)), opened)
    assert visit.interrupted
    assert visit.session
    assert not recording_of(visit).lost


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_being_told_to_end_is_no_interruption(number: int) -> None:
    def opened(visit: Visit) -> Sequence[Output]:
        later(lambda: os.kill(os.getpid(), number))
        return ()

    before = signal.signal(number, signal.SIG_DFL)  # a test run under nohup ignores one
    try:
        visit = hold(wish(Scripted(wait=True)), opened)
    finally:
        signal.signal(number, before)
    assert visit.stopped
    assert not visit.interrupted


def test_a_hangup_that_is_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        hold(wish(Scripted(pose(1.0))))
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_bad_configuration_opens_no_device_and_shows_every_mistake_on_the_page(caplog: pytest.LogCaptureFixture) -> None:
    mistakes = check('[capture.camera]\ncolour = "red"\n[web]\nport = 99999\n')
    source, shown = Scripted(wait=True), []

    async def read(address: str) -> None:
        shown.append(await answer(address, "status"))
        os.kill(os.getpid(), signal.SIGTERM)

    def opened(visit: Visit) -> Sequence[Output]:
        reading.append(asyncio.create_task(read(visit.page)))
        return ()

    reading: list[asyncio.Task[None]] = []
    visit = hold(wish(source, loaded=Loaded(Config(), tuple(mistakes)), page=True, port=0), opened)
    assert source.opened == 0
    assert not visit.session
    assert [(one["line"], one["error"]) for one in shown[0]["mistakes"]] == [(one.line, one.message) for one in mistakes]
    *told, last = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert told == [f"configuration: {mistake}" for mistake in mistakes]
    assert last == "safe mode: no device is opened until the 2 mistakes above are corrected and EdgeCoach is started again"


async def answer(address: str, path: str) -> dict[str, Any]:
    """What the page's API says."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(address.rstrip("/").rpartition(":")[2]))
    writer.write(f"GET /api/{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
    body = (await reader.read()).partition(b"\r\n\r\n")[2]
    writer.close()
    return dict(json.loads(body))


def test_the_technicians_log_begins_with_what_was_said_at_the_start(tmp_path: Path) -> None:
    """In safe mode, and where nothing can be kept, nothing else is ever said."""
    mistakes, shown = check('[capture.camera]\ncolour = "red"\n'), []
    (tmp_path / "file").write_text("")

    async def read(address: str) -> None:
        shown.append(await answer(address, "technician"))
        os.kill(os.getpid(), signal.SIGTERM)

    def opened(visit: Visit) -> Sequence[Output]:
        reading.append(asyncio.create_task(read(visit.page)))
        return ()

    reading: list[asyncio.Task[None]] = []
    config = Config.model_validate({"store": {"state_dir": str(tmp_path / "file" / "state")}})
    hold(wish(Scripted(wait=True), loaded=Loaded(config, tuple(mistakes)), page=True, port=0, made_up=True), opened)
    said = [line.partition(" edge.live: ")[2] for line in shown[0]["logs"]]
    assert said[:2] == [
        f"configuration: {mistakes[0]}",
        "safe mode: no device is opened until the mistake above is corrected and EdgeCoach is started again",
    ]
    assert said[2].endswith("so nothing is kept: make it writable, or set store.state_dir")


class ThreePasses(Notifier):
    """Ends the visit after the watchdog was fed three times."""

    fed = 0

    def alive(self) -> None:
        super().alive()
        self.fed += 1
        if self.fed == 3:
            os.kill(os.getpid(), signal.SIGTERM)


def test_systemd_hears_ready_then_life_then_the_end_although_the_camera_is_away(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        away = Scripted(end=EdgeError("The camera is unplugged"))
        hold(wish(away), notifier=ThreePasses({"NOTIFY_SOCKET": str(tmp_path / "notify")}))
        systemd.setblocking(False)
        heard: list[bytes] = []
        while not heard or heard[-1] != b"STOPPING=1":
            heard.append(systemd.recv(100))
    assert heard[0] == b"READY=1"
    assert heard.count(b"WATCHDOG=1") >= 3


def children() -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()]


@pytest.mark.weights
def test_a_camera_process_that_dies_of_sigsegv_does_not_hurt_the_daemon(tmp_path: Path) -> None:
    """Killed once while frames come: the daemon says so, opens it again, and frames come again."""
    source = played_video(write_video(tmp_path / "numbers.mp4"), checked_folder(), loop=True)

    class Watched(Scripted):
        @asynccontextmanager
        async def open(self) -> AsyncIterator[AsyncIterator[Sample]]:
            async with source.open() as samples:
                yield self._watch(samples)

        async def _watch(self, samples: AsyncIterator[Sample]) -> AsyncIterator[Sample]:
            frames = 0
            async for sample in samples:
                yield sample
                frames += 1
                if frames == 5:
                    self.opened += 1
                    os.kill(*((os.getpid(), signal.SIGTERM) if self.opened == 2 else (children()[0], signal.SIGSEGV)))

    visit = hold(wish(Watched()))
    assert visit.session
    links = [sample for sample in recording_of(visit).samples() if isinstance(sample, LinkChange)]
    assert [change.link for change in links] == [True, False, True]
    assert "SIGSEGV" in links[1].reason
    assert visit.health.frames >= 10
    assert children() == []


def test_a_demo_that_is_over_stays_while_somebody_looks_at_it() -> None:
    """So that whoever opened the page can play back what they saw."""
    order: list[str] = []

    async def look(page: str) -> None:
        address = page.replace("http", "ws") + "api/live"
        async with websockets.connect(address, origin=websockets.Origin(page.rstrip("/"))) as line:
            await line.recv()
            order.append("looking")
            while "over" not in order:
                await asyncio.sleep(0.05)
            for _ in range(3):
                await asyncio.sleep(LOOK_S)
                await line.ping()  # it is still there
            order.append("leaves")

    def opened(visit: Visit) -> Sequence[Output]:
        looking.append(asyncio.create_task(look(visit.page)))
        return ()

    async def slowly() -> AsyncIterator[Sample]:
        while "looking" not in order:
            await asyncio.sleep(0.05)
            yield pose(1.0)

    class Slow(Scripted):
        @asynccontextmanager
        async def open(self) -> AsyncIterator[AsyncIterator[Sample]]:
            yield slowly()

    looking: list[asyncio.Task[None]] = []
    visit = hold(wish(Slow(), page=True, port=0, made_up=True), opened, closed=lambda _: order.append("over"))
    assert order == ["looking", "over", "leaves"]
    assert visit.watched
    assert not visit.stopped
