from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from crawler.intake import Admission, AlertRules, admit
from crawler.items import Access, Article, Finding, Hit, Place, Relation
from crawler.storage import Store, alerts, articles, entries, owing, topics
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

REST = timedelta(minutes=30)


class Newsroom:
    """A feed, a topic, and articles as they arrive."""

    def __init__(self, store: Store) -> None:
        self.store = store
        with store.writing() as tx:
            self.feed_id = add_feed(tx)
            self.topic_id = add_topic(tx, "Floods", "river", "log", "email")
            self.topics = {topic.id: topic for topic in topics.active(tx)}

    def hit(self, end: int = 9) -> Hit:
        return Hit(topic_id=self.topic_id, version="v1", places=(Place("body", 4, end),))

    def finding(self, article: Article, *hits: Hit) -> Finding:
        with self.store.writing() as tx:
            known = announced(make_entry(article.url))
            entries.receive(tx, self.feed_id, [known], NOW, rest=REST)
            found = tx.exec_driver_sql(
                f"select id from entry where address_key = '{known.address_key}'"
            )
            entry_id = found.scalar_one()
            tx.exec_driver_sql(f"update entry set state = 'waiting' where id = {entry_id}")
        return make_finding(article, feed_id=self.feed_id, entry_id=entry_id, hits=hits)

    def admit(self, finding: Finding, *, max_age: timedelta | None = None) -> Admission | None:
        rules = AlertRules(topics=self.topics, settle=timedelta(seconds=60), max_age=max_age)
        known_as = [finding.address_key]
        return admit(self.store, finding, known_as=known_as, rules=rules, now=NOW)

    def read(self, article: Article, *hits: Hit) -> Admission:
        admission = self.admit(self.finding(article, *hits))
        assert admission is not None
        return admission


@pytest.fixture
def newsroom(store: Store) -> Newsroom:
    return Newsroom(store)


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


def test_the_same_text_elsewhere_is_a_copy_in_the_same_story(newsroom: Newsroom) -> None:
    first = newsroom.read(make_article())
    second = newsroom.read(make_article(url="https://other.example/x", title="Other words"))

    assert (first.relation, second.relation) == (Relation.NEW, Relation.COPY)
    assert second.story_id == first.story_id
    with newsroom.store.reading() as tx:
        assert articles.by_id(tx, second.article_id).original_id == first.article_id


def test_an_edited_reprint_is_a_copy_too(newsroom: Newsroom) -> None:
    first = newsroom.read(make_article())
    edited = "LOWER TOWN (dpa) – " + RIVER.replace("two metres", "almost two metres")

    second = newsroom.read(make_article(edited, url="https://other.example/x"))

    assert (second.relation, second.story_id) == (Relation.COPY, first.story_id)


def test_another_text_is_another_story(newsroom: Newsroom) -> None:
    first = newsroom.read(make_article())

    second = newsroom.read(make_article(PARLIAMENT, url="https://paper.example/a/2"))

    assert second.relation is Relation.NEW
    assert second.story_id != first.story_id


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


def test_a_hit_owes_one_alert_a_channel(newsroom: Newsroom) -> None:
    admission = newsroom.read(make_article(), newsroom.hit())

    assert (admission.hits, admission.alerts) == (("Floods",), 2)
    with newsroom.store.reading() as tx:
        owed = alerts.listing(tx, limit=10)
        [hit] = topics.hits_of(tx, admission.article_id)
    assert {(one.channel, one.state) for one in owed} == {("log", "waiting"), ("email", "waiting")}
    assert hit.places == (Place("body", 4, 9),)


def test_a_story_alerts_once_however_many_carry_it(newsroom: Newsroom) -> None:
    first = newsroom.read(make_article(), newsroom.hit())

    second = newsroom.read(make_article(url="https://other.example/x"), newsroom.hit())

    assert (first.alerts, second.alerts) == (2, 0)
    assert second.hits == ("Floods",)


def test_an_old_article_is_matched_and_alerts_nobody(newsroom: Newsroom) -> None:
    old = make_article(published_at=NOW - timedelta(days=8))
    finding = newsroom.finding(old, newsroom.hit())

    admission = newsroom.admit(finding, max_age=timedelta(days=7))

    assert admission is not None
    assert (admission.hits, admission.alerts) == (("Floods",), 0)


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


def test_the_views_tell_it_in_plain_sql(newsroom: Newsroom) -> None:
    newsroom.read(make_article(), newsroom.hit())
    newsroom.read(make_article(url="https://other.example/x"), newsroom.hit())

    with newsroom.store.reading() as tx:
        hits = tx.exec_driver_sql(
            "select topic, day, outlet, is_copy from v_topic_hits order by article_id"
        ).all()
        daily = tx.exec_driver_sql("select * from v_topic_daily").all()
    assert [tuple(row) for row in hits] == [
        ("Floods", "2026-02-05", "The Paper", 0),
        ("Floods", "2026-02-05", "The Paper", 1),
    ]
    assert [tuple(row) for row in daily] == [("Floods", "2026-02-05", 2, 1, 1, 1)]


def test_a_copy_of_a_copy_joins_the_story_of_the_first(newsroom: Newsroom) -> None:
    first = newsroom.read(make_article())
    newsroom.read(make_article(url="https://other.example/x"))
    with newsroom.store.writing() as tx:
        # So long ago that no look-up by shingles reaches it.
        tx.exec_driver_sql(f"delete from fingerprint where article_id = {first.article_id}")
        tx.exec_driver_sql(f"update article set text_hash = 'x' where id = {first.article_id}")
    edited = RIVER.replace("two metres", "almost two metres")

    third = newsroom.read(make_article(edited, url="https://third.example/y"))

    assert (third.relation, third.story_id) == (Relation.COPY, first.story_id)
    with newsroom.store.reading() as tx:
        assert articles.by_id(tx, third.article_id).original_id == first.article_id
