"""A connection -> who it is, and whether what it asks comes from our own page.

Refuses to know: what is asked for. A browser on the box itself is an athlete; one on the network is nobody until it logs in.
"""

import hmac
import ipaddress
from dataclasses import dataclass

from starlette.requests import HTTPConnection

from edge.web.badges import NOBODY, Badges, Standing

COOKIE = "edgecoach"
SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Visitor:
    """token: of their cookie, NOBODY without a login that holds. ended: they had one. near: on the box; private: on a local network."""

    standing: Standing
    token: str
    ended: bool
    address: str
    near: bool
    private: bool

    @property
    def who(self) -> str:
        """For the audit log."""
        return f"{self.standing.word} at {self.address}"


class Doors:
    """all_open: whoever is on the box may do everything."""

    def __init__(self, badges: Badges, all_open: bool = False) -> None:
        self.badges, self._all_open = badges, all_open

    def visitor(self, connection: HTTPConnection, use: bool = True) -> Visitor:
        """use: whether this keeps their login from idling."""
        address = connection.client.host if connection.client else ""
        near, private = _place(address)
        said = connection.cookies.get(COOKIE, "")
        badge = self.badges.read(said, use) if said else None
        if badge:
            return Visitor(badge.standing, said, False, address, near, private)
        unknown = Standing.NOBODY if not near else Standing.TECHNICIAN if self._all_open else Standing.ATHLETE
        return Visitor(unknown, NOBODY, bool(said), address, near, private)

    def own_page(self, connection: HTTPConnection) -> bool:
        """Whether the page that asks is ours, as far as the browser says; programs that are no browsers say nothing."""
        origin, site = connection.headers.get("origin"), connection.headers.get("sec-fetch-site")
        if origin is not None and not same_origin(connection, origin):
            return False
        return site in (None, "same-origin", "none")

    def proven(self, connection: HTTPConnection, visitor: Visitor) -> bool:
        """Whether a request that changes something repeats what only our page could read."""
        return hmac.compare_digest(connection.headers.get("x-csrf", "").encode(), self.badges.csrf(visitor.token).encode())


def same_origin(connection: HTTPConnection, origin: str) -> bool:
    """Scheme, name and port alike."""
    scheme = "https" if connection.scope.get("scheme") in ("https", "wss") else "http"
    return origin.lower() == f"{scheme}://{connection.headers.get('host', '')}".lower()


def _place(address: str) -> tuple[bool, bool]:
    """On this machine; on this machine or a local network."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False, False
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    ip = mapped or ip
    return ip.is_loopback, ip.is_private or ip.is_link_local
