"""The page on a network: TLS by the box's own certificate, only with codes, and the box's own screen beside it."""

import asyncio
import json
import resource
import socket
import ssl
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from edge.errors import EdgeError
from edge.records import Role
from edge.state import State
from edge.web import certificate, gate
from edge.web.api import LivePage
from edge.web.certificate import box_certificate
from edge.web.codes import Codes, codes_folder
from edge.web.desk import Desk
from edge.web.served_certificate import ServedCertificate
from edge.web.server import outward, phones_address, serving
from edge.web.services import Services
from tests.scripted_daemon import FakeClock

HERE = "127.0.0.2"
"""An address of this machine that is not the one of its screen."""


class Dated(FakeClock):
    date = 1_750_000_000.0

    def wall(self) -> float:
        return self.date


def services(folder: Path) -> Services:
    codes = Codes(State(codes_folder(folder)))
    clock = Dated()
    return Services(LivePage(lambda key, fields=(): key, now=clock.now), Desk(clock), clock, codes=codes)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


async def asked(address: str, port: int, path: str = "/api/me", tls: ssl.SSLContext | None = None) -> tuple[int, dict[str, object]]:
    reader, writer = await asyncio.open_connection(address, port, ssl=tls)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {address}:{port}\r\nConnection: close\r\n\r\n".encode())
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    return int(head.split()[1]), json.loads(body)


def opened(folder: Path, scenario: Callable[[int, ssl.SSLContext], Awaitable[None]]) -> None:
    """0.0.0.0, with a clinician's code."""

    async def run() -> None:
        handed, port = services(folder), free_port()
        assert handed.codes
        handed.codes.new(Role.CLINICIAN, 0.0)
        async with asyncio.timeout(60), serving(handed, port, "0.0.0.0", folder / "web") as own:
            assert own == f"http://127.0.0.1:{port}/"
            await scenario(port, ssl.create_default_context(cafile=folder / "web" / "certificate.pem"))

    asyncio.run(run())


def test_a_network_is_spoken_to_by_tls_alone_and_the_boxs_own_screen_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edge.web.server.outward", lambda _: HERE)

    async def scenario(port: int, tls: ssl.SSLContext) -> None:
        status, me = await asked("127.0.0.1", port)
        assert (status, me["role"], me["opened"]) == (200, "athlete", True)
        assert (await asked(HERE, port, tls=tls))[1]["opened"] is True
        reader, writer = await asyncio.open_connection(HERE, port)
        writer.write(b"GET /api/me HTTP/1.1\r\n\r\n")
        assert b"200" not in await reader.read()
        writer.close()

    opened(tmp_path, scenario)


async def silent(port: int, address: str, many: int) -> list[socket.socket]:
    """Connections from one address on which nothing is ever said."""
    lines = []
    for _ in range(many):
        line = socket.socket()
        line.setblocking(False)
        line.bind((address, 0))
        await asyncio.get_running_loop().sock_connect(line, (HERE, port))
        lines.append(line)
    return lines


def test_who_connects_and_says_nothing_takes_no_place_of_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edge.web.server.outward", lambda _: HERE)
    files = Path("/proc/self/fd")

    async def scenario(port: int, tls: ssl.SSLContext) -> None:
        before = len(list(files.iterdir()))
        lines = await silent(port, "127.0.0.3", 3 * gate.MOST)
        assert (await asked(HERE, port, tls=tls))[0] == 200
        assert (await asked("127.0.0.1", port))[0] == 200
        assert len(list(files.iterdir())) - before - len(lines) <= gate.MOST_EACH + 2
        for line in lines:
            line.close()

    opened(tmp_path, scenario)


