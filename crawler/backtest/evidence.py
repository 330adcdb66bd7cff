"""The articles that show what is wrong with a query: new ones, and some that hold each part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from crawler.backtest.nearness import NearMiss, nearest
from crawler.storage import Store, articles, search
from crawler.storage.articles import Stored
from crawler.storage.backtests import extent
from crawler.topics.document import Document
from crawler.topics.explain import explain
from crawler.topics.lint import Remark, lint
from crawler.topics.query import (
    And,
    AtLeast,
    Case,
    In,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    Stem,
    both,
    either,
    walk,
)

NEWEST = 1_000  # articles from which words that a query misses are taken
OF_EACH_PART = 40  # articles of the whole archive that hold a part
CHUNK = 200
TELLING = 1_000  # articles of an archive in which it says something that a word is nowhere
PART_S = 5.0  # for the search of one part

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
    store: Store,
    query: Query,
    recent: Mapping[int, Document],
    *,
    now: datetime,
    least: int | None = None,
) -> list[Remark]:
    """What is likely wrong with *query* (saved queries written out), by *recent* and the archive.

    Each of its parts is looked up in the whole archive, whatever *recent* holds. That a part is
    nowhere says nothing in an archive of fewer than *least* articles (TELLING).
    """
    documents, nowhere = dict(recent), set()
    with store.reading() as tx:
        is_telling = extent(tx).articles >= (TELLING if least is None else least)
    for part in _parts(query):
        patience = search.Patience(PART_S)
        with store.reading() as tx:
            found = search.find(tx, part, now=now, limit=OF_EACH_PART, patience=patience)
        if not found and not patience.ran_out:
            nowhere.add(str(part))
        for one in found:
            if one.stored.id not in documents:
                documents[one.stored.id] = _document(one.stored, now)
    said = lint(query, list(documents.values()))
    said = [one for one in said if not _is_of_absence(one) or one.part in nowhere]
    return [_of_all(one) for one in said if is_telling or not _is_of_absence(one)]


def near_misses(
    store: Store, query: Query, *, now: datetime, most: int = 3
) -> list[tuple[Stored, NearMiss]]:
    """Articles that hold the words of *query*, which none matches, and what they lack.

    The first of each story, of the newest that were found.

    Empty when no article has them all, or the search takes too long.
    """
    with store.reading() as tx:
        found = search.find(
            tx, _loosened(query), now=now, limit=OF_EACH_PART, patience=search.Patience(PART_S)
        )
    told: list[tuple[Stored, NearMiss]] = []
    for one in list({one.stored.story_id: one for one in reversed(found)}.values())[:most]:
        document = _document(one.stored, now)
        misses = nearest(query, explain(query, document), document)
        told += [(one.stored, misses[0])] if misses else []
    return told


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
    if _is_of_absence(remark):
        return replace(remark, message="is in no article of the archive")
    return remark


def _is_of_absence(remark: Remark) -> bool:
    return remark.message.startswith("is in none")


def _loosened(query: Query) -> Query:
    """The same with its words anywhere in an article, in any case, and nothing forbidden."""
    match query:
        case And(parts):
            wanted = [_loosened(part) for part in parts if not isinstance(part, Not)]
            return both(wanted) if wanted else query
        case Or(parts):
            return either(_loosened(part) for part in parts)
        case Near(left, right):
            return _loosened(left) if query.without else both([_loosened(left), _loosened(right)])
        case In(_, part) | AtLeast(_, part):
            return _loosened(part)
        case Phrase(words) | Case(words):
            return both(Phrase((word.casefold(),)) for word in words)
        case _:
            return query


def _document(stored: Stored, now: datetime) -> Document:
    return articles.as_queried(stored, now)
