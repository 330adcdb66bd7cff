from __future__ import annotations

from crawler.intake import note_absence
from crawler.items import Relation
from crawler.storage import articles
from tests.intake.newsroom import Newsroom
from tests.samples import NOW, RIVER, make_article


def test_a_changed_text_is_a_revision_and_both_are_kept(newsroom: Newsroom) -> None:
    first = newsroom.read(make_article(published_at=NOW, published_from="meta"))
    changed = RIVER.replace("two metres", "three metres")

    second = newsroom.read(make_article(changed, title="The river rises further"))

    assert (second.relation, second.article_id) == (Relation.REVISION, first.article_id)
    with newsroom.store.reading() as tx:
        now, before = articles.by_id(tx, first.article_id), articles.revisions(tx, first.article_id)
    assert (now.revision, now.article.title) == (2, "The river rises further")
    assert now.article.published_at == NOW
    assert [(one.number, one.text) for one in before] == [(1, RIVER)]


def test_a_revision_tells_what_it_changed(newsroom: Newsroom) -> None:
    first = newsroom.read(make_article())
    text = RIVER.replace("two metres", "three metres") + "\n\nKorrektur: Es waren drei Meter."

    newsroom.read(make_article(text, title="The river rises further"))

    told = [(one.kind.value, one.revision, one.detail) for one in newsroom.events(first.article_id)]
    assert told == [
        ("revised", 2, "another headline, 1 words out, 6 in"),
        ("correction", 2, "Korrektur: Es waren drei Meter."),
    ]


def test_another_headline_over_the_same_text_is_a_revision(newsroom: Newsroom) -> None:
    first = newsroom.read(make_article())

    second = newsroom.read(make_article(title="Flood in the lower town"), newsroom.hit("title"))

    assert (second.relation, second.article_id) == (Relation.REVISION, first.article_id)
    told = [(one.kind.value, one.topic, one.detail) for one in newsroom.events(first.article_id)]
    assert told == [("revised", None, "another headline"), ("topic entered", "Floods", "headline")]


def test_a_topic_leaves_and_returns(newsroom: Newsroom) -> None:
    first = newsroom.read(
        make_article(),
        newsroom.hit("title"),
    )
    newsroom.read(make_article(f"{RIVER} More.", title="Water"), newsroom.hit("body"))
    newsroom.read(make_article(f"{RIVER} Still more.", title="Water"))

    newsroom.read(make_article(f"{RIVER} That is all.", title="Water"), newsroom.hit("body"))

    told = [
        (one.kind.value, one.revision, one.detail)
        for one in newsroom.events(first.article_id)
        if one.topic
    ]
    assert told == [
        ("topic entered", 2, "text"),
        ("topic left", 2, "headline"),
        ("topic left", 3, "text"),
        ("topic entered", 4, "text"),
    ]


def test_a_topic_that_asks_something_new_has_not_entered(small: Newsroom) -> None:
    first = small.read(make_article())
    with small.store.writing() as tx:
        tx.exec_driver_sql("update topic set changed_at = '2026-02-06 00:00:00.000000'")

    small.read(make_article(f"{RIVER} More."), small.hit())

    assert [one.kind.value for one in small.events(first.article_id)] == ["revised"]


def test_an_article_that_goes_is_an_event_once_and_keeps_its_text(newsroom: Newsroom) -> None:
    first = newsroom.read(make_article())

    for _ in range(2):
        entry_id = newsroom.entry_id("https://paper.example/a/1")
        gone = note_absence(newsroom.store, entry_id, "404 Not Found", gone=True, now=NOW)
    newsroom.read(make_article())

    assert gone is not None
    assert gone.reason == "404 Not Found; what was read before stays"
    kinds = [one.kind.value for one in newsroom.events(first.article_id)]
    assert kinds == ["gone", "back"]
    with newsroom.store.reading() as tx:
        assert articles.by_id(tx, first.article_id).article.text == RIVER


def test_a_page_that_was_never_read_is_no_article_that_went(small: Newsroom) -> None:
    entry_id = small.entry_id("https://paper.example/a/7")

    assert note_absence(small.store, entry_id, "404 Not Found", gone=True, now=NOW) is None
