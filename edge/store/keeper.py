"""Samples and events -> the session's recording and rows, in the one thread that writes to the disk.

Refuses to know: what is recorded, and what the session does without it. A slow or missing disk costs the recording and never what
came out of the session; on a full one the recording makes room for that.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Final, Protocol, Self

from edge.errors import EdgeError
from edge.store.database import DatabaseBusy, DiskFull
from edge.store.encoding import Kept, Message, is_kept
from edge.store.recording import CHUNK_S, RecordingWriter

CAPACITY = 8192
"""Half a minute of a pose, an IMU and their events: an SD card's worst pause is a few seconds."""

MOST_ROWS = 50_000
"""Of what comes out of a session, so many wait for a disk that does not take them: some hours of it, and some 30 MB."""

PATIENCE_S = 60.0
"""How long `close` waits for the disk: an erasure keeps writers away for seconds, on an old card for longer."""

BUSY_TURNS = 10
"""Seconds for which another writer is waited for before that is said."""

ONWARDS = "the session goes on without it"


def too_slow(path: Path | str) -> EdgeError:
    return EdgeError(f"the disk is too slow, so the recording {path} ends here", ONWARDS)


def mute(path: Path | None) -> EdgeError:
    if path is None:
        return EdgeError("the disk does not answer, so the end of this session may be missing")
    return EdgeError(f"the disk does not answer, so the end of the recording {path} may be missing")


def too_many_rows() -> EdgeError:
    return EdgeError("the disk does not answer, so what comes out of this session is lost from now on", "check the disk")


def nothing_more() -> None:
    """The end needs nothing but what was handed over."""


class Rows(Protocol):
    """What is kept of a session besides its recording."""

    def take(self, message: Kept) -> bool:
        """One of what is kept, in order. False where too many wait already, and it is lost."""

    def flush(self) -> None:
        """Everything so far is on the disk when this returns. Raises EdgeError where the disk does not take it, and may be tried again."""


class _GiveUp:
    """What follows is not to be recorded."""


GIVE_UP: Final = _GiveUp()


