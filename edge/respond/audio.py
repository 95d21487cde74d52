"""Cues on the tone channel, and sentences from speech.py -> the loudspeaker.

Refuses to know: words. Nothing here waits for the card: what cannot be played before it expires is dropped.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager

from edge.clock import Clock
from edge.messages import Cue, Event, Sample
from edge.respond.aplay import Aplay, aplay
from edge.respond.mixer import BLOCK, BLOCK_S, Mixer
from edge.respond.tones import Pcm, melody, sound

LEAD_S = 0.06
"""How far ahead of the ear is written: a new tone waits no longer than this for one that is playing."""

LOOK_EVERY_S = 1.0
"""So often an idle card is given a moment of silence: aplay notices that a card is gone only when it has something to play."""
SILENCE = bytes(2 * BLOCK)


class Audio:
    """The loudspeaker: an output, and a source without samples, so that it is opened again when it was lost."""

    name = "audio"
    longest_pause_s = LOOK_EVERY_S

    def __init__(self, device: str, clock: Clock, pause: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._device, self._clock, self._pause = device, clock, pause
        self._mixer = Mixer()
        self._wanted = asyncio.Event()
        self._open = False

    def deliver(self, event: Event) -> None:
        """Begin a tone; sentences come through `play`."""
        if isinstance(event, Cue) and event.channel == "tone":
            notes = melody(event)
            if notes:
                self.play(event, sound(notes))

    def play(self, cue: Cue, samples: Pcm) -> None:
        """Begin a cue's sound, unless it comes too late, or something that matters more is being said."""
        if self._open and self._clock.now() <= cue.expires and self._mixer.play(cue.channel, samples, cue.strength, cue.priority):
            self._wanted.set()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[AsyncIterator[Sample]]:
        """The device, until it is lost; silent when left. Raises DeviceMissing, DeviceFault."""
        async with aplay(self._device) as player:
            self._open = True
            try:
                async with aclosing(self._sounding(player)) as nothing:
                    yield nothing
            finally:
                self._open = False
                self._mixer.silence()

    async def _sounding(self, player: Aplay) -> AsyncGenerator[Sample, None]:
        ending = asyncio.ensure_future(player.ended())
        try:
            while True:
                if await self._something(ending):
                    await self._play_out(player)
                else:
                    await player.write(SILENCE)
        finally:
            ending.cancel()
        yield  # pragma: no cover - makes this a generator: a loudspeaker has no samples

    async def _something(self, ending: asyncio.Future[None]) -> bool:
        """Waits until there is something to play; false where there is nothing for long. Raises DeviceLost."""
        wanted: asyncio.Future[bool] = asyncio.ensure_future(self._wanted.wait())
        try:
            await asyncio.wait((wanted, ending), timeout=LOOK_EVERY_S, return_when=asyncio.FIRST_COMPLETED)
        finally:
            wanted.cancel()
        if ending.done():
            ending.result()
        found = self._wanted.is_set()
        self._wanted.clear()
        return found

    async def _play_out(self, player: Aplay) -> None:
        """Block by block, a little ahead of the ear."""
        start, blocks = self._clock.now(), 0
        while (block := self._mixer.block()) is not None:
            await player.write(block)
            blocks += 1
            ahead = start + blocks * BLOCK_S - self._clock.now()
            if ahead > LEAD_S:
                await self._pause(ahead - LEAD_S)
