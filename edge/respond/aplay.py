"""An ALSA device -> a pipe that plays what is written into it.

Refuses to know: what is played. aplay (alsa-utils) owns the device, in its own process: a driver that hangs hangs there.
"""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from edge.errors import DeviceFault, DeviceLost, DeviceMissing
from edge.respond.tones import RATE_HZ

PERIOD_US, BUFFER_US, START_US = 20_000, 100_000, 20_000
"""The card starts after one period and may run dry after five."""
ANSWERS_S = 3.0
"""A device that has not opened by then, or takes nothing for so long, hangs."""
READY = b"Playing"

ADVICE = {
    "No such file": "plug a loudspeaker or sound card in, or set respond.audio.device (`aplay -L` lists them)",
    "No such device": "plug a loudspeaker or sound card in, or set respond.audio.device (`aplay -L` lists them)",
    "Permission denied": "add the user to the group audio",
    "Device or resource busy": "another program plays on it: close that, or use a shared device such as `default`",
}


class Aplay:
    """A running aplay."""

    def __init__(self, process: asyncio.subprocess.Process, device: str) -> None:
        assert process.stdin is not None
        assert process.stderr is not None
        self._into, self._said = process.stdin, process.stderr
        self._device = device
        self._last_words = ""

    async def ready(self) -> None:
        """Raises DeviceMissing where the device cannot be opened, DeviceFault where it does not answer."""
        try:
            async with asyncio.timeout(ANSWERS_S):
                while line := await self._said.readline():
                    if line.startswith(READY):
                        return
                    self._last_words = line.decode(errors="replace").strip()
        except TimeoutError:
            raise self._hangs() from None
        raise DeviceMissing(f"the loudspeaker {self._device!r} cannot be opened ({_reason(self._last_words)})", _advice(self._last_words))

    async def write(self, block: bytes) -> None:
        """Raises DeviceLost where aplay has ended, DeviceFault where the device takes nothing."""
        try:
            self._into.write(block)
            async with asyncio.timeout(ANSWERS_S):
                await self._into.drain()
        except TimeoutError:
            raise self._hangs() from None
        except ConnectionError:
            raise self._lost() from None

    async def ended(self) -> None:
        """Waits until aplay ends, whatever it says meanwhile, and raises DeviceLost."""
        while line := await self._said.readline():
            self._last_words = line.decode(errors="replace").strip()
        raise self._lost()

    def _hangs(self) -> DeviceFault:
        return DeviceFault(f"the loudspeaker {self._device!r} does not answer", "unplug it and plug it in again")

    def _lost(self) -> DeviceLost:
        return DeviceLost(f"the loudspeaker {self._device!r} is gone ({_reason(self._last_words)})", "plug it in again")


@asynccontextmanager
async def aplay(device: str) -> AsyncIterator[Aplay]:
    """The device, open, and silent when left. Raises DeviceMissing, DeviceFault."""
    sound = ("-t", "raw", "-f", "S16_LE", "-c", "1", "-r", str(RATE_HZ))
    times = (f"--period-time={PERIOD_US}", f"--buffer-time={BUFFER_US}", f"--start-delay={START_US}")
    try:
        process = await asyncio.create_subprocess_exec(
            "aplay", "-D", device, *sound, *times, "-",
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
            env={**os.environ, "LC_ALL": "C"},
        )  # fmt: skip
    except FileNotFoundError:
        raise DeviceMissing("aplay is not installed, so nothing can be played", "sudo apt install alsa-utils") from None
    try:
        player = Aplay(process, device)
        await player.ready()
        yield player
    finally:
        await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    """By the system's own call: asyncio's first asks whether it has ended, and then misses how it did, with a warning in the log."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
    await process.wait()
    assert process.stdin is not None
    process.stdin.close()
    with suppress(ConnectionError):  # unless somebody asks how the pipe ended, Python 3.11.2 complains in the log
        await process.stdin.wait_closed()


def _reason(words: str) -> str:
    """`aplay: main:831: audio open error: No such file or directory` -> its end."""
    return words.rpartition(": ")[2] or "it said nothing"


def _advice(words: str) -> str:
    return next((advice for sign, advice in ADVICE.items() if sign in words), "look at `aplay -L`, and set respond.audio.device")
