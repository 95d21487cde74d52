"""Samples and events -> the session's recording, in the one thread that writes to the disk.

Refuses to know: what is recorded, and what the session does without it: a full, slow or missing disk costs the recording only.
"""

from contextlib import suppress
from queue import Empty, Full, Queue
from threading import Thread
from typing import Self

from edge.errors import EdgeError
from edge.store.encoding import Message
from edge.store.recording import CHUNK_S, RecordingWriter

CAPACITY = 8192
"""Half a minute of a pose, an IMU and their events: an SD card's worst pause is a few seconds."""

PATIENCE_S = 10.0
"""How long `close` waits for the disk."""


class Keeper:
    """Takes messages at once and writes them soon, in order. `with Keeper(writer) as keeper`: the recording is closed at the end.

    Nothing is dropped from the middle: when the disk cannot follow, the recording ends there, and `problem` says why.
    """

    def __init__(self, writer: RecordingWriter, capacity: int = CAPACITY) -> None:
        self._writer = writer
        self._waiting: Queue[Message | None] = Queue(capacity)
        self._problem: EdgeError | None = None
        self._bug: Exception | None = None
        self._thread = Thread(target=self._keep, name="keeper", daemon=True)

    @property
    def problem(self) -> EdgeError | None:
        """Why nothing more is recorded; None while all is well."""
        return self._problem

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def write(self, message: Message) -> None:
        """Hand over one sample or event; never waits, and never raises for what the disk does."""
        if self._bug:
            raise self._bug
        if self._problem is None:
            try:
                self._waiting.put_nowait(message)
            except Full:
                self._problem = EdgeError(
                    f"the disk is too slow, so the recording {self._writer.path} ends here", "the session goes on without it"
                )

    def remark(self, name: str, text: str) -> None:
        """As RecordingWriter.remark."""
        self._writer.remark(name, text)

    def close(self) -> None:
        """Everything handed over is on the disk when this returns, or `problem` says why not."""
        with suppress(Full):
            self._waiting.put(None, timeout=PATIENCE_S if self._thread.is_alive() else 0)
        self._thread.join(PATIENCE_S)
        if self._thread.is_alive():
            self._problem = EdgeError(f"the disk does not answer, so the end of the recording {self._writer.path} may be missing")
        if self._bug:
            raise self._bug

    def _keep(self) -> None:
        try:
            with self._writer:
                while (message := self._next()) is not None:
                    self._writer.write(message)
        except EdgeError as problem:
            self._problem = EdgeError(problem.what, "the session goes on without it")
        except Exception as bug:  # a thread's exception would be lost: whoever writes next raises it
            self._bug = bug

    def _next(self) -> Message | None:
        """The next message; None at the end. In a silence what is unwritten goes to the disk."""
        while True:
            try:
                return self._waiting.get(timeout=CHUNK_S)
            except Empty:
                self._writer.flush()
