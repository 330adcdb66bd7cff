"""`wirewatch scheduler` and `wirewatch worker`: the service on many machines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer

from crawler.cli.run import told
from crawler.cli.session import session_of
from crawler.libraries import loading

ForSeconds = Annotated[
    float | None, typer.Option(min=0.1, help="Stop by itself after so long, for a trial.")
]


def register(app: typer.Typer) -> None:
    """Put the commands into the program."""
    app.command("scheduler")(scheduler)
    app.command("worker")(worker)


def scheduler(context: typer.Context, seconds: ForSeconds = None) -> None:
    """Run a scheduler of many machines: it says what is due, and sends alerts.

    For when one machine is not enough, on PostgreSQL; otherwise `wirewatch run` does everything.
    Start one, and a second on another machine: one leads, the other takes over within seconds when
    it ends. It fetches nothing; start at least one `wirewatch worker` as well. All of them read the
    same settings and the same database; `wirewatch status` shows them. Ctrl-C or SIGTERM ends it.
    """
    from crawler.cli import logs

    session = session_of(context)
    with loading():
        config = session.config(need_secrets=True)
        from crawler import service
    service.refuse_one_machine(config.database.url)
    logs.begin(session.verbosity, config.clock.timezone)
    with session.upgraded_store(config, among_many=True) as store:
        summary = service.schedule(config, store, seconds=seconds)
    logs.log.info("stopped  after %.0f s: %s", summary.seconds, _counted(summary.counts))


def worker(context: typer.Context, seconds: ForSeconds = None) -> None:
    """Run a worker of many machines: it polls feeds and reads articles.

    Start as many as you like, anywhere; each takes hosts of which something is due, and no host is
    asked by two of them at once. One that dies has its work done by others after
    work.lost_after_s. Ctrl-C or SIGTERM finishes what is under way and gives the rest back; a
    second one ends it at once, and nothing is lost.
    """
    from crawler.cli import logs

    session = session_of(context)
    with loading():
        config = session.config()
        from crawler import service
    service.refuse_one_machine(config.database.url)
    logs.begin(session.verbosity, config.clock.timezone)
    with session.store(config) as store:
        summary = service.work(config, store, seconds=seconds)
    logs.log.info("stopped  after %.0f s: %s", summary.seconds, told(summary.counts))


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{n:,} {name}" for name, n in sorted(counts.items()) if n) or "nothing"
