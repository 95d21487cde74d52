"""How a body's centre of mass seems to be accelerated -> how much of that is movement and how much is noise, along each axis.

What shakes more than it moves is taken as still: quasi-static along that axis. A Wiener filter's gain, from the noise that
differentiation measures. Refuses to know: bodies.
"""

import numpy as np

from edge.messages import Array

MEMORY_S = 2.0
"""A repetition or so: long enough to tell one from the other, short enough to follow what is being done."""
COLOUR = 3.5
"""A smoothed pose's errors last for longer than a picture, so that they hide in the smooth part: by how much acceleration is noisier than
white noise of the size that is left over would make it. From squats before a made camera with errors of 15 and 40 mm that last 0.7 s,
through the shipped smoothing (2.5 to 3.8; n = 1)."""


class Calm:
    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self._power, self._shaking = np.zeros(3), np.zeros(3)
        self._known_s = 0.0

    def feed(self, dt: float, acceleration: Array, shaking: Array) -> Array:
        """(3,) 0..1, the share of each axis that is movement.

        acceleration: (3,) m/s2; shaking: (3,) its standard deviation, as white noise.
        """
        self._known_s = min(self._known_s + dt, MEMORY_S)
        fade = min(dt / max(self._known_s, 1e-3), 1.0)
        self._power += fade * (acceleration**2 - self._power)
        self._shaking += fade * ((COLOUR * shaking) ** 2 - self._shaking)
        return np.asarray(np.maximum(1.0 - self._shaking / np.maximum(self._power, 1e-6), 0.0))
