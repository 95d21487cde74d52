"""Files that somebody sends -> their analysis, made by a child process under limits.

Refuses to know: what is in a file. Its name is only shown; on the disk it has one of ours. It is gone as soon as it was looked at.
"""

import asyncio
import secrets
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from edge.clock import Clock
from edge.errors import EdgeError
from edge.sentence import Known, Sentence, as_said, worded
from edge.state import private, private_folder
from edge.web.answers import Done, UploadMade, UploadTold
from edge.web.badges import NOBODY
from edge.web.doors import Visitor
from edge.web.endpoint import Call, Endpoint, Refused
from edge.web.questions import UploadQuery
from edge.web.shelf import Shelf
from edge.web.workshop import Job, Workshop

LARGEST = 512 * 2**20
ROOM = 64 * 2**20
"""Left free on the disk."""
PIECE = 2**20
PIECE_S = 30.0
"""A megabyte takes no longer to come: 35 kB/s."""
KEPT, MOST_WAITING = 16, 4
VIDEOS = (".mp4", ".mov", ".m4v", ".mkv", ".webm", ".avi", ".mpg", ".mpeg")
RECORDINGS = (".mcap",)
TABLES = (".csv", ".json")
"""Keypoints or angles over time."""
NOT_YOURS = Sentence("refusal.no_upload", "there is no such file of yours; the box forgets them when it starts again")


@dataclass(slots=True)
class Upload:
    """One file. owner: the token or address of whoever sent it. name: as they call it. path: as we do, alone in a folder."""

    job: Job
    owner: str
    name: str
    path: Path


