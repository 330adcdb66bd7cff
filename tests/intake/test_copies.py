from __future__ import annotations

from datetime import timedelta

from crawler.items import Relation
from crawler.storage import articles
from crawler.stories import appeared
from tests.intake.newsroom import HOUR, Newsroom, elsewhere
from tests.samples import NOW, RIVER, make_article


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


def test_the_agencys_own_page_is_the_original_however_late_it_comes(newsroom: Newsroom) -> None:
    first = newsroom.read(make_article(agency="Reuters"))
    second = newsroom.read(elsewhere(agency="Reuters"))

    third = newsroom.read(make_article(url="https://www.reuters.com/world/river"))

    assert third.relation is Relation.COPY
    with newsroom.store.reading() as tx:
        held = articles.load(tx, [first.article_id, second.article_id, third.article_id])
    assert [one.original_id for one in held] == [third.article_id, third.article_id, None]
    assert [one.relation for one in held] == [Relation.COPY, Relation.COPY, Relation.NEW]
    assert {one.story_id for one in held} == {first.story_id}


def test_who_published_first_is_the_original_though_we_saw_it_later(small: Newsroom) -> None:
    first = small.read(make_article(published_at=NOW - HOUR, published_from="meta"))

    earlier = NOW - 3 * HOUR
    second = small.read(elsewhere(published_at=earlier, published_from="meta"))

    with small.store.reading() as tx:
        assert articles.by_id(tx, first.article_id).original_id == second.article_id
        assert articles.by_id(tx, second.article_id).original_id is None


def test_a_day_without_a_time_makes_nobody_the_first() -> None:
    midnight = NOW.replace(hour=23, minute=0) - timedelta(days=1)

    assert appeared(midnight, "meta", NOW) == NOW
    assert appeared(NOW - HOUR, "address", NOW) == NOW
    assert appeared(NOW + HOUR, "meta", NOW) == NOW
    assert appeared(NOW - HOUR / 7, "meta", NOW) == NOW - HOUR / 7
