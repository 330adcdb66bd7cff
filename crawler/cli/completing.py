"""What the shell offers after Tab: names out of the database. It never complains."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import typer

from crawler.cli.session import Session
from crawler.errors import WirewatchError

if TYPE_CHECKING:
    from crawler.storage import Tx


def topic_names(context: typer.Context, incomplete: str) -> list[str]:
    """Topics whose name begins so."""

    def names(tx: Tx) -> Iterable[str]:
        from crawler.storage import topics

        return [row.topic.name for row in topics.listing(tx) if row.state == "active"]

    return _beginning(context, incomplete, names)


def feed_names(context: typer.Context, incomplete: str) -> list[str]:
    """Feeds whose name begins so."""

    def names(tx: Tx) -> Iterable[str]:
        from crawler.storage import feeds

        return [feed.name for feed in feeds.named(tx)]

    return _beginning(context, incomplete, names)


def _beginning(
    context: typer.Context, incomplete: str, names: Callable[[Tx], Iterable[str]]
) -> list[str]:
    said = context.find_root().params
    session = Session(folder=said.get("config"), database=said.get("database"))
    try:
        with session.store(session.config()) as store, store.reading() as tx:
            known = list(names(tx))
    except WirewatchError:
        return []
    return [name for name in known if name.startswith(incomplete)]
