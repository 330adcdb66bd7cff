"""`wirewatch feeds`: what is followed and how it does; more or less of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli import feedhealth, feedlists, following, looking, pausing
from crawler.cli.completing import feed_names
from crawler.cli.session import AsCsv, AsJson, session_of

if TYPE_CHECKING:
    from crawler.cli.showing import Column
    from crawler.storage.headlines import Headline
    from crawler.storage.health import FeedDay, FeedHealth
    from crawler.storage.history import ChangeRow, GapRow
    from crawler.storage.looks import Run

app = typer.Typer(name="feeds", no_args_is_help=True, help="The feeds that are followed.")
TROUBLED = ("dead", "refused", "degraded")
COLOURS = {
    "ok": "green",
    "recovered": "green",
    "degraded": "yellow",
    "refused": "yellow",
    "dead": "red",
}
DAYS, RECENT, RUNS, RARE = 7, 5, 12, 5


def register(program: typer.Typer) -> None:
    """Put the commands into the program."""
    app.command("health")(feedhealth.health)
    app.command("add")(following.add)
    app.command("test")(looking.look)
    app.command("pause")(pausing.pause)
    app.command("resume")(pausing.resume)
    app.command("import")(feedlists.import_feeds)
    app.command("export")(feedlists.export_feeds)
    program.add_typer(app)


@app.command("list")
def list_feeds(  # noqa: PLR0917  # typer calls it by name
    context: typer.Context,
    troubled: Annotated[
        bool, typer.Option("--troubled", help="Only those that fail or did lately.")
    ] = False,
    group: Annotated[str | None, typer.Option(help="Only those of this group.")] = None,
    language: Annotated[str | None, typer.Option(help="Only those in this language: de")] = None,
    retired: Annotated[
        bool, typer.Option("--retired", help="Also those that are not followed any more.")
    ] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List the feeds: health, last look, next look, articles."""
    from crawler.cli.showing import form_of, row_of, show_rows
    from crawler.storage import health

    form = form_of(as_json=as_json, as_csv=as_csv)
    session = session_of(context)
    with session.store(session.config()) as store, store.reading() as tx:
        feeds = health.listing(tx, retired=retired)
    if troubled:
        feeds = [feed for feed in feeds if feed.health in TROUBLED]
    if group is not None:
        feeds = [feed for feed in feeds if (feed.category or "").casefold() == group.casefold()]
    if language is not None:
        feeds = [feed for feed in feeds if feed.language == language.lower()]
    empty = (
        "No feed is in trouble." if troubled else "There is no such feed. See: wirewatch feeds add"
    )
    show_rows([row_of(feed) for feed in feeds], _columns(), form, empty=empty)


def _columns() -> Sequence[Column]:
    from crawler.cli.showing import Column
    from crawler.cli.wording import ago, due

    now = datetime.now(UTC)

    def when(value: datetime | None) -> str:
        return ago(value, now)

    return (
        Column(key="id", head="Id", right=True),
        Column(key="name", head="Feed", style="bold", least=12),
        Column(key="language", head="Lang"),
        Column(key="health", head="Health", style=lambda row: COLOURS.get(row["health"], "dim")),
        Column(key="last_looked_at", head="Looked at", say=when),
        Column(key="last_note", head="What came of it", least=16),
        Column(key="next_look_at", head="Next look", say=lambda value: due(value, now)),
        Column(key="articles", head="Articles", right=True),
    )


