"""`wirewatch articles`: what was read, and all that is known of one article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crawler.cli.completing import feed_names, topic_names
from crawler.cli.revisions import diff_article
from crawler.cli.session import AsCsv, AsJson, session_of
from crawler.errors import NotFound

if TYPE_CHECKING:
    from crawler.items import Place
    from crawler.storage import Tx
    from crawler.storage.articles import Revision, Stored
    from crawler.storage.topics import HitRow

app = typer.Typer(name="articles", no_args_is_help=True, help="The articles that were read.")


def register(program: typer.Typer) -> None:
    """Put the commands into the program."""
    app.command("diff")(diff_article)
    program.add_typer(app)


@app.command("list")
def list_articles(  # noqa: PLR0917  # typer calls it by name
    context: typer.Context,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="So many.")] = 20,
    since: Annotated[
        str | None, typer.Option(help="First seen since then: 24h, 7d, today, 2026-02-01.")
    ] = None,
    before: Annotated[
        int | None, typer.Option(metavar="ID", help="Before this article, for the next page.")
    ] = None,
    feed: Annotated[
        str | None, typer.Option(autocompletion=feed_names, help="Only from this feed.")
    ] = None,
    topic: Annotated[
        str | None, typer.Option(autocompletion=topic_names, help="Only what this topic found.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="Only in this language: de")] = None,
    originals: Annotated[bool, typer.Option("--originals", help="Without copies.")] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List articles, the newest first."""
    from crawler.cli.showing import form_of, row_of, show_rows
    from crawler.storage import feeds, topics
    from crawler.storage.headlines import Wish, headlines
    from crawler.wishes.choosing import feed_of, topic_of
    from crawler.wishes.moments import moment

    form = form_of(as_json=as_json, as_csv=as_csv)
    session = session_of(context)
    config = session.config()
    zone, now = config.clock.timezone, datetime.now(UTC)
    after = moment(since, now=now, zone=zone) if since else None
    with session.store(config) as store, store.reading() as tx:
        wish = Wish(
            before=before,
            since=after,
            feed_id=feed_of(feed, feeds.named(tx, retired=True)).id if feed else None,
            language=language.lower() if language else None,
            topic=topic_of(topic, topics.listing(tx)).topic.name if topic else None,
            originals=originals,
        )
        found = headlines(tx, wish, limit=limit)
    show_rows([row_of(one) for one in found], columns(zone), form, empty="No article.")


