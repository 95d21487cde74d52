"""A session while it lasts: its samples and events -> its recording and its rows.

What the archive acknowledged is on the disk. A bad disk never stops a session: `problems` says what is not kept. Refuses to know:
the daemon, and what a session is for.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from edge.errors import EdgeError
from edge.records import RecordingState, SessionSummary
from edge.state import private_folder
from edge.store.database import Database, DatabaseBusy
from edge.store.encoding import Kept, Message, is_kept
from edge.store.keeper import MOST_ROWS, ONWARDS, Keeper
from edge.store.recording import RecordingHeader, RecordingWriter
from edge.store.running import Running
from edge.store.sealed_file import BEGINNING, SEARCHED, is_sealed
from edge.store.sessions import Opening, Sessions
from edge.store.tally import Closing, Tally

RECORDINGS = "recordings"
BRIEF_S = 0.2
"""In mid-session another writer is waited for so long, and then again a second later: the recording goes on meanwhile."""
TURNS = 30
"""Where nothing else is to be done meanwhile, the database's own patience is spent so often: five minutes."""

Result = TypeVar("Result")


def patiently(work: Callable[[], Result]) -> Result:
    """Its result, however long others write meanwhile. Raises EdgeError."""
    for _ in range(TURNS - 1):
        try:
            return work()
        except DatabaseBusy:
            continue
    return work()


class SessionRows:
    """One session's rows on their way to the database. What the disk does not take now waits for the next flush."""

    def __init__(self, database: Database, sessions: Sessions, summary: SessionSummary, opening: Opening) -> None:
        self._database, self._sessions = database, sessions
        self.summary, self.opening = summary, opening
        self._waiting: list[tuple[int, Kept]] = []
        self._number = 0
        self.key: bytes | None = None

    def begin(self, patience_s: float | None = None) -> bytes:
        """The session is in the list of sessions when this returns; gives its key. Raises EdgeError."""
        with self._database.writing(patience_s) as db:
            key = self._sessions.begin(db, self.summary, self.opening)
        self.key = key
        return key

    def take(self, message: Kept) -> bool:
        self._number += 1
        taken = len(self._waiting) < MOST_ROWS
        if taken:
            self._waiting.append((self._number, message))
        return taken

    def flush(self, patience_s: float | None = BRIEF_S) -> None:
        key = self.key or self.begin(patience_s)
        if self._waiting:
            with self._database.writing(patience_s) as db:
                self._sessions.add(db, key, self.summary, self._waiting)
            self._waiting.clear()

    def end(self, recording: RecordingState, closing: Closing) -> SessionSummary:
        """Nothing more will come. Raises EdgeError where the disk does not take it."""
        self.flush(patience_s=None)
        summary = ended(self.summary, recording, closing)
        with self._database.writing() as db:
            self._sessions.end(db, self.key or b"", summary, closing)
        return summary


def ended(summary: SessionSummary, recording: RecordingState, closing: Closing) -> SessionSummary:
    """A session's line once it is over."""
    return replace(summary, recording=recording, duration_s=closing.duration_s, exercises=closing.exercises, score=closing.score)