def test_many_who_say_nothing_are_waited_for_some_seconds_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edge.web.server.outward", lambda _: HERE)
    monkeypatch.setattr("edge.web.server.HANDSHAKE_S", 0.5)

    async def scenario(port: int, tls: ssl.SSLContext) -> None:
        lines = [line for host in range(3, 9) for line in await silent(port, f"127.0.0.{host}", gate.MOST_EACH)]
        for line in lines[: gate.MOST]:
            assert await asyncio.get_running_loop().sock_recv(line, 1) == b""
        assert (await asked(HERE, port, tls=tls))[0] == 200
        for line in lines:
            line.close()

    opened(tmp_path, scenario)


def test_a_box_on_a_network_may_open_all_the_files_that_it_is_allowed(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)

    async def scenario(_: int, __: ssl.SSLContext) -> None:
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == min(before[1] % 2**64, gate.MOST_FILES)

    resource.setrlimit(resource.RLIMIT_NOFILE, (512, before[1]))
    try:
        opened(tmp_path, scenario)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_a_socket_over_tls_needs_a_login_and_its_own_origin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edge.web.server.outward", lambda _: HERE)
    monkeypatch.setattr("edge.web.doors._place", lambda _: (False, True))

    async def scenario(port: int, tls: ssl.SSLContext) -> None:
        for origin in (f"https://{HERE}:{port}", "https://evil.example"):
            with pytest.raises(InvalidStatus) as refused:
                async with connect(f"wss://{HERE}:{port}/api/live", origin=origin, ssl=tls, proxy=None):  # type: ignore[arg-type]
                    pass
            assert refused.value.response.status_code == 403

    opened(tmp_path, scenario)


def test_without_codes_the_network_is_refused_with_the_way_out(tmp_path: Path) -> None:
    async def run() -> None:
        async with serving(services(tmp_path), free_port(), "0.0.0.0", tmp_path):
            pass

    with pytest.raises(EdgeError, match=r"nobody has a code for it: run `edgecoach access new clinician`"):
        asyncio.run(run())


@pytest.mark.parametrize("taken", ["127.0.0.1", "0.0.0.0"])
def test_a_port_of_another_program_is_not_shared(tmp_path: Path, taken: str) -> None:
    async def run(port: int) -> None:
        handed = services(tmp_path)
        assert handed.codes
        handed.codes.new(Role.CLINICIAN, 0.0)
        async with serving(handed, port, "0.0.0.0", tmp_path):
            pass

    with socket.create_server((taken, 0)) as other, pytest.raises(EdgeError, match="taken by another program"):
        asyncio.run(run(other.getsockname()[1]))


def test_what_is_no_address_is_said(tmp_path: Path) -> None:
    async def run() -> None:
        async with serving(services(tmp_path), 0, "localhost"):
            pass

    with pytest.raises(EdgeError, match="is no address"):
        asyncio.run(run())


def test_the_certificate_is_kept_and_made_again_when_it_no_longer_fits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Dated()
    first = box_certificate(tmp_path, clock, ["192.168.1.2"])
    assert box_certificate(tmp_path, clock, ["192.168.1.2"]).fingerprint == first.fingerprint
    assert oct(first.key.stat().st_mode)[-3:] == "600"
    moved = box_certificate(tmp_path, clock, ["192.168.1.3"])
    assert moved.fingerprint != first.fingerprint
    clock.date += certificate.LASTS.total_seconds()
    old = box_certificate(tmp_path, clock, ["192.168.1.3"])
    assert old.fingerprint != moved.fingerprint
    first.certificate.write_text("damaged")
    assert box_certificate(tmp_path, clock, ["192.168.1.3"]).fingerprint != old.fingerprint
    monkeypatch.setattr(socket, "gethostname", lambda: "another-box")
    named = box_certificate(tmp_path, clock)
    names = x509.load_pem_x509_certificate(named.certificate.read_bytes()).extensions.get_extension_for_class(x509.SubjectAlternativeName)
    assert {"another-box", "another-box.local"} <= set(names.value.get_values_for_type(x509.DNSName))


