"""An MCAP file's bytes, whole or damaged -> its chunks of messages, in order, each message still as bytes.

mcap's own readers build an object for every field of every record and stop at the first damage; replay needs microseconds a
message, and a power cut needs everything that is whole. The format: https://mcap.dev/spec. Refuses to know: what a message means.
"""

import mmap
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import TypeAlias

import zstandard
from mcap.data_stream import ReadDataStream
from mcap.opcode import Opcode
from mcap.records import Metadata
from mcap.writer import MCAP0_MAGIC

FileBytes: TypeAlias = bytes | mmap.mmap

RECORD = struct.Struct("<BQ")
"""Every record: opcode, length of what follows."""

CHUNK = struct.Struct("<QQQI8sQ")
"""A chunk as it is written here: message start and end time (ns), uncompressed size, CRC, "zstd" after its length, data length."""

ZSTD = b"\x04\x00\x00\x00zstd"
ZSTD_AT = RECORD.size + struct.calcsize("<QQQI")
"""What every chunk says of its compression, and how far after its beginning: a chunk is found again by it."""

MESSAGE = struct.Struct("<BQHIQQ")
"""A message in a chunk: opcode, length, channel, sequence, log time and publish time (ns)."""

A_MESSAGE = int(Opcode.MESSAGE)
"""As a plain number: it is compared for every message."""

LARGEST_CHUNK = 1 << 26


@dataclass(frozen=True, slots=True)
class Chunk:
    """start_ns, end_ns: of its messages. data: the records in it, decompressed and checked."""

    start_ns: int
    end_ns: int
    data: bytes

    def messages(self) -> Iterator[tuple[int, int, int, memoryview]]:
        """(channel, sequence, log time in ns, payload) of each message, in the order of writing."""
        data, view, at = self.data, memoryview(self.data), 0
        while at < len(data):
            if data[at] == A_MESSAGE:
                _, length, channel, sequence, filed, _ = MESSAGE.unpack_from(data, at)
                yield channel, sequence, filed, view[at + MESSAGE.size : at + RECORD.size + length]
            else:
                _, length = RECORD.unpack_from(data, at)
            at += RECORD.size + length


@dataclass(slots=True)
class Walk:
    """What a walk through a file has met so far.

    metadata: by its name. finished: the file was closed. lost_until_ns: the latest end time of a chunk that could not be read.
    """

    metadata: dict[str, dict[str, str]] = field(default_factory=dict)
    finished: bool = False
    lost_until_ns: int = 0


def is_mcap(data: FileBytes) -> bool:
    """Whether a file begins as an MCAP file does."""
    return data[: len(MCAP0_MAGIC)] == MCAP0_MAGIC


def walk(data: FileBytes, so_far: Walk) -> Iterator[Chunk]:
    """Every chunk that is whole. Damage is passed over, to the next chunk that can be found; `so_far` is kept up to date."""
    at = len(MCAP0_MAGIC)
    while at + RECORD.size <= len(data) and not so_far.finished:
        opcode, length = RECORD.unpack_from(data, at)
        body, end = at + RECORD.size, at + RECORD.size + length
        sound = Opcode.HEADER <= opcode <= Opcode.DATA_END and end <= len(data)
        if opcode == Opcode.CHUNK:
            chunk = _chunk(data, body, length, so_far)
            sound = chunk is not None
            if chunk:
                yield chunk
        elif sound:
            sound = _note(opcode, data[body:end], so_far)
        at = end if sound else _next_chunk(data, at + 1)


def _chunk(data: FileBytes, body: int, length: int, so_far: Walk) -> Chunk | None:
    if body + CHUNK.size > len(data):
        return None
    start, end, size, crc, compression, packed = CHUNK.unpack_from(data, body)
    if compression != ZSTD or length != CHUNK.size + packed or size > LARGEST_CHUNK:
        return None
    try:
        content = zstandard.decompress(data[body + CHUNK.size : body + length], size)
    except zstandard.ZstdError:
        content = b""
    if len(content) == size and zlib.crc32(content) == crc:
        return Chunk(start, end, content)
    so_far.lost_until_ns = max(so_far.lost_until_ns, end)
    return None


def _note(opcode: int, body: bytes, so_far: Walk) -> bool:
    """Remember what a record outside the chunks says. False where it is damaged."""
    try:
        if opcode == Opcode.METADATA:
            record = Metadata.read(ReadDataStream(BytesIO(body)))
            so_far.metadata[record.name] = record.metadata
    except (ValueError, EOFError, struct.error):
        return False
    so_far.finished = opcode == Opcode.FOOTER
    return True


def _next_chunk(data: FileBytes, at: int) -> int:
    """Where the next chunk begins, by what every chunk has in it; the end of the file where there is none."""
    while (found := data.find(ZSTD, at + ZSTD_AT)) >= 0:
        at = found - ZSTD_AT
        if data[at] == Opcode.CHUNK:
            return at
        at += 1
    return len(data)
