"""A cue's key -> the tones that tell it, and their samples.

Refuses to know: devices, loudness, when. Good and faulty differ by pitch and by rhythm, so that neither hearing loss at high
pitches nor a noisy gym makes them one.
"""

from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from edge.messages import Cue, Priority

Pcm: TypeAlias = npt.NDArray[np.int16]
Melody: TypeAlias = tuple[tuple[float, float], ...]
"""Pitch, Hz (0: silence), and length, s, of one tone after another."""

RATE_HZ = 22_050
"""What espeak-ng gives; enough for a loudspeaker in a gym."""
LOUDEST = 0.6
"""Of full scale: tones over speech must not clip."""
RAMP_S = 0.004
"""A tone that begins at once clicks."""

MELODIES: dict[str, Melody] = {
    "count.good": ((1319.0, 0.09),),
    "count.faulty": ((392.0, 0.08), (0.0, 0.04), (392.0, 0.08)),
    "count.plain": ((784.0, 0.09),),
}
WARNING: Melody = ((880.0, 0.12), (0.0, 0.05), (880.0, 0.12), (0.0, 0.05), (880.0, 0.2))


def melody(cue: Cue) -> Melody:
    """Of a cue on the tone channel; empty where it has none."""
    return WARNING if cue.priority is Priority.SAFETY else MELODIES.get(cue.text, ())


@cache
def sound(notes: Melody) -> Pcm:
    """(n,) mono samples at RATE_HZ."""
    return np.concatenate([_tone(hz, seconds) for hz, seconds in notes])


def _tone(hz: float, seconds: float) -> Pcm:
    t = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    ramp = np.clip(np.minimum(t, t[-1] - t) / RAMP_S, 0.0, 1.0)
    samples: Pcm = (32767.0 * LOUDEST * ramp * np.sin(2.0 * np.pi * hz * t)).astype(np.int16)
    return samples
