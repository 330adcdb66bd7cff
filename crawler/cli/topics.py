"""`wirewatch topics`: what is watched for; more or less of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crawler.cli import backfilling, explaining, linting, suggesting, trying, volumes
from crawler.cli.completing import topic_names
from crawler.cli.session import AsCsv, AsJson, Session, session_of

if TYPE_CHECKING:
    from crawler.config import Config
    from crawler.storage.headlines import Headline
    from crawler.storage.topics import TopicRow
    from crawler.storage.troubles import TopicTrouble
    from crawler.wishes.topics import TopicWish

BURST_MIN = 5  # as burst_articles_min in topics.toml

app = typer.Typer(name="topics", no_args_is_help=True, help="The topics that are watched for.")
RECENT = 10


def register(program: typer.Typer) -> None:
    """Put the commands into the program."""
    app.command("test")(trying.try_draft)
    app.command("suggest")(suggesting.suggest_query)
    app.command("explain")(explaining.explain_topic)
    app.command("lint")(linting.lint_topics)
    app.command("volume")(volumes.volume_of)
    app.command("backfill")(backfilling.backfill_topic)
    program.add_typer(app)


@app.command("list")
def list_topics(
    context: typer.Context,
    retired: Annotated[
        bool, typer.Option("--retired", help="Also those that are not watched for any more.")
    ] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List the topics: hits, channels, query."""
    from crawler.cli.showing import Column, Form, form_of, show_rows
    from crawler.cli.unread import hint_of_unread
    from crawler.cli.wording import ago
    from crawler.storage import topics, troubles

    form = form_of(as_json=as_json, as_csv=as_csv)
    now = datetime.now(UTC)
    session = session_of(context)
    config = session.config()
    with session.store(config) as store, store.reading() as tx:
        rows = [row for row in topics.listing(tx) if retired or row.state == "active"]
        known = troubles.held(tx)
    columns = (
        Column(key="name", head="Topic", style="bold"),
        Column(key="hits", head="Hits", right=True),
        Column(key="last_hit_at", head="Last hit", say=lambda time: ago(time, now)),
        Column(key="channels", head="Channels", say=", ".join),
        Column(key="query", head="Query", folds=True, least=30),
    )
    empty = "No topic is followed. See: wirewatch topics add"
    told = [{**flat(row), "trouble": _trouble(known.get(row.topic.id))} for row in rows]
    show_rows(told, columns, form, empty=empty)
    if form is Form.TABLE:
        _warn((row["name"], row["trouble"]) for row in told)
        hint_of_unread(config, rows)


def _trouble(one: TopicTrouble | None) -> str | None:
    """What its owner should know of it."""
    if one is None:
        return None
    if not one.articles:
        return f"not followed: {one.reason}"
    return f"{one.reason} ({one.articles:,} so far, the last {one.url})"


def _warn(troubles: Iterable[tuple[str, str | None]]) -> None:
    """Below the table, where there is room for it."""
    import sys

    from crawler.cli.wording import one_line, printable

    for name, trouble in troubles:
        if trouble:
            print(f"\n{one_line(name)}: {printable(trouble)}", file=sys.stderr)


def flat(row: TopicRow) -> dict[str, Any]:
    """A topic for scripts."""
    from crawler.cli.showing import row_of

    rest = {key: value for key, value in row_of(row).items() if key != "topic"}
    return {**row_of(row.topic), **rest}


@app.command("show")
def show_topic(
    context: typer.Context,
    name: Annotated[str, typer.Argument(autocompletion=topic_names, help="Its name.")],
    as_json: AsJson = False,
) -> None:
    """Show a topic: its query in full, where it came from, its newest articles."""
    from crawler.cli.showing import show_json
    from crawler.storage import topics, troubles
    from crawler.storage.headlines import Wish, headlines
    from crawler.wishes.asking import known_topic

    session = session_of(context)
    config = session.config()
    with session.store(config) as store, store.reading() as tx:
        row = known_topic(topics.listing(tx), name, config)
        recent = headlines(tx, Wish(topic=row.topic.name), limit=RECENT)
        trouble = _trouble(troubles.held(tx).get(row.topic.id))
    if as_json:
        show_json({**flat(row), "trouble": trouble, "newest": recent})
    else:
        _tell(row, recent, config)
        _warn([(row.topic.name, trouble)])


