"""`wirewatch feeds pause` and `resume`: leave a feed alone for a while."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.completing import feed_names
from crawler.cli.session import session_of

if TYPE_CHECKING:
    from crawler.config import Config
    from crawler.storage import Tx
    from crawler.storage.health import FeedHealth

Words = Annotated[
    list[str], typer.Argument(autocompletion=feed_names, help="Their numbers, names or addresses.")
]


def pause(context: typer.Context, feeds: Words) -> None:
    """Do not look at feeds for a while; `feeds resume` takes them up again."""
    from crawler.storage import feeds as rows

    session = session_of(context)
    config = session.config()
    with session.store(config) as store, store.writing() as tx:
        for feed in people_s(tx, feeds, config):
            done = rows.pause(tx, feed.id)
            print(f"Paused: {feed.name}" if done else f"Paused already: {feed.name}")


def resume(context: typer.Context, feeds: Words) -> None:
    """Look at paused feeds again, at once."""
    from crawler.storage import feeds as rows

    session = session_of(context)
    config, now = session.config(), datetime.now(UTC)
    with session.store(config) as store, store.writing() as tx:
        for feed in people_s(tx, feeds, config):
            done = rows.resume(tx, feed.id, now)
            print(f"Taken up again: {feed.name}" if done else f"Was not paused: {feed.name}")


def people_s(tx: Tx, words: Sequence[str], config: Config) -> list[FeedHealth]:
    """The feeds that are meant; UsageError for one that is followed no more or stands in a file."""
    from crawler.storage import health
    from crawler.wishes.choosing import feed_of
    from crawler.wishes.feeds import refuse_files

    held = health.listing(tx, retired=True)
    chosen = [feed_of(word, held) for word in words]
    for feed in chosen:
        refuse_files(feed, config)
    return chosen
