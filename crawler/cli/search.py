"""`wirewatch search`: the archive, asked in the language of topics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crawler.cli.session import AsCsv, AsJson, session_of

if TYPE_CHECKING:
    from crawler.alerts.excerpts import Excerpt
    from crawler.storage.search import Found

# Sentences shown of each article, and how long each may be, in characters.
SENTENCES, SENTENCE_MAX = 2, 220


def register(app: typer.Typer) -> None:
    """Put the command into the program."""
    app.command("search")(search)


def search(  # noqa: PLR0917  # typer calls it by name
    context: typer.Context,
    query: Annotated[list[str], typer.Argument(metavar="QUERY", help="In the language of topics.")],
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="So many.")] = 20,
    since: Annotated[
        str | None, typer.Option(help="First seen since then: 24h, 7d, today, 2026-02-01.")
    ] = None,
    before: Annotated[
        int | None, typer.Option(metavar="ID", help="Before this article, for the next page.")
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Search all articles, the newest first, with the sentences that matched.

    Examples: wirewatch search '"new start" -life';
    wirewatch search 'treaty NEAR/5 (expire* OR lapse*) lang:en' --since 7d.
    A query that begins with a minus goes behind two: wirewatch search -- '-football strike'
    """
    from crawler.cli.moments import moment
    from crawler.cli.showing import Form, form_of, hint, show_rows
    from crawler.storage import search as archive
    from crawler.storage import topics
    from crawler.topics.parsing import expand, parse

    form = form_of(as_json=as_json, as_csv=as_csv)
    session = session_of(context)
    config = session.config()
    zone, now = config.clock.timezone, datetime.now(UTC)
    after = moment(since, now=now, zone=zone) if since else None
    with session.store(config) as store, store.reading() as tx:
        text, saved = " ".join(query), {**topics.queries(tx), **config.saved}
        tree = expand(parse(text, saved), saved, text=text)
        found = archive.find(tx, tree, now=now, limit=limit, before=before, since=after)
    if form is Form.TABLE and found:
        _tell(found, zone)
    else:
        show_rows([_row(one) for one in found], (), form, empty="Nothing found.")
    if form is Form.TABLE and len(found) == limit:
        hint(f"\nPerhaps more: --before {found[-1].stored.id}")


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
