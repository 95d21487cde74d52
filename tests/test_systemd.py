"""What systemd hears, over a real datagram socket; and silence where nobody listens."""

import io
import logging
import socket
from pathlib import Path

import pytest

from edge.systemd import JournalLine, Notifier


def test_systemd_hears_each_word(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(10)
        notifier = Notifier({"NOTIFY_SOCKET": str(tmp_path / "notify")})
        notifier.ready()
        notifier.alive()
        notifier.stopping()
        assert [systemd.recv(100) for _ in range(3)] == [b"READY=1", b"WATCHDOG=1", b"STOPPING=1"]


def test_an_abstract_socket_is_understood() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind("\0edgecoach-test-notify")
        systemd.settimeout(10)
        Notifier({"NOTIFY_SOCKET": "@edgecoach-test-notify"}).ready()
        assert systemd.recv(100) == b"READY=1"


def test_silent_without_systemd_and_where_it_went_away(tmp_path: Path) -> None:
    address = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(address))
        systemd.setblocking(False)
        Notifier({}).ready()
        with pytest.raises(BlockingIOError):
            systemd.recv(100)
        left = Notifier({"NOTIFY_SOCKET": str(address)})
    address.unlink()
    left.alive()
    assert not address.exists()


def test_a_record_is_one_line_with_its_priority() -> None:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JournalLine("%(message)s"))
    handler.handle(logging.LogRecord("x", logging.WARNING, "", 0, "two\nlines", (), None))
    assert out.getvalue() == "<4>two | lines\n"
