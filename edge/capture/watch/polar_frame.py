"""Bytes of Polar's measurement data (PMD) protocol <-> settings and accelerations.

After Polar's online_measurement.pdf (polar-ble-sdk, technical_documentation). Refuses to know: connections, clocks, units but milli-g.
"""

import math
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from edge.capture.watch.stream import Malformed

GET_SETTINGS, START, STOP = 0x01, 0x02, 0x03
ANSWER = 0xF0
ACCELERATION = 0x02

RATE, RESOLUTION, RANGE, RANGE_MILLI, CHANNELS, FACTOR = range(6)
_SETTING = MappingProxyType({RATE: "<H", RESOLUTION: "<H", RANGE: "<H", RANGE_MILLI: "<I", CHANNELS: "<B", FACTOR: "<f"})
"""How the values of a setting are written."""

ALREADY_STARTED, IN_CHARGER = 6, 13
_REFUSALS = (
    "accepted", "command unknown", "measurement unknown", "not supported", "wrong length", "wrong parameter", "already started",
    "wrong resolution", "wrong rate", "wrong range", "packets too small", "wrong number of channels", "not now", "in its charger",
)  # fmt: skip
"""The error codes of an answer, from 0."""

COMPRESSED = 0x80
_RAW_BYTES = MappingProxyType({0: 1, 1: 2, 2: 3})
"""Bytes of one number in an uncompressed frame, by the frame's type."""
_AXES = 3
HEADER = struct.Struct("<BQB")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the control point says to a command. error: 0 is consent."""

    command: int
    measurement: int
    error: int
    settings: Mapping[int, tuple[float, ...]]

    @property
    def words(self) -> str:
        return _REFUSALS[self.error] if self.error < len(_REFUSALS) else f"error {self.error}"


@dataclass(frozen=True, slots=True)
class Frame:
    """watch_s: when its last reading was taken, seconds of the watch's own clock. readings: (x, y, z) in g, oldest first."""

    watch_s: float
    readings: tuple[tuple[float, ...], ...]


def ask_settings() -> bytes:
    return bytes([GET_SETTINGS, ACCELERATION])


def ask_stop() -> bytes:
    return bytes([STOP, ACCELERATION])


def ask_start(offered: Mapping[int, tuple[float, ...]]) -> bytes:
    """Start with, of each offered setting, the highest value; of ranges 8 g, where a dumbbell's impact still fits.

    The fastest rate because a frame is sent when it is full: an H10's 36 readings are 0.2 s at 200 Hz and 1.4 s at 25 Hz.
    """
    packet = bytes([START, ACCELERATION])
    for kind, values in sorted(offered.items()):
        if values and kind != FACTOR:
            value = 8 if kind == RANGE and 8 in values else max(values)
            packet += bytes([kind, 1]) + struct.pack(_SETTING[kind], int(value))
    return packet


def parse_answer(packet: bytes) -> Answer:
    """An indication of the control point. Raises Malformed."""
    if len(packet) < 4 or packet[0] != ANSWER:
        raise Malformed("not an answer")
    command, measurement, error = packet[1:4]
    return Answer(command, measurement, error, MappingProxyType(dict(_settings(packet[5:]))))


def _settings(packet: bytes) -> Iterator[tuple[int, tuple[float, ...]]]:
    """What follows an unknown setting cannot be read, for its size is unknown, too."""
    while len(packet) >= 2 and packet[0] in _SETTING:
        code, end = _SETTING[packet[0]], 2 + packet[1] * struct.calcsize(_SETTING[packet[0]])
        if len(packet) < end:
            raise Malformed("settings cut short")
        yield packet[0], tuple(value for (value,) in struct.iter_unpack(code, packet[2:end]))
        packet = packet[end:]


def parse_frame(packet: bytes, factor: float) -> Frame:
    """A packet of acceleration. factor: what the answer to the start said; 1 where it said nothing. Raises Malformed."""
    if len(packet) <= HEADER.size:
        raise Malformed("no readings in a frame")
    measurement, nanoseconds, kind = HEADER.unpack_from(packet)
    if measurement != ACCELERATION:
        raise Malformed("not acceleration")
    content = packet[HEADER.size :]
    if kind & COMPRESSED:
        readings, to_g = decompress(content), _unit_of_compressed(kind & ~COMPRESSED, factor)
    else:
        readings, to_g = _raw(content, kind), 1e-3
    return Frame(nanoseconds * 1e-9, tuple(tuple(to_g * value for value in reading) for reading in readings))


def _unit_of_compressed(kind: int, factor: float) -> float:
    """What makes g of a number: type 0 comes in g, type 1 in milli-g, each by its factor."""
    if kind not in (0, 1) or not math.isfinite(factor):
        raise Malformed(f"frames of type {kind} with factor {factor}")
    return factor if kind == 0 else 1e-3 * factor


def _raw(content: bytes, kind: int) -> list[tuple[int, ...]]:
    size = _RAW_BYTES.get(kind)
    if size is None or len(content) % (_AXES * size):
        raise Malformed("a frame of unknown type or length")
    numbers = [int.from_bytes(content[at : at + size], "little", signed=True) for at in range(0, len(content), size)]
    return [tuple(numbers[at : at + _AXES]) for at in range(0, len(numbers), _AXES)]


def decompress(content: bytes) -> list[tuple[int, ...]]:
    """A reference reading of 16 bits an axis, then blocks of differences: their width in bits, their number, and the packed bits."""
    if len(content) < 2 * _AXES:
        raise Malformed("no reference reading")
    readings: list[tuple[int, ...]] = [struct.unpack_from("<3h", content)]
    at = 2 * _AXES
    while at < len(content):
        if at + 2 > len(content):
            raise Malformed("half a block of differences")
        width, count = content[at], content[at + 1]
        end = at + 2 + math.ceil(width * count * _AXES / 8)
        if not 0 < width <= 32 or end > len(content):
            raise Malformed("a block of differences cut short")
        for difference in _differences(content[at + 2 : end], width, count):
            readings.append(tuple(value + change for value, change in zip(readings[-1], difference, strict=True)))
        at = end
    return readings


def _differences(packed: bytes, width: int, count: int) -> Iterator[list[int]]:
    """Signed numbers of so many bits, three to a reading, the lowest bit of the first byte first."""
    bits, sign = int.from_bytes(packed, "little"), 1 << (width - 1)
    for first in range(0, count * _AXES, _AXES):
        values = [(bits >> (width * (first + axis))) & ((1 << width) - 1) for axis in range(_AXES)]
        yield [(value ^ sign) - sign for value in values]
