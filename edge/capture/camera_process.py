"""A camera process, our own child or one that systemd keeps -> its messages.

Refuses to know: what the messages mean. However the process ends, here it is an EdgeError that says how.
"""

import asyncio
import os
import signal
import socket
import tempfile
from asyncio.subprocess import Process
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager, nullcontext, suppress
from pathlib import Path

from edge.capture.camera.wire import Decoder, Message, WireError
from edge.capture.child_log import ChildLog
from edge.errors import DeviceFault, DeviceLost, DeviceMissing

OPENING_S = 25.0
"""A slow board loads its model, and a network camera answers, within this."""

SILENT_S = 5.0
"""The camera process reports at least each second; one that does not for this long hangs."""

LEAVING_S = 2.0
CHUNK_BYTES = 65536
AGAIN = "it is started again"
JOURNAL = "`journalctl -u edgecoach-camera`"

Conversation = tuple[asyncio.StreamWriter, AsyncGenerator[Message, None]]


@asynccontextmanager
async def camera_process(command: Sequence[str], socket_path: Path | None, log: ChildLog | None = None) -> AsyncIterator[Conversation]:
    """A connection to a camera process: where to write the options, and its messages.

    command: starts it as a child, which ends with this context. socket_path: instead listens there for one that others keep.
    log: for the child's standard error; None leaves it on ours.
    Raises DeviceMissing where none comes, DeviceFault where it cannot be started; its messages raise DeviceLost when it is gone.
    """
    with _listening(socket_path) as (listener, path):
        child = None if socket_path else await _started([*command, "--socket", str(path)], log)
        more = JOURNAL if socket_path else str(log or "")
        try:
            reader, writer = await asyncio.open_unix_connection(sock=await _accepted(listener, child, more))
            try:
                yield writer, _messages(reader, child, more)
            finally:
                writer.close()
        finally:
            await _ended(child)


@contextmanager
def _listening(wanted: Path | None) -> Iterator[tuple[socket.socket, Path]]:
    """A socket at `wanted`, otherwise at a path that nobody else knows; gone afterwards."""
    with ExitStack() as stack:
        path = wanted or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="edgecoach-"))) / "camera.sock"
        listener = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
        listener.setblocking(False)
        try:
            path.unlink(missing_ok=True)  # what a crash left
            listener.bind(str(path))
            path.chmod(0o660)
        except OSError as error:
            what = f"{path} cannot be used for the camera process ({error.strerror or error})"
            raise DeviceFault(what, "check that its folder is there and writable") from error
        stack.callback(path.unlink, missing_ok=True)
        listener.listen(1)
        yield listener, path


async def _started(words: Sequence[str], log: ChildLog | None) -> Process:
    """The child, in a session of its own: the terminal's Ctrl-C is for us, and we end it."""
    try:
        with log.opened() if log else nullcontext() as errors:
            return await asyncio.create_subprocess_exec(*words, stdin=asyncio.subprocess.DEVNULL, stderr=errors, start_new_session=True)
    except OSError as error:
        raise DeviceFault(f"the camera process cannot be started ({words[0]}: {error.strerror})", "install edgecoach again") from error


async def _accepted(listener: socket.socket, child: Process | None, more: str) -> socket.socket:
    """The process's connection, unless the child ends first."""
    coming = asyncio.create_task(_accept(listener))
    leaving = [asyncio.create_task(child.wait())] if child else []
    try:
        await asyncio.wait([coming, *leaving], timeout=OPENING_S, return_when=asyncio.FIRST_COMPLETED)
        if coming.done():
            return coming.result()
    finally:
        for task in (coming, *leaving):
            task.cancel()
    if child:
        raise await _parting(child, more)
    raise DeviceMissing("the camera process does not run", "start it with `systemctl start edgecoach-camera`")


async def _accept(listener: socket.socket) -> socket.socket:
    return (await asyncio.get_running_loop().sock_accept(listener))[0]


async def _messages(reader: asyncio.StreamReader, child: Process | None, more: str) -> AsyncGenerator[Message, None]:
    decoder, patience_s = Decoder(), OPENING_S
    while True:
        data = await _read(reader, patience_s)
        if not data:
            raise await _parting(child, more)
        try:
            for message in decoder.feed(data):
                yield message
        except WireError as error:
            what = f"the camera process is not understood ({error})"
            raise DeviceFault(what, "install the same edgecoach for it and for the daemon") from error
        patience_s = SILENT_S


async def _read(reader: asyncio.StreamReader, patience_s: float) -> bytes:
    try:
        async with asyncio.timeout(patience_s):
            return await reader.read(CHUNK_BYTES)
    except TimeoutError:
        raise DeviceLost(f"the camera process said nothing for {patience_s:.0f} s", "it is started again") from None
    except ConnectionError:
        return b""


async def _parting(child: Process | None, more: str) -> DeviceLost:
    """How it ended, in words. more: where its own last words are, empty where nobody kept them."""
    advice, code = f"{AGAIN}; {more} says more" if more else AGAIN, None
    if child:
        with suppress(TimeoutError):
            async with asyncio.timeout(LEAVING_S):
                code = await child.wait()
    if code is None:
        return DeviceLost("the camera process ended unexpectedly", advice)
    how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended unexpectedly (exit code {code})"
    return DeviceLost(f"the camera process {how}", advice)


async def _ended(child: Process | None) -> None:
    """Ask the child to end, and end it where it does not listen.

    By the system's own call: asyncio's first asks whether it has ended, and then misses how it did, with a warning in the log.
    """
    if child is None or child.returncode is not None:
        return
    with suppress(ProcessLookupError):
        os.kill(child.pid, signal.SIGTERM)
    try:
        async with asyncio.timeout(LEAVING_S):
            await child.wait()
    except TimeoutError:
        with suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGKILL)
        await child.wait()
