"""A port that listens -> its connections, never more than so many at once, in all and from one address.

Refuses to know: what is said on them. A connection takes a file descriptor before a single word is said on it, and the box needs its
descriptors for cameras and files: whoever opens connections to keep them is refused by closing what is too much.
"""

import resource
import socket
from typing import Any
from weakref import WeakKeyDictionary

MOST, MOST_EACH = 128, 32
"""A browser opens six and a socket; some devices share an address."""
MOST_FILES = 65_536
"""More is asked for nowhere, and some programs count through all that they may have."""


class Gate(socket.socket):
    """A listening socket. each: connections from one address, None for no limit besides `most`."""

    def __init__(self, listener: socket.socket, most: int = MOST, each: int | None = MOST_EACH) -> None:
        super().__init__(listener.family, listener.type, listener.proto, listener.detach())
        self._most, self._each = most, most if each is None else each
        self._given: WeakKeyDictionary[socket.socket, str] = WeakKeyDictionary()

    def accept(self) -> tuple[socket.socket, Any]:
        """The next connection. Raises BlockingIOError where none waits, and for one too many, which it closes."""
        connection, address = super().accept()
        taken = [host for one, host in self._given.items() if one.fileno() >= 0]
        if len(taken) >= self._most or taken.count(address[0]) >= self._each:
            connection.close()
            raise BlockingIOError
        self._given[connection] = address[0]
        return connection, address


def allow_files() -> None:
    """As many open files as this machine lets us have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
