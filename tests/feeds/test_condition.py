from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.feeds.condition import Change, Condition, next_condition, notice_of
from crawler.feeds.pace import WEIGHTS
from crawler.items import Outcome
from tests.samples import NOW

HARD, SOFT, LATER, NEW = Outcome.HARD, Outcome.SOFT, Outcome.TEMPORARY, Outcome.NEW


def walk(*outcomes: Outcome, every: timedelta = timedelta(hours=6)) -> list[Condition]:
    """The conditions after each of these looks, from a feed that was well."""
    condition, since, trouble, now = Condition.OK, NOW, 0.0, NOW
    passed = []
    for outcome in outcomes:
        now += every
        trouble = trouble + WEIGHTS[outcome] if outcome in WEIGHTS else 0.0
        became = next_condition(condition, since, outcome, trouble=trouble, now=now)
        condition, since = became, (since if became is condition else now)
        passed.append(condition)
    return passed


def changes(conditions: list[Condition]) -> list[Condition]:
    """What was told, in its order."""
    told: list[Condition] = []
    last = Condition.OK
    for one in conditions:
        if one is not last and one is not Condition.OK:
            told.append(one)
        last = one
    return told


@pytest.mark.parametrize(("outcome", "looks"), [(HARD, 2), (SOFT, 4), (LATER, 8)])
def test_a_feed_is_degraded_by_the_weight_of_its_failures(outcome: Outcome, looks: int) -> None:
    passed = walk(*[outcome] * looks)

    assert passed == [Condition.OK] * (looks - 1) + [Condition.DEGRADED]


def test_a_feed_that_fails_and_comes_back_is_told_of_three_times() -> None:
    passed = walk(*[HARD] * 40, *[NEW] * 40)

    assert changes(passed) == [Condition.DEGRADED, Condition.DEAD, Condition.RECOVERED]
    assert passed[-1] is Condition.OK


def test_a_single_success_between_failures_is_a_recovery_and_no_more() -> None:
    passed = walk(HARD, HARD, NEW, HARD, NEW, every=timedelta(hours=1))

    assert passed[1:] == [Condition.DEGRADED, *[Condition.RECOVERED] * 3]


def test_a_feed_that_robots_txt_forbids_is_refused_at_the_second_time() -> None:
    assert walk(Outcome.REFUSED, Outcome.REFUSED) == [Condition.OK, Condition.REFUSED]
    assert changes(walk(*[Outcome.REFUSED] * 50)) == [Condition.REFUSED]


def test_an_outage_of_ours_changes_nothing_and_410_retires() -> None:
    assert walk(HARD, HARD, Outcome.OUTAGE)[-1] is Condition.DEGRADED
    assert walk(Outcome.GONE) == [Condition.RETIRED]


@given(st.lists(st.sampled_from(list(WEIGHTS)), max_size=60))
def test_whatever_fails_an_episode_is_told_of_three_times_at_most(failures: list[Outcome]) -> None:
    told = changes(walk(*failures))

    assert len(told) <= 3
    assert len(told) == len(set(told))


def test_a_message_says_what_happened_for_how_long_and_what_to_do() -> None:
    change = Change(was=Condition.DEGRADED, became=Condition.DEAD, at=NOW, reason="404 Not Found")

    notice = notice_of(
        change, feed_id=7, name="The Paper", url="https://paper.example/feed",
        failing_since=NOW - timedelta(days=12), next_look_at=NOW + timedelta(days=1),
    )  # fmt: skip

    assert notice.subject == "The Paper has been failing for long"
    assert "404 Not Found\nIt has failed for 12 days." in notice.text
    assert "wirewatch feeds remove 7" in notice.text
    assert "Next look in 24 h" in notice.text


def test_the_same_change_has_the_same_key_and_the_next_one_another() -> None:
    def key(at: datetime) -> str:
        change = Change(was=Condition.OK, became=Condition.DEGRADED, at=at, reason="")
        return notice_of(
            change, feed_id=1, name="", url="", failing_since=None, next_look_at=at
        ).key

    assert key(NOW) == key(NOW) != key(NOW + timedelta(minutes=5))
