"""Memory that is taken meanwhile -> in pages of 2 MB instead of 4 KB, where the kernel can.

A network's weights and buffers are tens of megabytes that are gone through for every frame; with fewer pages the processor looks up less
often where they lie: a frame takes 2 to 3 % less time. Refuses to know: what the memory holds. Runs under Python 3.6.
Source: madvise(2), MADV_HUGEPAGE and MADV_COLLAPSE (Linux 6.1; before it, and on other kernels, nothing changes).
"""

import ctypes
from contextlib import contextmanager
from typing import Dict, Iterator

PAGE = 2 << 20
HUGEPAGE, COLLAPSE = 14, 25
_MADVISE = ctypes.CDLL(None).madvise
_MADVISE.argtypes, _MADVISE.restype = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int], ctypes.c_int


@contextmanager
def large_pages() -> Iterator[None]:
    """What is taken within is put into large pages at the end. It must be in use by then: what is not is not counted as a page."""
    before = _taken()
    yield
    for start, end in _taken().items():
        _collapse(max(start, before.get(start, start)), end)


def _taken() -> Dict[int, int]:
    """Start and end of each stretch of the process's own memory, without what belongs to a file."""
    try:
        with open("/proc/self/maps") as maps:
            fields = [line.split() for line in maps]
    except OSError:
        return {}
    own = [each[0].split("-") for each in fields if each[1] == "rw-p" and each[4] == "0" and each[5:] in ([], ["[heap]"])]
    return {int(start, 16): int(end, 16) for start, end in own}


def _collapse(start: int, end: int) -> None:
    start, end = -(-start // PAGE) * PAGE, end // PAGE * PAGE
    if start < end and _MADVISE(start, end - start, HUGEPAGE) == 0:
        _MADVISE(start, end - start, COLLAPSE)
