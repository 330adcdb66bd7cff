"""Tokens: who has one may read one feed, or use the API. Only their hashes are kept."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, delete, select, update

from crawler.items import Scope
from crawler.storage import facts
from crawler.storage.store import Tx
from crawler.storage.tables import token

SECRET = "web.secret"  # noqa: S105  # the name of a fact
# How exactly it is kept when a token was used last: reading must not write each time.
USE = timedelta(hours=1)


class TokenKind(StrEnum):
    """What a token opens."""

    TOPIC = "topic"
    SEARCH = "search"
    API = "api"


# Tells a token of the API to whoever finds one in a file, and to those who look for such.
MARK = "ww_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token as it is kept, without itself."""

    id: int
    kind: TokenKind
    subject: str
    made_at: datetime
    used_at: datetime | None
    scopes: tuple[Scope, ...] = ()


def add(tx: Tx, kind: TokenKind, subject: str, now: datetime) -> str:
    """A new token, which nobody can look up again."""
    made = secrets.token_urlsafe(32)
    values = {"hash": _hash(made), "kind": kind, "subject": subject, "made_at": now}
    tx.execute(token.insert().values(**values))
    return made


def add_api(tx: Tx, name: str, scopes: Collection[Scope], now: datetime) -> str:
    """A new token of the API, which nobody can look up again."""
    made = MARK + secrets.token_urlsafe(32)
    values = {"hash": _hash(made), "kind": TokenKind.API, "subject": name, "made_at": now}
    tx.execute(token.insert().values(**values, scopes=" ".join(sorted(set(scopes)))))
    return made


def find(tx: Tx, given: str) -> Token | None:
    """The token that this is, if it is one."""
    # Looked up by its hash, so that the time of the answer tells nothing about a token.
    row = tx.execute(select(token).where(token.c.hash == _hash(given))).first()
    return _token(row) if row else None


def is_use_news(held: Token, now: datetime) -> bool:
    """Whether `used` has something to write down."""
    return held.used_at is None or now - held.used_at > USE


def used(tx: Tx, held: Token, now: datetime) -> None:
    """Remember that it was used."""
    tx.execute(update(token).where(token.c.id == held.id).values(used_at=now))


def revoke(tx: Tx, token_id: int) -> bool:
    """Whether there was such a token to take back."""
    return bool(tx.execute(delete(token).where(token.c.id == token_id)).rowcount)


def listing(tx: Tx) -> list[Token]:
    """All tokens, the oldest first."""
    return [_token(row) for row in tx.execute(select(token).order_by(token.c.id))]


def are_there(tx: Tx) -> bool:
    """Whether anybody was given one."""
    return tx.execute(select(token.c.id).limit(1)).first() is not None


def secret(tx: Tx) -> str:
    """The secret with which this database's links are signed; made at the first call."""
    facts.put_once(tx, SECRET, secrets.token_urlsafe(32))
    return held_secret(tx)


def held_secret(tx: Tx) -> str:
    """The same where there is one; without one no link was ever signed, and none is believed."""
    return facts.get(tx, SECRET) or secrets.token_urlsafe(32)


def _hash(given: str) -> bytes:
    # A plain hash is enough: nobody can guess 32 random bytes, however fast a guess is.
    return hashlib.sha256(given.encode(errors="replace")).digest()


def _token(row: Row[Any]) -> Token:
    return Token(
        id=row.id,
        kind=TokenKind(row.kind),
        subject=row.subject,
        made_at=row.made_at,
        used_at=row.used_at,
        scopes=tuple(Scope(one) for one in row.scopes.split()),
    )
