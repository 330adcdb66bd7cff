"""`wirewatch run`: the service, until it is told to stop."""

from __future__ import annotations

from typing import Annotated

import typer

from crawler.cli.session import session_of


def register(app: typer.Typer) -> None:
    """Put the command into the program."""
    app.command("run")(run)


def run(
    context: typer.Context,
    seconds: Annotated[
        float | None, typer.Option(min=0.1, help="Stop by itself after so long, for a trial.")
    ] = None,
) -> None:
    """Run the service: poll, read, match, tell. Ctrl-C or SIGTERM ends it.

    Needs a database of its own; makes and upgrades it. A second Ctrl-C ends it at once.
    """
    from crawler.cli import logs

    session = session_of(context)
    config = session.config(need_secrets=True)
    logs.begin(session.verbosity, config.clock.timezone)
    with session.upgraded_store(config) as store:
        from crawler import service

        summary = service.run(config, store, seconds=seconds)
    logs.log.info("stopped  after %.0f s: %s", summary.seconds, told(summary.counts))


def told(counts: dict[str, int]) -> str:
    """What happened, in one line."""
    return ", ".join(f"{number} {name}" for name, number in counts.items() if number) or "nothing"
