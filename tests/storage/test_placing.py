"""What is placed is what is held: nobody has to read it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from crawler.items import Article, Finding
from crawler.storage import Store, articles, entries, placing
from crawler.storage.placing import Placing
from tests.samples import NOW, add_feed, announced, make_article, make_entry, make_finding

PLACE = Placing(site="paper.example", reason="nothing held resembles it")


@pytest.fixture
def finding(store: Store) -> Finding:
    one = replace(
        make_article(),
        authors=("Rivers; Anna", " Bo "),
        tags=("floods", ""),
        published_at=NOW.astimezone(timezone(timedelta(hours=5))),
    )
    with store.writing() as tx:
        feed = add_feed(tx)
        entry = announced(make_entry(one.url))
        [waiting] = entries.receive(tx, feed, [entry], NOW, rest=timedelta(0)).to_read
    outlet = "The Paper"
    with store.writing() as tx:
        tx.exec_driver_sql(f"update feed set name = '{outlet}'")
    return replace(make_finding(one, feed_id=feed, entry_id=waiting.entry_id), outlet=outlet)


def test_a_new_article_is_held_as_it_was_placed(store: Store, finding: Finding) -> None:
    with store.writing() as tx:
        placed = placing.add(tx, finding, PLACE, seen=NOW, now=NOW)

        assert placed == articles.by_id(tx, placed.id)


def test_a_revision_is_held_as_it_was_placed(store: Store, finding: Finding) -> None:
    with store.writing() as tx:
        first = placing.add(tx, finding, PLACE, seen=NOW, now=NOW)
        new: Article = replace(finding.article, text="Another text.", published_at=None)
        again = placing.revise(tx, first, replace(finding, article=new), now=NOW)

        assert again == articles.by_id(tx, first.id)
        assert again.article.published_at == NOW
