"""edge-camera: a socket's path -> the camera that the daemon asks for there, as poses on that socket.

Refuses to know: anything of edge outside this folder, so that a board's own Python can run it as plain files:
`python3 .../edge/capture/camera --socket PATH`. Ends with the daemon, with the file, or with the camera's failure.
"""

import argparse
import faulthandler
import os
import signal
import socket
import sys
import time
import types
from contextlib import suppress
from typing import Any, List, Optional

if not __package__:
    # Started as plain files. What lies beside `edge` may be another Python's libraries and stays off the path.
    _edge: Any = types.ModuleType("edge")
    _edge.__path__ = [os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))]
    sys.modules["edge"] = _edge
    del sys.path[0]

from edge.capture.camera.stream import stream
from edge.capture.camera.wire import CameraFailure, Decoder, Message, Options, WireError, encode

DAEMON_S = 60.0
"""So long it waits for the daemon to listen, which may itself be starting."""

OPTIONS_S = 10.0
AGAIN_S = 0.25
SEND_BUFFER_BYTES = 8192
"""A handful of poses: more would be late coaching when the daemon falls behind."""

DONE, FAILED, WRONG = 0, 1, 2


def main() -> None:
    """The `edge-camera` program."""
    faulthandler.enable()
    code = run(sys.argv[1:])
    sys.stderr.flush()
    os._exit(code)  # without waiting for a capture thread that a frozen driver holds


def run(words: Optional[List[str]] = None) -> int:
    """Serve one connection; the exit code."""
    parser = argparse.ArgumentParser(prog="edge-camera", description="Sends a camera's poses to the EdgeCoach daemon.")
    parser.add_argument("--socket", required=True, metavar="PATH", help="where the daemon listens, e.g. /run/edgecoach/camera.sock")
    path = parser.parse_args(words).socket
    try:
        with connected(path) as line:
            _end_when_asked(line)
            return serve(line)
    except (BrokenPipeError, ConnectionResetError):
        return DONE  # asked to end, or the daemon is gone
    except (OSError, WireError) as error:
        sys.stderr.write(f"edge-camera: {path}: {error}\n")
        return WRONG


def connected(path: str, patience_s: float = DAEMON_S) -> socket.socket:
    """A connection to the daemon, as soon as it listens. Raises OSError if it does not within `patience_s`."""
    deadline = time.monotonic() + patience_s
    while True:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            line.connect(path)
            line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
            return line
        except (FileNotFoundError, ConnectionRefusedError):
            line.close()
            if time.monotonic() > deadline:
                raise
            time.sleep(AGAIN_S)


def serve(line: socket.socket) -> int:
    """Read the options, send what the camera gives; the exit code. Raises OSError when the daemon is gone, WireError for other words."""

    def send(message: Message) -> None:
        line.sendall(encode(message))

    options = asked(line)
    try:
        stream(options, send)
    except CameraFailure as failure:
        send(failure)
        return FAILED
    return DONE


def asked(line: socket.socket) -> Options:
    """The options that the daemon sends first."""
    decoder = Decoder()
    line.settimeout(OPTIONS_S)
    while True:
        data = line.recv(4096)
        if not data:
            raise ConnectionResetError("the daemon left before it said which camera it wants")
        for message in decoder.feed(data):
            if not isinstance(message, Options):
                raise WireError("the daemon did not begin with options")
            line.settimeout(None)
            return message


def _end_when_asked(line: socket.socket) -> None:
    """A signal ends it as if the daemon were gone: an exception out of nowhere could be lost, and the camera not be closed."""

    def leave(*_: Any) -> None:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)


if __name__ == "__main__":
    main()
