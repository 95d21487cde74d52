"""What the tests of sound share: an aplay that is a script, an ALSA device that is a file, and cues."""

import asyncio
import stat
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Protocol

import numpy as np
import pytest

from edge.messages import Cue, Priority, Sample
from edge.respond.tones import Pcm


class Opened(Protocol):
    def open(self) -> AbstractAsyncContextManager[AsyncIterator[Sample]]: ...


def program(folder: Path, name: str, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program of this name, first on the PATH."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


async def run(source: Opened) -> None:
    """A source, to its end."""
    async with source.open() as samples:
        async for _ in samples:
            pass


@asynccontextmanager
async def running(source: Opened) -> AsyncIterator[None]:
    """A source, open and read while this lasts."""
    async with source.open() as samples:
        reading = asyncio.ensure_future(anext(samples))
        try:
            yield
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)


def scenario(story: Callable[[], Awaitable[None]]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(60):
            await story()

    asyncio.run(bounded())


async def until(true: Callable[[], bool]) -> None:
    while not true():
        await asyncio.sleep(0.005)


def recorded(path: Path) -> Pcm:
    """What was played into a file."""
    return np.fromfile(path, "<i2") if path.exists() else np.empty(0, np.int16)


def tone(t: float, key: str = "count.good", expires: float | None = None) -> Cue:
    return Cue(t, "tone", key, Priority.COUNT, t + 0.5 if expires is None else expires)


def words(t: float, key: str = "squat.deeper", priority: Priority = Priority.FORM) -> Cue:
    return Cue(t, "voice", key, priority, t + 2.0)
