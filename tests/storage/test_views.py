"""The views that people query: what they promise beyond their columns."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crawler.storage import Store, entries, placing
from crawler.storage.placing import Placing
from tests.samples import NOW, add_feed, announced, make_article, make_entry, make_finding


@pytest.mark.parametrize(
    ("url", "canonical", "shown"),
    [
        ("https://paper.example/a?utm_source=rss&id=7", None, "https://paper.example/a?id=7"),
        ("https://paper.example/a-7", "https://paper.example/a-7?ref=own", None),
        ("https://paper.example/a?id=7", None, "https://paper.example/a?id=7"),
    ],
)
def test_addresses_are_shown_without_what_tracks_readers(
    store: Store, url: str, canonical: str | None, shown: str | None
) -> None:
    with store.writing() as tx:
        feed_id = add_feed(tx)
        [row] = entries.receive(
            tx, feed_id, [announced(make_entry(url))], NOW, rest=timedelta(0)
        ).to_read
        article = make_article(url=url, canonical_url=canonical)
        finding = make_finding(article, feed_id=feed_id, entry_id=row.entry_id)
        placing.add(tx, finding, Placing(site="paper.example", reason=""), seen=NOW, now=NOW)

    with store.reading() as tx:
        [(found,)] = tx.exec_driver_sql("select url from v_articles").all()
        [(kept,)] = tx.exec_driver_sql("select url from article").all()

    assert kept == url
    assert "utm_" not in found
    assert shown in (None, found)
