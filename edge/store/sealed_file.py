"""Bytes that are written bit by bit <-> a file of sealed blocks, one for each flush, each readable by itself.

A block: marker, salt, counter, length, then AES-256-GCM of the bytes with the block's head and the file's name as what it is about.
The file's key comes from the person's by the salt, the same in all its blocks, and the nonce is the counter, so none is used
twice. A file cut off or damaged gives every block that is whole. Refuses to know: what the bytes are.
"""

import secrets
import struct
from collections.abc import Iterator
from io import BufferedWriter

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from edge.store.chunks import FileBytes, is_mcap
from edge.store.sealing import derive

MAGIC = b"EdgeCoach sealed 1\r\n\x00"
MARKER = b"\xec\x0a\x5e\xa1"
HEAD = struct.Struct("<4s16sQI")
"""marker, salt, counter (from 1), length of what follows."""
SALT_BYTES = 16
BEGINNING, SEARCHED = len(MAGIC), 1 << 20
"""Bytes of a file that tell whether it is sealed, and that are searched for a block where these are damaged. What a disk loses at once, a
page of some kB, is less; and by chance there is a marker in one of four thousand such pieces."""
NONCE = struct.Struct("<QI")
"""counter, nothing."""


class SealedFile:
    """A file to write into. What was flushed is sealed; what was not is nowhere but in memory."""

    def __init__(self, file: BufferedWriter, key: bytes, name: str) -> None:
        """Raises OSError."""
        self._file, self._name = file, name
        self._salt = secrets.token_bytes(SALT_BYTES)
        self._cipher = _cipher(key, self._salt)
        self._waiting = bytearray()
        self._length = 0
        self._counter = 0
        file.write(MAGIC)

    def write(self, content: bytes) -> int:
        self._waiting += content
        self._length += len(content)
        return len(content)

    def tell(self) -> int:
        """Where in the plain bytes it is."""
        return self._length

    def flush(self) -> None:
        """Seal what is waiting and hand it to the system. Raises OSError."""
        if self._waiting:
            self._counter += 1
            head = HEAD.pack(MARKER, self._salt, self._counter, len(self._waiting) + 16)
            sealed = self._cipher.encrypt(NONCE.pack(self._counter, 0), bytes(self._waiting), head + self._name.encode())
            self._waiting.clear()
            self._file.write(head + sealed)
        self._file.flush()

    def fileno(self) -> int:
        return self._file.fileno()

    def close(self) -> None:
        """What was not flushed is lost. Raises OSError."""
        self._file.close()


def is_sealed(data: FileBytes) -> bool:
    """Whether a file begins as a sealed one does, or, where its beginning is damaged, holds a block soon after."""
    return data[: len(MAGIC)] == MAGIC or (not is_mcap(data) and data.find(MARKER, 0, SEARCHED) >= 0)


def unsealed(data: FileBytes, key: bytes, name: str) -> Iterator[tuple[int, bytes]]:
    """The plain bytes of each block that is whole, with its number from 1. Damage is passed over, to the next that can be opened."""
    ciphers: dict[bytes, AESGCM] = {}
    at, newest = data.find(MARKER), 0
    while 0 <= at <= len(data) - HEAD.size:
        head = bytes(data[at : at + HEAD.size])
        _, salt, counter, length = HEAD.unpack(head)
        body, end = at + HEAD.size, at + HEAD.size + length
        try:
            cipher = ciphers.get(salt) or ciphers.setdefault(salt, _cipher(key, salt))
            content = cipher.decrypt(NONCE.pack(counter, 0), bytes(data[body:end]), head + name.encode())
        except (InvalidTag, ValueError):
            at = data.find(MARKER, at + 1)
            continue
        if counter > newest:  # no block twice, and none moved
            newest = counter
            yield counter, content
        at = data.find(MARKER, end)


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(derive(key, "edgecoach recording", salt))
