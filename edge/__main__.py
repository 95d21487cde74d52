"""The `edgecoach` program: the application, Ctrl-C while that is still being read from the disk, and nothing told to anybody outside.

Refuses to know: everything else. It imports next to nothing, so that the moment in which Ctrl-C is a traceback is short.
"""

import os
import sys

from edge.errors import INTERRUPTED


def main() -> None:
    """The `edgecoach` program."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # for the voice and whatever else we start; see capture/camera/models.py
    try:
        from edge.application import build

        build()(prog_name="edgecoach")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
