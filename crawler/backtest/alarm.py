"""Topics that ask for it -> an alert on a day with far more articles than on those before it.

One for each day, topic and channel: its key says so, so that it does not matter how often it is
looked, or how often the service is started.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from crawler.backtest.history import counted_from, history
from crawler.items import AlertKind, Topic
from crawler.measure.measure import measure_of
from crawler.storage import Store, Tx, owing, topics
from crawler.storage.daily import by_day
from crawler.topics.volume import Burst

# Whole days that a topic must have been followed: with less nobody knows what is usual.
LEAST_DAYS = 3


def sound(store: Store, now: datetime, *, max_age: timedelta | None) -> int:
    """How many alerts are owed for topics whose present day stands out; to be called often.

    What was older than *max_age* when it was first seen does not count: a new feed that brings its
    archive is no burst.
    """
    with store.reading() as tx:
        found = [
            (topic, day, burst)
            for topic, day in _asking(topics.active(tx), now)
            if (burst := _burst(tx, topic, day, max_age)) is not None
        ]
        fresh = [(topic, day, burst) for topic, day, burst in found if _is_new(tx, topic, day)]
    if not fresh:
        return 0
    with store.writing() as tx:
        return sum(_owe(tx, topic, day, burst, now) for topic, day, burst in fresh)


def _asking(active: Iterable[Topic], now: datetime) -> list[tuple[Topic, date]]:
    """Topics that want to hear of bursts, each with the day that it is where its reader lives."""
    measures = [(topic, measure_of(topic.measure)) for topic in active]
    return [
        (topic, now.astimezone(ZoneInfo(measure.zone)).date())
        for topic, measure in measures
        if measure.burst_min
    ]


def _burst(tx: Tx, topic: Topic, day: date, max_age: timedelta | None) -> Burst | None:
    measure = measure_of(topic.measure)
    zone = ZoneInfo(measure.zone)
    seen = by_day(tx, topic.id, first=counted_from(day), last=day, zone=zone, max_age=max_age)
    # Of its first day a topic has seen a part only.
    began = topics.began(tx, topic.id).astimezone(zone).date() + timedelta(days=1)
    first = min([began, *seen])
    if (day - first).days < LEAST_DAYS:
        return None
    [today] = history(seen, began=began, first=day, last=day, floor=measure.burst_min)
    return today.burst


def _is_new(tx: Tx, topic: Topic, day: date) -> bool:
    return not all(owing.is_owed(tx, _key(topic, channel, day)) for channel in topic.channels)


def _owe(tx: Tx, topic: Topic, day: date, burst: Burst, now: datetime) -> int:
    return owing.owe(
        tx,
        topic_id=topic.id,
        story_id=None,
        article_id=None,
        channels=topic.channels,
        now=now,
        due=now,
        measure=measure_of(topic.measure),
        kind=AlertKind.BURST,
        nth=_nth(day),
        detail={"day": day.isoformat(), "articles": burst.today, "usual": burst.usual},
    )


def _key(topic: Topic, channel: str, day: date) -> str:
    return f"{owing.key_of(topic.id, None, channel)}-{_nth(day)}"


def _nth(day: date) -> str:
    return f"burst-{day.isoformat()}"
