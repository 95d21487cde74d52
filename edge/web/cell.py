"""Limits, then a command -> that command under these limits: `python -m edge.web.cell '{"memory_mb": 2000, …}' PROGRAM WORDS…`.

Run as a process of its own, for files from strangers: a picture that unfolds to gigabytes, or a film without end, ends this process and
nothing else; one that makes its reader do another's will finds no network, and where `files_only` is given none of the box's files but
its own. Refuses to know: what the command does. It ends with whoever started it, and takes only the processor time that nobody wants.
"""

import ctypes
import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

from edge.web.confinement import confine_files, leave_network

PR_SET_PDEATHSIG = 1
LOWEST = 19
FIRST_TO_GO = "1000"
"""Where memory is short, the kernel ends this process and not the daemon."""
MEGABYTE = 1_000_000
GRACE_S = 5


def main(words: list[str]) -> None:
    """Becomes the command; never returns."""
    limits: dict[str, Any] = json.loads(words[0])
    kernel = ctypes.CDLL(None)
    kernel.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    os.nice(LOWEST)
    Path("/proc/self/oom_score_adj").write_text(FIRST_TO_GO, encoding="ascii")
    limit(resource.RLIMIT_AS, limits["memory_mb"] * MEGABYTE)
    limit(resource.RLIMIT_FSIZE, limits["file_mb"] * MEGABYTE)
    limit(resource.RLIMIT_CPU, limits["cpu_s"], GRACE_S)
    limit(resource.RLIMIT_NOFILE, limits["files"])
    limit(resource.RLIMIT_CORE, 0)
    try:
        if files := limits["files_only"]:
            confine_files(**files)
        leave_network()
    except OSError as problem:
        sys.exit(f"nothing is looked at here, for {problem.strerror}")
    os.execv(words[1], words[1:])


def limit(which: int, most: int, grace: int = 0) -> None:
    """Never more than is allowed already. grace: until the hard limit, so that the signal says which limit it was."""
    allowed = resource.getrlimit(which)[1]
    soft, hard = (value if allowed == resource.RLIM_INFINITY else min(value, allowed) for value in (most, most + grace))
    resource.setrlimit(which, (soft, hard))


if __name__ == "__main__":
    main(sys.argv[1:])
