"""The section [web]: where the service answers readers of feeds and clicks in messages."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel

from crawler.config.shapes import STRICT, web_address, without_login

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


class Web(BaseModel):
    """Where the service answers readers of feeds and clicks in messages."""

    model_config = STRICT

    listen: Annotated[str, AfterValidator(host_and_port)] = ""
    """Address and port, such as "127.0.0.1:8420". "" is nowhere."""

    public_url: Annotated[str, AfterValidator(_public)] = ""
    """How readers reach it, such as "https://news.example.org"; messages then hold links to it."""

    @property
    def place(self) -> tuple[str, int] | None:
        """Host and port; None when it is not to listen."""
        host, _, port = self.listen.rpartition(":")
        return (host.strip("[]"), int(port)) if port else None

    @property
    def url(self) -> str:
        """The address to show to people."""
        return (self.public_url or f"http://{self.listen}").rstrip("/")