def columns(zone: str) -> Sequence[Any]:
    """The columns of a list of articles, times in *zone*."""
    from crawler.cli.showing import Column
    from crawler.cli.wording import local

    return (
        Column(key="id", head="Id", right=True),
        Column(key="first_seen_at", head="Seen", say=lambda time: local(time, zone)),
        Column(key="outlet", head="Outlet", least=8),
        Column(key="language", head="Lang"),
        Column(key="title", head="Title", style="bold", least=30),
        Column(key="original_id", head="Copy of", right=True),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Everything that is known of one article."""

    stored: Stored
    story: Sequence[Stored]
    revisions: Sequence[Revision]
    hits: Sequence[HitRow]


@app.command("show")
def show_article(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="ID", help="As search and alerts name it.")],
    revision: Annotated[
        int | None, typer.Option(min=1, help="The text as it was in this revision.")
    ] = None,
    changes: Annotated[
        bool, typer.Option("--changes", help="What each revision took out and put in.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show an article: its text with what topics matched, its story, its revisions."""
    from crawler.cli.showing import show_json

    session = session_of(context)
    config = session.config()
    with session.store(config) as store, store.reading() as tx:
        known = _known(tx, number)
    if revision is not None and not 1 <= revision <= known.stored.revision:
        raise NotFound(f"article {number} has {known.stored.revision} revision(s), no {revision}")
    if as_json:
        show_json(_document(known))
    elif changes:
        _tell_changes(known, config.clock.timezone)
    else:
        _tell(known, revision or known.stored.revision, config.clock.timezone)


def _known(tx: Tx, number: int) -> Known:
    from crawler.storage import articles, topics

    stored = articles.by_id(tx, number)
    return Known(
        stored=stored,
        story=[one for one in articles.of_story(tx, stored.story_id) if one.id != number],
        revisions=articles.revisions(tx, number),
        hits=topics.hits_of(tx, number),
    )


def _document(known: Known) -> dict[str, Any]:
    from crawler.cli.showing import plain, row_of

    stored = row_of(known.stored)
    article = row_of(stored.pop("article"))
    members = [
        {"id": one.id, "outlet": one.outlet, "title": one.article.title, "url": one.article.url,
         "original_id": one.original_id, "first_seen_at": one.first_seen_at}
        for one in known.story
    ]  # fmt: skip
    document: dict[str, Any] = plain({
        "id": stored.pop("id"),
        **article,
        **stored,
        "hits": known.hits,
        "story": members,
        "revisions": known.revisions,
    })  # fmt: skip
    return document


def _tell(known: Known, revision: int, zone: str) -> None:
    from crawler.cli.showing import say, show_record
    from crawler.cli.wording import one_line

    title, lead, text = _as_of(known, revision)
    hits = [hit for hit in known.hits if hit.revision == revision]
    places = [place for hit in hits for place in hit.places]
    if known.stored.article.kicker:
        say(one_line(known.stored.article.kicker), "dim")
    _print_marked(one_line(title), "title", places if one_line(title) == title else [], "bold")
    print()
    show_record(_pairs(known, zone))
    print()
    if lead:
        _print_marked(lead, "lead", places, "italic")
        print()
    _print_marked(text, "body", places, "")
    _tell_rest(known, zone)


def _as_of(known: Known, revision: int) -> tuple[str, str | None, str]:
    for old in known.revisions:
        if old.number == revision:
            return old.title, old.lead, old.text
    article = known.stored.article
    return article.title, article.lead, article.text


def _pairs(known: Known, zone: str) -> list[tuple[str, str]]:
    from crawler.cli.wording import local, moment_of

    stored, article = known.stored, known.stored.article
    published = moment_of(article.published_at, article.published_day, zone)
    published = f"{published} (from {article.published_from})"
    modified = moment_of(article.modified_at, article.modified_day, zone)
    modified = f"{modified} (from {article.modified_from})"
    access = article.access.value + (f": {article.note}" if article.note else "")
    return [
        ("outlet", stored.outlet),
        ("address", article.url),
        ("by", ", ".join(article.authors)),
        ("agency", article.agency or ""),
        ("published", published if article.published_at else ""),
        ("modified", modified if article.modified_at else ""),
        ("first seen", local(stored.first_seen_at, zone)),
        ("about", ", ".join(filter(None, (article.language, article.country, article.section)))),
        ("tags", ", ".join(article.tags)),
        ("caption", article.image_caption or ""),
        ("credit", article.image_credit or ""),
        ("access", "" if access == "full" else access),
        ("words", f"{stored.n_words:,}"),
        ("verdict", stored.verdict),
        ("topics", ", ".join(hit.topic for hit in known.hits)),
    ]


def _print_marked(text: str, field: str, places: Sequence[Place], style: str) -> None:
    """A text, on a terminal with what matched in it; control signs are taken out."""
    from crawler.cli.showing import console, on_terminal
    from crawler.cli.wording import printable

    if not on_terminal():
        print(printable(text))
        return
    from rich.text import Text

    shown = Text(style=style)
    upto = 0
    # Cleaning shortens a text, so it is cleaned piece by piece.
    for start, end in _merged(text, field, places):
        shown.append(printable(text[upto:start]))
        shown.append(printable(text[start:end]), style="black on yellow")
        upto = end
    shown.append(printable(text[upto:]))
    console().print(shown)


def _merged(text: str, field: str, places: Sequence[Place]) -> list[tuple[int, int]]:
    from crawler.topics.sentences import merged

    return merged((p.start, p.end) for p in places if p.field == field and p.end <= len(text))


def _tell_rest(known: Known, zone: str) -> None:
    """The other members of its story, and its revisions."""
    from crawler.cli.showing import say
    from crawler.cli.wording import local, one_line

    if known.story:
        print()
        say("The same story", "bold")
        for one in known.story:
            sign = " (copy)" if one.original_id else ""
            when = local(one.first_seen_at, zone)
            print(
                f"{one.id:>7}  {when}  {one_line(one.outlet)}: {one_line(one.article.title)}{sign}"
            )
    if known.revisions:
        print()
        say("Earlier texts (--revision N, --changes)", "bold")
        for old in known.revisions:
            print(f"{old.number:>7}  {local(old.fetched_at, zone)}  {one_line(old.title)}")


def _tell_changes(known: Known, zone: str) -> None:
    from crawler.cli.showing import hint, say
    from crawler.cli.wording import local

    last = known.stored.revision
    if last == 1:
        hint("It has not been changed since it was first read.")
    times = {old.number: old.fetched_at for old in known.revisions}
    times[last] = known.stored.fetched_at
    for number in range(2, last + 1):
        say(f"Revision {number}, {local(times[number], zone)}", "bold")
        for before, after in zip(_as_of(known, number - 1), _as_of(known, number), strict=True):
            if (before or "") != (after or ""):
                _print_diff(before or "", after or "")
                print()


def _print_diff(before: str, after: str) -> None:
    """Words taken out in red or [-so-], words put in in green or {+so+}, as wdiff writes it."""
    from crawler.cli.showing import console, on_terminal
    from crawler.cli.wording import printable
    from crawler.dedup.diff import Kind, diff

    changes = diff(before, after)
    if on_terminal():
        from rich.text import Text

        styles = {Kind.KEPT: "", Kind.REMOVED: "red strike", Kind.ADDED: "green"}
        console().print(Text.assemble(*((printable(c.text), styles[c.kind]) for c in changes)))
        return
    signs = {Kind.KEPT: ("", ""), Kind.REMOVED: ("[-", "-]"), Kind.ADDED: ("{+", "+}")}
    parts = []
    for change in changes:
        opening, closing = signs[change.kind]
        body = change.text.rstrip()
        parts.append(f"{opening}{body}{closing}{change.text[len(body) :]}")
    print(printable("".join(parts)))