def test_a_box_that_goes_to_and_fro_between_networks_needs_one_certificate(tmp_path: Path) -> None:
    box_certificate(tmp_path, Dated(), ["192.168.1.2"])
    both = box_certificate(tmp_path, Dated(), ["10.0.0.7"])
    assert both.addresses == {"127.0.0.1", "192.168.1.2", "10.0.0.7"}
    assert box_certificate(tmp_path, Dated(), ["192.168.1.2"]).fingerprint == both.fingerprint
    for last in range(3, 3 + certificate.MOST_ADDRESSES):
        many = box_certificate(tmp_path, Dated(), [f"192.168.1.{last}"])
    assert len(many.addresses) <= certificate.MOST_ADDRESSES + 1


def shown(port: int, address: str = HERE) -> str:
    """The fingerprint of the certificate that a browser is shown now."""
    whole = x509.load_pem_x509_certificate(ssl.get_server_certificate((address, port)).encode())
    return certificate._pairs(whole.fingerprint(hashes.SHA256()))


def test_a_box_that_moves_while_it_runs_is_named_anew_and_nobody_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now, made = [HERE], []
    monkeypatch.setattr("edge.web.server.outward", lambda _: now[0])
    monkeypatch.setattr("edge.web.served_certificate.EVERY_S", 0.05)
    make = box_certificate
    monkeypatch.setattr("edge.web.served_certificate.box_certificate", lambda *words: made.append(words) or make(*words))

    async def scenario(port: int, tls: ssl.SSLContext) -> None:
        before = await asyncio.to_thread(shown, port)
        reader, writer = await asyncio.open_connection(HERE, port, ssl=tls)
        now[0] = "127.0.0.3"
        while await asyncio.to_thread(shown, port) == before:
            await asyncio.sleep(0.05)
        moved = ssl.create_default_context(cafile=tmp_path / "web" / "certificate.pem")
        assert (await asked("127.0.0.3", port, tls=moved))[0] == 200
        writer.write(f"GET /api/me HTTP/1.1\r\nHost: {HERE}:{port}\r\nConnection: close\r\n\r\n".encode())
        assert (await reader.read()).startswith(b"HTTP/1.1 200")
        writer.close()
        for where in ("127.0.0.1", HERE):  # in no network, and back in the first
            now[0] = where
            await asyncio.sleep(0.2)
        assert len(made) == 2

    opened(tmp_path, scenario)


@pytest.mark.parametrize("problem", [EdgeError("the page's certificate cannot be kept"), ssl.SSLError("no start line")])
def test_a_certificate_that_cannot_be_renewed_is_told_once_and_the_old_one_serves_on(
    problem: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    now = [HERE]
    served = ServedCertificate(tmp_path, Dated(), lambda: now[0])
    served.context, before = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), served.now

    def full(*_: object) -> None:
        raise problem

    monkeypatch.setattr("edge.web.served_certificate.box_certificate", full)
    now[0] = "192.168.1.3"
    for _ in range(2):
        asyncio.run(served.look())
    assert (served.now, len(caplog.records)) == (before, 1)


def test_a_box_whose_clock_is_not_set_makes_a_certificate_of_today(tmp_path: Path) -> None:
    made = x509.load_pem_x509_certificate(box_certificate(tmp_path, FakeClock()).certificate.read_bytes())
    assert made.not_valid_after_utc - made.not_valid_before_utc > timedelta(days=3650)
    assert made.not_valid_before_utc.year >= 2024


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EdgeError, match="certificate cannot be kept"):
        box_certificate(tmp_path / "file" / "web", FakeClock())


def test_the_way_out_is_an_address_of_ours() -> None:
    assert outward("192.168.7.7") == "192.168.7.7"
    assert outward("0.0.0.0").count(".") == 3


def test_phones_are_led_to_where_the_box_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    found = iter(["127.0.0.1", "192.168.7.7", "fd00::7"])
    monkeypatch.setattr("edge.web.server.outward", lambda _: next(found))
    assert [phones_address("0.0.0.0", 8080) for _ in range(3)] == [None, "https://192.168.7.7:8080/", "https://[fd00::7]:8080/"]
