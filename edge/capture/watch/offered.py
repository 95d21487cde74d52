"""What a watch shows of itself -> what it offers.

Refuses to know: how it is heard and understood.
"""

from edge.capture.watch.bangle import FROM_WATCH, NAME, BangleStream
from edge.capture.watch.heart_rate import HeartRateStream
from edge.capture.watch.infinitime import InfiniTimeMotion
from edge.capture.watch.polar import DATA, PolarMotion
from edge.capture.watch.radio import Peer, Seen, uuid
from edge.capture.watch.stream import Stream

HEART_RATE, MOTION = "heart rate", "motion"
HEART_RATE_SERVICE = uuid(0x180D)

_BY_NAME = {
    NAME: (HEART_RATE, MOTION),
    "InfiniTime": (HEART_RATE, MOTION),
    "Polar H10": (HEART_RATE, MOTION),
    "Polar Sense": (HEART_RATE, MOTION),
    "Polar OH1": (HEART_RATE, MOTION),
}
"""What watches that do not advertise their services have, by how their names begin."""


def streams_of(peer: Peer, motion: bool) -> list[Stream]:
    """One stream for each thing that a connected watch has. motion: whether to want it."""
    has, found = peer.characteristics, list[Stream]()
    heart_rate = HeartRateStream.characteristic in has
    if heart_rate:
        found.append(HeartRateStream())
    if motion and InfiniTimeMotion.characteristic in has:
        found.append(InfiniTimeMotion())
    if motion and DATA in has:
        found.append(PolarMotion())
    if FROM_WATCH in has and peer.name.startswith(NAME):
        wanted = ("A" if motion else "") + ("" if heart_rate else "H")
        found += [BangleStream(wanted)] if wanted else []
    return found


def promised(seen: Seen) -> tuple[str, ...]:
    """What an advertisement lets one expect, best guess; empty for somebody who is no watch as far as one can see."""
    expected = next((offers for name, offers in _BY_NAME.items() if seen.name.startswith(name)), ())
    if HEART_RATE_SERVICE in seen.services and HEART_RATE not in expected:
        expected = (HEART_RATE, *expected)
    return expected
