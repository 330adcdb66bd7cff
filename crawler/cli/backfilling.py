"""`wirewatch topics backfill`: past matches of a topic are recorded, and nobody is told."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from crawler.cli.completing import topic_names
from crawler.cli.session import AsJson, session_of
from crawler.errors import UsageError


def backfill_topic(
    context: typer.Context,
    name: Annotated[str, typer.Argument(autocompletion=topic_names, help="Its name.")],
    since: Annotated[
        str | None, typer.Option(help="Only what was first seen since: 24h, 7d, 2026-02-01.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: AsJson = False,
) -> None:
    """Record the past matches of a topic, without any alert.

    A new topic knows only what arrives after it. This looks through the archive, says how many
    articles match and asks before it records them, so that `topics volume`, `topics show` and the
    views tell of the past too. What is recorded already stays as it is. Ctrl-C loses nothing: begin
    it again.
    """
    from crawler.backtest.backfill import backfill, pending
    from crawler.cli.progress import bar
    from crawler.cli.showing import show_json
    from crawler.cli.wording import count, one_line
    from crawler.wishes.asking import active_topic, followed_query
    from crawler.wishes.moments import moment

    if as_json and not yes:
        raise UsageError("with --json nobody can be asked; say --yes too")
    session = session_of(context)
    config = session.config()
    now = datetime.now(UTC)
    after = moment(since, now=now, zone=config.clock.timezone) if since else None
    with session.store(config) as store:
        with store.reading() as tx:
            topic = (row := active_topic(tx, name, config)).topic
            query = followed_query(tx, row, config)
        with bar("looking") as step:
            found = pending(store, topic, query, now=now, since=after, step=step)
        if not as_json:
            known = f" ({found.known:,} recorded already)" if found.known else ""
            past = count(len(found.ids), "past match", "past matches") if found.ids else "nothing"
            print(f'"{one_line(topic.name)}" has {past} to record{known}.')
        if found.ids and not yes:
            _ask()
        added = 0
        if found.ids:
            with bar("recording") as step:
                added = backfill(store, topic, query, found.ids, now=now, step=step)
    if as_json:
        show_json({"topic": topic.name, "recorded": added, "known": found.known})
    elif found.ids:
        print(f"Recorded {count(added, 'match', 'matches')}; nobody was told.")


def _ask() -> None:
    """Go on only if a person says so."""
    if not sys.stdin.isatty():
        raise UsageError("nobody is there to be asked; --yes records them")
    typer.confirm("Record them?", abort=True)
