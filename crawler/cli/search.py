"""`wirewatch search`: the archive, asked in the language of topics."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crawler.cli.session import AsCsv, AsJson, session_of

if TYPE_CHECKING:
    from crawler.alerts.excerpts import Excerpt
    from crawler.cli.showing import Form
    from crawler.storage import Store
    from crawler.storage.search import Found, Page
    from crawler.topics.query import Query

# Sentences shown of each article, and how long each may be, in characters.
SENTENCES, SENTENCE_MAX = 2, 220


class Order(StrEnum):
    """What comes first."""

    TIME = "time"
    RELEVANCE = "relevance"


def register(app: typer.Typer) -> None:
    """Put the command into the program."""
    app.command("search")(search)


def search(  # noqa: PLR0917  # typer calls it by name
    context: typer.Context,
    query: Annotated[
        list[str] | None,
        typer.Argument(metavar="QUERY", help="In the language of topics.", show_default=False),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="So many.")] = 20,
    since: Annotated[
        str | None, typer.Option(help="First seen since then: 24h, 7d, today, 2026-02-01.")
    ] = None,
    before: Annotated[
        str | None, typer.Option(metavar="PLACE", help="The next page, as the one before told.")
    ] = None,
    sort: Annotated[Order, typer.Option(help="Newest first, or the most relevant.")] = Order.TIME,
    facets: Annotated[
        bool, typer.Option("--facets", help="How many by outlet, day and language instead.")
    ] = False,
    save: Annotated[
        str | None, typer.Option(metavar="NAME", help="Keep the query, to be asked as @NAME.")
    ] = None,
    forget: Annotated[
        str | None, typer.Option(metavar="NAME", help="Remove a query that was kept so.")
    ] = None,
    saved: Annotated[bool, typer.Option("--saved", help="List the queries that are kept.")] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Search all articles, the newest first, with the sentences that matched.

    Examples: wirewatch search '"new start" -life';
    wirewatch search 'treaty NEAR/5 (expire* OR lapse*) lang:en' --since 7d --sort relevance;
    wirewatch search 'treaty -tax' --save treaties; wirewatch search @treaties --facets.
    A query that begins with a minus goes behind two: wirewatch search -- '-football strike'
    """
    from crawler.cli.moments import moment
    from crawler.cli.showing import form_of
    from crawler.errors import UsageError

    form = form_of(as_json=as_json, as_csv=as_csv)
    session = session_of(context)
    config = session.config()
    now = datetime.now(UTC)
    after = moment(since, now=now, zone=config.clock.timezone) if since else None
    with session.store(config) as store:
        if saved or forget:
            _tell_saved(store, form, forget)
            return
        if not query:
            raise UsageError("search for what? Give a query, or --saved for those that are kept")
        tree = _tree(store, config.saved, " ".join(query), save)
        if facets:
            _tell_facets(store, tree, form, now=now, since=after)
            return
        found = _page(store, tree, now, after, limit=limit, cursor=before, sort=sort)
    _tell_page(found, form, config.clock.timezone)


def _tree(store: Store, configured: Mapping[str, str], text: str, name: str | None) -> Query:
    """The query with all that is saved written out; kept under *name* when there is one."""
    from crawler.cli.showing import hint
    from crawler.errors import UsageError
    from crawler.storage import searches, topics
    from crawler.topics.parsing import expand, parse

    with store.reading() as tx:
        known = {**topics.queries(tx), **configured}
    tree = parse(text, known)
    expanded = expand(tree, known, text=text)
    if name is not None:
        name = name.removeprefix("@")
        if not re.fullmatch(r"\w+", name):
            raise UsageError(f"--save {name}: a name has letters, digits and _ only")
        expand(tree, {**known, name: str(tree)}, text=text)  # a circle is refused
        with store.writing() as tx:
            searches.save(tx, name, str(tree))
        hint(f"Kept; ask it again with: wirewatch search @{name}")
    return expanded


