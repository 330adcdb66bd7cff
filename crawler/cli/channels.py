"""`wirewatch channels`: the ways by which alerts leave, and a specimen by each."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from crawler.cli.session import AsCsv, AsJson, session_of
from crawler.errors import DeliveryError, WirewatchError

app = typer.Typer(
    name="channels", no_args_is_help=True, help="The ways by which alerts leave: list, test."
)


def register(program: typer.Typer) -> None:
    """Put the commands into the program."""
    program.add_typer(app)


@app.command("list")
def list_channels(context: typer.Context, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """List the channels of wirewatch.toml, with what left by each and what waits."""
    from crawler.cli.showing import Column, form_of, show_rows
    from crawler.storage import alerts

    form = form_of(as_json=as_json, as_csv=as_csv)
    session = session_of(context)
    config = session.config()
    with session.store(config) as store, store.reading() as tx:
        counts = alerts.counts_by_channel(tx)
    names = [channel.name for channel in config.channels]
    types = {channel.name: channel.type for channel in config.channels}
    rows = [
        {
            "name": name,
            "type": types.get(name, "not configured any more"),
            "topics": sum(name in topic.channels for topic in config.topics),
            **{state: counts.get((name, state), 0) for state in ("waiting", "sent", "dead")},
        }
        for name in [*names, *sorted({name for name, _ in counts} - set(names))]
    ]
    columns = (
        Column(key="name", head="Channel", style="bold"),
        Column(key="type", head="Type"),
        Column(key="topics", head="Topics", right=True),
        Column(key="waiting", head="Waiting", right=True),
        Column(key="sent", head="Sent", right=True),
        Column(key="dead", head="Given up", right=True),
    )
    show_rows(rows, columns, form, empty="No channel.")


@app.command("test")
def send_specimen(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The channel, as wirewatch.toml calls it.")],
    as_json: AsJson = False,
) -> None:
    """Send a specimen by a channel now, and show what the receiver says."""
    from crawler.alerts.trying import try_channel
    from crawler.cli.showing import show_json

    config = session_of(context).config(need_secrets=True)
    try:
        tried = try_channel(name, config, lambda: datetime.now(UTC))
    except DeliveryError as error:
        raise WirewatchError(
            f'channel "{name}" did not take the specimen: {error}. Try: look at [channels.{name}] '
            "in wirewatch.toml, and at what the receiver's own log says"
        ) from None
    if as_json:
        show_json(tried)
    else:
        typer.echo(f'Channel "{name}" took the specimen: {tried.answer}')
