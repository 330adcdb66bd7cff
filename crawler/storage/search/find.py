"""A query over the archive: candidates from the index, newest first, decided by our evaluator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import TextClause, text

from crawler.items import Place
from crawler.storage import articles
from crawler.storage.articles import Stored
from crawler.storage.search.asking import match_of, tsquery_of
from crawler.storage.store import Tx
from crawler.topics.document import Document
from crawler.topics.places import evidence, holds
from crawler.topics.prefilter import prefilter
from crawler.topics.query import Query

# Articles are read in growing handfuls: a page of results needs few, a rare query many.
SMALLEST, LARGEST = 40, 1000

_MATCHING = {
    "sqlite": text(
        "select rowid from article_fts where article_fts match :asked and rowid < :before "
        "order by rowid desc limit :most"
    ),
    "postgresql": text(
        "select article_id from article_words where words @@ to_tsquery('simple', :asked) "
        "and article_id < :before order by article_id desc limit :most"
    ),
}
_ALL = text("select id from article where id < :before order by id desc limit :most")
_END = 2**62  # no article has a higher id


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An article that matches, and the places that make it so."""

    stored: Stored
    places: tuple[Place, ...]


def find(
    tx: Tx,
    query: Query,
    *,
    now: datetime,
    limit: int = 20,
    before: int | None = None,
    since: datetime | None = None,
) -> list[Found]:
    """The newest *limit* articles that match; saved queries must have been written out.

    *before* is the id of the last article of the page before; *since* leaves out what was first
    seen earlier. *now* is what ``published:7d`` counts from.
    """
    return list(islice(_matching(tx, query, now, before or _END, since), limit))


def _matching(
    tx: Tx, query: Query, now: datetime, before: int, since: datetime | None
) -> Iterator[Found]:
    for stored in _candidates(tx, query, before):
        if since is not None and stored.first_seen_at < since:
            return  # ids rise with time
        document = Document.of(stored.article, source=stored.outlet, now=now)
        if holds(query, document):
            yield Found(stored=stored, places=evidence(query, document))


def _candidates(tx: Tx, query: Query, before: int) -> Iterator[Stored]:
    """What the index lets through, newest first."""
    narrow = prefilter(query)
    is_sqlite = tx.dialect.name == "sqlite"
    asked = narrow and (match_of(narrow) if is_sqlite else tsquery_of(narrow))
    statement: TextClause = _MATCHING[tx.dialect.name] if asked else _ALL
    most = SMALLEST
    while True:
        values: dict[str, object] = {"before": before, "most": most}
        if asked:
            values["asked"] = asked
        ids = list(tx.execute(statement, values).scalars())
        yield from articles.load(tx, ids)
        if len(ids) < most:
            return
        before, most = ids[-1], min(most * 3, LARGEST)
