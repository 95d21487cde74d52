"""A made-up person who trains for hours -> what the whole daemon remembers: sessions kept, a page served, a browser watching.

The camera's time is made up and runs as fast as the daemon can think. Refuses to know: pictures and pose models.
How to use it:  tools/bench visit [--minutes 120]
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import websockets

from edge.config import Loaded
from edge.config_options import Config
from edge.daemon import Output
from edge.live import Visit, Wish, hold_visit
from edge.messages import Sample
from edge.systemd import Notifier
from tools.think_speed import memory_mb, visits

LOOK_EVERY_S = 600.0
"""Of made-up time."""
WALL = 1.79e9
TURNS = 4
"""Of the loop, in which the daemon thinks about one sample."""


class MadeUpClock:
    """Shows what the newest sample shows."""

    def __init__(self) -> None:
        self.t = 0.0

    def now(self) -> float:
        return self.t

    def wall(self) -> float:
        return WALL + self.t


class Athlete:
    """A camera's poses, each as soon as the one before was thought about."""

    name = "camera"

    def __init__(self, minutes: float, clock: MadeUpClock) -> None:
        self.memory: list[float] = []
        self.frames = 0
        self._minutes, self._clock = minutes, clock

    @asynccontextmanager
    async def open(self) -> AsyncIterator[AsyncIterator[Sample]]:
        yield self._train()

    async def _train(self) -> AsyncIterator[Sample]:
        for sample in visits(self._minutes):
            self._clock.t = sample.t
            if sample.t >= LOOK_EVERY_S * len(self.memory):
                self.memory.append(round(memory_mb(), 1))
            self.frames += 1
            yield sample
            for _ in range(TURNS):
                await asyncio.sleep(0)
        self.memory.append(round(memory_mb(), 1))


def main() -> None:
    options = argparse.ArgumentParser(prog="tools/bench visit", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--minutes", type=float, default=120.0, help="of made-up training (default 120)")
    minutes = options.parse_args().minutes
    with tempfile.TemporaryDirectory() as folder:
        json.dump(asyncio.run(_visit(minutes, Path(folder))), sys.stdout, indent=2)
    print()


async def _visit(minutes: float, folder: Path) -> dict[str, object]:
    clock, watching = MadeUpClock(), list[asyncio.Task[int]]()
    athlete = Athlete(minutes, clock)
    config = Config.model_validate({"respond": {"audio": {"use": False}}, "store": {"state_dir": str(folder)}})

    def opened(visit: Visit) -> Sequence[Output]:
        watching.append(asyncio.create_task(_watch(visit.page)))
        return ()

    visit = await hold_visit(Wish(Loaded(config), port=0, sources=[athlete]), clock, opened, Notifier({}))
    (shown,) = await asyncio.gather(*watching)
    kept = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {
        "minutes": minutes,
        "frames": athlete.frames,
        "lost_frames": visit.health.lost_frames,
        "texts_shown": shown,
        "kept_mb_per_hour": round(kept / 1e6 / (minutes / 60.0), 1),
        "memory_mb_every_10_minutes": athlete.memory,
    }


async def _watch(page: str) -> int:
    """A browser that reads all it is sent, until the page is gone -> how many texts that were."""
    texts = 0
    async with websockets.connect(page.replace("http", "ws") + "api/live", origin=websockets.Origin(page.rstrip("/"))) as line:
        with suppress(websockets.ConnectionClosed):
            async for _ in line:
                texts += 1
    return texts


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    main()
