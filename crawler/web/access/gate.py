"""What is asked of every request before anything else: by which name it calls us, and from where.

A page of others can have a name of its own lead to us (DNS rebinding): it would read what we answer
as if we were itself. And it can have a reader's browser send us forms. Both are told apart by what
browsers say of themselves and pages cannot change.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from crawler.config import Web

LOOKING = frozenset({"GET", "HEAD", "OPTIONS"})
# "none": typed into the browser's line, or no page of anybody.
OURS = frozenset({"same-origin", "none"})
STRANGER = (
    "This server is not called so. If it should be, put the name into [web] public_url or hosts.\n"
)
FOREIGN = "This came from a page of another site, so nothing was changed.\n"


class Gate:
    """Answers 421 to a wrong name, 403 to what a foreign page sends."""

    def __init__(self, app: ASGIApp, web: Web) -> None:
        self._app, self._web = app, web

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let it through, or answer."""
        refusal = _refusal(scope, self._web) if scope["type"] == "http" else None
        await (refusal or self._app)(scope, receive, send)


def _refusal(scope: Scope, web: Web) -> PlainTextResponse | None:
    headers = Headers(scope=scope)
    if not is_our_name(headers.get("host", ""), web):
        return PlainTextResponse(STRANGER, 421)
    if scope["method"] not in LOOKING and not is_our_page(headers, web):
        return PlainTextResponse(FOREIGN, 403)
    return None


def is_our_name(called: str, web: Web) -> bool:
    """Whether a request that calls us by *called* ("127.0.0.1:8420") may mean us."""
    host = _host(called)
    try:
        number = ip_address(host)
    except ValueError:
        return host.rstrip(".") in web.names
    # No name leads here, so that nobody but us can be meant; yet on a private place there is no
    # reason to be called by the number of another.
    return number.is_loopback or not web.is_private or host in web.names


def is_our_page(headers: Headers, web: Web) -> bool:
    """Whether the page that sends this, if a page does, is one of ours."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in OURS
    origin = headers.get("origin")
    if origin is None:
        return True  # no browser: they have sent one with every form for years
    called = {headers.get("host", "").casefold(), _place(web.public_url)}
    return _place(origin) in called - {""}


def _host(called: str) -> str:
    try:
        return (urlsplit(f"//{called}").hostname or "").casefold()
    except ValueError:
        return ""


def _place(address: str) -> str:
    """Host and port of an address as a Host header writes them; "" when there is none."""
    try:
        return urlsplit(address).netloc.casefold()
    except ValueError:
        return ""
