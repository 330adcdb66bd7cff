"""The shapes that settings share: one line of text, an address, a time zone, a rhythm."""

from __future__ import annotations

import re
import zoneinfo
from email.utils import parseaddr
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field

from crawler.config.nearest import nearest

# Numbers are numbers and texts are texts: "5" for 5 is a mistake that somebody should see.
STRICT = ConfigDict(
    frozen=True,
    extra="forbid",
    strict=True,
    allow_inf_nan=False,
    use_attribute_docstrings=True,
    arbitrary_types_allowed=True,
    validate_default=False,
)

# Whatever ends a line somewhere could start a header of its own in a mail or a request.
# Lone surrogates are bytes of a command line that are no text.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_HOST = re.compile(r"(?=.{1,253}$)[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*\.?")
_LANGUAGE = re.compile(r"[a-z]{2}")
_COUNTRY = re.compile(r"[A-Z]{2}")


def one_line(text: str) -> str:
    """*text*, if it is not empty and has no line break or other control character."""
    if not text.strip():
        raise ValueError("must not be empty")
    if _CONTROLS.search(text):
        raise ValueError("must not hold line breaks or other control characters")
    return text


def web_address(address: str) -> str:
    """*address*, if it is an absolute http(s) address without a user's name in it."""
    one_line(address)
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018  # reading it is what checks it
    except ValueError:
        parts = urlsplit("")
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or " " in address:
        raise ValueError('must be an address that begins with "http://" or "https://"')
    return address


def without_login(address: str) -> str:
    """*address*, if it names no user and no password."""
    if "@" in urlsplit(address).netloc:
        raise ValueError("must not hold a user's name or password")
    return address


def host_name(host: str) -> str:
    """*host*, if it is a name or a number of a machine, without scheme, port or path."""
    if not (_HOST.fullmatch(host) or network_of(host)):
        raise ValueError('must be the name of a host, such as "mail.example.org"')
    return host


def mail_address(address: str) -> str:
    """*address*, if it is ``a@b`` or ``Name <a@b>``."""
    one_line(address)
    local, at, host = parseaddr(address)[1].rpartition("@")
    if not (at and local and _HOST.fullmatch(host)) or " " in local:
        raise ValueError('must be a mail address, such as "news@example.org"')
    return address


def zone_name(name: str) -> str:
    """*name*, if the IANA database knows such a time zone."""
    if name not in _zones():
        likely = nearest(name, _zones())
        raise ValueError(f'must be a time zone, such as "Europe/Berlin"{likely}')
    return name


@cache
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())  # it walks a folder of 600 files


def _language(code: str) -> str:
    if not _LANGUAGE.fullmatch(code):
        raise ValueError('must be a language of two small letters (ISO 639-1), such as "de"')
    return code


def _country(code: str) -> str:
    if not _COUNTRY.fullmatch(code):
        raise ValueError('must be a country of two capital letters (ISO 3166-1), such as "DE"')
    return code


def network_of(text: str) -> IPv4Network | IPv6Network | None:
    """The network that *text* is in numbers, a single address being one too, or None."""
    try:
        return ip_network(text.strip("[]"), strict=False)
    except ValueError:
        return None


def network_or_host(text: str) -> str:
    """*text*, if it is a network such as ``10.1.0.0/16`` or the name of a host."""
    if not (network_of(text) or _HOST.fullmatch(text)):
        raise ValueError('must be a network such as "10.1.0.0/16" or the name of a host')
    return text


def _tuple_of(listed: object) -> object:
    return tuple(listed) if isinstance(listed, list) else listed


OneLine = Annotated[str, AfterValidator(one_line)]
WebAddress = Annotated[str, AfterValidator(web_address), AfterValidator(without_login)]
Host = Annotated[str, AfterValidator(host_name)]
MailAddress = Annotated[str, AfterValidator(mail_address)]
Zone = Annotated[str, AfterValidator(zone_name)]
Language = Annotated[str, AfterValidator(_language)]
Country = Annotated[str, AfterValidator(_country)]
Reachable = Annotated[str, AfterValidator(network_or_host)]
Listed = BeforeValidator(_tuple_of)  # TOML gives lists, and a frozen thing holds tuples

Count = Annotated[int, Field(ge=1)]
Seconds = Annotated[float, Field(ge=0)]
SomeSeconds = Annotated[float, Field(gt=0)]
Minutes = Annotated[float, Field(gt=0)]
