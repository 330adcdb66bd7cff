"""`wirewatch alerts`: what was told to whom, and what could not be."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from crawler.cli import muting, outbox
from crawler.cli.completing import topic_names
from crawler.cli.session import AsCsv, AsJson, session_of

app = typer.Typer(
    name="alerts", no_args_is_help=True, help="The alerts: owed, sent, given up, muted."
)
# What stands in place of a headline where an alert is about no article.
ABOUT = {
    "burst": "far more articles than usual",
    "digest": "a digest",
    "notice": "a word about the service",
}
COLOURS = {"sent": "green", "waiting": "yellow", "dead": "red"}


class State(StrEnum):
    """How far an alert has come."""

    WAITING = "waiting"
    GATHERED = "gathered"
    MUTED = "muted"
    SENT = "sent"
    DEAD = "dead"


def register(program: typer.Typer) -> None:
    """Put the commands into the program."""
    outbox.register(app)
    muting.register(app)
    program.add_typer(app)


@app.command("list")
def list_alerts(  # noqa: PLR0917  # typer calls it by name
    context: typer.Context,
    state: Annotated[State | None, typer.Option(help="Only those in this state.")] = None,
    topic: Annotated[
        str | None, typer.Option(autocompletion=topic_names, help="Only those of this topic.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="So many.")] = 20,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List alerts, the newest first."""
    from crawler.cli.showing import Column, Form, form_of, row_of, show_rows
    from crawler.cli.wording import local
    from crawler.storage import alerts, topics
    from crawler.wishes.choosing import topic_of

    form = form_of(as_json=as_json, as_csv=as_csv)
    session = session_of(context)
    config = session.config()
    zone = config.clock.timezone
    with session.store(config) as store, store.reading() as tx:
        name = topic_of(topic, topics.listing(tx)).topic.name if topic else None
        found = alerts.listing(tx, limit=limit, state=state, topic_name=name)
    columns = (
        Column(key="id", head="Id", right=True),
        Column(key="created_at", head="Owed", say=lambda time: local(time, zone)),
        Column(key="state", head="State", style=lambda row: COLOURS.get(row["state"], "")),
        Column(key="topic", head="Topic", least=8),
        Column(key="channel", head="By"),
        Column(key="article_id", head="Article", right=True),
        Column(key="outlet", head="Outlet", least=8),
        Column(key="title", head="Title", style="bold", least=24),
        Column(key="told", head="What came of it", least=12),
    )
    now = datetime.now(UTC)
    rows = [{**row_of(one), "told": _told(one.state, one.error, one.next_try_at, now)}
            for one in found]  # fmt: skip
    if form is Form.TABLE:
        rows = [row | {"title": row["title"] or ABOUT.get(row["kind"], "")} for row in rows]
    show_rows(rows, columns, form, empty="No alert.")


def _told(state: str, error: str | None, next_try_at: datetime, now: datetime) -> str:
    from crawler.cli.wording import ago

    if state == "waiting":
        due = ago(next_try_at, now) if next_try_at > now else "due"
        return f"{due}: {error}" if error else due
    return error or ""
