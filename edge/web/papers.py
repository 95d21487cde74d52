"""What is made of what is kept (tracks, reports, exports) -> files for a browser, by child processes.

Refuses to know: how any of it is made. A track is kept for those who look again; whatever else is made is gone once it was sent. What is
about somebody who is erased goes at once.
"""

import asyncio
import re
import secrets
from collections import OrderedDict
from collections.abc import Collection

from starlette.background import BackgroundTask
from starlette.responses import FileResponse, JSONResponse, Response

from edge.sentence import Sentence
from edge.web.endpoint import Refused
from edge.web.services import MakingOf, Order
from edge.web.shelf import Shelf
from edge.web.workshop import Job, Workshop

ENDINGS = {"csv": "zip", "parquet": "zip", "mcap": "mcap", "opensim": "zip", "c3d": "c3d", "fhir": "json", "html": "html", "pdf": "pdf"}
KINDS = ("csv", "parquet", "mcap", "opensim", "c3d", "fhir")
TYPES = {
    "zip": "application/zip",
    "json": "application/json",
    "html": "text/html",
    "pdf": "application/pdf",
}
PLAIN_BYTES = "application/octet-stream"
TRACKS = 4
"""Kept, of 1 to 10 MB each."""
PATIENCE_S = 900.0
MOST_WAITING = 8
LONGER = Sentence("refusal.longer", "it takes longer than a browser waits: make it on the box with `edgecoach sessions`")
BUSY = Sentence("refusal.busy", "the box is busy making other files: try again in a minute")


class Papers:
    """Makes them, and forgets them."""

    def __init__(self, workshop: Workshop, making: MakingOf, shelf: Shelf) -> None:
        self._workshop, self._making, self._shelf = workshop, making, shelf
        self._tracks: OrderedDict[Order, Job] = OrderedDict()
        self._waited_for: dict[Job, Order] = {}

    async def track(self, order: Order) -> Response:
        """The track, or how far it is."""
        job = self._tracks.get(order)
        if job is None:
            job = self._tracks[order] = self._begin(order, "json")
            await self._forget_old_tracks()
        if job.state == "failed":
            self._tracks.pop(order, None)
            raise Refused(409, job.error)
        if job.state != "done":
            return JSONResponse({"progress": round(job.progress, 3)}, 202)
        self._tracks.move_to_end(order)
        return FileResponse(job.out, media_type="application/json")

    async def file(self, order: Order) -> Response:
        """The file, once it is made. Raises Refused for what cannot be made of it."""
        ending = ENDINGS[order.kind]
        job = self._begin(order, ending)
        self._waited_for[job] = order
        try:
            async with asyncio.timeout(PATIENCE_S):
                await job.finished.wait()
        except (TimeoutError, asyncio.CancelledError) as leaving:  # whoever asked for it has gone, if they did not wait too long
            await self._workshop.stop(job)
            if isinstance(leaving, TimeoutError):
                raise Refused(503, LONGER) from None
            raise
        finally:
            del self._waited_for[job]
        if job.state != "done":
            raise Refused(409, job.error)
        name = f"edgecoach-{re.sub(r'[^A-Za-z0-9_-]', '', order.id)}-{order.kind}.{ending}"
        sent = BackgroundTask(job.out.unlink, missing_ok=True)
        return FileResponse(job.out, media_type=TYPES.get(ending, PLAIN_BYTES), filename=name, background=sent)

    @property
    def subjects(self) -> set[str]:
        """The people and sessions that something is kept of, or made."""
        return {subject for order in (*self._tracks, *self._waited_for.values()) for subject in (order.id, order.person)} - {""}

    async def forget(self, gone: Collection[str]) -> None:
        """Nothing about these people and sessions is left or made any more."""
        theirs = [order for order in self._tracks if {order.id, order.person} & {*gone}]
        for job in [self._tracks.pop(order) for order in theirs]:
            await self._workshop.stop(job)
        for job in [job for job, order in self._waited_for.items() if {order.id, order.person} & {*gone}]:
            await self._workshop.stop(job)

    def _begin(self, order: Order, ending: str) -> Job:
        if self._workshop.waiting >= MOST_WAITING:
            raise Refused(503, BUSY, 60)
        folder = self._shelf.disk if order.what == "export" else self._shelf.place()
        out = folder / f"{secrets.token_hex(8)}.{ending}"
        return self._workshop.start(self._making(order, out), out)

    async def _forget_old_tracks(self) -> None:
        while len(self._tracks) > TRACKS:
            _, oldest = self._tracks.popitem(last=False)
            await self._workshop.stop(oldest)
