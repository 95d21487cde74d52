"""The loudspeaker and the voice, tried out -> what they are worth.

Refuses to know: how that is shown.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import numpy as np

from edge.clock import Clock
from edge.errors import EdgeError
from edge.respond.aplay import Aplay, aplay
from edge.respond.mixer import TAIL
from edge.respond.tones import MELODIES, RATE_HZ, WARNING, Pcm, sound
from edge.respond.voice import Voice, from_wav

Pause = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Trial:
    """open_ms: until the device took sound. speech_ms: to prepare the sentence, None where the voice could not; trouble: why."""

    device: str
    open_ms: float
    tones: tuple[str, ...]
    voice: str
    speech_ms: float | None
    trouble: str


async def try_out(device: str, voice: Voice, sentence: str, clock: Clock, pause: Pause = asyncio.sleep) -> Trial:
    """Plays every tone and a sentence, one after the other. Raises EdgeError where the loudspeaker cannot be opened."""
    start = clock.now()
    async with aplay(device) as player:
        open_ms = 1e3 * (clock.now() - start)
        tones = {**MELODIES, "warning": WARNING}
        for notes in tones.values():
            await _play(player, sound(notes), pause)
        start, speech_ms, trouble = clock.now(), None, ""
        try:
            await voice.check()
            spoken = from_wav(await voice.speak(sentence))
            speech_ms = 1e3 * (clock.now() - start)
            await _play(player, spoken, pause)
        except EdgeError as problem:
            trouble = str(problem)
    return Trial(device, open_ms, tuple(tones), voice.name, speech_ms, trouble)


async def _play(player: Aplay, samples: Pcm, pause: Pause) -> None:
    await player.write(np.concatenate([samples, np.zeros(TAIL, np.int16)]).astype("<i2").tobytes())
    await pause((samples.size + TAIL) / RATE_HZ)
