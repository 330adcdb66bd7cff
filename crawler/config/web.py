"""The section [web]: where the service answers by HTTP, and who may come in."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from crawler.config.channels import hidden
from crawler.config.secrets import Secret
from crawler.config.shapes import STRICT, Host, Listed, network_of, web_address, without_login

_PLACE = re.compile(r"(?P<host>\[[0-9a-f:.]+\]|[\w.-]+):(?P<port>\d{1,5})", re.IGNORECASE)


def host_and_port(text: str) -> str:
    """*text*, if it is an address and a port, or empty."""
    if not text:
        return text
    found = _PLACE.fullmatch(text)
    if not found or int(found["port"]) > 65535:
        raise ValueError('must be an address and a port, such as "127.0.0.1:8420"')
    return text


def _public(text: str) -> str:
    return without_login(web_address(text)) if text else text


def _network(text: str) -> str:
    if not network_of(text):
        raise ValueError('must be an address or a network in numbers, such as "10.1.0.0/16"')
    return text


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches *host*, a name or a number without brackets."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.casefold().rstrip(".") == "localhost"


class Web(BaseModel):
    """Where the service answers by HTTP: its pages, the API, feeds, clicks in messages."""

    model_config = STRICT

    listen: Annotated[str, AfterValidator(host_and_port)] = ""
    """Address and port, such as "127.0.0.1:8420". "" is nowhere."""

    public_url: Annotated[str, AfterValidator(_public)] = ""
    """How readers reach it, such as "https://news.example.org"; messages then hold links to it."""

    password: Annotated[Secret | None, BeforeValidator(hidden)] = None
    """What people are asked for. `wirewatch web password` sets one as well; this one wins."""

    hosts: Annotated[tuple[Host, ...], Listed] = ()
    """Names by which it is reached beside public_url, such as "wall.example.org"."""

    proxies: Annotated[tuple[Annotated[str, AfterValidator(_network)], ...], Listed] = (
        "127.0.0.1",
        "::1",
    )
    """Proxies that are believed when they tell for whom they ask (X-Forwarded-For)."""

    session_days: Annotated[float, Field(gt=0, le=365)] = 30
    """Days until the password is asked for again; a week without a visit ends it sooner."""

    @property
    def place(self) -> tuple[str, int] | None:
        """Host and port; None when it is not to listen."""
        host, _, port = self.listen.rpartition(":")
        return (host.strip("[]"), int(port)) if port else None

    @property
    def url(self) -> str:
        """The address to show to people."""
        return (self.public_url or f"http://{self.listen}").rstrip("/")

    @property
    def is_private(self) -> bool:
        """Whether it answers this machine alone. Behind a public_url there is a proxy."""
        public = urlsplit(self.public_url).hostname
        host, _ = self.place or ("127.0.0.1", 0)
        return is_loopback(host) and (public is None or is_loopback(public))

    @property
    def is_secure(self) -> bool:
        """Whether readers come by HTTPS."""
        return self.public_url.lower().startswith("https:")

    @property
    def names(self) -> frozenset[str]:
        """What a request may call us, in small letters, beside what stands in numbers."""
        public = urlsplit(self.public_url).hostname
        listen, _ = self.place or ("", 0)
        given = (*self.hosts, public or "", listen, "localhost")
        return frozenset(name.casefold().rstrip(".") for name in given if name)
