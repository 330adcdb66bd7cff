from __future__ import annotations

from datetime import datetime

from crawler.intake import Habits
from crawler.storage import second_looks
from tests.intake.newsroom import HOUR, Newsroom, elsewhere
from tests.samples import NOW, make_article


def looks(newsroom: Newsroom) -> list[datetime]:
    """When articles are looked at again, from the first reading until nothing is due."""
    after, found = Habits().look_again_after, []
    for hour in range(100):
        now = NOW + hour * HOUR
        with newsroom.store.writing() as tx:
            if second_looks.are_due(tx, now):
                woken = second_looks.wake(tx, now, after=after)
                found += [now] * len(woken)
                tx.exec_driver_sql("update entry set state = 'read'")
    return found


def test_what_a_topic_matched_is_looked_at_again_four_times(newsroom: Newsroom) -> None:
    newsroom.read(make_article(), newsroom.hit())

    assert looks(newsroom) == [NOW + hours * HOUR for hours in (1, 6, 24, 72)]


def test_the_whole_story_is_looked_at_when_a_topic_matches_one_of_it(small: Newsroom) -> None:
    small.read(elsewhere())
    small.read(make_article(), small.hit())
    small.read(elsewhere(site="third"))

    assert looks(small)[:3] == [NOW + HOUR] * 3


def test_what_no_topic_matched_is_left_alone(small: Newsroom) -> None:
    small.read(make_article())

    assert looks(small) == []
