"""A link as a feed gives it -> an absolute http(s) address, or the reason for refusing it."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

ADDRESS_CHARS = 2048
# Browsers take out tabs and line breaks and trim blanks: https://url.spec.whatwg.org/#url-parsing
_DROPPED = str.maketrans("", "", "\t\r\n")
_TO_ENCODE = re.compile(r"""[\x00-\x20"<>\\^`{|}\x7f]""")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


class Refused(ValueError):
    """The link must not be followed; the message says why."""


def absolute(link: str, base: str) -> str:
    """*link* seen from *base*, fit to be asked for; raises `Refused`.

    Only http and https, with a host, without a user's name, 2,048 characters at most. Blanks and
    other characters that an address cannot hold are percent-encoded.
    """
    given = link.strip().translate(_DROPPED)
    if not given:
        raise Refused("an empty link")
    if len(given) > ADDRESS_CHARS:
        raise Refused(f"a link of more than {ADDRESS_CHARS} characters")
    scheme = _SCHEME.match(given)
    if scheme and scheme[0].lower() not in {"http:", "https:"}:
        raise Refused(f"a {scheme[0].lower()[:20]} link")
    try:
        address = given if scheme and "://" in given else urljoin(base, given)
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
        _ = parts.port  # raises for a port that is no number
    except ValueError:
        raise Refused("a link that cannot be read") from None
    if not usable:
        raise Refused("a link that leads nowhere")
    if "@" in parts.netloc:
        raise Refused("a link with a user's name in it")
    address = _TO_ENCODE.sub(lambda found: f"%{ord(found[0]):02X}", address)
    if len(address) > ADDRESS_CHARS:
        raise Refused(f"a link of more than {ADDRESS_CHARS} characters")
    return address


def absolute_or_none(link: str, base: str) -> str | None:
    """As `absolute`, with None for what is refused."""
    try:
        return absolute(link, base)
    except Refused:
        return None
