"""`wirewatch run`: the service, until it is told to stop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer

from crawler.cli.session import session_of
from crawler.cli.wording import count
from crawler.libraries import loading

# Of what is counted, that which belongs into the last line.
OF_ALERTS = (" sent", " given up")


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
    with loading():
        config = session.config(need_secrets=True)
        from crawler import service
    logs.begin(session.verbosity, config.clock.timezone)
    with session.upgraded_store(config) as store:
        summary = service.run(config, store, seconds=seconds)
    logs.log.info("stopped  after %.0f s: %s", summary.seconds, told(summary.counts))


def told(counts: Mapping[str, int]) -> str:
    """What happened, in one line: ``412 looks (400 unchanged, 12 new), 31 articles (31 new)``."""
    looks = _kinds(counts, "feed ")
    lost = looks.pop("outage", 0)
    parts = [
        _group(looks, "look"),
        _group(_kinds(counts, "article "), "article"),
        f"{count(lost, 'look')} lost to an outage of our own network" if lost else "",
        *(f"{n:,} {name}" for name, n in counts.items() if n and name.endswith(OF_ALERTS)),
    ]
    return ", ".join(filter(None, parts)) or "nothing"


def _kinds(counts: Mapping[str, int], kind: str) -> dict[str, int]:
    return {name.removeprefix(kind): n for name, n in counts.items() if name.startswith(kind) and n}


def _group(kinds: Mapping[str, int], one: str) -> str:
    if not kinds:
        return ""
    most_first = sorted(kinds.items(), key=lambda kind: -kind[1])
    return f"{count(sum(kinds.values()), one)} ({', '.join(f'{n:,} {k}' for k, n in most_first)})"