def _page(
    store: Store,
    tree: Query,
    now: datetime,
    since: datetime | None,
    *,
    limit: int,
    cursor: str | None,
    sort: Order,
) -> Page:
    from crawler.storage import search as archive

    order = archive.Sort(sort.value)
    with store.reading() as tx:
        return archive.page(tx, tree, now=now, limit=limit, cursor=cursor, since=since, sort=order)


def _tell_page(page: Page, form: Form, zone: str) -> None:
    from crawler.cli.showing import Form, hint, show_rows

    if form is Form.TABLE and page.found:
        _tell(page.found, zone)
    else:
        show_rows([_row(one) for one in page.found], (), form, empty="Nothing found.")
    if form is Form.TABLE and page.cursor:
        hint(f"\nMore: --before {page.cursor}")
    if form is Form.TABLE and page.newest_only:
        hint("There are more matches than were weighed; these are the best of the newest 1,000.")


def _tell_facets(
    store: Store, tree: Query, form: Form, *, now: datetime, since: datetime | None
) -> None:
    from crawler.cli.showing import Column, hint, show_rows
    from crawler.storage import search as archive

    with store.reading() as tx:
        counted = archive.facets(tx, tree, now=now, since=since)
    kinds = (("outlet", counted.outlets), ("day", counted.days), ("language", counted.languages))
    rows = [
        {"facet": kind, "value": value, "articles": count, "at_least": not counted.complete}
        for kind, some in kinds
        for value, count in some
    ]
    columns = (
        Column(key="facet", head="BY"),
        Column(key="value", head="VALUE", say=lambda value: value or "unknown"),
        Column(key="articles", head="ARTICLES", right=True),
    )
    show_rows(rows, columns, form, empty="Nothing found.")
    if not counted.complete:
        hint(f"Counted over the newest {counted.matches:,} matches; there are more.")


def _tell_saved(store: Store, form: Form, forget: str | None) -> None:
    from crawler.cli.showing import Column, show_rows
    from crawler.storage import searches

    if forget:
        with store.writing() as tx:
            searches.forget(tx, forget.removeprefix("@"))
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


def _row(found: Found) -> dict[str, Any]:
    stored, article = found.stored, found.stored.article
    return {
        "id": stored.id,
        "title": article.title,
        "outlet": stored.outlet,
        "url": article.url,
        "language": article.language,
        "published_at": article.published_at,
        "first_seen_at": stored.first_seen_at,
        "story_id": stored.story_id,
        "original_id": stored.original_id,
        "sentences": [one.marked("**", "**") for one in _sentences(found)],
        "score": found.score,
        "places": [[place.field, place.start, place.end] for place in found.places],
    }


def _sentences(found: Found) -> Sequence[Excerpt]:
    """The headline last: it is shown anyway."""
    from crawler.alerts.excerpts import excerpts

    article = found.stored.article
    fields = (("lead", article.lead or ""), ("body", article.text), ("title", article.title))
    return excerpts(fields, found.places, most=SENTENCE_MAX)


def _tell(results: Iterable[Found], zone: str) -> None:
    from crawler.cli.quoting import quote
    from crawler.cli.showing import console, on_terminal
    from crawler.cli.wording import local, one_line

    for found in results:
        stored, article = found.stored, found.stored.article
        when = local(article.published_at or stored.first_seen_at, zone)
        head = f"{stored.id:>6}  {when}  {one_line(stored.outlet)}  "
        title = one_line(article.title) + (" (copy)" if stored.original_id else "")
        if on_terminal():
            from rich.text import Text

            console().print(Text.assemble((head, "dim"), (title, "bold")), soft_wrap=True)
        else:
            print(f"{head}{title}")
        inside = [one for one in _sentences(found) if one.field != "title"]
        for one in inside[:SENTENCES]:
            quote(one, indent=8)
