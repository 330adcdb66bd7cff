"""/login and /logout: the password for a session, and the end of one."""

from __future__ import annotations

import logging
import math
import threading
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from crawler.storage import Tx, logins, passwords
from crawler.web.access import csrf, guessing, sessions
from crawler.web.access.passwords import is_same
from crawler.web.access.reader import Posting
from crawler.web.state import LOOKS, Known, State
from crawler.web.templating import page

ADDRESS_MOST = 2000
log = logging.getLogger("wirewatch")
router = APIRouter()
# A try takes 32 MiB and a core for a moment; many at once would take the machine.
_one_at_a_time = threading.Lock()
PATIENCE_S = 2.0
NOT_KEPT = {"Cache-Control": "no-store"}


@router.api_route("/login", response_class=HTMLResponse, methods=LOOKS)
def ask(
    state: Known, back: Annotated[str, Query(alias="next", max_length=ADDRESS_MOST)] = "/"
) -> Response:
    """Ask for the password."""
    with state.store.reading() as tx:
        is_set = _kept(tx, state) is not None
    return _page(state, back) if is_set else _page(state, back, 403, "no_key")


@router.post("/login", response_class=HTMLResponse)
def log_in(
    request: Request,
    state: Known,
    password: Annotated[str, Form()],
    form: Annotated[str, Form(alias=csrf.FIELD)] = "",
    back: Annotated[str, Form(alias="next", max_length=ADDRESS_MOST)] = "/",
) -> Response:
    """Give a session for the password."""
    if not csrf.is_ours(form, state.secret, None, state.now()):
        return _page(state, back, 403, "old_form")
    client = guessing.client_of(request, state)
    with state.store.writing() as tx:
        kept, wait = _kept(tx, state), logins.wait(tx, client, state.now())
        tries = logins.note(tx, client, state.now()) if kept and wait is None else 0
    if kept is None:
        return _page(state, back, 403, "no_key")
    if wait is not None:
        return _later(state, back, wait)
    if not _one_at_a_time.acquire(timeout=PATIENCE_S):
        return _later(state, back, timedelta(seconds=PATIENCE_S))
    try:
        is_right = is_same(password, kept)
    finally:
        _one_at_a_time.release()
    if not is_right:
        if tries >= logins.TRIES_MOST:
            log.warning("web      %d wrong passwords from %s: made to wait", tries, client)
        return _page(state, back, 403, "wrong")
    with state.store.writing() as tx:
        logins.forgive(tx, client)
        sessions.begin(tx, request, state)
    guessing.remember(request, state)
    return RedirectResponse(local(back), 303)


@router.post("/logout")
def log_out(request: Request, state: Known, reader: Posting) -> Response:
    """End the session."""
    if reader.session_id is not None:
        sessions.end(request, state, reader.session_id)
    return RedirectResponse("/login", 303)


def local(address: str) -> str:
    """*address*, if it leads to a page of ours; the first page otherwise."""
    # Browsers take a backslash for a slash, and leave out what is no letter before it.
    plain = address.isprintable() and "\\" not in address
    return address if plain and address.startswith("/") and address[1:2] != "/" else "/"


def _kept(tx: Tx, state: State) -> str | None:
    """The hash of the password in force."""
    is_listed = state.config.web.password is not None
    return passwords.listed(tx) if is_listed else passwords.held(tx)


def _later(state: State, back: str, wait: timedelta) -> Response:
    seconds = math.ceil(wait.total_seconds())
    answer = _page(state, back, 429, "wait", minutes=math.ceil(seconds / 60))
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _page(
    state: State, back: str, status: int = 200, why: str | None = None, minutes: int = 0
) -> Response:
    """The form; *why* is the phrase that says what is wrong."""
    token = csrf.made(state.secret, None, state.now())
    language = state.config.alerts.language
    values = {"why": why, "minutes": minutes, "next": local(back), "token": token}
    return HTMLResponse(page("login.html.j2", language, **values), status, NOT_KEPT)
