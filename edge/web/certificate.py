"""This box's own TLS certificate: made when it is first needed, kept, made again when it no longer fits.

Refuses to know: who trusts it. Nobody signed it, so a browser asks once; its fingerprint, which the box tells, says whether it is the right
one.
"""

import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from edge.clock import WALL_CLOCK_FLOOR_S, Clock
from edge.errors import EdgeError
from edge.state import private, private_folder, write_whole

LASTS = timedelta(days=3650)
EARLIER = timedelta(days=2)
"""Clocks of others may be behind ours."""
MOST_ADDRESSES = 8
"""In one certificate: a box that goes to and fro between networks needs no new one each time."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """fingerprint: SHA-256, in pairs, as browsers show it. addresses: in numbers, that it names."""

    certificate: Path
    key: Path
    fingerprint: str
    addresses: frozenset[str]


def box_certificate(folder: Path, clock: Clock, addresses: Sequence[str] = ()) -> Certificate:
    """The one in the folder, or a new one. addresses: others by which browsers call this box. Raises EdgeError where none can be kept."""
    paths = folder / "certificate.pem", folder / "key.pem"
    now = datetime.fromtimestamp(max(clock.wall(), WALL_CLOCK_FLOOR_S), UTC)
    names = _names(addresses)
    try:
        found = _kept(*paths)
        if found is None or not _fits(found, names, now):
            private_folder(folder)
            found = _make(*paths, names + _earlier(found, names), now)
    except OSError as problem:
        advice = "make it writable, or set web.listen to 127.0.0.1"
        raise EdgeError(f"the page's certificate cannot be kept in {folder} ({problem.strerror})", advice) from problem
    return Certificate(*paths, _pairs(found.fingerprint(hashes.SHA256())), frozenset(map(str, _addresses(found))))


def names_one(certificate: Certificate, address: str) -> bool:
    """Whether a browser that goes to this address finds it there; a loopback's is always."""
    return str(ipaddress.ip_address(address)) in certificate.addresses


def _names(addresses: Sequence[str]) -> list[x509.GeneralName]:
    host = socket.gethostname()
    named: list[x509.GeneralName] = [x509.DNSName(name) for name in dict.fromkeys((host, f"{host.split('.')[0]}.local", "localhost"))]
    numbers = {ipaddress.ip_address(address) for address in ("127.0.0.1", *addresses)}
    return named + [x509.IPAddress(number) for number in sorted(numbers, key=str)]


def _addresses(found: x509.Certificate) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    told = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return [one for one in told.get_values_for_type(x509.IPAddress) if isinstance(one, ipaddress.IPv4Address | ipaddress.IPv6Address)]


def _earlier(found: x509.Certificate | None, names: list[x509.GeneralName]) -> list[x509.GeneralName]:
    """Addresses under which the box was known before; forgotten where they have become many."""
    more = [name for name in map(x509.IPAddress, _addresses(found) if found else []) if name not in names]
    return list(more) if len(more) < MOST_ADDRESSES else []


def _kept(certificate: Path, key: Path) -> x509.Certificate | None:
    """None where there is none, or it is damaged."""
    try:
        found = x509.load_pem_x509_certificate(certificate.read_bytes())
        own = serialization.load_pem_private_key(key.read_bytes(), None).public_key()
    except (FileNotFoundError, ValueError):
        return None
    return found if own == found.public_key() else None


def _fits(found: x509.Certificate, names: list[x509.GeneralName], now: datetime) -> bool:
    """Not expired, and for every name; addresses may be more than we have today."""
    told = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return found.not_valid_before_utc <= now < found.not_valid_after_utc and set(names) <= set(told)


def _make(certificate: Path, key: Path, names: list[x509.GeneralName], now: datetime) -> x509.Certificate:
    """The key is written first: a certificate without its key would be found and not be used."""
    private_key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, socket.gethostname()[:64])])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private_key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - EARLIER)
        .not_valid_after(now + LASTS)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(private_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = private_key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    write_whole(key, secret, private)
    write_whole(certificate, made.public_bytes(pem), private)
    return made


def _pairs(digest: bytes) -> str:
    return ":".join(f"{byte:02X}" for byte in digest)
