"""A camera process's messages -> Pose, Nobody.

The camera process is one more device that may leave. Refuses to know: cameras, models and images.
"""

import sys
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import numpy as np

from edge.capture.camera import wire
from edge.capture.camera_process import camera_process
from edge.capture.child_log import ChildLog
from edge.errors import DeviceFault, DeviceLost, DeviceMissing, EdgeError, InputError
from edge.messages import Nobody, Pose, Sample

OWN_CHILD = (sys.executable, str(Path(__file__).parent / "camera"))
"""The camera process under our own Python."""

_ERRORS: dict[str, type[EdgeError]] = {
    wire.BAD_FILE: InputError,
    wire.MISSING: DeviceMissing,
    wire.BUSY: DeviceMissing,
    wire.LOST: DeviceLost,
    wire.FAULT: DeviceFault,
}


class PoseSource:
    """The people that a camera process sees.

    options: what it is to do. socket_path: where to listen for a camera process that systemd keeps; None starts one as a child.
    log: for that child's standard error; None leaves it on ours.
    status: its newest report. lost: what of a file could not be read, in words, once the file has ended.
    """

    name = "camera"

    def __init__(
        self,
        options: wire.Options,
        socket_path: Path | None = None,
        command: Sequence[str] = OWN_CHILD,
        log: ChildLog | None = None,
    ) -> None:
        self._options, self._socket_path, self._command, self._log = options, socket_path, command, log
        self.status: wire.Status | None = None
        self.lost = ""

    @asynccontextmanager
    async def open(self) -> AsyncIterator[AsyncIterator[Sample]]:
        """Poses as they come, until a file ends. Entered once frames are coming.

        Raises DeviceMissing, DeviceLost or DeviceFault, and InputError for a file that cannot be used.
        """
        async with camera_process(self._command, self._socket_path, self._log) as (writer, messages), aclosing(messages):
            writer.write(wire.encode(self._options))
            self._understand(await anext(messages))
            async with aclosing(self._samples(messages)) as samples:
                yield samples

    async def _samples(self, messages: AsyncGenerator[wire.Message, None]) -> AsyncGenerator[Sample, None]:
        async for message in messages:
            if isinstance(message, wire.End):
                self.lost = message.lost
                return
            sample = self._understand(message)
            if sample is not None:
                yield sample

    def _understand(self, message: wire.Message) -> Sample | None:
        match message:
            case wire.Pose():
                image, world = message.image.astype(np.float64), message.world.astype(np.float64)
                return Pose(message.t, message.seq, image, world, message.width, message.height)
            case wire.Nobody():
                return Nobody(message.t, message.seq)
            case wire.Status():
                self.status = message
            case wire.CameraFailure():
                raise edge_error(message)
        return None


def edge_error(failure: wire.CameraFailure) -> EdgeError:
    """The same two sentences, as the daemon's kind of error."""
    return _ERRORS[failure.kind](failure.what, failure.advice)