class Keeper:
    """Takes messages at once and writes them soon, in order. `with Keeper(writer, rows) as keeper`: all is written at the end.

    Nothing is dropped from the middle of a recording: when the disk cannot follow, it ends there, and `problem` says why. Rows wait
    in memory while the disk does not take them; when there are too many, `rows_lost` says so.
    """

    def __init__(self, writer: RecordingWriter | None, rows: Rows | None = None, capacity: int = CAPACITY) -> None:
        self._writer, self._rows, self._capacity = writer, rows, capacity
        self._path: Path | None = writer.path if writer else None
        self._recording = writer is not None
        self._waiting: Queue[Message | _GiveUp | None] = Queue()
        self._rows_t: float | None = None
        self._problem: EdgeError | None = None
        self._rows_problem: EdgeError | None = None
        self._rows_lost: EdgeError | None = None
        self._busy_turns = 0
        self._late: EdgeError | None = None
        self._finish: Callable[[], None] = nothing_more
        self._bug: Exception | None = None
        self._thread = Thread(target=self._keep, name="keeper", daemon=True)

    @property
    def problem(self) -> EdgeError | None:
        """Why nothing more is recorded, or its end not written yet; None while all is well."""
        return self._problem or (self._late if self.stuck else None)

    @property
    def broken_off(self) -> bool:
        """Whether something is missing at the recording's end, for good."""
        return self._problem is not None

    @property
    def rows_problem(self) -> EdgeError | None:
        """Why what came out of the session is only in memory for now; None while all is well."""
        return self._rows_problem

    @property
    def rows_lost(self) -> EdgeError | None:
        """What of it is lost for good; None while all is well."""
        return self._rows_lost

    @property
    def stuck(self) -> bool:
        """Whether the disk has kept the thread from its end."""
        return self._thread.is_alive()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def write(self, message: Message) -> None:
        """Hand over one sample or event; never waits, and never raises for what the disk does."""
        if self._bug:
            raise self._bug
        waiting = self._waiting.qsize()
        recorded = self._recording and self._problem is None
        if recorded and waiting >= self._capacity:
            self.break_off(too_slow(self._path or ""))
            recorded = False
        if recorded:
            self._waiting.put(message)
        elif self._rows is not None and is_kept(message):
            self._put_row(message, waiting)

    def _put_row(self, message: Message, waiting: int) -> None:
        if waiting < self._capacity + MOST_ROWS:
            self._waiting.put(message)
        else:
            self._rows_lost = too_many_rows()

    def break_off(self, problem: EdgeError) -> None:
        """The recording ends here, and that is why."""
        if self._recording:
            self._problem = self._problem or problem
            self.end_recording()

    def end_recording(self) -> None:
        """Nothing more is recorded; what comes out of the session is still kept."""
        if self._recording:
            self._recording = False
            self._waiting.put(GIVE_UP)

    def remark(self, name: str, text: str) -> None:
        """As RecordingWriter.remark."""
        if writer := self._writer:
            writer.remark(name, text)

    def close(self, finish: Callable[[], None] = nothing_more) -> None:
        """Everything handed over is on the disk when this returns, or `problem` and `rows_problem` say why not.

        finish: done after that by the thread that writes, whenever it gets there.
        """
        self._finish = finish
        self._late = mute(self._path)
        self._waiting.put(None)
        with suppress(RuntimeError):  # never begun
            self._thread.join(PATIENCE_S)
        if self._bug:
            raise self._bug

    def _keep(self) -> None:
        try:
            while (message := self._next()) is not None:
                if isinstance(message, _GiveUp):
                    self._end_recording()
                else:
                    self._record(message)
                    self._note(message)
            self._end_recording()
            self._flush_rows()
            self._finish()
        except Exception as bug:  # a thread's exception would be lost: whoever writes next raises it
            self._abandon()
            self._bug = bug

    def _next(self) -> Message | _GiveUp | None:
        """The next message; None at the end. In a silence what is unwritten goes to the disk."""
        while True:
            try:
                return self._waiting.get(timeout=CHUNK_S)
            except Empty:
                with self._recording_may_fail():
                    if self._writer:
                        self._writer.flush()
                self._flush_rows()

    def _record(self, message: Message) -> None:
        with self._recording_may_fail():
            if self._writer:
                self._writer.write(message)

    def _end_recording(self) -> None:
        with self._recording_may_fail():
            if self._writer:
                self._writer.close()
                self._writer = None

    @contextmanager
    def _recording_may_fail(self) -> Iterator[None]:
        try:
            yield
        except EdgeError as problem:
            self._problem = EdgeError(problem.what, ONWARDS)
            self._abandon()

    def _abandon(self) -> None:
        if self._writer:
            self._writer.abandon()
            self._writer = None

    def _note(self, message: Message) -> None:
        """Rows are written once a second, all together: an SD card wears by the write."""
        if self._rows is None:
            return
        if is_kept(message) and not self._rows.take(message):
            self._rows_lost = too_many_rows()
        if self._rows_t is None or abs(message.t - self._rows_t) >= CHUNK_S:
            self._rows_t = message.t
            self._flush_rows()

    def _flush_rows(self) -> None:
        if self._rows is None:
            return
        try:
            try:
                self._rows.flush()
            except DiskFull:
                self._make_room()
                self._rows.flush()
            self._rows_problem, self._busy_turns = None, 0
        except DatabaseBusy as problem:
            self._busy_turns += 1
            if self._busy_turns >= BUSY_TURNS:
                self._rows_problem = problem
        except EdgeError as problem:
            self._rows_problem = problem

    def _make_room(self) -> None:
        """The recording of this session goes, so that what came out of it can stay."""
        if self._path and self._path.exists():
            self._problem = EdgeError("the disk is full, so the recording of this session was dropped", ONWARDS)
            self._abandon()
            with suppress(OSError):
                self._path.unlink()
