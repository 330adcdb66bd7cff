"""What articles tell of: found by the words that tell most of them, within some days."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select

from crawler.storage.holders import Holders
from crawler.storage.store import Tx
from crawler.storage.tables import article, telling

# A stretch is as long as a story may rest between two reports.
TELLINGS = Holders.of(telling, stretch_s=3 * 86_400, newest=32)
# So much of a text is enough for the first 400 words of a gist.
HEAD_CHARACTERS = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """As much of an article as says what it tells of."""

    id: int
    story_id: int
    revision: int
    site: str
    language: str | None
    agency: str | None
    title: str
    lead: str | None
    head: str  # the beginning of its text
    published_at: datetime | None
    published_from: str | None
    first_seen_at: datetime


_PLAIN = (field.name for field in fields(Telling) if field.name != "head")
_HEAD = func.substr(article.c.text, 1, HEAD_CHARACTERS).label("head")
_TELLINGS: Select[Any] = select(*(article.c[name] for name in _PLAIN), _HEAD)
_BY_IDS = _TELLINGS.where(article.c.id.in_(bindparam("ids", expanding=True)))


def tell(tx: Tx, article_id: int, words: Collection[int], at: datetime) -> None:
    """Let an article that appeared then be found by these hashes of words."""
    TELLINGS.put(tx, article_id, words, stretch_of(at))


def tellers(
    tx: Tx, words: Sequence[int], at: datetime, *, least: int, most: int
) -> list[tuple[int, int]]:
    """(article id, shared words) of articles of about that time that share at least so many."""
    middle = stretch_of(at)
    return TELLINGS.sharing(tx, words, [middle - 1, middle, middle + 1], least=least, most=most)


def stretch_of(time: datetime) -> int:
    """Stretches of three days since 1970, the leading part of the tellings' key."""
    return TELLINGS.stretch_of(time.timestamp())


def load(tx: Tx, ids: Collection[int]) -> list[Telling]:
    """What these articles tell of; those that are missing are left out."""
    if not ids:
        return []
    return [Telling(**row) for row in tx.execute(_BY_IDS, {"ids": list(ids)}).mappings()]


def newest(tx: Tx, *, limit: int) -> list[Telling]:
    """What the last articles to arrive tell of, newest first."""
    statement = _TELLINGS.order_by(article.c.id.desc()).limit(limit)
    return [Telling(**row) for row in tx.execute(statement).mappings()]


def members(tx: Tx, story_id: int, *, limit: int) -> list[Telling]:
    """What the newest articles of a story tell of, oldest first."""
    statement = _TELLINGS.where(article.c.story_id == story_id)
    rows = tx.execute(statement.order_by(article.c.id.desc()).limit(limit)).mappings()
    return [Telling(**row) for row in rows][::-1]


def chain(tx: Tx, original_id: int, *, limit: int = 500) -> list[Telling]:
    """The original of a text and its copies, oldest first."""
    statement = _TELLINGS.where(
        or_(article.c.id == original_id, article.c.original_id == original_id)
    )
    rows = tx.execute(statement.order_by(article.c.id).limit(limit)).mappings()
    return [Telling(**row) for row in rows]


def make_room(tx: Tx, now: datetime) -> None:
    """Parts of the table for this stretch and the days to come, where it has parts."""
    TELLINGS.make_room(tx, stretch_of(now), ahead=4)


def forget(tx: Tx, *, before: datetime) -> int:
    """Take the words of articles that appeared before away; how many rows."""
    return TELLINGS.forget(tx, stretch_of(before))
