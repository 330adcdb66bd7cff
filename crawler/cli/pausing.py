"""`wirewatch feeds pause` and `resume`: leave a feed alone for a while."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from crawler.cli.completing import feed_names
from crawler.cli.session import session_of

Words = Annotated[
    list[str], typer.Argument(autocompletion=feed_names, help="Their numbers, names or addresses.")
]


def pause(context: typer.Context, feeds: Words) -> None:
    """Do not look at feeds for a while; `feeds resume` takes them up again."""
    from crawler.wishes.choosing import health_of
    from crawler.wishes.feeds import pause as pause_one

    session = session_of(context)
    config = session.config()
    with session.store(config) as store, store.writing() as tx:
        done = [(feed.name, pause_one(tx, feed, config)) for feed in health_of(tx, feeds)]
    for name, is_new in done:
        print(f"Paused: {name}" if is_new else f"Paused already: {name}")


def resume(context: typer.Context, feeds: Words) -> None:
    """Look at paused feeds again, at once."""
    from crawler.wishes.choosing import health_of
    from crawler.wishes.feeds import resume as resume_one

    session = session_of(context)
    config, now = session.config(), datetime.now(UTC)
    with session.store(config) as store, store.writing() as tx:
        done = [(feed.name, resume_one(tx, feed, config, now)) for feed in health_of(tx, feeds)]
    for name, was_paused in done:
        print(f"Taken up again: {name}" if was_paused else f"Was not paused: {name}")
