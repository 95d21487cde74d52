"""One thing that a watch can tell: where it is heard, how it is switched on, and its packets -> samples.

Refuses to know: the radio, clocks, and which watches there are.
"""

from collections.abc import Iterator
from typing import Protocol

from edge.capture.watch.radio import Peer
from edge.messages import ImuSample, Sample

GRAVITY = 9.80665
"""m/s2: what a watch calls 1 g."""
MOST_G = 40.0
"""No watch's sensor reaches further."""

PLACE = "watch"
"""Where its motion sensor is worn, in the words of edge.messages.PLACES."""

NO_GYRO = (float("nan"),) * 3
"""No watch that shows its motion shows a gyroscope."""


class Malformed(ValueError):
    """A packet that does not follow its specification."""


class Stream(Protocol):
    """characteristic: the UUID that notifies. advice: what to do on the watch when nothing comes.
    unused: how many packets had no usable reading in them.
    """

    name: str
    characteristic: str
    advice: str
    unused: int

    async def start(self, peer: Peer) -> None:
        """Ask for it, once its characteristic is listened to. Raises EdgeError."""
        ...

    async def stop(self, peer: Peer) -> None:
        """Let the watch rest again, where it would not by itself. Raises EdgeError."""
        ...

    def feed(self, packet: bytes, t: float) -> Iterator[Sample]:
        """The samples of a packet that came at t. Raises Malformed, after what could be understood."""
        ...


def motion(t: float, x_g: float, y_g: float, z_g: float) -> ImuSample:
    """A reading in g, as a sample. Raises Malformed where no sensor can have measured it."""
    if not max(abs(x_g), abs(y_g), abs(z_g)) <= MOST_G:
        raise Malformed("an acceleration beyond any sensor's range")
    return ImuSample(t, PLACE, (x_g * GRAVITY, y_g * GRAVITY, z_g * GRAVITY), NO_GYRO)
