"""/search: the archive in the language of topics; counts, files to take away, saved searches."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Response

from crawler.errors import NotFound, QueryError, StorageError, UsageError
from crawler.items import Origin
from crawler.storage import Tx, articles, searches
from crawler.storage.search import Facets, Lookups, Sort
from crawler.topics import query as tree
from crawler.topics.parsing import parse_whole
from crawler.web import sheets
from crawler.web.heavy import heavy
from crawler.web.pages.visit import Asked, Edits, Visit
from crawler.web.pages.words.search import WORDS
from crawler.web.shown import search as shown
from crawler.web.shown.queries import Refused, refused
from crawler.web.state import LOOKS
from crawler.wishes import searches as wishes
from crawler.wishes.asking import saved_queries
from crawler.wishes.moments import moment

router = APIRouter()
COLUMNS = (
    "id", "title", "outlet", "url", "language", "authors", "agency", "published_at",
    "first_seen_at", "words", "story_id", "copy_of", "sentences",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is searched for, as the address says it."""

    q: Annotated[str, Query(max_length=20_000)] = ""
    since: Annotated[str, Query(max_length=40)] = ""
    sort: Sort = Sort.TIME
    far: bool = False  # take some seconds

    def address(self, path: str = "/search", **more: str | None) -> str:
        """Where this is searched for, with *more* of the address."""
        sort = "" if self.sort is Sort.TIME else self.sort.value
        far = "1" if self.far else ""
        parts = {"q": self.q, "since": self.since, "sort": sort, "far": far, **more}
        return f"{path}?{urlencode({name: one for name, one in parts.items() if one})}"

    def narrowed(self, name: str, value: str) -> str:
        """The same, of one outlet or language only."""
        word = value if value.isalnum() else '"' + value.replace('"', " ").strip() + '"'
        return Asking(q=f"({self.q}) {name}:{word}", since=self.since, sort=self.sort).address()

    def begin(self, visit: Visit) -> datetime | None:
        """Since when. UsageError for what is no time."""
        if not self.since:
            return None
        return moment(self.since, now=visit.now, zone=visit.config.clock.timezone)


Wanted = Annotated[Asking, Depends()]


@router.api_route("/search", methods=LOOKS)
def search(
    visit: Asked,
    asking: Wanted,
    cursor: Annotated[str | None, Query(max_length=60)] = None,
    kept: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Results, or how to ask."""
    return _page(visit, asking, cursor=cursor, kept=kept)


@router.api_route("/search/facets", methods=LOOKS)
def facets(visit: Asked, asking: Wanted) -> Response:
    """Counts, as a part of the page."""
    if not visit.is_part:
        return _page(visit, asking, counts=True)
    try:
        with _place(visit, asking), visit.store.reading() as tx:
            query, since = _tree(visit, asking, searches.saved(tx)), asking.begin(visit)
            found = shown.facets(tx, query, now=visit.now, since=since, far=asking.far)
    except UsageError as error:
        return _page(visit, asking, problem=error)
    return visit.page("facets.html.j2", WORDS, counted=found, asking=asking)


@router.api_route("/search/export.{form}", methods=LOOKS)
def export(visit: Asked, asking: Wanted, form: Literal["csv", "json", "xlsx"]) -> Response:
    """The newest matches as a file."""
    try:
        with visit.store.reading() as tx:
            query, since = _tree(visit, asking, searches.saved(tx)), asking.begin(visit)
            rows = shown.exported(tx, query, now=visit.now, since=since)
    except UsageError as error:
        return _page(visit, asking, problem=error)
    write, media_type = sheets.FORMS[form]
    name = f"wirewatch-{visit.now.astimezone(visit.zone):%Y-%m-%d-%H%M}.{form}"
    return Response(
        write(rows, COLUMNS, visit.zone),
        media_type=media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )


@router.post("/search/saved")
def keep(
    visit: Edits,
    name: Annotated[str, Form(max_length=200)],
    q: Annotated[str, Form(max_length=20_000)],
) -> Response:
    """Keep a search under a name."""
    try:
        with visit.store.writing() as tx:
            known = saved_queries(tx, visit.config)
            name = wishes.keep(tx, name.strip(), q, known)
    except (UsageError, StorageError) as error:
        return _page(visit, Asking(q=q), problem=error)
    return visit.go(Asking(q=f"@{name}").address(kept=name))


@router.post("/search/saved/forget")
def forget(visit: Edits, name: Annotated[str, Form(max_length=200)]) -> Response:
    """Keep a search no longer."""
    try:
        with visit.store.writing() as tx:
            wishes.forget(tx, name)
    except UsageError as error:
        return _page(visit, Asking(), problem=error)
    return visit.go("/search")


def _page(
    visit: Visit,
    asking: Asking,
    *,
    cursor: str | None = None,
    kept: str = "",
    problem: UsageError | StorageError | None = None,
    counts: bool = False,
) -> Response:
    found: shown.Results | None = None
    counted: Facets | None = None
    with _place(visit, asking), visit.store.reading() as tx:
        saved, lookups = searches.saved(tx), Lookups(tx)
        if asking.q.strip() and problem is None:
            try:
                query, since = _tree(visit, asking, saved), asking.begin(visit)
                found = shown.results(
                    tx, query, now=visit.now, since=since, sort=asking.sort, cursor=cursor,
                    limit_s=visit.config.archive.search_timeout_s, far=asking.far, lookups=lookups,
                )  # fmt: skip
                if counts:
                    counted = shown.facets(
                        tx, query, now=visit.now, since=since, far=asking.far, lookups=lookups
                    )
            except UsageError as error:
                problem = error
        unindexed = _unindexed(tx, visit, lookups.indexed_from)
    mistake: Refused | None = refused(problem) if isinstance(problem, QueryError) else None
    return visit.page(
        "search.html.j2", WORDS, status=422 if problem else 200, asking=asking, found=found,
        cursor=cursor, error=mistake, problem="" if mistake or not problem else str(problem),
        saved=[(name, text, origin is Origin.CONFIG) for name, (text, origin) in saved.items()],
        unindexed=unindexed, kept=kept, counted=counted, exported=shown.EXPORTED,
    )  # fmt: skip


def _place(visit: Visit, asking: Asking) -> AbstractContextManager[object]:
    """What takes seconds waits for its turn."""
    return heavy(visit.config) if asking.far else nullcontext()


def _tree(visit: Visit, asking: Asking, saved: Mapping[str, tuple[str, Origin]]) -> tree.Query:
    """What is asked for, *saved* queries written out: the files as they are now over those."""
    known = {name: text for name, (text, _) in saved.items()}
    return parse_whole(asking.q, {**known, **visit.config.saved})


def _unindexed(tx: Tx, visit: Visit, first: int | None) -> datetime | None:
    """First sight of the oldest article that is found while the index is made anew on SQLite."""
    if first is None or not visit.store.is_sqlite:
        return None
    try:
        return articles.by_id(tx, first).first_seen_at
    except NotFound:  # not one step was taken yet
        return visit.now
