"""A whole visit for tests: scripted sources, a soundless machine, never more than a minute."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import numpy as np

from edge.capture.source import Source
from edge.clock import SystemClock
from edge.config import Loaded
from edge.config_options import Config
from edge.daemon import Output
from edge.errors import EdgeError
from edge.live import Visit, Wish, hold_visit
from edge.messages import Pose, Sample
from edge.state import state_folder
from edge.store.archive import open_archive
from edge.store.recording import Recording
from edge.systemd import Notifier

SILENT = Notifier({})


class Scripted:
    """A source that gives these samples and ends, or waits for ever, or fails."""

    def __init__(self, *samples: Sample, end: EdgeError | Exception | None = None, wait: bool = False, name: str = "camera") -> None:
        self.name = name
        self.opened = 0
        self._samples, self._end, self._wait = samples, end, wait

    @asynccontextmanager
    async def open(self) -> AsyncIterator[AsyncIterator[Sample]]:
        self.opened += 1
        yield self._play()

    async def _play(self) -> AsyncIterator[Sample]:
        for sample in self._samples:
            yield sample
            await asyncio.sleep(0)
        if self._wait:
            await asyncio.Event().wait()
        if self._end:
            raise self._end


class Unhurried(Scripted):
    """Gives each sample the time to be thought about, so that none is passed over for a newer one."""

    async def _play(self) -> AsyncIterator[Sample]:
        async for sample in super()._play():
            yield sample
            for _ in range(4):
                await asyncio.sleep(0)


def pose(t: float) -> Pose:
    return Pose(t, 0, np.full((33, 4), 100.0), np.zeros((33, 3)), 640, 480)


SOUNDLESS: dict[str, object] = {"respond": {"audio": {"use": False}}}
"""Whether this machine has a loudspeaker is no matter of these tests."""


def wish(*sources: Source, loaded: Loaded | None = None, **extra: object) -> Wish:
    return Wish(loaded or Loaded(Config.model_validate(SOUNDLESS)), sources=sources, **{"page": False, **extra})  # type: ignore[arg-type]


def hold(
    wanted: Wish,
    opened: Callable[[Visit], Sequence[Output]] = lambda visit: (),
    notifier: Notifier = SILENT,
    closed: Callable[[Visit], object] = lambda visit: None,
) -> Visit:
    async def bounded() -> Visit:
        async with asyncio.timeout(60):
            return await hold_visit(wanted, SystemClock(), opened, notifier, closed)

    return asyncio.run(bounded())


def recording_of(visit: Visit) -> Recording:
    """What was kept of it, from the archive in the test's state directory."""
    with open_archive(state_folder(), SystemClock()) as archive:
        return archive.recording(visit.session)


def later(act: Callable[[], object]) -> None:
    asyncio.get_running_loop().call_later(0.3, act)
