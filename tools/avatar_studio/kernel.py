"""The decorator of every compiled function, and where the compiled code is kept.

numba keeps compiled functions on disk but does not notice when a function that they call changes in another file:
so the folder's name is a digest of all the files that hold any.
Refuses to know: what is compiled.
"""

import hashlib
from pathlib import Path

import numba

_HERE = Path(__file__).parent
_DIGEST = hashlib.sha256(b"".join((_HERE / name).read_bytes() for name in ("distance.py", "trace.py"))).hexdigest()[:16]
numba.config.CACHE_DIR = str(_HERE.parents[1] / ".cache" / "numba" / _DIGEST)  # type: ignore[attr-defined]  # set by name in numba

kernel = numba.njit(fastmath=True, cache=True, error_model="numpy")
"""Compile a function at its first call. Where the folder cannot be written, numba looks for another by itself."""
