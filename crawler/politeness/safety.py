"""Which addresses may be reached at all: public ones, and those that the operator allowed."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Reach:
    """What may be reached beside the public internet."""

    networks: tuple[Network, ...] = ()
    hosts: frozenset[str] = frozenset()
    address_max: int = 2048

    def objection(self, url: str) -> str | None:
        """Why this address must not be asked for, as far as it can be seen without DNS."""
        if len(url) > self.address_max:
            return f"the address has {len(url)} characters; {self.address_max} are allowed"
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
            _ = parts.port
        except ValueError:
            return "not an address"
        if parts.scheme not in ("http", "https"):
            return f"{parts.scheme or 'no scheme'}: only http and https are fetched"
        number = _number(host)
        if number is None:
            return None if _is_name(host) else "its host is no possible name"
        if self.is_open(number):
            return None
        return f"{host} is not a public address; see network.allow_private"

    def may_resolve(self, host: str, found: Iterable[str]) -> str | None:
        """Why *host* must not be reached at one of the IP addresses that DNS gave for it."""
        if host.casefold().rstrip(".") in self.hosts:
            return None
        for text in found:
            number = _number(text)
            if number is not None and not self.is_open(number):
                return f"{host} leads to {text}, which is not public; see network.allow_private"
        return None

    def is_open(self, number: IpAddress) -> bool:
        """Whether this IP address is public or allowed."""
        number = _plain(number)
        if any(number.version == net.version and number in net for net in self.networks):
            return True
        return number.is_global and not (number.is_multicast or number.is_reserved)


# IPv6 addresses that end in an IPv4 address: NAT64 (RFC 6052), and those that RFC 4291 gave up.
_ENDING_IN_V4 = tuple(ipaddress.ip_network(text) for text in ("64:ff9b::/96", "::/96"))


def _plain(number: IpAddress) -> IpAddress:
    """An IPv4 address dressed up as IPv6 (mapped, 6to4, Teredo, NAT64) is judged as what it is."""
    if not isinstance(number, ipaddress.IPv6Address):
        return number
    if any(number in net for net in _ENDING_IN_V4) and int(number) > 1:  # :: and ::1 are their own
        return ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
    teredo = number.teredo[1] if number.teredo else None
    return number.ipv4_mapped or number.sixtofour or teredo or number


def _is_name(host: str) -> bool:
    """Whether DNS could know it: the system's own look-up breaks on names that it cannot spell."""
    try:
        host.encode("idna")
    except UnicodeError:
        return False
    return 0 < len(host) <= 253


def _number(host: str) -> IpAddress | None:
    """The IP address that *host* spells, also in the spellings that C libraries accept."""
    host = host.strip("[]").partition("%")[0].rstrip(".")
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return _odd_number(host)


def _odd_number(host: str) -> IpAddress | None:
    """Decimal, octal and hexadecimal IPv4 with one to four parts (2130706433, 0x7f.1)."""
    parts = host.split(".")
    if not 1 <= len(parts) <= 4:
        return None
    try:
        values = [int(part, _base(part)) for part in parts]
    except ValueError:
        return None
    last_max = 256 ** (5 - len(values))
    if any(not 0 <= v < 256 for v in values[:-1]) or not 0 <= values[-1] < last_max:
        return None
    head = sum(value << (24 - 8 * place) for place, value in enumerate(values[:-1]))
    return ipaddress.IPv4Address(head + values[-1])


def _base(part: str) -> int:
    if part.lower().startswith("0x"):
        return 16
    return 8 if len(part) > 1 and part.startswith("0") else 10
