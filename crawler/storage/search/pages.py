"""Search results page by page, by time or by relevance."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice

from crawler.errors import UsageError
from crawler.storage.search.candidates import END
from crawler.storage.search.find import Found, matching, show
from crawler.storage.search.lookups import Lookups
from crawler.storage.search.patience import Patience, Stopped, stopped
from crawler.storage.search.ranking import best, ranked
from crawler.storage.store import Tx
from crawler.topics.query import Query


class Sort(StrEnum):
    """What comes first."""

    TIME = "time"
    RELEVANCE = "relevance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some results and where the next begin."""

    found: tuple[Found, ...]
    cursor: str | None  # for the page after; None: there is no more
    # By relevance: were there more matches than are weighed, so that older ones are left out?
    newest_only: bool = False
    stopped: Stopped | None = None  # the time was over before there was a full page


def page(
    tx: Tx,
    query: Query,
    *,
    now: datetime,
    limit: int = 20,
    cursor: str | None = None,
    since: datetime | None = None,
    sort: Sort = Sort.TIME,
    patience: Patience | None = None,
    lookups: Lookups | None = None,
) -> Page:
    """The results at *cursor*, which the page before gave; UsageError for any other text.

    By time a cursor is the id of an article. By relevance it keeps the archive as it was for the
    first page, so that articles that arrive meanwhile do not move the others. When *patience*
    ends, a page has what was found until then, and by time its cursor leads further back.
    """
    patience, lookups = patience or Patience(), lookups or Lookups(tx)
    if sort is Sort.RELEVANCE:
        return _by_relevance(
            tx, query, lookups, now=now, limit=limit, cursor=cursor, since=since, patience=patience
        )
    before = int(_parts(cursor, r"(\d{1,18})", "0")[0]) or END
    matches = matching(
        tx,
        query,
        now=now,
        before=before,
        since=since,
        few=limit + 1,
        patience=patience,
        lookups=lookups,
    )
    some = list(islice(matches, limit + 1))
    found = tuple(show(stored, query, document) for stored, document in some[:limit])
    if len(some) > limit:
        return Page(found=found, cursor=str(found[-1].stored.id))
    end = stopped(tx, patience)
    return Page(found=found, cursor=end.cursor if end else None, stopped=end)


def _by_relevance(
    tx: Tx,
    query: Query,
    lookups: Lookups,
    *,
    now: datetime,
    limit: int,
    cursor: str | None,
    since: datetime | None,
    patience: Patience,
) -> Page:
    skip, top = map(int, _parts(cursor, r"(\d{1,9})-(\d{1,18})", "0", str(END)))
    ranking = ranked(
        tx, query, now=now, before=top, since=since, patience=patience, lookups=lookups
    )
    if top == END:
        top = max((id_ for id_, _ in ranking.order), default=0) + 1
    found = tuple(best(tx, query, ranking, skip=skip, limit=limit, now=now))
    is_last = skip + limit >= len(ranking.order)
    return Page(
        found=found,
        cursor=None if is_last else f"{skip + limit}-{top}",
        newest_only=ranking.is_cut,
        stopped=stopped(tx, patience),
    )


def _parts(cursor: str | None, shape: str, *first: str) -> tuple[str, ...]:
    if cursor is None:
        return first
    match = re.fullmatch(shape, cursor, re.ASCII)
    if match is None:
        raise UsageError(
            f"{cursor!r} is no place to go on from; take what the page before gave, or none"
        )
    return match.groups()
