"""The host of an address -> the site it belongs to, by tldextract's bundled suffix list."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from functools import lru_cache

import idna
import tldextract

# Private suffixes count: two blogs under one hosting domain are two sites. No list is fetched and
# nothing is written to disk.
_suffixes = tldextract.TLDExtract(
    cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True
)

# WHATWG URL, 3.5: a name whose last label is a number is an IPv4 address. Of its spellings only the
# plain one is taken; decimal and hex ones exist to slip past guards.
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")


@dataclass(frozen=True, slots=True)
class Host:
    """A host name in ASCII, in small letters, cut where registration begins."""

    name: str  # "www.outlet.example"; IPv6 in brackets
    labels: tuple[str, ...]  # what stands before the site: ("www",)
    site: str  # "outlet.example"; the whole name for IP addresses and bare names
    is_address: bool  # an IP address


@lru_cache(maxsize=16_384)
def read_host(text: str) -> Host | None:
    """The host that *text* spells, or None when no server can have that name.

    *text* has no port; IPv6 may stand in brackets.
    """
    text = text.strip().rstrip(".").lower()
    if ":" in text:
        return _ipv6(text)
    name = _ascii(text)
    if name is None:
        return None
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        return _ipv4(name)
    site = _site(name)
    before = name[: -len(site)].rstrip(".")
    return Host(name, tuple(before.split(".")) if before else (), site, False)


def _site(name: str) -> str:
    """The registrable name; under an unknown suffix the last two labels (the list's rule "*")."""
    found = _suffixes.extract_str(name)
    return found.top_domain_under_public_suffix or ".".join(name.split(".")[-2:])


def _ascii(text: str) -> str | None:
    """IDNA as browsers do it (UTS 46, so that ß stays ß); None for what is no host name."""
    if not text.isascii():
        try:
            text = idna.encode(text, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            return None
    allowed = text.replace("-", "").replace("_", "").replace(".", "")
    fits = 0 < len(text) <= 253 and all(0 < len(label) <= 63 for label in text.split("."))
    return text if fits and allowed.isalnum() else None


def _ipv4(text: str) -> Host | None:
    try:
        name = str(ipaddress.IPv4Address(text))
    except ValueError:
        return None
    return Host(name, (), name, True)


def _ipv6(text: str) -> Host | None:
    try:
        name = f"[{ipaddress.IPv6Address(text.strip('[]'))}]"
    except ValueError:
        return None
    return Host(name, (), name, True)
