"""A path that a person named -> the bytes of what lies there, unless they have no end.

Refuses to know: what they mean. A pipe may be given where a file is read once; /dev/zero is one by mistake, and took all memory.
"""

import errno
import os
from contextlib import suppress
from pathlib import Path

from edge.errors import InputError

PAGE_BYTES = 1 << 20
"""More than anybody writes by hand: configurations, keys, receipts."""
_BLOCK = 1 << 20


def read_given(path: Path, most: int) -> bytes:
    """All of it. Raises OSError where it cannot be read, or is longer than `most` bytes."""
    content = bytearray()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            content += block
            if len(content) > most:
                raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return bytes(content)


def demand_file(path: Path, advice: str) -> None:
    """For what is read more than once, or from its end. Raises InputError for a pipe, a device or a folder."""
    with suppress(OSError):  # whoever opens it says so
        if path.exists() and not path.is_file():
            raise InputError(f"{path} is not a file", advice)
