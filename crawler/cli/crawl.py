"""`wirewatch crawl --once`: one round over what is due, for cron."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.codes import Code
from crawler.cli.session import AsJson, session_of
from crawler.errors import UsageError
from crawler.libraries import loading

if TYPE_CHECKING:
    from crawler.service import Summary

FAILURES = ("soft failure", "hard failure", "temporary failure", "refused", "gone", "outage")


def register(app: typer.Typer) -> None:
    """Put the command into the program."""
    app.command("crawl")(crawl)


def crawl(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="One round, then end.")] = False,
    as_json: AsJson = False,
) -> None:
    """One round over all feeds that are due, for cron: poll, read, match, tell, end.

    Ends with 1 when a feed could not be read, with 4 when a service is at work already.
    """
    from crawler.cli import logs
    from crawler.cli.progress import crawling
    from crawler.cli.showing import show_json

    if not once:
        raise UsageError(
            "crawl makes one round and ends: wirewatch crawl --once\n"
            "For a service that keeps on: wirewatch run"
        )
    session = session_of(context)
    with loading():
        config = session.config(need_secrets=True)
        from crawler import service
    handler = logs.begin(
        session.verbosity, config.clock.timezone, to=sys.stderr if as_json else None
    )
    with session.upgraded_store(config) as store, crawling(store, handler):
        summary = service.crawl_once(config, store)
    if as_json:
        show_json(document(summary))
    else:
        from crawler.cli.run import told

        logs.log.info("done     after %.1f s: %s", summary.seconds, told(summary.counts))
    if summary.interrupted:
        raise typer.Exit(Code.INTERRUPTED)
    if failures(summary):
        raise typer.Exit(Code.PROBLEM)


def document(summary: Summary) -> dict[str, object]:
    """The round for scripts."""
    return {
        "seconds": round(summary.seconds, 3),
        "interrupted": summary.interrupted,
        "failures": failures(summary),
        "counts": summary.counts,
    }


def failures(summary: Summary) -> int:
    """How many feeds could not be read."""
    return sum(summary.counts.get(f"feed {outcome}", 0) for outcome in FAILURES)
