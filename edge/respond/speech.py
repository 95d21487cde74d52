"""Cues on the voice channel -> spoken sentences.

Refuses to know: loudspeakers (it is handed where sounds go). A sentence is spoken once by the engine and kept on the disk, so that
it is there at once the next time, and on a box without the engine.
"""

import asyncio
import hashlib
import shutil
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import aclosing, asynccontextmanager, suppress
from pathlib import Path

from edge.clock import Clock
from edge.errors import EdgeError
from edge.messages import Cue, Event, Sample
from edge.respond.sentences import say
from edge.respond.tones import Pcm
from edge.respond.voice import Voice, from_wav
from edge.state import private_folder

WAITING = 4
"""Cues that may wait for their sentence to be spoken; newer ones win."""
ROOM = 64 * 2**20
"""Left free on the disk: what is kept of a session comes before sounds that can be made again."""
NUMBERS = 30
"""Counts that are spoken beforehand."""
UNSPOKEN = frozenset({
    "count", "fault", "side", "posture", "exercise", "report", "load", "moment", "direction", "news", "angle", "joint", "severity",
    "facing", "place", "measure", "sex", "role", "sheet", "damage", "refusal", "trouble", "field", "wanted", "why", "source",
    "doctor", "mistake", "what", "problem", "kind", "check_name", "files", "network", "board",
    "program", "file",
})  # fmt: skip
"""Tables of words/ that are read, not heard."""

Play = Callable[[Cue, Pcm], None]


class Speech:
    """The voice: an output, and a source without samples. play: where a sentence's sound goes."""

    name = "speech"

    def __init__(self, voice: Voice, words: Mapping[str, str], folder: Path, play: Play, clock: Clock) -> None:
        self._voice, self._words, self._folder = voice, words, folder
        self._play, self._clock = play, clock
        self._known: dict[str, Pcm] = {}
        self._waiting: deque[Cue] = deque(maxlen=WAITING)
        self._wanted = asyncio.Event()
        self._open = False

    def deliver(self, event: Event) -> None:
        """Say it now if it was spoken before, else as soon as the engine has."""
        if not (isinstance(event, Cue) and event.channel == "voice"):
            return
        known = self._known.get(self._text(event))
        if known is not None:
            self._play(event, known)
        elif self._open:
            self._waiting.append(event)
            self._wanted.set()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[AsyncIterator[Sample]]:
        """Raises DeviceMissing where there is no engine, or no such voice."""
        await self._voice.check()
        self._open = True
        try:
            async with aclosing(self._speaking()) as nothing:
                yield nothing
        finally:
            self._open = False

    def beforehand(self) -> list[str]:
        """Every sentence that can be known before it is needed."""
        numbers = [self._words["count.number"].format(number=number) for number in range(1, NUMBERS + 1)]
        return numbers + [text for key, text in self._words.items() if "{" not in text and key.split(".")[0] not in UNSPOKEN]

    async def _speaking(self) -> AsyncGenerator[Sample, None]:
        """What is waited for comes first; in between, what may be needed."""
        ahead = iter(self.beforehand())
        while True:
            if self._waiting:
                await self._say(self._waiting.popleft())
            elif (text := next(ahead, None)) is not None:
                await self._learn(text)
            else:
                await self._wanted.wait()
                self._wanted.clear()
        yield  # pragma: no cover - makes this a generator: a voice has no samples

    async def _say(self, cue: Cue) -> None:
        if self._clock.now() <= cue.expires:
            self._play(cue, await self._spoken(self._text(cue)))

    async def _learn(self, text: str) -> None:
        self._known[text] = await self._spoken(text)

    async def _spoken(self, text: str) -> Pcm:
        """From the disk, or from the engine and then on the disk; a disk that cannot be written, or is nearly full, costs only time.

        Nothing waits until the disk has it: what a power cut leaves empty is no sound, and is spoken once more.
        """
        path = self._folder / f"{hashlib.sha256(f'{self._voice.name}|{text}'.encode()).hexdigest()[:24]}.wav"
        try:
            return from_wav(path.read_bytes())
        except (OSError, EdgeError):
            spoken = await self._voice.speak(text)
        with suppress(OSError):
            private_folder(self._folder)
            if shutil.disk_usage(self._folder).free >= ROOM:
                part = path.with_suffix(".part")
                part.write_bytes(spoken)
                part.replace(path)
        return from_wav(spoken)

    def _text(self, cue: Cue) -> str:
        return say(self._words, cue.text, cue.fields)
