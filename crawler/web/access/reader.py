"""A request -> its Reader, or a refusal (see the room's own docstring for how to use it)."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from markupsafe import Markup

from crawler.errors import StorageError
from crawler.items import Scope
from crawler.storage import passwords, tokens
from crawler.storage.tokens import Token, TokenKind
from crawler.web.access import csrf, sessions
from crawler.web.access.refusals import Forbidden, LoginNeeded
from crawler.web.state import Known, State

ALL = frozenset(Scope)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who asks, and what they may do."""

    scopes: frozenset[Scope]
    csrf: str = ""  # for the forms and scripts of our pages; "" for programs
    session_id: int | None = None
    token: Token | None = None

    @property
    def is_logged_in(self) -> bool:
        """Whether there is anything to log out of."""
        return self.session_id is not None

    def may(self, scope: Scope) -> bool:
        """Whether this is allowed to them."""
        return scope in self.scopes


NOBODY = Reader(scopes=frozenset())


def csrf_field(reader: Reader) -> Markup:
    """What each form has to hold."""
    return Markup('<input type="hidden" name="csrf" value="{}">').format(reader.csrf)


def somebody(request: Request, state: Known) -> Reader:
    """Whoever shows a token or a session; anybody where no password is asked for."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.casefold() == "bearer":
        return _by_token(state, given.strip())
    with state.store.reading() as tx:
        held = sessions.found(tx, request, state)
        has_password = held is None and (
            state.config.web.password is not None or passwords.held(tx) is not None
        )
    now = state.now()
    if held is not None:
        sessions.keep_up(request, state, held)
        form = csrf.made(state.secret, held.id, now)
        return Reader(scopes=ALL, csrf=form, session_id=held.id)
    if has_password or not state.config.web.is_private:
        raise LoginNeeded(has_password=has_password)
    return Reader(scopes=ALL, csrf=csrf.made(state.secret, None, now))


def _by_token(state: State, given: str) -> Reader:
    now = state.now()
    with state.store.reading() as tx:
        held = tokens.find(tx, given)
    if held is None or held.kind != TokenKind.API:
        raise LoginNeeded("This token opens nothing: it is mistyped, or was revoked.")
    if tokens.is_use_news(held, now):
        # Whoever only wants to read must not wait for those who write.
        with contextlib.suppress(StorageError), state.store.writing() as tx:
            tokens.used(tx, held, now)
    return Reader(scopes=frozenset(held.scopes), token=held)


Somebody = Annotated[Reader, Depends(somebody)]


def reading(reader: Somebody) -> Reader:
    """Whoever may see things."""
    return _allowed(reader, Scope.READ)


def metering(reader: Somebody) -> Reader:
    """Whoever may see the counts, and nothing else perhaps."""
    return reader if reader.may(Scope.READ) else _allowed(reader, Scope.METRICS)


def writing(request: Request, reader: Somebody, state: Known) -> Reader:
    """Whoever may change things by the API; a session proves that it is a page of ours."""
    if reader.is_logged_in:
        _prove(request.headers.get(csrf.HEADER), reader, state)
    return _allowed(reader, Scope.WRITE)


async def posting(request: Request, reader: Somebody, state: Known) -> AsyncIterator[Reader]:
    """Whoever may change things by a form of ours."""
    try:
        _prove(await _form_token(request), reader, state)
        yield _allowed(reader, Scope.WRITE)
    finally:
        await request.close()  # files that came with the form


def _allowed(reader: Reader, scope: Scope) -> Reader:
    if not reader.may(scope):
        has = ", ".join(sorted(reader.scopes)) or "none"
        raise Forbidden(f'This needs a token with the scope "{scope}"; this one has: {has}.')
    return reader


def _prove(given: object, reader: Reader, state: State) -> None:
    if not isinstance(given, str) or not csrf.is_ours(
        given, state.secret, reader.session_id, state.now()
    ):
        raise Forbidden(
            "This form is not one of ours, or too old. Nothing was changed: load the page again."
        )


async def _form_token(request: Request) -> object:
    """What came as the token, with a form or with a script."""
    return request.headers.get(csrf.HEADER) or (await request.form()).get(csrf.FIELD)


Reading = Annotated[Reader, Depends(reading)]
Metering = Annotated[Reader, Depends(metering)]
Writing = Annotated[Reader, Depends(writing)]
Posting = Annotated[Reader, Depends(posting)]
