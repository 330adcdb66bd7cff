"""`wirewatch search`: the archive, asked in the language of topics."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.codes import Code
from crawler.cli.session import AsCsv, AsJson, session_of

if TYPE_CHECKING:
    from crawler.cli.showing import Form
    from crawler.config import Config
    from crawler.storage import Store
    from crawler.storage.search import Facets, Page, Stopped
    from crawler.topics.query import Query


class Order(StrEnum):
    """What comes first."""

    TIME = "time"
    RELEVANCE = "relevance"


# What may stand on the command line.
Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="QUERY", help="In the language of topics.", show_default=False),
]
Limit = Annotated[int, typer.Option("--limit", "-n", min=1, help="So many.")]
Since = Annotated[
    str | None, typer.Option(help="First seen since then: 24h, 7d, today, 2026-02-01.")
]
Before = Annotated[
    str | None, typer.Option(metavar="PLACE", help="The next page, as the one before told.")
]
TimeoutS = Annotated[
    float | None,
    typer.Option(
        min=0, help="Seconds until it shows what it has; 0 is no limit. Default: search_timeout_s."
    ),
]
Sorted = Annotated[Order, typer.Option(help="Newest first, or the most relevant.")]
AsFacets = Annotated[
    bool, typer.Option("--facets", help="How many by outlet, day and language instead.")
]
Save = Annotated[
    str | None, typer.Option(metavar="NAME", help="Keep the query, to be asked as @NAME.")
]
Forget = Annotated[
    str | None, typer.Option(metavar="NAME", help="Remove a query that was kept so.")
]
Saved = Annotated[bool, typer.Option("--saved", help="List the queries that are kept.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked of the archive, besides the query."""

    limit: int
    since: str | None
    before: str | None
    timeout_s: float | None
    sort: Order
    facets: bool


def register(app: typer.Typer) -> None:
    """Put the command into the program."""
    app.command("search")(search)