def _tell(row: TopicRow, recent: Sequence[Headline], config: Config) -> None:
    from crawler.cli.showing import say, show_record
    from crawler.cli.wording import ago, local, one_line
    from crawler.items import Origin
    from crawler.wishes.choosing import topic_place

    zone, now = config.clock.timezone, datetime.now(UTC)
    from_file = row.origin is Origin.CONFIG and row.state == "active"
    say(one_line(row.topic.name), "bold")
    show_record([
        ("query", row.topic.query),
        ("version", row.topic.version),
        ("channels", ", ".join(row.topic.channels)),
        ("told", _told(row)),
        ("bursts", _bursts(row)),
        ("state", row.state),
        ("from", topic_place(config, row.topic.name) if from_file else row.origin.value),
        ("since", local(row.created_at, zone)),
        ("changed", local(row.changed_at, zone)),
        ("hits", f"{row.hits:,}, the last {ago(row.last_hit_at, now)}" if row.hits else "none"),
    ])  # fmt: skip
    if recent:
        print()
        for one in recent:
            when = local(one.first_seen_at, zone)
            print(f"{one.id:>7}  {when}  {one_line(one.outlet)}: {one_line(one.title)}")


def _told(row: TopicRow) -> str:
    """When, and how often: "daily 08:00, not 22:00-07:00"."""
    from crawler.measure.measure import measure_of

    measure = measure_of(row.topic.measure)
    parts = [measure.rhythm.text]
    if measure.quiet:
        parts.append(f"not {measure.quiet}")
    if measure.per_hour_max:
        parts.append(f"at most {measure.per_hour_max} messages an hour")
    return ", ".join(parts)


def _bursts(row: TopicRow) -> str:
    from crawler.measure.measure import measure_of

    least = measure_of(row.topic.measure).burst_min
    return f"a day that stands out is told, from {least} articles on" if least else ""


@app.command("add")
def add(  # noqa: PLR0917  # typer calls it by name
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="What you call it; it heads every alert.")],
    query: Annotated[str, typer.Argument(help="What an article must say, in one argument.")],
    channels: Annotated[
        list[str] | None,
        typer.Option("--channel", help="A channel of wirewatch.toml; may be given repeatedly."),
    ] = None,
    alert: Annotated[
        str | None,
        typer.Option(metavar="WHEN", help='"at once", "hourly", "daily 08:00", a cron line.'),
    ] = None,
    quiet: Annotated[
        str | None, typer.Option(metavar="SPAN", help='Send nothing in these hours: "22:00-07:00".')
    ] = None,
    per_hour: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="At most so many messages an hour.")
    ] = None,
    burst: Annotated[
        bool,
        typer.Option("--burst", help="Also tell of a day with far more articles than usual."),
    ] = False,
    burst_min: Annotated[
        int, typer.Option(min=1, metavar="N", help="With --burst: articles it must have.")
    ] = BURST_MIN,
    replace: Annotated[
        bool, typer.Option("--replace", help="Change the topic of that name.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Watch for a topic from now on; a service that runs takes it up within seconds.

    Of an article's title, lead and text each, a query reads the first 200,000 letters.
    Example: wirewatch topics add Arms '"new start" NEAR/30 (treaty OR warhead*)' --channel desk
    """
    from crawler.wishes.topics import TopicWish

    session = session_of(context)
    wish = TopicWish(
        name=name,
        query=query,
        channels=channels or (),
        alert=alert,
        quiet_hours=quiet,
        per_hour_max=per_hour,
        burst_min=burst_min if burst else 0,
    )
    show_kept(kept(session, session.config(), wish, replace=replace), as_json=as_json)


def kept(session: Session, config: Config, wish: TopicWish, *, replace: bool = False) -> TopicRow:
    """The topic as it is watched for from now on; UsageError when something of it is wrong."""
    from crawler.wishes.topics import keep

    with session.store(config) as store, store.writing() as tx:
        return keep(tx, wish, config, datetime.now(UTC), replace=replace)


def show_kept(row: TopicRow, *, as_json: bool) -> None:
    """Say what is watched for now."""
    from crawler.cli.showing import show_json

    if as_json:
        show_json(flat(row))
        return
    print(f'Watching for "{row.topic.name}": {row.topic.query}')
    print(f"Told by: {', '.join(row.topic.channels)}. What is stored already is not searched; see:")
    print(f"  wirewatch search {_quoted(row.topic.query)}")
    print(f"or record it: wirewatch topics backfill {_quoted(row.topic.name)}")


def _quoted(text: str) -> str:
    import shlex

    return shlex.quote(text)


@app.command("remove")
def remove(
    context: typer.Context,
    name: Annotated[str, typer.Argument(autocompletion=topic_names, help="Its name.")],
) -> None:
    """Watch for a topic no longer. Its hits and alerts stay."""
    from crawler.storage import topics
    from crawler.wishes.choosing import topic_of
    from crawler.wishes.topics import leave

    session = session_of(context)
    config = session.config()
    with session.store(config) as store, store.writing() as tx:
        held = topic_of(name, [row for row in topics.listing(tx) if row.state == "active"])
        leave(tx, held, config)
    print(f'Not watched for any more: "{held.topic.name}" ({held.hits:,} hits stay)')