@app.command("show")
def show_feed(
    context: typer.Context,
    feed: Annotated[
        str,
        typer.Argument(
            autocompletion=feed_names, help="Its number, name, part of the name, or address."
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Show all that is known of one feed: how it does, and why it is looked at when it is."""
    from crawler.cli.showing import plain, show_json
    from crawler.storage import health, history, looks
    from crawler.storage.headlines import Wish, headlines
    from crawler.wishes.choosing import health_of

    session = session_of(context)
    config = session.config()
    since = (datetime.now(UTC) - timedelta(days=DAYS)).date()
    with session.store(config) as store, store.reading() as tx:
        [found] = health_of(tx, [feed])
        days = health.days(tx, found.id, since=since)
        recent = headlines(tx, Wish(feed_id=found.id), limit=RECENT)
        runs = looks.runs(tx, found.id, limit=RUNS)
        gaps = history.gaps(tx, feed_id=found.id, limit=RARE)
        changes = history.changes(tx, feed_id=found.id, limit=RARE)
    if as_json:
        more = {"days": days, "newest": recent, "looks_at": runs, "gaps": gaps, "changes": changes}
        show_json({**plain(found), **plain(more)})
        return
    zone = config.clock.timezone
    _tell(found, days, recent, zone)
    show_runs(runs, zone)
    show_rare(gaps, changes, zone)


def _tell(feed: FeedHealth, days: Sequence[FeedDay], recent: Sequence[Headline], zone: str) -> None:
    from crawler.cli.showing import Column, Form, row_of, say, show_record, show_rows
    from crawler.cli.wording import local, one_line

    say(f"{feed.id} {one_line(feed.name)}", "bold")
    show_record(_pairs(feed, zone))
    if days:
        print()
        heads = ("day", "looks", "unchanged", "failures", "entries", "bytes")
        columns = [Column(key=key, head=key.capitalize(), right=key != "day") for key in heads]
        show_rows([row_of(day) for day in days], columns, Form.TABLE, empty="")
    if recent:
        print()
        for one in recent:
            print(f"{one.id:>7}  {local(one.first_seen_at, zone)}  {one_line(one.title)}")


def show_runs(runs: Sequence[Run], zone: str) -> None:
    """What was decided after which looks, the newest first; looks that ended alike on one line."""
    from crawler.cli.wording import local, one_line

    if runs:
        print("\nDecisions, the newest first")
    for run in runs:
        often = f" ({run.times} times since {local(run.began_at, zone)})" if run.times > 1 else ""
        print(f"  {local(run.ended_at, zone)}  {one_line(run.note)}{often}")
        print(f"  {'':16}  {one_line(run.plan)}")


def show_rare(gaps: Sequence[GapRow], changes: Sequence[ChangeRow], zone: str) -> None:
    """Gaps and changes, if there are any."""
    from crawler.cli.wording import local, one_line

    if gaps:
        print("\nGaps: what was published in them may be lost")
    for gap in gaps:
        print(f"  {local(gap.from_at, zone)} to {local(gap.to_at, zone)}  {one_line(gap.feed)}")
    if changes:
        print("\nChanges")
    for one in changes:
        words = f"{one.was} → {one.became}: {one_line(one.reason)}"
        print(f"  {local(one.at, zone)}  {one_line(one.feed)}: {words}")


def _pairs(feed: FeedHealth, zone: str) -> list[tuple[str, str]]:
    from crawler.cli.wording import ago, due, local, size

    now = datetime.now(UTC)
    failing = f"since {local(feed.failing_since, zone)}" if feed.failing_since else ""
    return [
        ("address", feed.url),
        ("home page", feed.home_url or ""),
        ("title", feed.title or ""),
        ("about", ", ".join(filter(None, (feed.language, feed.country, feed.category)))),
        ("followed", f"{feed.state}, by {feed.origin.value}, since {local(feed.created_at, zone)}"),
        ("health", " ".join(filter(None, (feed.health, failing)))),
        ("looked at", f"{ago(feed.last_looked_at, now)}: {feed.last_outcome}: {feed.last_note}"
         if feed.last_looked_at else "never"),
        ("last news", ago(feed.last_new_at, now)),
        ("next look", f"{due(feed.next_look_at, now)} ({feed.plan or 'new'})"
         if feed.state == "active" else ""),
        ("rhythm", _rhythm(feed)),
        ("so far", f"{feed.looks:,} looks, {feed.unchanged:,} unchanged, {feed.failures:,} failed, "
                   f"{feed.entries:,} entries, {feed.articles:,} articles, {size(feed.bytes)}"),
    ]  # fmt: skip


def _rhythm(feed: FeedHealth) -> str:
    from crawler.cli.wording import span

    if feed.cron:
        return f"cron {feed.cron}"

    def told(words: str, minutes: float | None) -> str:
        return words.format(span(timedelta(minutes=minutes))) if minutes else ""

    now = told("every {} now", feed.interval_min)
    least = told("at least {} apart", feed.floor_min)
    most = told("at most {} apart", feed.ceiling_min)
    return ", ".join(filter(None, (now, least, most)))


@app.command("remove")
def remove(
    context: typer.Context,
    feeds: Annotated[
        list[str],
        typer.Argument(autocompletion=feed_names, help="Their numbers, names or addresses."),
    ],
) -> None:
    """Follow feeds no longer. Their articles stay."""
    from crawler.wishes.choosing import health_of
    from crawler.wishes.feeds import leave

    session = session_of(context)
    config = session.config()
    with session.store(config) as store, store.writing() as tx:
        chosen = health_of(tx, feeds)
        leave(tx, chosen, config)
    for feed in chosen:
        print(f"Not followed any more: {feed.name} ({feed.articles:,} articles stay)")
