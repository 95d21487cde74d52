"""What a session says before the disk has opened its record -> so much of it as may wait, in order, and a sentence about the rest.

Refuses to know: the disk, how long it takes, and what becomes of what waited.
"""

from collections import deque
from collections.abc import Iterator
from itertools import islice

from edge.errors import EdgeError
from edge.messages import Command
from edge.store.encoding import Message, is_kept
from edge.store.keeper import CAPACITY, MOST_ROWS, too_many_rows, too_slow

ENDS_RECORDING = ("recording", "off")


class Backlog:
    """Bounded as what waits for the thread that writes is: a recording that has to wait too long ends with what waits, and rows that are
    too many are lost. recorded: whether what comes in is wanted at all; else only what comes out of the session is.

    until: the newest time of whatever came, s. problems: what will be missing, and why.
    """

    def __init__(self, session_id: str, recorded: bool, capacity: int = CAPACITY, most_rows: int = MOST_ROWS) -> None:
        self._session_id, self._recorded = session_id, recorded
        self._capacity, self._most_rows = capacity, most_rows
        self._waiting: deque[Message | EdgeError] = deque()
        self._rows = 0
        self._problems: dict[str, EdgeError] = {}
        self.until = float("-inf")

    @property
    def problems(self) -> list[EdgeError]:
        return list(self._problems.values())

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, message: Message) -> None:
        """One more, in order."""
        self.until = max(self.until, message.t)
        if self._recorded and len(self._waiting) >= self._capacity:
            self._recorded = False
            self._waiting.append(self._said(too_slow(self._session_id)))
        if is_kept(message):
            self._add_row(message)
        elif self._recorded:
            self._waiting.append(message)
            self._recorded = not (isinstance(message, Command) and (message.name, message.value) == ENDS_RECORDING)

    def take(self, most: int) -> Iterator[Message | EdgeError]:
        """The first ones, which wait no more. An EdgeError where the recording ends, and why."""
        for _ in islice(range(most), len(self._waiting)):
            yield self._waiting.popleft()

    def _add_row(self, message: Message) -> None:
        if self._rows < self._most_rows:
            self._rows += 1
            self._waiting.append(message)
        else:
            self._said(too_many_rows())

    def _said(self, problem: EdgeError) -> EdgeError:
        return self._problems.setdefault(str(problem), problem)
