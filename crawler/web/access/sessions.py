"""Cookies: who came in by the password shows one from then on.

Their sessions are rows, so that logging out and another password end them for certain.
"""

from __future__ import annotations

import contextlib
import hashlib
from datetime import timedelta
from http.cookies import SimpleCookie

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crawler.alerts.plain import one_line
from crawler.errors import StorageError
from crawler.storage import Tx, sessions
from crawler.storage.sessions import Session
from crawler.web.state import State

IDLE = timedelta(days=7)
AGENT_MOST = 200
_KEY = "wirewatch.cookies"


class Cookies:
    """Puts on every answer the cookies that were given out while it was made."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with them."""
        given: list[str] = []
        scope[_KEY] = given

        async def with_cookies(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for one in given:
                    headers.append("set-cookie", one)
                if given:
                    headers["cache-control"] = "no-store"
            await send(message)

        await self._app(scope, receive, with_cookies)


def found(tx: Tx, request: Request, state: State) -> Session | None:
    """The session that this request belongs to, if it lasts."""
    cookie = request.cookies.get(name(state))
    held = sessions.find(tx, cookie, state.now()) if cookie else None
    longest = timedelta(days=state.config.web.session_days)
    if held is None or held.is_over(state.now(), longest=longest, idle=IDLE):
        return None
    return held


def keep_up(request: Request, state: State, held: Session) -> None:
    """Remember that it was used; after a day it gets another cookie."""
    now = state.now()
    if not sessions.is_use_news(held, now):
        return
    # Whoever only wants to read must not wait for those who write.
    with contextlib.suppress(StorageError), state.store.writing() as tx:
        fresh = sessions.used(tx, held, request.cookies[name(state)], now)
        if fresh:
            until = held.made_at + timedelta(days=state.config.web.session_days)
            _give(request, state, fresh, until - now)


def begin(tx: Tx, request: Request, state: State) -> None:
    """Somebody gave the password. What they came with before counts no more."""
    now, longest = state.now(), timedelta(days=state.config.web.session_days)
    sessions.tidy(tx, now, longest=longest)
    if (before := found(tx, request, state)) is not None:
        sessions.end(tx, before.id)
    agent = one_line(request.headers.get("user-agent", ""))[:AGENT_MOST]
    _give(request, state, sessions.begin(tx, agent, now), longest)


def end(request: Request, state: State, held: int) -> None:
    """They leave."""
    with state.store.writing() as tx:
        sessions.end(tx, held)
    _give(request, state, "", timedelta())


def name(state: State) -> str:
    """What the cookie is called: two services of one machine share their cookies."""
    # __Host-: browsers take it by HTTPS only, and from no neighbouring host.
    prefix = "__Host-" if state.config.web.is_secure else ""
    return f"{prefix}wirewatch-{hashlib.sha256(state.secret.encode()).hexdigest()[:8]}"


def put(request: Request, key: str, value: str, *, lasts: timedelta, secure: bool) -> None:
    """Have the answer to *request* set a cookie that scripts do not see."""
    made: SimpleCookie = SimpleCookie({key: value})
    said = {"path": "/", "samesite": "Lax", "max-age": int(lasts.total_seconds()), "httponly": True}
    for word, meant in said.items():
        made[key][word] = meant
    if secure:
        made[key]["secure"] = True
    request.scope[_KEY].append(made[key].OutputString())


def _give(request: Request, state: State, cookie: str, lasts: timedelta) -> None:
    put(request, name(state), cookie, lasts=lasts, secure=state.config.web.is_secure)
