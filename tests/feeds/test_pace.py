from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.feeds.headers import Asked
from crawler.feeds.pace import DAY_MIN, Look, Pace, Plan, next_look, rhythm_min, span
from crawler.items import Entry, Feed, Outcome

NOW = datetime(2026, 2, 6, 12, tzinfo=UTC)  # a Friday
FEED = Feed(id=1, url="https://paper.example/rss", name="Paper", interval_min=30)
KNOWN = Look(outcome=Outcome.KNOWN, n_entries=30)
FAILURES = (Outcome.HARD, Outcome.SOFT, Outcome.TEMPORARY)


def plan(look: Look, feed: Feed = FEED, spread: float = 0.0, **more: object) -> Plan:
    return next_look(feed, look, now=NOW, spread=spread, **more)  # type: ignore[arg-type]


def wait_min(made: Plan) -> float:
    return (made.at - NOW).total_seconds() / 60


def new(n_new: int, n_entries: int = 30, **more: object) -> Look:
    return Look(outcome=Outcome.NEW, n_entries=n_entries, n_new=n_new, **more)  # type: ignore[arg-type]


# The rhythm


def test_a_new_feed_is_looked_at_again_after_half_an_hour() -> None:
    made = plan(new(30), replace(FEED, interval_min=None))

    assert (wait_min(made), made.interval_min, made.trouble) == (30, 30, 0)
    assert made.reason == "every 30 min: the first look"


@pytest.mark.parametrize("outcome", [Outcome.KNOWN, Outcome.UNCHANGED])
def test_a_look_that_finds_nothing_makes_the_next_one_later(outcome: Outcome) -> None:
    made = plan(Look(outcome=outcome, n_entries=30))

    assert made.interval_min == pytest.approx(33)
    assert made.reason == "every 33 min: nothing new"


def test_the_more_is_new_the_sooner_is_the_next_look() -> None:
    intervals = [plan(new(n)).interval_min for n in (1, 10, 20)]

    assert intervals == pytest.approx([24, 18, 12])


def test_the_reason_counts_what_was_new() -> None:
    assert plan(new(6)).reason == "every 24 min: 6 of 30 items were new (80% known)"
    assert plan(new(1)).reason == "every 24 min: 1 of 30 items was new (97% known)"


def test_the_rhythm_stays_between_floor_and_ceiling() -> None:
    quick = plan(new(30), replace(FEED, interval_min=11))
    slow = plan(KNOWN, replace(FEED, interval_min=1439))

    assert quick.interval_min == 10
    assert quick.reason.endswith("not more often than every 10 min")
    assert slow.interval_min == DAY_MIN
    assert slow.reason.endswith("not less often than every 24 h")


def test_a_feeds_own_floor_and_ceiling_count_more_than_the_general_ones() -> None:
    assert plan(new(30), replace(FEED, floor_min=25)).interval_min == 25
    assert plan(KNOWN, replace(FEED, ceiling_min=20)).interval_min == 20
    assert plan(KNOWN, replace(FEED, floor_min=5, ceiling_min=5)).interval_min == 5


def test_the_interval_is_never_longer_than_the_feed_takes_to_publish() -> None:
    made = plan(new(1, rhythm_min=40), replace(FEED, interval_min=600))

    assert made.interval_min == 40
    assert made.reason.endswith("it publishes about every 40 min")


def test_nor_much_shorter_while_nothing_comes() -> None:
    look = replace(KNOWN, rhythm_min=800.0)

    assert plan(look).interval_min == 200


def test_where_items_may_have_been_missed_the_floor_holds_at_once() -> None:
    made = plan(new(30, lost=True, rhythm_min=600), replace(FEED, interval_min=300))

    assert made.interval_min == 10
    assert made.reason.startswith("every 10 min: items may have been missed")


def test_the_settings_are_followed() -> None:
    pace = Pace(first_min=60, floor_min=50, ceiling_min=70)

    assert plan(new(1), replace(FEED, interval_min=None), pace=pace).interval_min == 60
    assert plan(new(30), pace=pace).interval_min == 50
    assert plan(KNOWN, replace(FEED, interval_min=69), pace=pace).interval_min == 70


# The observed rhythm


def entries(*minutes_ago: float) -> list[Entry]:
    return [
        Entry(
            url=str(n), guid=str(n), title="", published_at=NOW - timedelta(minutes=ago, seconds=n)
        )
        for n, ago in enumerate(minutes_ago)
    ]


