"""A visit: who asks for a page, in which language, by which clock. It makes the answer, too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from fastapi import Depends, Request, Response
from fastapi.responses import HTMLResponse

from crawler.config import Config
from crawler.storage import Store
from crawler.web.access.reader import NOBODY, Posting, Reader, Reading
from crawler.web.pages.saying import Saying
from crawler.web.pages.words import common
from crawler.web.state import State
from crawler.web.templating import render

Language = Literal["en", "de"]
Theme = Literal["light", "dark", ""]  # "" is as the system has it
LANGUAGE_COOKIE, THEME_COOKIE = "language", "theme"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Somebody asks for a page."""

    state: State
    reader: Reader
    language: Language
    theme: Theme
    path: str  # of the page, with its query
    now: datetime
    cookies: Mapping[str, str]
    is_part: bool  # htmx asks for a part of a page
    is_secure: bool  # it came by https

    @property
    def store(self) -> Store:
        """The database."""
        return self.state.store

    @property
    def config(self) -> Config:
        """The settings."""
        return self.state.config

    @property
    def zone(self) -> tzinfo:
        """By whose clock times are shown."""
        return ZoneInfo(self.state.config.clock.timezone)

    @property
    def saying(self) -> Saying:
        """How numbers and times are written."""
        return Saying(language=self.language, zone=self.zone, now=self.now)

    def page(
        self,
        template: str,
        words: Mapping[str, Any] | None = None,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        **values: Any,
    ) -> Response:
        """The page *template* shows of *values*; *words* are its own, by language."""
        text = render(
            f"pages/{template}",
            visit=self,
            say=self.saying,
            common=common.WORDS[self.language],
            words=words[self.language] if words else None,
            navigation=NAVIGATION,
            **values,
        )
        # Another reader of this browser must not see it, nor somebody who goes back after logout.
        kept = {"Cache-Control": "private, no-store", "Vary": "Cookie, Accept-Language"}
        return HTMLResponse(text, status, headers={**kept, **(headers or {})})

    def go(self, path: str) -> Response:
        """Look there next, after a form; a path of ours."""
        return Response(status_code=303, headers={"Location": quote(path, safe="/?&=%#+,:@-._~")})


# Where the navigation leads: the path, and the word for it in words/common.py.
NAVIGATION: tuple[tuple[str, str], ...] = (
    ("/", "now"),
    ("/topics", "topics"),
    ("/search", "search"),
    ("/feeds", "feeds"),
    ("/alerts", "alerts"),
    ("/service", "service"),
)


def visit_of(request: Request, reader: Reader = NOBODY) -> Visit:
    """A visit by *reader*; without one it is for what everybody may see."""
    state: State = request.app.state.wirewatch
    theme = request.cookies.get(THEME_COOKIE, "")
    query = request.url.query
    return Visit(
        state=state,
        reader=reader,
        language=_language(request),
        theme=theme if theme in ("light", "dark") else "",  # type: ignore[arg-type]
        path=request.url.path + (f"?{query}" if query else ""),
        now=state.now(),
        cookies=request.cookies,
        is_part="hx-request" in request.headers,
        is_secure=_is_secure(request, state.config.web.url),
    )


def _asked(request: Request, reader: Reading) -> Visit:
    return visit_of(request, reader)


def _edits(request: Request, reader: Posting) -> Visit:
    return visit_of(request, reader)


Asked = Annotated[Visit, Depends(_asked)]
"""Somebody asks for a page, and may see it."""

Edits = Annotated[Visit, Depends(_edits)]
"""Somebody sends a form of ours, and may change things."""


def _is_secure(request: Request, public_url: str) -> bool:
    """Whether the browser came by https, though a proxy may hand it on to us without."""
    public, host = urlsplit(public_url), request.headers.get("host")
    return request.url.scheme == "https" or (public.scheme == "https" and public.netloc == host)


def _language(request: Request) -> Language:
    """What was chosen; else the first of what the browser likes that we write; else English."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in ("en", "de"):
        return chosen  # type: ignore[return-value]
    liked = []
    for place, one in enumerate(request.headers.get("accept-language", "")[:500].split(",")):
        code, _, weight = one.strip().partition(";q=")
        try:
            liked.append((-float(weight or 1), place, code.partition("-")[0].lower()))
        except ValueError:
            continue
    for _, _, code in sorted(liked):
        if code in ("en", "de"):
            return code  # type: ignore[return-value]
    return "en"
