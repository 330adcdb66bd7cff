from __future__ import annotations

from datetime import timedelta

import pytest

from crawler.items import Relation
from crawler.storage import articles
from crawler.stories import StoryMemory
from tests.intake.newsroom import RIVER_AGAIN, Newsroom, elsewhere
from tests.samples import NOW, PARLIAMENT, make_article

WEATHER = (
    "The weather in the valleys on {day}: the sun shows itself for {hours} hours, and the "
    "temperature reaches {high} degrees in the lowlands and {mid} on the hills. During the night "
    "it falls to {low} degrees. The wind blows with {wind} kilometres an hour from the {side}, and "
    "up to {gale} in gusts.\n\n"
    "The chance of rain lies at {rain} per cent. The outlook for the days that follow: it stays "
    "as it is, with clouds in the morning and sunny spells in the afternoon, forecasters said."
)
MONDAY = WEATHER.format(
    day="Monday", hours=3, high=11, mid=7, low=-2, wind=24, side="west", gale=52, rain=35
)
TUESDAY = WEATHER.format(
    day="Tuesday", hours=6, high=14, mid=9, low=1, wind=18, side="south", gale=41, rain=10
)


def test_another_text_about_the_event_is_the_same_story(newsroom: Newsroom) -> None:
    first = newsroom.read(make_article())

    second = newsroom.read(elsewhere(RIVER_AGAIN, title="River floods the lower town"))

    assert second.relation is Relation.STORY
    assert second.story_id == first.story_id
    assert second.reason.startswith(f"tells of the same as article {first.article_id}: ")
    with newsroom.store.reading() as tx:
        stored = articles.by_id(tx, second.article_id)
    assert (stored.relation, stored.like_id) == (Relation.STORY, first.article_id)
    assert stored.original_id is None
    assert stored.likeness is not None
    assert 0.25 <= stored.likeness < 1


def test_another_text_is_another_story(newsroom: Newsroom) -> None:
    first = newsroom.read(make_article())

    second = newsroom.read(make_article(PARLIAMENT, url="https://paper.example/a/2"))

    assert second.relation is Relation.NEW
    assert second.story_id != first.story_id


def test_other_news_of_the_day_is_another_story(newsroom: Newsroom) -> None:
    first = newsroom.read(make_article())

    second = newsroom.read(elsewhere(PARLIAMENT, title="A budget at midnight"))

    assert second.relation is Relation.NEW
    assert second.story_id != first.story_id


def test_days_later_the_same_words_are_another_event(small: Newsroom) -> None:
    first = small.read(make_article())
    small.now = NOW + timedelta(days=5)

    second = small.read(elsewhere(RIVER_AGAIN, title="River floods the lower town"))

    assert second.story_id != first.story_id


@pytest.mark.parametrize("site", ["paper", "other"])
def test_reports_of_one_form_stay_apart(small: Newsroom, site: str) -> None:
    first = small.read(make_article(MONDAY, title="The weather in the valleys on Monday"))
    url, title = f"https://{site}.example/tue", "The weather in the valleys on Tuesday"

    second = small.read(make_article(TUESDAY, url=url, title=title))

    assert second.relation is Relation.NEW
    assert second.story_id != first.story_id


def test_words_are_learnt_again_from_the_archive(small: Newsroom) -> None:
    small.read(make_article())
    again = StoryMemory()

    with small.store.reading() as tx:
        again.prepare(tx)

    assert again.is_ready
    assert again.vocabulary.n_articles == 1
    assert again.vocabulary.times["river"] == 1