def search(  # noqa: PLR0917  # typer calls it by name
    context: typer.Context,
    query: Words = None,
    limit: Limit = 20,
    since: Since = None,
    before: Before = None,
    timeout_s: TimeoutS = None,
    sort: Sorted = Order.TIME,
    facets: AsFacets = False,
    save: Save = None,
    forget: Forget = None,
    saved: Saved = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Search all articles, the newest first, with the sentences that matched.

    Examples: wirewatch search '"new start" -life';
    wirewatch search 'treaty NEAR/5 (expire* OR lapse*) lang:en' --since 7d --sort relevance;
    wirewatch search 'treaty -tax' --save treaties; wirewatch search @treaties --facets.
    A query that begins with a minus goes behind two: wirewatch search -- '-football strike'

    Of a title, lead or text, queries read the first 200,000 letters.

    A search that takes too long shows what it has found by then, says how far back it looked, and
    ends with exit code 1.
    """
    from crawler.cli.showing import form_of

    form = form_of(as_json=as_json, as_csv=as_csv)
    session = session_of(context)
    config = session.config()
    wanted = Wanted(
        limit=limit, since=since, before=before, timeout_s=timeout_s, sort=sort, facets=facets
    )
    with session.store(config) as store:
        if saved or forget:
            _tell_saved(store, form, forget)
            return
        answer = _answer(store, config, _tree(store, config.saved, query, save), wanted, form)
        absent = _unindexed(store)
    answer.tell()
    _tell_what_is_missing(absent, answer.stopped, config.clock.timezone)


@dataclass(frozen=True, slots=True)
class _Answer:
    tell: Callable[[], None]
    stopped: Stopped | None


def _answer(store: Store, config: Config, tree: Query, wanted: Wanted, form: Form) -> _Answer:
    """What the archive says; told once the database is closed."""
    from crawler.cli.results import tell_facets, tell_page
    from crawler.wishes.moments import moment

    now, zone = datetime.now(UTC), config.clock.timezone
    since = moment(wanted.since, now=now, zone=zone) if wanted.since else None
    given = wanted.timeout_s
    limit_s = config.archive.search_timeout_s if given is None else given
    if wanted.facets:
        counted = _facets(store, tree, now=now, since=since, limit_s=limit_s)
        return _Answer(partial(tell_facets, counted, form), counted.stopped)
    found = _page(store, tree, wanted, now=now, since=since, limit_s=limit_s)
    return _Answer(partial(tell_page, found, form, zone), found.stopped)


def _tell_what_is_missing(absent: datetime | None, end: Stopped | None, zone: str) -> None:
    """What is not in the index yet, and where time ran out; the latter is a problem."""
    from crawler.cli.results import tell_stopped
    from crawler.cli.showing import hint
    from crawler.cli.wording import local

    if absent:
        hint(
            "The index is being made anew; what was first seen before "
            f"{local(absent, zone)} is not found yet. See: wirewatch db reindex"
        )
    if end is not None:
        tell_stopped(end, zone)
        raise typer.Exit(Code.PROBLEM)


def _tree(
    store: Store, configured: Mapping[str, str], words: Sequence[str] | None, name: str | None
) -> Query:
    """The query with all that is saved written out; kept under *name* when there is one."""
    from crawler.cli.showing import hint
    from crawler.errors import UsageError
    from crawler.storage import topics
    from crawler.wishes.searches import keep, read, users_of

    if not words:
        raise UsageError(
            "search for what? Give a query, or --saved for those that are kept\n"
            "Try: wirewatch search '\"river level\" NEAR/5 warning*'"
        )
    text = " ".join(words)
    with store.reading() as tx:
        known = {**topics.queries(tx), **configured}
    _, expanded = read(text, known)
    if name is not None:
        with store.writing() as tx:
            kept = keep(tx, name, text, known)
            users = users_of(tx, kept)
        if kept in known and known[kept] != text:
            hint(f"In place of: {known[kept]}")
        if users:
            hint(f"It is part of {', '.join(users)} from now on.")
        hint(f"Kept; ask it again with: wirewatch search @{kept}")
    return expanded


def _page(
    store: Store,
    tree: Query,
    wanted: Wanted,
    *,
    now: datetime,
    since: datetime | None,
    limit_s: float,
) -> Page:
    from crawler.storage import search as archive

    order, patience = archive.Sort(wanted.sort.value), archive.Patience(limit_s)
    with store.reading() as tx:
        return archive.page(
            tx, tree, now=now, limit=wanted.limit, cursor=wanted.before, since=since, sort=order,
            patience=patience,
        )  # fmt: skip


def _facets(
    store: Store, tree: Query, *, now: datetime, since: datetime | None, limit_s: float
) -> Facets:
    from crawler.storage import search as archive

    with store.reading() as tx:
        return archive.facets(tx, tree, now=now, since=since, patience=archive.Patience(limit_s))


def _unindexed(store: Store) -> datetime | None:
    """First sight of the oldest article that is found while the index is made anew on SQLite."""
    from crawler.errors import NotFound
    from crawler.storage import articles
    from crawler.storage import search as archive

    with store.reading() as tx:
        first = archive.indexed_from(tx)
        if first is None or not store.is_sqlite:
            return None
        try:
            return articles.by_id(tx, first).first_seen_at
        except NotFound:  # not one step was taken yet
            return datetime.now(UTC)


def _tell_saved(store: Store, form: Form, forget: str | None) -> None:
    from crawler.cli.showing import Column, hint, show_rows
    from crawler.storage import searches
    from crawler.wishes import searches as wishes

    if forget:
        with store.writing() as tx:
            wishes.forget(tx, forget)
        hint(f"Forgotten: @{forget.removeprefix('@')}")
        return
    with store.reading() as tx:
        kept = searches.saved(tx)
    rows = [{"name": name, "query": q, "origin": origin} for name, (q, origin) in kept.items()]
    columns = (
        Column(key="name", head="NAME", say=lambda name: f"@{name}"),
        Column(key="origin", head="FROM"),
        Column(key="query", head="QUERY", folds=True),
    )
    show_rows(rows, columns, form, empty="No query is kept; --save NAME keeps one.")
