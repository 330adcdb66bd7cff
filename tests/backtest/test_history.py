from __future__ import annotations

from datetime import timedelta

from crawler.backtest.history import Day, floor_of, history
from crawler.items import Topic
from crawler.storage.daily import Tally
from tests.samples import NOW

TODAY = NOW.date()
DAY = timedelta(days=1)


def days(*counts: int, shown: int, age: int = 100) -> tuple[Day, ...]:
    """The history of a topic of that age with so many hits on the last days, today last."""
    found = {
        TODAY - back * DAY: Tally(count, count)
        for back, count in enumerate(reversed(counts))
        if count
    }
    first = TODAY - (shown - 1) * DAY
    return history(found, began=TODAY - age * DAY, first=first, last=TODAY)


def test_days_without_a_hit_are_days() -> None:
    found = days(2, 0, 1, shown=3)

    assert [one.articles for one in found] == [2, 0, 1]
    assert found[-1].day == TODAY


def test_a_day_far_above_the_two_weeks_before_is_a_burst() -> None:
    *quiet, today = days(*[1, 2] * 7, 20, shown=5)

    assert today.burst is not None
    assert today.burst.usual == 1.5
    assert not any(one.burst for one in quiet)


def test_few_hits_are_no_burst_however_quiet_it_was() -> None:
    [today] = days(0, 0, 0, 4, shown=1)

    assert today.burst is None


def test_a_topic_of_today_has_nothing_to_compare_with() -> None:
    found = days(30, shown=90, age=0)

    assert [(one.articles, one.burst) for one in found] == [(30, None)]


def test_hits_from_before_the_topic_count() -> None:
    found = days(3, 3, 3, 3, shown=90, age=0)

    assert [one.articles for one in found] == [3, 3, 3, 3]


def test_a_topic_that_is_told_of_busier_days_only_has_no_others_marked() -> None:
    topic = Topic(id=1, name="Floods", query="river", version="v1", measure='{"burst_min": 20}')
    found, began = {TODAY: Tally(9, 9)}, TODAY - 5 * DAY

    [usual] = history(found, began=began, first=TODAY, last=TODAY)
    [own] = history(found, began=began, first=TODAY, last=TODAY, floor=floor_of(topic))

    assert usual.burst is not None
    assert own.burst is None
