"""Sounds to be played -> one block of samples after another.

Refuses to know: devices, time, words. One tone and one sentence can be heard at once; a newer tone replaces the older one, and a
sentence is only cut short by one that matters as much.
"""

from dataclasses import dataclass

import numpy as np

from edge.messages import Priority
from edge.respond.tones import RATE_HZ, Pcm

BLOCK = RATE_HZ // 50
"""Samples in a block: 20 ms."""
BLOCK_S = BLOCK / RATE_HZ
TAIL = RATE_HZ // 8
"""Silence after a sound: what plays it reads whole periods, and the sound's last one must not wait for the next sound."""


@dataclass(slots=True)
class _Playing:
    samples: Pcm
    priority: Priority
    at: int = 0

    def take(self) -> Pcm:
        taken = self.samples[self.at : self.at + BLOCK]
        self.at += BLOCK
        return taken


class Mixer:
    """What is being played."""

    def __init__(self) -> None:
        self._playing: dict[str, _Playing] = {}

    def play(self, channel: str, samples: Pcm, strength: float, priority: Priority) -> bool:
        """Begin a sound on `tone` or `voice`; False where a sentence that matters more is being said. strength: 0..1."""
        current = self._playing.get(channel)
        if channel == "voice" and current is not None and priority < current.priority:
            return False
        scaled = np.zeros(samples.size + TAIL, np.int16)
        scaled[: samples.size] = samples * strength
        self._playing[channel] = _Playing(scaled, priority)
        return True

    def block(self) -> bytes | None:
        """The next 20 ms, 16 bit little endian; None when all is silent."""
        if not self._playing:
            return None
        mixed = np.zeros(BLOCK, np.int32)
        for playing in self._playing.values():
            taken = playing.take()
            mixed[: taken.size] += taken
        self._playing = {channel: playing for channel, playing in self._playing.items() if playing.at < playing.samples.size}
        return np.clip(mixed, -32768, 32767).astype("<i2").tobytes()

    def silence(self) -> None:
        """Forget everything that was still to be played."""
        self._playing.clear()
