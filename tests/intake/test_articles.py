from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.items import Access, Relation
from crawler.storage import articles, owing, topics
from tests.intake.newsroom import Newsroom
from tests.samples import NOW, RIVER, make_article


def test_an_article_is_stored_with_all_that_was_read(newsroom: Newsroom) -> None:
    article = make_article(
        lead="In short", authors=("Ada Lovelace",), tags=("rivers", "weather"), language="en",
        published_at=NOW, published_from="json-ld", section="News", image_caption="A bridge",
        agency="dpa", kicker="Weather",
    )  # fmt: skip

    admission = newsroom.read(article)

    with newsroom.store.reading() as tx:
        stored = articles.by_id(tx, admission.article_id)
    assert stored.article == article
    assert (stored.outlet, stored.revision, stored.original_id) == ("The Paper", 1, None)


def test_the_same_text_again_changes_nothing(newsroom: Newsroom) -> None:
    newsroom.read(make_article())

    again = newsroom.read(make_article())

    assert again.relation is Relation.SAME
    with newsroom.store.reading() as tx:
        assert articles.by_id(tx, again.article_id).revision == 1


def test_a_poorer_reading_does_not_replace_a_full_one(newsroom: Newsroom) -> None:
    newsroom.read(make_article())

    again = newsroom.read(make_article("A teaser only.", access=Access.ENTRY, note="403"))

    assert again.relation is Relation.SAME
    with newsroom.store.reading() as tx:
        assert articles.by_id(tx, again.article_id).article.text == RIVER


def test_a_full_reading_replaces_the_feeds_own_text(newsroom: Newsroom) -> None:
    newsroom.read(make_article("A teaser only.", access=Access.ENTRY))

    again = newsroom.read(make_article())

    assert again.relation is Relation.REVISION
    with newsroom.store.reading() as tx:
        assert articles.by_id(tx, again.article_id).article.access is Access.FULL


def test_an_entry_that_was_read_is_not_stored_twice(newsroom: Newsroom) -> None:
    finding = newsroom.finding(make_article())

    assert newsroom.admit(finding) is not None
    assert newsroom.admit(finding) is None


def test_a_failure_leaves_no_trace(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    finding = newsroom.finding(make_article(), newsroom.hit())

    def fail(*_args: object, **_more: object) -> None:
        raise RuntimeError("pulled the plug")

    monkeypatch.setattr(owing, "owe", fail)
    with pytest.raises(RuntimeError):
        newsroom.admit(finding)
    monkeypatch.undo()

    with newsroom.store.reading() as tx:
        assert articles.newest(tx, limit=10) == []
        assert topics.hits_of(tx, 1) == []
    assert newsroom.admit(replace(finding)) is not None