class Uploads:
    """shelf: for files, and for what was found in them. largest: bytes of a file. known: as sentence.Phrasebook.find."""

    def __init__(self, workshop: Workshop, shelf: Shelf, clock: Clock, largest: int = LARGEST, *, known: Known = as_said) -> None:
        self._workshop, self._shelf, self._clock, self._largest, self._known = workshop, shelf, clock, largest, known
        self._all: dict[str, Upload] = {}
        self._coming = 0

    def endpoints(self) -> list[Endpoint]:
        one = "/api/uploads/{id}"
        return [
            Endpoint(
                "POST", "/api/uploads", "A video, recording, or table of keypoints or angles to be analysed.", self.add, UploadMade,
                raw=True, query=UploadQuery, status=201, refuses=(409, 415),
            ),
            Endpoint("GET", one, "How far its analysis is, and the analysis.", self.look, UploadTold),
            Endpoint("DELETE", one, "Stop it, and forget the file and its analysis.", self.drop, Done),
        ]  # fmt: skip

    async def add(self, call: Call) -> UploadMade:
        name = PurePosixPath(call.query.name.replace("\\", "/")).name[-80:]
        path = self._shelf.disk / secrets.token_hex(8) / f"file{_ending(name)}"
        if self._coming + self._workshop.waiting >= MOST_WAITING:
            raise Refused(409, Sentence("refusal.files_waiting", "other files are being looked at: wait until they are done"))
        self._coming += 1
        try:
            private_folder(path.parent)
            await self._take(call.request, path)
            return UploadMade(id=await self._begin(path, name, _owner(call.visitor)))
        except BaseException as problem:  # also a browser that has gone: what came of a file belongs to nobody
            shutil.rmtree(path.parent, ignore_errors=True)
            if isinstance(problem, OSError):
                raise EdgeError(f"the file cannot be kept ({problem.strerror})", "make the box's disk writable, or make room") from problem
            raise
        finally:
            self._coming -= 1

    async def look(self, call: Call) -> UploadTold | Response:
        upload = self._find(call)
        job = upload.job
        if job.state == "done":
            return StreamingResponse(_spliced(job.out), media_type="application/json")
        error = job.error if isinstance(job.error, Sentence) else job.error.replace(str(upload.path), upload.name)
        told = {"error": error, **worded(self._known(error))} if error else {}
        return UploadTold(state=job.state, progress=round(job.progress, 3), **told)

    async def drop(self, call: Call) -> Done:
        await self._forget(call.path["id"], self._find(call))
        return Done()

    async def _take(self, request: Request, path: Path) -> None:
        """The body to the disk, piece by piece. Raises Refused for one that is too large, or comes too slowly."""
        said = request.headers.get("content-length", "0")
        expected = int(said) if said.isdecimal() else 0
        self._demand_room(expected)
        came, pieces = 0, _pieces(request)
        with open(path, "wb", opener=private) as file:
            while piece := await _next(pieces):
                came += len(piece)
                self._demand_room(max(expected, came) - came, came)
                await run_in_threadpool(file.write, piece)
        if not came:
            raise Refused(422, Sentence("refusal.nothing_sent", "nothing was sent"))

    def _demand_room(self, more: int, came: int = 0) -> None:
        if more + came > self._largest:
            english = "the file is larger than {most} MB: cut the video, or make it smaller"
            raise Refused(413, Sentence("refusal.too_large", english, most=str(self._largest // 2**20)))
        if shutil.disk_usage(self._shelf.disk).free < more + ROOM:
            raise Refused(503, Sentence("refusal.no_room", "the disk has no room for this file"))

    async def _begin(self, path: Path, name: str, owner: str) -> str:
        while len(self._all) >= KEPT:
            oldest = next(iter(self._all))
            await self._forget(oldest, self._all[oldest])
        out = self._shelf.place() / f"{path.parent.name}.out" / "analysis.json"
        private_folder(out.parent)
        job = self._workshop.start(words(path, out), out, path.parent, (path.parent, out.parent))
        upload_id = secrets.token_urlsafe(9)
        self._all[upload_id] = Upload(job, owner, name, path)
        return upload_id

    async def _forget(self, upload_id: str, upload: Upload) -> None:
        del self._all[upload_id]
        await self._workshop.stop(upload.job)
        shutil.rmtree(upload.job.out.parent, ignore_errors=True)

    def _find(self, call: Call) -> Upload:
        upload = self._all.get(call.path["id"])
        if upload is None or upload.owner != _owner(call.visitor):
            raise Refused(404, NOT_YOURS)
        return upload


def words(path: Path, out: Path) -> tuple[str, ...]:
    """The command that analyses a file of this ending."""
    command = "replay" if path.suffix in RECORDINGS else "analyze"
    return command, str(path), "--json", str(out)


def _owner(visitor: Visitor) -> str:
    return visitor.address if visitor.token == NOBODY else visitor.token


def _ending(name: str) -> str:
    ending = PurePosixPath(name).suffix.lower()
    if ending not in (*VIDEOS, *RECORDINGS, *TABLES):
        known = ", ".join((*VIDEOS, *RECORDINGS, *TABLES))
        raise Refused(415, Sentence("refusal.ending", "the file's name ends in nothing that is known: send one of {known}", known=known))
    return ending


async def _pieces(request: Request) -> AsyncIterator[bytes]:
    """The body in megabytes."""
    waiting = bytearray()
    async for part in request.stream():
        waiting += part
        if len(waiting) >= PIECE:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)


async def _next(pieces: AsyncIterator[bytes]) -> bytes:
    try:
        async with asyncio.timeout(PIECE_S):
            return await anext(pieces, b"")
    except TimeoutError:
        raise Refused(
            408,
            Sentence("refusal.slow_file", "the file comes too slowly: a megabyte took longer than {seconds} s", seconds=f"{PIECE_S:.0f}"),
        ) from None


async def _spliced(result: Path) -> AsyncIterator[bytes]:
    """The analysis as it was written, never read into objects: an hour of it is tens of megabytes."""
    yield b'{"state":"done","progress":1.0,"error":null,"result":'
    with result.open("rb") as file:
        while piece := await run_in_threadpool(file.read, PIECE):
            yield piece
    yield b"}"
