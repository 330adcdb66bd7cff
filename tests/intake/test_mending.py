from __future__ import annotations

import pytest

from crawler.errors import NotFound, UsageError
from crawler.items import Relation
from crawler.storage import alerts, articles, mending, stories
from tests.intake.newsroom import RIVER_AGAIN, Newsroom, elsewhere
from tests.samples import NOW, PARLIAMENT, RIVER, make_article


def split(newsroom: Newsroom, *ids: int) -> int:
    with newsroom.store.writing() as tx:
        return mending.split(tx, ids, NOW)


def merge(newsroom: Newsroom, into: int, *others: int) -> int:
    with newsroom.store.writing() as tx:
        return mending.merge(tx, into, others, NOW)


def test_what_was_split_off_stays_apart_when_it_is_read_again(newsroom: Newsroom) -> None:
    first = newsroom.read(make_article())
    second = newsroom.read(elsewhere())

    opened = split(newsroom, second.article_id)
    again = newsroom.read(elsewhere(f"{RIVER}\n\nOne more sentence was added in the evening."))

    assert (again.relation, again.story_id) == (Relation.REVISION, opened)
    assert newsroom.story_of(first.article_id) == first.story_id
    with newsroom.store.reading() as tx:
        stored = articles.by_id(tx, second.article_id)
        [lesson] = mending.mendings(tx, opened)
    assert (stored.original_id, stored.relation) == (None, Relation.NEW)
    assert stored.verdict == f"set apart from story {first.story_id} by hand"
    assert (lesson.relation, lesson.likeness, lesson.like_id) == ("copy", 1.0, first.article_id)


def test_later_arrivals_join_each_its_own_half(newsroom: Newsroom) -> None:
    first = newsroom.read(make_article())
    second = newsroom.read(elsewhere(RIVER_AGAIN, title="River floods the lower town"))
    opened = split(newsroom, second.article_id)

    of_first = newsroom.read(elsewhere(site="third"))
    of_second = newsroom.read(elsewhere(RIVER_AGAIN, "fourth", title="River in the lower town"))

    assert of_first.story_id == first.story_id
    assert of_second.story_id == opened


def test_what_was_wrong_once_is_not_done_again_on_the_same_grounds(newsroom: Newsroom) -> None:
    newsroom.read(make_article())
    wrong = newsroom.read(elsewhere(RIVER_AGAIN, title="River floods the lower town"))
    split(newsroom, wrong.article_id)

    less_alike = RIVER_AGAIN.replace("sandbags", "pumps").replace("firefighters", "soldiers")
    third = newsroom.read(elsewhere(less_alike, "third", title="A third town has water"))

    assert third.story_id not in {wrong.story_id}


def test_copies_that_lose_their_original_get_another(newsroom: Newsroom) -> None:
    ids = [newsroom.read(elsewhere(site=f"site{n}")).article_id for n in range(3)]

    split(newsroom, ids[0])

    with newsroom.store.reading() as tx:
        held = articles.load(tx, ids)
    assert [one.original_id for one in held] == [None, None, ids[1]]


def test_split_refuses_what_makes_no_sense(small: Newsroom) -> None:
    first = small.read(make_article())
    second = small.read(elsewhere(PARLIAMENT, title="A budget at midnight"))

    with pytest.raises(UsageError, match="all articles of story"):
        split(small, first.article_id)
    with pytest.raises(UsageError, match="of several stories"):
        split(small, first.article_id, second.article_id)
    with pytest.raises(NotFound, match="no article has the id 99"):
        split(small, 99)
    with pytest.raises(NotFound, match="no story has the id 99"):
        merge(small, first.story_id, 99)
    with pytest.raises(UsageError, match="one story already"):
        merge(small, first.story_id, first.story_id)


def test_merged_stories_stay_merged_and_alert_no_second_time(newsroom: Newsroom) -> None:
    first = newsroom.read(make_article(), newsroom.hit())
    second = newsroom.read(elsewhere(PARLIAMENT, title="A budget at midnight"), newsroom.hit())

    moved = merge(newsroom, first.story_id, second.story_id)
    copy = newsroom.read(elsewhere(PARLIAMENT, "third"), newsroom.hit())
    again = newsroom.read(elsewhere(f"{PARLIAMENT} It was late."))

    assert moved == 1
    assert copy.story_id == again.story_id == first.story_id
    assert copy.alerts == 0
    with newsroom.store.reading() as tx:
        assert len(alerts.listing(tx, limit=10)) == 1  # two that waited for one channel are one
        merged = stories.by_id(tx, second.story_id)
    assert (merged.id, merged.articles) == (first.story_id, 3)


def test_a_merge_takes_a_split_back(newsroom: Newsroom) -> None:
    first = newsroom.read(make_article())
    second = newsroom.read(elsewhere())
    opened = split(newsroom, second.article_id)

    merge(newsroom, first.story_id, opened)
    third = newsroom.read(elsewhere(site="third"))

    assert (third.relation, third.story_id) == (Relation.COPY, first.story_id)
