"""The numbers of `status`, on both databases."""

from __future__ import annotations

from datetime import timedelta

from crawler.storage import Store
from crawler.storage.census import Today, census, due_feeds
from tests.samples import NOW, add_feed, add_topic


def test_an_empty_database_counts_nothing(store: Store) -> None:
    with store.reading() as tx:
        counted = census(tx, since=NOW, now=NOW)

    assert counted.articles == counted.topics == counted.unread == 0
    assert counted.feeds == counted.alerts == {}
    assert counted.next_look_at is None
    assert counted.today == Today(looks=0, failures=0, articles=0, copies=0, hits=0, alerts_sent=0)


def test_what_is_followed_and_due_is_counted(store: Store) -> None:
    with store.writing() as tx:
        add_feed(tx)
        add_topic(tx)

    with store.reading() as tx:
        counted = census(tx, since=NOW, now=NOW)
        before = due_feeds(tx, NOW - timedelta(seconds=1))

    assert (counted.topics, counted.due_feeds, before) == (1, 1, 0)
    assert counted.next_look_at == NOW