def test_the_rhythm_of_a_steady_feed_is_its_gap() -> None:
    assert rhythm_min(entries(20, 40, 60, 80, 100), now=NOW) == pytest.approx(20, abs=0.1)


def test_a_burst_in_the_morning_does_not_make_a_quick_feed() -> None:
    morning = entries(*(300 + n for n in range(40)), 1740)

    assert rhythm_min(morning, now=NOW) == pytest.approx(1401, abs=1)


def test_a_feed_that_has_gone_quiet_is_slow() -> None:
    assert rhythm_min(entries(*(10_000 + n for n in range(30))), now=NOW) == pytest.approx(
        10_000, 0.01
    )


def test_too_few_dates_and_dates_without_times_tell_no_rhythm() -> None:
    undated = Entry(url="u", guid="u", title="")
    midnights = [
        Entry(url=str(n), guid=str(n), title="", published_at=datetime(2026, 2, n, tzinfo=UTC))
        for n in range(1, 6)
    ]

    assert rhythm_min([undated, *entries(10, 20)], now=NOW) is None
    assert rhythm_min(midnights, now=NOW) is None
    assert rhythm_min([], now=NOW) is None


# The server's wishes


@pytest.mark.parametrize(
    ("wish", "name"),
    [
        ({"asked": Asked(max_age_min=90)}, "max-age"),
        ({"asked": Asked(expires_min=90)}, "Expires"),
        ({"asked": Asked(retry_after_min=90)}, "Retry-After"),
        ({"ttl_min": 90.0}, "ttl"),
    ],
)
def test_a_server_that_asks_for_more_time_gets_it(wish: dict[str, object], name: str) -> None:
    made = plan(replace(KNOWN, **wish))  # type: ignore[arg-type]

    assert wait_min(made) == 90
    assert made.interval_min == pytest.approx(33)  # the rhythm stays as it is
    assert made.reason == f"every 33 min: nothing new; the server asked for 90 min ({name})"


def test_the_longest_wish_counts_and_short_ones_change_nothing() -> None:
    asked = Asked(max_age_min=50, expires_min=40, retry_after_min=5)

    assert wait_min(plan(replace(KNOWN, asked=asked, ttl_min=70.0))) == 70
    assert wait_min(plan(replace(KNOWN, asked=Asked(max_age_min=5)))) == pytest.approx(33)


def test_a_wish_of_more_than_a_day_is_a_day() -> None:
    made = plan(replace(KNOWN, asked=Asked(max_age_min=525_600)))

    assert wait_min(made) == DAY_MIN
    assert made.reason.endswith("the server asked for 24 h (max-age: 365 days, which is too long)")


def test_a_wish_counts_more_than_a_persons_ceiling() -> None:
    feed = replace(FEED, ceiling_min=15)

    assert wait_min(plan(replace(KNOWN, asked=Asked(retry_after_min=60)), feed)) == 60


def test_hours_and_days_that_a_feed_skips_are_skipped() -> None:
    night = plan(replace(KNOWN, skip_hours=frozenset({12, 13})))
    weekend = plan(replace(KNOWN, skip_days=frozenset({4})))
    always = plan(replace(KNOWN, skip_hours=frozenset(range(24))))

    assert night.at == datetime(2026, 2, 6, 14, tzinfo=UTC)
    assert night.reason.endswith("the feed asks not to be read before 14:00 UTC")
    assert weekend.at == datetime(2026, 2, 7, tzinfo=UTC)
    assert always.at - NOW <= timedelta(days=1, hours=1)


# Cron


def test_a_cron_line_stands_in_place_of_the_rhythm() -> None:
    morning = datetime(2026, 2, 7, 6, 30, tzinfo=UTC)

    made = plan(KNOWN, cron_next=morning, spread=0.9)

    assert made.at == morning
    assert made.reason == "at 2026-02-07 06:30 UTC, as its cron line says"


def test_a_cron_line_gives_way_to_the_server_and_to_failures() -> None:
    soon = NOW + timedelta(minutes=5)

    asked = plan(replace(KNOWN, asked=Asked(retry_after_min=60)), cron_next=soon)
    failing = plan(Look(outcome=Outcome.HARD), cron_next=soon)

    assert wait_min(asked) == 60
    assert wait_min(failing) == 60


def test_a_failing_feed_is_not_tried_between_the_times_of_its_cron_line() -> None:
    tomorrow = NOW + timedelta(days=1)

    made = plan(Look(outcome=Outcome.SOFT), cron_next=tomorrow)

    assert (made.at, made.trouble) == (tomorrow, 0.5)


