"""Rows about feeds and hosts that nobody will ask for any more, in parts that hold nobody up.

    for part in aging.parts(tx, stay):
        with store.writing() as tx:
            part(tx)

Each part asks by keys that are indexed; none reads a table to its end under the writer's lock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import bindparam, delete, exists, select

from crawler.storage.entries import chunks
from crawler.storage.store import Tx
from crawler.storage.tables import (
    feed,
    feed_change,
    gap,
    host,
    host_day,
    look,
    robots,
    subscription,
)

Part = Callable[[Tx], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """What is older than these times may go."""

    looks: datetime  # runs of looks, by their end
    hosts: datetime  # the days of hosts
    rare: datetime  # changes of feeds, gaps; hosts that are asked for nothing any more
    unused: datetime  # what robots.txt said; subscriptions of retired feeds, when their lease ended


# Made once; each is executed with many keys. A run that ended before a time began before it, and
# the key of `look` knows only when it began.
_KEY: Any = bindparam("key")
_OF_FEED = (
    (
        delete(look).where(
            look.c.feed_id == _KEY,
            look.c.began_at < bindparam("looks"),
            look.c.ended_at < bindparam("looks"),
        ),
        ("looks",),
    ),
    (delete(feed_change).where(feed_change.c.feed_id == _KEY,
                               feed_change.c.at < bindparam("rare")), ("rare",)),
    (delete(gap).where(gap.c.feed_id == _KEY, gap.c.found_at < bindparam("rare")), ("rare",)),
)  # fmt: skip
_OF_HOST = (
    (delete(host_day).where(host_day.c.host == _KEY,
                            host_day.c.day < bindparam("hosts")), ("hosts",)),
    (delete(host).where(host.c.name == _KEY, host.c.last_at < bindparam("rare"),
                        ~exists().where(host_day.c.host == host.c.name)), ("rare",)),
)  # fmt: skip
_OF_ROBOTS = ((delete(robots).where(robots.c.origin == _KEY), ()),)
_OF_SUBSCRIPTION = ((delete(subscription).where(subscription.c.feed_id == _KEY), ()),)


def parts(tx: Tx, stay: Stay) -> Iterator[Part]:
    """What is to be done, each part short enough to be one transaction among others."""
    old = robots.c.asked_at < stay.unused
    over = (
        (feed.c.state == "retired")
        & (subscription.c.next_ask_at < stay.unused)
        & (subscription.c.lease_until.is_(None) | (subscription.c.lease_until < stay.unused))
    )
    subscribed = select(subscription.c.feed_id).join(feed, feed.c.id == subscription.c.feed_id)
    ages = {"looks": stay.looks, "hosts": stay.hosts.date(), "rare": stay.rare}
    for query, statements in (
        (select(feed.c.id), _OF_FEED),
        (select(host.c.name), _OF_HOST),
        (select(robots.c.origin).where(old), _OF_ROBOTS),
        (subscribed.where(over), _OF_SUBSCRIPTION),
    ):
        for keys in chunks(list(tx.execute(query).scalars())):
            yield partial(_take, statements=statements, keys=keys, ages=ages)


def _take(tx: Tx, *, statements: Any, keys: Any, ages: dict[str, Any]) -> None:
    for statement, names in statements:
        used = {name: ages[name] for name in names}
        tx.execute(statement, [{"key": key, **used} for key in keys])
