"""What articles tell of: found by the words that tell most of them, within some days."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select, text

from crawler.storage.store import Tx, insert
from crawler.storage.tables import article, telling

STRETCH_S = 3 * 86_400  # as long as a story may rest between two reports
# A word that many articles of a stretch share tells little: only its newest holders are asked.
NEWEST = 32
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

# Both databases look up each word of each stretch by itself, newest holders first, as the
# look-up of shingles does (see `articles.SHARING`).
TELLING = {
    "sqlite": text(
        """
        select t.article_id, count(*) as shared
        from json_each(:stretches) s cross join json_each(:words) w cross join telling t
        where t.stretch = s.value and t.word = w.value and t.article_id >= coalesce((
            select u.article_id from telling u
            where u.stretch = s.value and u.word = w.value
            order by u.article_id desc limit 1 offset :newest - 1), 0)
        group by t.article_id having count(*) >= :least
        order by shared desc, t.article_id desc limit :most
        """
    ),
    "postgresql": text(
        """
        select t.article_id, count(*) as shared
        from json_array_elements_text(cast(:stretches as json)) s,
             json_array_elements_text(cast(:words as json)) w,
             lateral (select u.article_id from telling u
                      where u.stretch = cast(s.value as integer)
                        and u.word = cast(w.value as bigint)
                      order by u.article_id desc limit :newest) t
        group by t.article_id having count(*) >= :least
        order by shared desc, t.article_id desc limit :most
        """
    ),
}


def tell(tx: Tx, article_id: int, words: Collection[int], at: datetime) -> None:
    """Let an article that appeared then be found by these hashes of words."""
    rows = [
        {"stretch": stretch_of(at), "word": word, "article_id": article_id}
        for word in sorted(words)
    ]
    if rows:
        tx.execute(insert(tx, telling).on_conflict_do_nothing(), rows)


def tellers(
    tx: Tx, words: Sequence[int], at: datetime, *, least: int, most: int
) -> list[tuple[int, int]]:
    """(article id, shared words) of articles of about that time that share at least so many."""
    if not words:
        return []
    middle = stretch_of(at)
    values = {
        "stretches": json.dumps([middle - 1, middle, middle + 1]),
        "words": json.dumps(list(words)),
        "newest": NEWEST,
        "least": least,
        "most": most,
    }
    return [(row[0], row[1]) for row in tx.execute(TELLING[tx.dialect.name], values)]


def stretch_of(time: datetime) -> int:
    """Stretches of three days since 1970, the leading part of the tellings' key."""
    return int(time.timestamp() // STRETCH_S)


def load(tx: Tx, ids: Collection[int]) -> list[Telling]:
    """What these articles tell of; those that are missing are left out."""
    return [Telling(**row) for row in tx.execute(_TELLINGS.where(article.c.id.in_(ids))).mappings()]


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


def forget(tx: Tx, *, before: datetime) -> int:
    """Take the words of articles that appeared before away, in one range; how many rows."""
    return tx.execute(telling.delete().where(telling.c.stretch < stretch_of(before))).rowcount
