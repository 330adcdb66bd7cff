"""Topics are read again when they change, or when a query does that they name."""

from __future__ import annotations

from crawler.followed import brought_up_to_date, followed_topics, troubles_of
from crawler.items import Access, Article
from crawler.reading.articles import Followed
from crawler.storage import Store, searches, topics
from crawler.topics.document import Document
from tests.samples import add_topic


def matches(followed: Followed, text: str) -> bool:
    article = Article(url="https://a.example/", title="", text=text, access=Access.FULL)
    return bool(followed.matcher.match(Document.of(article)))


def test_a_saved_query_that_changes_is_noticed_and_followed(store: Store) -> None:
    with store.writing() as tx:
        searches.save(tx, "water", "river")
        add_topic(tx, "Floods", "@water AND flood")
    with store.reading() as tx:
        before, held = topics.mark(tx), followed_topics(tx)

    with store.writing() as tx:
        searches.save(tx, "water", "lake")
    with store.reading() as tx:
        after = topics.mark(tx)
        now = brought_up_to_date(tx, held)

    assert before != after
    assert matches(held, "a flood of the river")
    assert not matches(now, "a flood of the river")
    assert matches(now, "a flood of the lake")


def test_nothing_is_read_again_when_nothing_changed(store: Store) -> None:
    with store.writing() as tx:
        searches.save(tx, "water", "river")
        add_topic(tx, "Floods", "@water")
    with store.reading() as tx:
        before = topics.mark(tx)

    with store.writing() as tx:
        searches.save(tx, "water", "river")
    with store.reading() as tx:
        assert topics.mark(tx) == before


def test_a_topic_whose_saved_query_is_gone_is_in_trouble_until_it_is_back(store: Store) -> None:
    with store.writing() as tx:
        id_ = add_topic(tx, "Floods", "@water AND flood")
    with store.reading() as tx:
        lost = followed_topics(tx)
    with store.writing() as tx:
        searches.save(tx, "water", "river")
    with store.reading() as tx:
        found = brought_up_to_date(tx, lost)

    [trouble] = troubles_of(lost)
    assert trouble.topic_id == id_
    assert "water" in trouble.reason
    assert troubles_of(found) == frozenset()
