"""A sentence -> the sound of it, by a speech engine in its own process.

Refuses to know: which sentences there are, and when they are said.
"""

import asyncio
import io
import os
import signal
import wave
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from edge.errors import DeviceFault, DeviceMissing, EdgeError
from edge.respond.tones import RATE_HZ, Pcm

SPEAKS_S = 10.0
"""An engine that takes longer for a sentence hangs."""
WORDS_A_MINUTE = "165"
ESPEAK = {"english": "en-us", "spanish": "es"}
"""espeak-ng's voice for each language that there are words for."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A program that reads a sentence from its standard input and writes a WAV file to its standard output.

    name: tells one voice's sound from another's. missing, unknown: what to do where there is no such program, or no such voice.
    """

    name: str
    command: Sequence[str]
    missing: str
    unknown: str

    async def check(self) -> None:
        """One short word, spoken to nobody. Raises DeviceMissing where the program or its voice is not there."""
        try:
            from_wav(await self._run("1"))
        except FileNotFoundError:
            raise DeviceMissing(f"{self.command[0]} is not installed, so sentences are not spoken", self.missing) from None
        except EdgeError as problem:
            raise DeviceMissing(f"there is no voice {self.name!r} ({problem.what})", self.unknown) from problem

    async def speak(self, text: str) -> bytes:
        """A WAV file. Raises DeviceFault, DeviceMissing."""
        try:
            return await self._run(text)
        except FileNotFoundError:
            raise DeviceMissing(f"{self.command[0]} was uninstalled", self.missing) from None

    async def _run(self, text: str) -> bytes:
        process = await asyncio.create_subprocess_exec(
            *self.command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
        )  # fmt: skip
        try:
            async with asyncio.timeout(SPEAKS_S):
                spoken, complaint = await process.communicate(text.encode())
        except TimeoutError:
            raise DeviceFault(f"the speech engine {self.command[0]} does not answer", "start EdgeCoach again") from None
        finally:
            with suppress(ProcessLookupError):  # with all it started: who of them still held its pipes would be waited for
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
        if process.returncode != 0:
            said = complaint.decode(errors="replace").strip().splitlines()
            raise DeviceFault(f"the speech engine {self.command[0]} failed ({said[-1] if said else 'it said nothing'})", self.unknown)
        return spoken


def choose_voice(language: str, voice: str = "") -> Voice:
    """espeak-ng's voice of the language, the espeak-ng voice of that name, or a piper voice by its .onnx file."""
    if voice.endswith(".onnx"):
        piper = ["piper", "--model", voice, "--output_file", "-"]
        return Voice(Path(voice).name, piper, "install piper (pip install piper-tts)", f"look whether {voice} is there")
    name = voice or ESPEAK[language]
    espeak = ["espeak-ng", "-v", name, "-s", WORDS_A_MINUTE, "--stdin", "--stdout"]
    return Voice(name, espeak, "sudo apt install espeak-ng", "`espeak-ng --voices` lists the voices for respond.audio.voice")


def from_wav(content: bytes) -> Pcm:
    """(n,) mono samples at RATE_HZ. Raises DeviceFault for what is no 16-bit WAV file."""
    try:
        with wave.open(io.BytesIO(content)) as file:
            channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
            samples = np.frombuffer(file.readframes(len(content)), "<i2").reshape(-1, channels)[:, 0]
    except (wave.Error, EOFError, ValueError) as problem:
        raise DeviceFault(f"the engine gave no sound ({problem})") from problem
    if width != 2 or samples.size == 0:
        raise DeviceFault("the engine gave no 16-bit sound")
    if rate == RATE_HZ:
        return samples.astype(np.int16)
    wanted = np.arange(0, samples.size, rate / RATE_HZ)
    resampled: Pcm = np.interp(wanted, np.arange(samples.size), samples).astype(np.int16)
    return resampled
