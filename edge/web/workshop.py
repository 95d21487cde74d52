"""The words of a command -> the file that it writes: one child process at a time, under limits and without a network, with its progress.

Refuses to know: what is made. A child tells its progress as lines `progress 0.42` on its standard error; its last words otherwise are what
went wrong, in one sentence.
"""

import asyncio
import json
import shutil
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from edge.sentence import Sentence
from edge.web.necessities import NOWHERE, to_list, to_read

PROGRAM = (sys.executable, "-m", "edge")
CELL = (sys.executable, "-m", "edge.web.cell")
CHUNK, KEPT = 4096, 4096
CRASH = "Traceback (most recent call last)"
"""Somewhere in what is told by a program that failed by itself: its last words are nobody's sentence, however many came between."""
TELL = "EDGECOACH_PROGRESS"
"""In a child's environment: tell the progress."""
TOO_MUCH = Sentence("refusal.too_much", "it needs more memory or disk than this box gives to one file, or is damaged")


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one child: address space, what it writes, processor time, open files, and time on the clock.

    An analysis of 640 x 480 takes 1500 MB of address space (measured; a third of it is ever used).
    """

    memory_mb: int = 3000
    file_mb: int = 1000
    cpu_s: int = 4 * 3600
    files: int = 256
    wall_s: float = 2 * 3600.0


USUAL = Limits()


@dataclass(slots=True, eq=False)
class Job:
    """state: waiting, working, done or failed. error: one sentence. out: the file, there once it is done. spent: the folder of what it is
    made of, gone once it is finished. own: folders in which the child may do what it likes, gone where it fails.
    """

    words: Sequence[str]
    out: Path
    spent: Path | None = None
    own: Sequence[Path] = ()
    state: str = "waiting"
    progress: float = 0.0
    error: str = ""
    finished: asyncio.Event = field(default_factory=asyncio.Event)
    task: "asyncio.Task[None] | None" = None

    def finish(self, error: str = "") -> None:
        """Whoever sees the state finds the files as they will be."""
        for gone in (self.spent, *(self.own if error else ())):
            if gone:
                shutil.rmtree(gone, ignore_errors=True)
        if error:
            for part in (self.out, *self.out.parent.glob(f".{self.out.stem}-*")):
                part.unlink(missing_ok=True)
        self.state, self.progress, self.error = "failed" if error else "done", 1.0, error
        self.finished.set()


class Workshop:
    """environment: of the children, besides a few names that every program needs. readable: all that they may read of the box's files,
    besides what a job has of its own, where the kernel knows how; None: everything that we may."""

    def __init__(
        self, environment: Mapping[str, str], limits: Limits, program: Sequence[str] = PROGRAM, *, readable: Sequence[Path] | None = None
    ) -> None:
        self._environment, self._limits, self._program = {**environment, TELL: "1"}, limits, tuple(program)
        self._readable = readable
        self._turn = asyncio.Semaphore(1)
        self._jobs: set[Job] = set()

    @property
    def waiting(self) -> int:
        """Jobs that are not finished."""
        return len(self._jobs)

    def start(self, words: Sequence[str], out: Path, spent: Path | None = None, own: Sequence[Path] = ()) -> Job:
        """Begins as soon as it is its turn. own: as of a Job; temporary files go into the first."""
        job = Job(words, out, spent, own)
        self._jobs.add(job)
        job.task = asyncio.create_task(self._run(job))
        return job

    async def stop(self, job: Job) -> None:
        """Ends it, and forgets what it made."""
        if job.task:
            job.task.cancel()
            await asyncio.gather(job.task, return_exceptions=True)
        self._jobs.discard(job)
        job.finish("it was stopped")

    async def close(self) -> None:
        for job in list(self._jobs):
            await self.stop(job)

    async def _run(self, job: Job) -> None:
        """Once it is finished, only whoever asked for it still knows it."""
        try:
            async with self._turn:
                await self._make(job)
        finally:
            self._jobs.discard(job)

    async def _make(self, job: Job) -> None:
        job.state = "working"
        try:
            process = await self._child(job)
        except OSError as problem:
            job.finish(Sentence("refusal.not_started", "nothing can be started now ({why})", why=problem.strerror or str(problem)))
            return
        try:
            error = await self._attend(process, job)
        finally:
            await _end(process)
        job.finish(error)

    async def _child(self, job: Job) -> Process:
        limits = {name: value for name, value in asdict(self._limits).items() if name != "wall_s"}
        limits["files_only"] = self._files_only(job)
        temporary = {"TMPDIR": str(job.own[0])} if job.own else {}
        return await asyncio.create_subprocess_exec(
            *CELL, json.dumps(limits), *self._program, *job.words,
            stdin=DEVNULL, stdout=DEVNULL, stderr=PIPE, env={**self._environment, **temporary}, start_new_session=True,
        )  # fmt: skip

    def _files_only(self, job: Job) -> dict[str, list[str]] | None:
        """As edge.web.confinement.confine_files; None: everything."""
        if self._readable is None:
            return None
        return {"read": to_read(self._program, self._readable), "own": [NOWHERE, *map(str, job.own)], "listed": to_list()}

    async def _attend(self, process: Process, job: Job) -> str:
        """What went wrong, empty for nothing."""
        said = ""
        try:
            async with asyncio.timeout(self._limits.wall_s):
                assert process.stderr is not None
                while part := await process.stderr.read(CHUNK):
                    said = _heard(said + part.decode(errors="replace"), job)
                await process.wait()
        except TimeoutError:
            return Sentence("refusal.too_long", "it took longer than {minutes} minutes", minutes=f"{self._limits.wall_s / 60:.0f}")
        return "" if process.returncode == 0 and job.out.exists() else _why(process.returncode or 0, said)


def _heard(said: str, job: Job) -> str:
    """Takes the progress out of what was said, and keeps the end of the rest."""
    *lines, rest = said.split("\n")
    kept = []
    for line in lines:
        name, _, share = line.partition(" ")
        if name == "progress":
            with suppress(ValueError):
                job.progress = min(max(float(share), 0.0), 1.0)
        elif line.strip():
            kept.append(line)
    ours, at, crash = "\n".join([*kept, rest]).partition(CRASH)
    return ours[-KEPT:] + at + crash[-KEPT:]


def _why(code: int, said: str) -> str:
    if code == -signal.SIGXCPU:
        return Sentence("refusal.too_busy", "it took more processor time than this box gives to one file")
    if code < 0 or CRASH in said or "MemoryError" in said or not said.strip():
        return TOO_MUCH
    return said.strip().splitlines()[-1]


async def _end(process: Process) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
