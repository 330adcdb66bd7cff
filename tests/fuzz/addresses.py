"""Addresses: what may be fetched, what is the same article, what must not be reached."""

from __future__ import annotations

from urllib.parse import urlsplit

from hypothesis import strategies as st
from scrapy import Request
from twisted.web.client import URI

from crawler.dedup.urls import address_key, believed_canonical, fetchable, site_of
from crawler.feeds.addresses import absolute_or_none
from crawler.politeness.safety import Reach
from tests.fuzz.target import Target

_PIECES = st.sampled_from(
    [
        *("http://", "https://", "HTTP:/", "//", "/", "\\", "?", "#", "@", ":", ".", "..", "%"),
        *("%2f", "a.example", "www.b.example", "127.0.0.1", "0x7f.1", "2130706433"),
        *("0177.0.0.01", "[::1]", "[::ffff:127.0.0.1]", "[", "]", "[::ffff:7f00:1%25lo]"),
        *("localhost", "xn--a", "ü", "ß", "。", "①②⑦.⓪.⓪.①", "\u200b", "\xad", "\t", "\n", "\r"),
        *(" ", "\x00", ":80", ":443", ":99999", "user:pw@", "utm_source=x", "&", "=", ";"),
        *("amp", "/amp/", "index.html", "2026/02/05", "é", "//evil.example", "javascript:"),
        *("data:", "file:///etc/passwd", "%00", "%E2%80%AE", "~", "+", "a" * 70, "a" * 300),
        *("url=https%3A%2F%2Fa.example%2F1", "https://www.google.example/amp/s/"),
    ]
)
ADDRESSES = st.one_of(
    st.lists(_PIECES, max_size=9).map("".join),
    st.lists(_PIECES, max_size=7).map(lambda some: "https://" + "".join(some)),
    st.text(max_size=40).map(lambda text: "http://" + text),
    st.text(max_size=60),
)
REACH = Reach()


def address(given: tuple[str, str]) -> None:
    """Keys and sites exist for everything; what may be fetched stays what it is."""
    url, other = given
    key = address_key(url)
    site_of(url)
    absolute_or_none(url, other)
    believed_canonical(url, other)
    sent = fetchable(url)
    if sent is not None:
        assert fetchable(sent) == sent
        # A gate's path holds another address, of which the path's own spelling may make another.
        assert address_key(sent) == key or "/amp/s/" in url or "url=" in url
        assert address_key("https://" + address_key(sent)) == address_key(sent)
        assert sent.isascii()
        _one_reading(sent)


def _one_reading(url: str) -> None:
    """Who judges an address and who connects to it must see the same host and port."""
    objection = REACH.objection(url)
    request = Request(url)
    if objection is not None:
        return
    uri = URI.fromBytes(request.url.encode("ascii"))  # type: ignore[no-untyped-call]
    parts = urlsplit(request.url)
    assert uri.host.decode().strip("[]").lower() == (parts.hostname or ""), request.url
    assert uri.port == (parts.port or {"http": 80, "https": 443}[parts.scheme])
    assert REACH.objection(request.url) is None


def reach(url: str) -> None:
    """An objection is a sentence; a private number is never open."""
    objection = REACH.objection(url)
    assert objection is None or objection
    REACH.may_resolve(url, [url])


TARGETS = (
    Target("addresses", st.tuples(ADDRESSES, ADDRESSES), address),
    Target("reach", ADDRESSES, reach),
)
