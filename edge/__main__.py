"""The `edgecoach` program: the application, and Ctrl-C while that is still being read from the disk.

Refuses to know: everything else. It imports next to nothing, so that the moment in which Ctrl-C is a traceback is short.
"""

import sys

from edge.errors import INTERRUPTED


def main() -> None:
    """The `edgecoach` program."""
    try:
        from edge.application import build

        build()(prog_name="edgecoach")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
