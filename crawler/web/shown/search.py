"""The archive asked in the language of topics: a page of results, counts, rows to take away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawler.items import Access
from crawler.storage import Tx, search
from crawler.storage.search import Found, Lookups, Page, Sort, Stopped
from crawler.storage.search.patience import Patience
from crawler.topics.query import Query
from crawler.web.shown.excerpts import Pieces, marked_title, sentences

RESULTS, SENTENCES = 20, 2
EXPORTED = 1_000  # articles of one file
# A page is there at once and says how far back it looked; further for who asks. Seconds at most,
# however long a command may search.
GLANCE_S, FAR_S, EXPORT_S = 0.12, 5.0, 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """An article that was found."""

    article_id: int
    story_id: int
    title: Pieces
    outlet: str
    language: str | None
    access: Access
    published_at: datetime | None
    first_seen_at: datetime
    is_copy: bool
    sentences: tuple[Pieces, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """A page of them."""

    results: tuple[Result, ...]
    cursor: str | None
    newest_only: bool  # the best of the newest only
    stopped: Stopped | None


def results(
    tx: Tx,
    query: Query,
    *,
    now: datetime,
    limit_s: float,
    far: bool = False,
    since: datetime | None = None,
    sort: Sort = Sort.TIME,
    cursor: str | None = None,
    lookups: Lookups | None = None,
) -> Results:
    """A page of what matches (saved queries written out), found at a glance or from *far* back.

    UsageError for a cursor that is none.
    """
    page: Page = search.page(
        tx, query, now=now, limit=RESULTS, cursor=cursor, since=since, sort=sort,
        patience=Patience(min(limit_s or FAR_S, _longest(far))), lookups=lookups,
    )  # fmt: skip
    return Results(
        results=tuple(map(_result, page.found)),
        cursor=page.cursor,
        newest_only=page.newest_only,
        stopped=page.stopped,
    )


def facets(
    tx: Tx,
    query: Query,
    *,
    now: datetime,
    since: datetime | None,
    far: bool = False,
    lookups: Lookups | None = None,
) -> search.Facets:
    """How many by outlet, day and language, counted at a glance or from *far* back."""
    return search.facets(
        tx, query, now=now, since=since, patience=Patience(_longest(far)), lookups=lookups
    )


def exported(
    tx: Tx, query: Query, *, now: datetime, since: datetime | None
) -> list[dict[str, Any]]:
    """The newest EXPORTED matches as rows of plain values; times aware, in UTC."""
    found = search.find(
        tx, query, now=now, limit=EXPORTED, since=since, patience=Patience(EXPORT_S)
    )
    return list(_rows(found))


def _longest(far: bool) -> float:
    return FAR_S if far else GLANCE_S


def _result(found: Found) -> Result:
    stored, article = found.stored, found.stored.article
    return Result(
        article_id=stored.id,
        story_id=stored.story_id,
        title=marked_title(article, found.places),
        outlet=stored.outlet,
        language=article.language,
        access=article.access,
        published_at=article.published_at,
        first_seen_at=stored.first_seen_at,
        is_copy=stored.original_id is not None,
        sentences=sentences(article, found.places, most=SENTENCES),
    )


def _rows(found: Sequence[Found]) -> Iterator[dict[str, Any]]:
    for one in found:
        stored, article = one.stored, one.stored.article
        said = ("".join(text for text, _ in pieces)
                for pieces in sentences(article, one.places, most=SENTENCES))  # fmt: skip
        yield {
            "id": stored.id,
            "title": article.title,
            "outlet": stored.outlet,
            "url": article.url,
            "language": article.language or "",
            "authors": "; ".join(article.authors),
            "agency": article.agency or "",
            "published_at": article.published_at,
            "first_seen_at": stored.first_seen_at,
            "words": stored.n_words,
            "story_id": stored.story_id,
            "copy_of": stored.original_id,
            "sentences": " … ".join(said),
        }
