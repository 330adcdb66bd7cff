"""The articles that show what is wrong with a query: new ones, and some that hold each part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from crawler.storage import Store, articles, search
from crawler.storage.articles import Stored
from crawler.topics.document import Document
from crawler.topics.lint import Remark, lint
from crawler.topics.query import Case, Phrase, Query, Stem, walk

NEWEST = 1_000  # articles from which words that a query misses are taken
OF_EACH_PART = 40  # articles of the whole archive that hold a part
CHUNK = 200

Documents = dict[int, Document]


def newest(store: Store, *, now: datetime, most: int = NEWEST) -> Documents:
    """The last articles to arrive, by id."""
    found: Documents = {}
    before: int | None = None
    while len(found) < most:
        with store.reading() as tx:
            some = articles.newest(tx, limit=min(CHUNK, most - len(found)), before=before)
        if not some:
            break
        found |= {one.id: _document(one, now) for one in some}
        before = some[-1].id
    return found


def remarks(
    store: Store, query: Query, recent: Mapping[int, Document], *, now: datetime
) -> list[Remark]:
    """What is likely wrong with *query* (saved queries written out), by *recent* and the archive.

    Each of its parts is looked up in the whole archive, whatever *recent* holds.
    """
    documents, nowhere = dict(recent), set()
    for part in _parts(query):
        with store.reading() as tx:
            found = search.find(tx, part, now=now, limit=OF_EACH_PART)
        if not found:
            nowhere.add(str(part))
        for one in found:
            if one.stored.id not in documents:
                documents[one.stored.id] = _document(one.stored, now)
    said = lint(query, list(documents.values()))
    return [_of_all(one) if one.part in nowhere else one for one in said]


def absent(store: Store, query: Query, *, now: datetime) -> list[str]:
    """The words and phrases of *query* that stand in no article, in canonical text."""
    with store.reading() as tx:
        return [str(one) for one in _parts(query) if not search.find(tx, one, now=now, limit=1)]


def _parts(query: Query) -> list[Query]:
    """Its words and phrases, once each, in their order."""
    parts = (part for part in walk(query) if isinstance(part, Phrase | Case | Stem))
    return list(dict.fromkeys(parts))


def _of_all(remark: Remark) -> Remark:
    """Of a part that is nowhere, lint says that it is in none of those few that it was given."""
    if remark.message.startswith("is in none"):
        return replace(remark, message="is in no article of the archive")
    return remark


def _document(stored: Stored, now: datetime) -> Document:
    return Document.of(stored.article, source=stored.outlet, now=now)
