"""The archive, asked in the language of topics; and queries that are kept under a name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Body, Path, Query

from crawler.alerts.excerpts import excerpts
from crawler.items import Origin, Place
from crawler.storage import search, searches
from crawler.storage.search import Facets, Found, Sort, Stopped
from crawler.web.api.cursors import place_of, seal
from crawler.web.api.filters import since_of
from crawler.web.api.frame import Cursor, Limit, QueryText, Since, changes_of, looks_of
from crawler.web.heavy import heavy
from crawler.web.state import Known
from crawler.wishes import searches as wishes
from crawler.wishes.asking import saved_queries

looks, changes = looks_of("search"), changes_of("search")
SENTENCES, SENTENCE_MAX = 3, 320
Text = Annotated[str, Body(embed=True, min_length=1, max_length=10_000)]
Name = Annotated[str, Path(max_length=101)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """An article that matches: its sentences in pieces, each with whether it matched."""

    id: int
    title: str
    outlet: str
    url: str
    language: str | None
    published_at: datetime | None
    first_seen_at: datetime
    story_id: int
    original_id: int | None
    score: float | None
    sentences: tuple[tuple[tuple[str, bool], ...], ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """A part of what was found. `stopped` tells how far a search came whose time was over."""

    items: tuple[Result, ...]
    next: str | None
    newest_only: bool
    stopped: Stopped | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A query that can be asked as @name. Those from files (`origin` "config") stay as they are."""

    name: str
    query: str
    origin: Origin


@looks.get("/search")
def find(
    q: QueryText,
    state: Known,
    limit: Limit = 20,
    cursor: Cursor = None,
    since: Since = None,
    sort: Annotated[Sort, Query(description="Newest first, or the most relevant.")] = Sort.TIME,
) -> Results:
    """Articles that match, with the sentences that do."""
    now, after = state.now(), since_of(state, since)
    # Good for this search alone: in another it would name any place.
    same = hashlib.blake2b(f"{sort}\0{since}\0{q}".encode(), digest_size=8).hexdigest()
    place = place_of(state, f"search.{same}", cursor)
    with heavy(state.config) as patience, state.store.reading() as tx:
        _, query = wishes.read(q, saved_queries(tx, state.config))
        found = search.page(
            tx, query, now=now, limit=limit, cursor=place, since=after, sort=sort,
            patience=patience,
        )  # fmt: skip
    return Results(
        items=tuple(result_of(one) for one in found.found),
        next=seal(state, f"search.{same}", found.cursor) if found.cursor else None,
        newest_only=found.newest_only,
        stopped=found.stopped,
    )


@looks.get("/search/facets")
def count(q: QueryText, state: Known, since: Since = None) -> Facets:
    """How many matches each outlet, day and language has, counted over the newest of them."""
    now, after = state.now(), since_of(state, since)
    with heavy(state.config) as patience, state.store.reading() as tx:
        _, query = wishes.read(q, saved_queries(tx, state.config))
        return search.facets(tx, query, now=now, since=after, patience=patience)


@looks.get("/searches")
def list_saved(state: Known) -> tuple[Saved, ...]:
    """All queries that are kept."""
    with state.store.reading() as tx:
        kept = searches.saved(tx)
    return tuple(Saved(name=name, query=q, origin=origin) for name, (q, origin) in kept.items())


@changes.put("/searches/{name}")
def keep(name: Name, query: Text, state: Known) -> Saved:
    """Keep a query under this name, or another in place of the one that is kept."""
    with state.store.writing() as tx:
        kept = wishes.keep(tx, name, query, saved_queries(tx, state.config))
        text, origin = searches.saved(tx)[kept]
    return Saved(name=kept, query=text, origin=origin)


@changes.delete("/searches/{name}", status_code=204)
def forget(name: Name, state: Known) -> None:
    """Keep it no longer."""
    with state.store.writing() as tx:
        wishes.forget(tx, name)


def result_of(found: Found) -> Result:
    """As it is shown."""
    stored, article = found.stored, found.stored.article
    fields = (("lead", article.lead or ""), ("body", article.text), ("title", article.title))
    inside = excerpts(fields, found.places, most=SENTENCE_MAX)[:SENTENCES]
    return Result(
        id=stored.id,
        title=article.title,
        outlet=stored.outlet,
        url=article.url,
        language=article.language,
        published_at=article.published_at,
        first_seen_at=stored.first_seen_at,
        story_id=stored.story_id,
        original_id=stored.original_id,
        score=found.score,
        sentences=tuple(tuple(one.pieces()) for one in inside),
        places=found.places,
    )
