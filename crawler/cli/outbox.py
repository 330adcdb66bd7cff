"""`wirewatch alerts show|retry|replay|times`: look at what left, send again what did not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.completing import topic_names
from crawler.cli.session import AsCsv, AsJson, session_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.measure.spread import Spread
    from crawler.storage.outbox import Times

STEPS = ("to_sight", "to_match", "to_delivery", "in_all")
SHARES = ("p50", "p95")


def register(app: typer.Typer) -> None:
    """Put the commands into their group."""
    app.command("show")(show)
    app.command("retry")(retry)
    app.command("replay")(replay)
    app.command("times")(times)


def show(
    context: typer.Context,
    alert: Annotated[int, typer.Argument(help="Its id, as `alerts list` shows it.")],
    html: Annotated[bool, typer.Option("--html", help="As a mailer shows it, in HTML.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show the message of an alert as it would leave at this moment.

    With --json it is what a webhook gets.
    """
    from crawler.alerts.messages import message_of, style_of
    from crawler.cli.showing import show_json
    from crawler.storage import alerts

    session = session_of(context)
    config = session.config()
    with session.store(config) as store:
        style = style_of(config, store)
        with store.reading() as tx:
            message = message_of(tx, alerts.by_id(tx, alert), style, datetime.now(UTC))
    if as_json:
        show_json({**message.details, "subject": message.subject, "text": message.text})
    else:
        typer.echo(message.html if html else f"{message.subject}\n\n{message.text}")


def retry(
    context: typer.Context,
    alerts: Annotated[
        list[int] | None, typer.Argument(help="Their ids; without any, all that were given up.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Try again to send what was given up; a service that runs does it at once.

    See what it is, and why it was given up: wirewatch alerts list --state dead
    """
    from crawler.errors import NotFound
    from crawler.storage import outbox

    session = session_of(context)
    config = session.config()
    with session.store(config) as store, store.writing() as tx:
        n = outbox.retry(tx, datetime.now(UTC), ids=alerts or None)
    if alerts and not n:
        named = ", ".join(map(str, alerts))
        raise NotFound(f"given up was not: {named}; see: wirewatch alerts list --state dead")
    _tell(n, "to try again", as_json=as_json)


def replay(
    context: typer.Context,
    since: Annotated[str, typer.Option(help="2026-02-01, 24h, 7d: what left since then.")],
    topic: Annotated[
        str | None, typer.Option(autocompletion=topic_names, help="Only those of this topic.")
    ] = None,
    channel: Annotated[str | None, typer.Option(help="Only those by this channel.")] = None,
    as_json: AsJson = False,
) -> None:
    """Send once more what left since then, as when a receiver has lost it.

    The keys stay the same, so that a receiver that has some of it can tell.
    """
    from crawler.storage import outbox, topics
    from crawler.wishes.choosing import topic_of
    from crawler.wishes.moments import moment

    session = session_of(context)
    config = session.config()
    if channel is not None:
        config.channel(channel)
    now = datetime.now(UTC)
    begin = moment(since, now=now, zone=config.clock.timezone)
    with session.store(config) as store, store.writing() as tx:
        chosen = topic_of(topic, topics.listing(tx)).topic.id if topic else None
        n = outbox.replay(tx, now, since=begin, topic_id=chosen, channel=channel)
    _tell(n, "to send once more", as_json=as_json)


def times(
    context: typer.Context,
    since: Annotated[str, typer.Option(help="2026-02-01, 24h, 7d: what left since then.")] = "7d",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show how long news took from publication to first sight, match and delivery, by topic.

    The median and, in brackets, what 95 of 100 stay below. Articles whose page gives a day and no
    time do not count for the steps from publication. In CSV both have a column, in seconds.
    """
    from crawler.cli.showing import Column, Form, form_of, show_csv, show_json, show_rows
    from crawler.storage import outbox
    from crawler.wishes.moments import moment

    form = form_of(as_json=as_json, as_csv=as_csv)
    session = session_of(context)
    config = session.config()
    begin = moment(since, now=datetime.now(UTC), zone=config.clock.timezone)
    with session.store(config) as store, store.reading() as tx:
        found = outbox.times(tx, begin)
    heads = [{"topic": name, "alerts": len(some)} for name, some in found.items()]
    spreads = [_row(some) for some in found.values()]
    if form is Form.JSON:
        show_json(
            [
                {**head, **{step: _plain(one) for step, one in row.items()}}
                for head, row in zip(heads, spreads, strict=True)
            ]
        )
        return
    if form is Form.CSV:
        keys = [f"{step}_{share}" for step in STEPS for share in SHARES]
        flat = [{**head, **_flat(row)} for head, row in zip(heads, spreads, strict=True)]
        show_csv(flat, ["topic", "alerts", *keys])
        return
    shown = [
        {**head, **{step: _shown(spread) for step, spread in row.items()}}
        for head, row in zip(heads, spreads, strict=True)
    ]
    columns = (
        Column(key="topic", head="Topic", least=8, style="bold"),
        Column(key="alerts", head="Alerts", right=True),
        Column(key="to_sight", head="To sight", right=True),
        Column(key="to_match", head="To match", right=True),
        Column(key="to_delivery", head="To delivery", right=True),
        Column(key="in_all", head="In all", right=True),
    )
    show_rows(shown, columns, Form.TABLE, empty="No alert left since then.")


def _row(some: Sequence[Times]) -> dict[str, Spread | None]:
    from crawler.measure.spread import spread

    return {step: spread(getattr(one, step) for one in some) for step in STEPS}


def _plain(found: Spread | None) -> dict[str, float] | None:
    """In seconds."""
    return {share: getattr(found, share).total_seconds() for share in SHARES} if found else None


def _flat(row: dict[str, Spread | None]) -> dict[str, float | None]:
    plain = {step: _plain(found) or dict.fromkeys(SHARES) for step, found in row.items()}
    return {f"{step}_{share}": plain[step][share] for step in plain for share in SHARES}


def _shown(found: Spread | None) -> str:
    from crawler.cli.wording import span

    return f"{span(found.p50)} ({span(found.p95)})" if found else "–"


def _tell(n: int, what: str, *, as_json: bool) -> None:
    from crawler.cli.showing import show_json
    from crawler.cli.wording import count

    if as_json:
        show_json({"alerts": n})
    else:
        typer.echo(f"{count(n, 'alert')} {what}." if n else "No such alert.")
