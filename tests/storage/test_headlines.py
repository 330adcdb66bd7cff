"""Lists of articles, narrowed down, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crawler.items import Hit, Place
from crawler.storage import Store, entries, placing, topics
from crawler.storage.headlines import Wish, headlines
from crawler.storage.placing import Placing
from tests.samples import (
    NOW,
    PARLIAMENT,
    RIVER,
    add_feed,
    add_topic,
    announced,
    make_article,
    make_entry,
    make_finding,
)


@pytest.fixture
def archive(store: Store) -> Store:
    """1 the river (paper, en) · 2 its copy (gazette, an hour later) · 3 the budget (paper, de)"""
    with store.writing() as tx:
        paper, gazette = add_feed(tx), add_feed(tx, "https://gazette.example/rss")
        topic = add_topic(tx, "Floods")
        for n, (feed, text, language) in enumerate(
            [(paper, RIVER, "en"), (gazette, RIVER, "en"), (paper, PARLIAMENT, "de")], start=1
        ):
            url = f"https://paper.example/a/{n}"
            receipt = entries.receive(
                tx, feed, [announced(make_entry(url))], NOW, rest=timedelta(0)
            )
            article = make_article(text, url=url, language=language)
            entry_id = receipt.to_read[0].entry_id
            finding = make_finding(article, feed_id=feed, entry_id=entry_id)
            place = Placing(site="paper.example", reason="", original_id=1 if n == 2 else None)
            seen = NOW + timedelta(hours=1 if n == 2 else 0)
            placing.add(tx, finding, place, seen=seen, now=NOW)
        hit = Hit(topic_id=topic, version="v1", places=(Place("body", 4, 9),))
        topics.add_hits(tx, 1, [hit], revision=1, now=NOW)
    return store


@pytest.mark.parametrize(
    ("wish", "ids"),
    [
        (Wish(), [3, 2, 1]),
        (Wish(before=3), [2, 1]),
        (Wish(since=NOW + timedelta(minutes=1)), [2]),
        (Wish(feed_id=2), [2]),
        (Wish(language="de"), [3]),
        (Wish(topic="Floods"), [1]),
        (Wish(topic="Storms"), []),
        (Wish(originals=True), [3, 1]),
        (Wish(originals=True, language="en", feed_id=1), [1]),
    ],
)
def test_headlines_are_narrowed_down(archive: Store, wish: Wish, ids: list[int]) -> None:
    with archive.reading() as tx:
        found = headlines(tx, wish, limit=10)

    assert [one.id for one in found] == ids


def test_no_more_come_than_were_asked_for(archive: Store) -> None:
    with archive.reading() as tx:
        [newest] = headlines(tx, Wish(), limit=1)

    assert (newest.id, newest.outlet, newest.title) == (3, "The Paper", "The river rises")