class Writing:
    """One running session, made by Archive.begin and running from then on. Nothing in it waits for the disk but `end`."""

    def __init__(self, rows: SessionRows, writer: RecordingWriter | None, mark: Running | None) -> None:
        self.id = rows.summary.id
        self.recording: Path | None = writer.path if writer else None
        self._recorded = writer is not None
        self._rows, self._mark = rows, mark
        self._tally = Tally(rows.opening.t0)
        self._troubles: list[EdgeError] = []
        self._ended: SessionSummary | None = None
        self._keeper = Keeper(writer, rows)
        self._keeper.__enter__()

    def note(self, trouble: EdgeError) -> None:
        """Something that is not kept, and why."""
        self._troubles.append(trouble)

    @property
    def problems(self) -> list[EdgeError]:
        """What is not kept at the moment, or for good, each said once; empty while all is well."""
        waiting = None if self._ended else self._keeper.rows_problem
        now = (self._keeper.problem, waiting, self._keeper.rows_lost)
        return list({str(problem): problem for problem in (*self._troubles, *now) if problem is not None}.values())

    @property
    def recorded(self) -> bool:
        """Whether what comes now is recorded."""
        return self._recorded and self._keeper.problem is None

    def write(self, message: Message) -> None:
        """Take one sample or event; never waits, and never raises for what the disk does."""
        self.pass_time(message.t)
        if is_kept(message):
            self._tally.add(message)
        self._keeper.write(message)

    def pass_time(self, t: float) -> None:
        """The session goes on until then, whether or not anything of it was handed over."""
        self._tally.pass_time(t)

    def break_off(self, problem: EdgeError) -> None:
        """What comes now cannot be recorded, and that is why."""
        self._keeper.break_off(problem)

    def end_recording(self) -> None:
        """Nothing more is recorded from now on; what comes out of the session is still kept."""
        self._recorded = False
        self._keeper.end_recording()

    def remark(self, name: str, text: str) -> None:
        """Something that the recording says at its end."""
        self._keeper.remark(name, text)

    def end(self, quality: dict[str, Any] | None = None) -> SessionSummary:
        """Everything is on the disk when this returns, or `problems` says what is not. quality: rates and latencies. Waits for the disk.

        On one that does not answer all is written when it does, if that is before this process ends.
        """
        closing, self._recorded = self._tally.closing(quality), False
        try:
            self._keeper.close(partial(self._close, closing))
        finally:
            if self._mark and not self._keeper.stuck:
                self._mark.end()
        return self._ended or ended(self._rows.summary, self._left(self._keeper.problem is None), closing)

    def _close(self, closing: Closing) -> None:
        """By the thread that writes."""
        try:
            self._ended = patiently(lambda: self._rows.end(self._left(not self._keeper.broken_off), closing))
        except EdgeError as problem:
            self._troubles.append(problem)
        finally:
            if self._mark:
                self._mark.end()

    def _left(self, whole: bool) -> RecordingState:
        """What there is of the recording."""
        if self.recording is None or not self.recording.exists():
            return RecordingState.NONE
        return RecordingState.WHOLE if whole else RecordingState.CUT_OFF


def begin_writing(folder: Path, rows: SessionRows, header: RecordingHeader | None) -> Writing:
    """A session begins. header: of its recording, None for no recording. What the disk refuses is gone without, and said."""
    mark, writer, trouble = None, None, None
    summary = rows.summary
    try:
        mark = Running(folder, summary.id)
        key = patiently(rows.begin)
        if header:
            path = recording_path(folder, summary.id)
            private_folder(path.parent)
            writer = RecordingWriter(path, header, key)
    except OSError as problem:
        trouble = EdgeError(f"{folder} cannot be written ({problem.strerror})", ONWARDS)
    except EdgeError as problem:
        trouble = EdgeError(problem.what, ONWARDS)
    writing = Writing(rows, writer, mark)
    if trouble:
        writing.note(trouble)
    return writing


def recording_path(folder: Path, session_id: str) -> Path:
    """Where a session's recording lies."""
    return folder / RECORDINGS / f"{session_id}.sealed"


def remove_recording(folder: Path, session_id: str) -> None:
    """Remove it, if there is one, and what was found out from it. Raises OSError."""
    for file in (folder / RECORDINGS).glob(f"{session_id}.*"):
        file.unlink(missing_ok=True)


def looks_sound(path: Path) -> bool:
    """Whether a recording is there and some of its beginning is left; what is in it, only reading it tells."""
    try:
        with path.open("rb") as file:
            beginning = file.read(BEGINNING)
            return is_sealed(beginning) or is_sealed(beginning + file.read(SEARCHED))
    except OSError:
        return False