# Failures


@pytest.mark.parametrize(
    ("outcome", "weight", "wait"),
    [(Outcome.HARD, 1, 60), (Outcome.SOFT, 0.5, 42.4), (Outcome.TEMPORARY, 0.25, 35.7)],
)
def test_failures_weigh_by_what_they_mean(outcome: Outcome, weight: float, wait: float) -> None:
    made = plan(Look(outcome=outcome))

    assert (made.trouble, made.interval_min) == (weight, 30)
    assert wait_min(made) == pytest.approx(wait, abs=0.1)


def test_a_failing_feed_says_so() -> None:
    made = plan(Look(outcome=Outcome.SOFT))

    assert made.reason == (
        "in 42 min: soft failure; its failures weigh 0.5, and its own rhythm is 30 min"
    )


def test_a_feed_that_keeps_failing_is_asked_once_a_day_and_then_once_in_thirty() -> None:
    feed, waits = FEED, []
    for _ in range(20):
        made = plan(Look(outcome=Outcome.HARD), feed)
        feed = replace(feed, trouble=made.trouble, interval_min=made.interval_min)
        waits.append(round(wait_min(made) / DAY_MIN, 2))

    assert waits[:6] == [0.04, 0.08, 0.17, 0.33, 0.67, 1]
    assert waits[6:10] == [1, 1, 1, 1]
    assert waits[10:] == [2, 4, 8, 16, 30, 30, 30, 30, 30, 30]


def test_a_success_forgives_everything_and_the_rhythm_is_the_old_one() -> None:
    made = plan(new(1), replace(FEED, trouble=14.5))

    assert made.trouble == 0
    assert made.interval_min == pytest.approx(24)


def test_a_server_that_is_busy_is_given_the_time_it_asks_for() -> None:
    look = Look(outcome=Outcome.TEMPORARY, asked=Asked(retry_after_min=120))

    assert wait_min(plan(look)) == 120


def test_a_refused_feed_is_asked_about_daily_for_ever() -> None:
    made = plan(Look(outcome=Outcome.REFUSED), replace(FEED, trouble=300))

    assert wait_min(made) == DAY_MIN


def test_a_feed_that_is_gone_is_as_good_as_dead() -> None:
    made = plan(Look(outcome=Outcome.GONE))

    assert wait_min(made) == 30 * DAY_MIN
    assert made.trouble == Pace().dead_trouble
    assert "410" in made.reason


def test_our_own_outage_counts_for_nothing() -> None:
    made = plan(Look(outcome=Outcome.OUTAGE), replace(FEED, trouble=2.5))

    assert (made.trouble, made.interval_min) == (2.5, 30)
    assert wait_min(made) <= 1
    assert made.reason.endswith("our own network was away; the feed is not blamed")


# Chance


def test_chance_only_ever_adds_and_adds_little() -> None:
    sooner, later = plan(KNOWN, spread=0.0), plan(KNOWN, spread=0.999)

    assert 0 < wait_min(later) - wait_min(sooner) <= 3.3
    assert sooner.interval_min == later.interval_min


@given(
    outcome=st.sampled_from(Outcome),
    interval=st.one_of(st.none(), st.floats(0.1, 1e6)),
    trouble=st.floats(0, 1000),
    n_new=st.integers(0, 3000),
    wish=st.one_of(st.none(), st.floats(0, 1e7)),
    spread=st.floats(0, 0.999),
)
def test_every_plan_is_later_than_now_and_within_bounds(
    *,
    outcome: Outcome,
    interval: float | None,
    trouble: float,
    n_new: int,
    wish: float | None,
    spread: float,
) -> None:
    feed = replace(FEED, interval_min=interval, trouble=trouble)
    look = Look(outcome=outcome, n_entries=30, n_new=n_new, asked=Asked(max_age_min=wish))

    made = plan(look, feed, spread)

    assert NOW < made.at <= NOW + timedelta(days=30, hours=1)
    assert made.reason
    assert made.interval_min > 0
    if outcome is not Outcome.OUTAGE:
        assert 10 <= made.interval_min <= DAY_MIN
        assert wait_min(made) >= min(wish or 0, DAY_MIN) - 0.001


def test_spans_read_well() -> None:
    assert [span(m) for m in (0.5, 1, 59.7, 119, 120, 1440, 2880, 43_200)] == [
        *("30 s", "1 min", "60 min", "119 min", "2 h", "24 h", "2 days", "30 days")
    ]
