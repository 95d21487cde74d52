"""A child process's standard error -> a file of its owner's, begun anew with each visit.

Refuses to know: what the child says there. A crash's last words belong in a file, not on the athlete's screen.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from edge.state import private, private_folder

FOLDER = "logs"


class ChildLog:
    """The file, for all the children of one visit: the first begins it, the later ones add to it."""

    def __init__(self, state: Path, name: str) -> None:
        """state: the state directory, made when the first child is started."""
        self.path = state / FOLDER / name
        self._begun = False

    @contextmanager
    def opened(self) -> Iterator[IO[bytes] | None]:
        """For a child's standard error; None, which leaves it on ours, where the file cannot be written."""
        with ExitStack() as stack:
            yield self._open(stack)

    def _open(self, stack: ExitStack) -> IO[bytes] | None:
        try:
            private_folder(self.path.parent.parent)
            private_folder(self.path.parent)
            file = stack.enter_context(open(self.path, "ab" if self._begun else "wb", opener=private))  # noqa: SIM115 - the stack closes it
        except OSError:
            return None
        self._begun = True
        return file

    def __str__(self) -> str:
        """Where to look, for a sentence; empty where nothing was written."""
        return str(self.path) if self._begun else ""
