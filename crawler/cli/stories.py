"""`wirewatch stories`: what tells of one event, and how to mend it where that is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crawler.cli.session import AsCsv, AsJson, session_of

if TYPE_CHECKING:
    from crawler.storage import Tx
    from crawler.storage.articles import Stored
    from crawler.storage.mending import Mending
    from crawler.storage.revisions import Event
    from crawler.storage.stories import StoryRow

app = typer.Typer(name="stories", no_args_is_help=True, help="Articles that tell of one event.")
STANDING = {"new": "", "copy": "copy", "same story": "another text"}


def register(program: typer.Typer) -> None:
    """Put the commands into the program."""
    program.add_typer(app)


@app.command("list")
def list_stories(  # noqa: PLR0917  # typer calls it by name
    context: typer.Context,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="So many.")] = 20,
    least: Annotated[int, typer.Option(min=1, help="Only of at least so many articles.")] = 2,
    since: Annotated[
        str | None, typer.Option(help="Grew since then: 24h, 7d, today, 2026-02-01.")
    ] = None,
    topic: Annotated[str | None, typer.Option(help="Only what this topic found.")] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List stories, those that grew last first."""
    from crawler.cli.showing import Column, form_of, row_of, show_rows
    from crawler.cli.wording import local
    from crawler.storage import stories, topics
    from crawler.wishes.choosing import topic_of
    from crawler.wishes.moments import moment

    form = form_of(as_json=as_json, as_csv=as_csv)
    session = session_of(context)
    config = session.config()
    zone, now = config.clock.timezone, datetime.now(UTC)
    after = moment(since, now=now, zone=zone) if since else None
    with session.store(config) as store, store.reading() as tx:
        topic_id = topic_of(topic, topics.listing(tx)).topic.id if topic else None
        found = stories.listing(tx, limit=limit, least=least, since=after, topic_id=topic_id)
    columns = (
        Column(key="id", head="Id", right=True),
        Column(key="last_at", head="Grew", say=lambda time: local(time, zone)),
        Column(key="articles", head="Articles", right=True),
        Column(key="outlets", head="Outlets", right=True),
        Column(key="topics", head="Topics", say=", ".join, least=8),
        Column(key="title", head="Title", style="bold", least=30),
    )
    show_rows([row_of(one) for one in found], columns, form, empty="No story.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Everything that is known of one story."""

    story: StoryRow
    articles: Sequence[Stored]  # by the time at which they appeared
    events: Sequence[Event]
    mendings: Sequence[Mending]


@app.command("show")
def show_story(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="ID", help="As the list names it.")],
    as_json: AsJson = False,
) -> None:
    """Show a story: its time line, who carries it, and why each article is in it."""
    from crawler.cli.showing import show_json

    session = session_of(context)
    config = session.config()
    with session.store(config) as store, store.reading() as tx:
        known = _known(tx, number)
    if as_json:
        show_json(_document(known))
    else:
        _tell(known, config.clock.timezone)


@app.command("split")
def split_story(
    context: typer.Context,
    numbers: Annotated[list[int], typer.Argument(metavar="ARTICLE…", help="Of one story.")],
) -> None:
    """Put articles into a story of their own, for good.

    What is no more like the rest than they are will not be taken for it again. No alert is sent.
    """
    from crawler.storage import mending

    session = session_of(context)
    with session.store(session.config()) as store, store.judging() as tx:
        opened = mending.split(tx, numbers, datetime.now(UTC))
    named = ", ".join(str(number) for number in dict.fromkeys(numbers))
    print(f"Set apart as story {opened}: {named}")


@app.command("merge")
def merge_stories(
    context: typer.Context,
    into: Annotated[int, typer.Argument(metavar="STORY", help="The story that stays.")],
    others: Annotated[list[int], typer.Argument(metavar="STORY…", help="Those that join it.")],
) -> None:
    """Make stories one, for good; what was told of one is told of all."""
    from crawler.storage import mending, stories

    session = session_of(context)
    with session.store(session.config()) as store, store.judging() as tx:
        mending.merge(tx, into, others, datetime.now(UTC))
        story = stories.by_id(tx, into)
    print(f"Story {story.id} has {story.articles} articles now.")


def _known(tx: Tx, number: int) -> Known:
    from crawler.storage import articles, mending, revisions, stories

    story = stories.by_id(tx, number)
    members = articles.of_story(tx, story.id)
    return Known(
        story=story,
        articles=sorted(members, key=lambda one: (_appeared(one), one.id)),
        events=revisions.events_of(tx, [one.id for one in members]),
        mendings=mending.mendings(tx, story.id),
    )


def _appeared(one: Stored) -> datetime:
    from crawler.stories import appeared

    return appeared(one.article.published_at, one.article.published_from, one.first_seen_at)


def _document(known: Known) -> dict[str, Any]:
    from crawler.cli.showing import plain, row_of

    members = [
        {
            "id": one.id, "outlet": one.outlet, "title": one.article.title,
            "url": one.article.url, "agency": one.article.agency,
            "language": one.article.language, "published_at": one.article.published_at,
            "first_seen_at": one.first_seen_at, "revision": one.revision,
            "relation": one.relation, "original_id": one.original_id, "like_id": one.like_id,
            "likeness": one.likeness, "verdict": one.verdict,
        }
        for one in known.articles
    ]  # fmt: skip
    document: dict[str, Any] = plain({
        **row_of(known.story),
        "members": members,
        "events": known.events,
        "mendings": known.mendings,
    })  # fmt: skip
    return document


def _tell(known: Known, zone: str) -> None:
    from crawler.cli.showing import say, show_record
    from crawler.cli.wording import local, one_line

    story = known.story
    times = [_appeared(one) for one in known.articles] or [story.first_at]
    say(one_line(story.title), "bold")
    show_record([
        ("story", str(story.id)),
        ("from", local(min(times), zone)),
        ("to", local(max(times), zone)),
        ("grew", local(story.last_at, zone)),
        ("outlets", ", ".join(dict.fromkeys(one.outlet for one in known.articles))),
        ("topics", ", ".join(story.topics)),
    ])  # fmt: skip
    print()
    for one in known.articles:
        agency = f" ({one.article.agency})" if one.article.agency else ""
        head = f"{one.id:>7}  {local(_appeared(one), zone)}  {one_line(one.outlet + agency)}: "
        print(f"{head}{one_line(one.article.title)}")
        sign = STANDING[one.relation]
        say(f"{'':9}{sign + ': ' if sign else ''}{one_line(one.verdict)}", "dim")
    if known.events:
        print()
        say("What became of them", "bold")
        for event in known.events:
            print(f"{event.article_id:>7}  {local(event.at, zone)}  {described(event)}")
    for made in known.mendings:
        what = f"article {made.article_id} split off" if made.kind == "split" else "merged"
        where = f"story {made.from_story_id} → {made.story_id}"
        print(f"{'by hand':>7}  {local(made.made_at, zone)}  {what} ({where})")


def described(event: Event) -> str:
    """An event on one line."""
    from crawler.cli.wording import one_line

    parts = [event.kind.value, event.topic or "", one_line(event.detail)]
    return ": ".join(part for part in parts if part)
