"""A digest that is due and the database as it is now -> what it tells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo

from crawler.alerts.matter import Digest, Occasion, Section, Surge
from crawler.alerts.occasions import occasion_of
from crawler.errors import NotFound
from crawler.items import Alert, AlertKind
from crawler.storage import Tx, alerts, coverage
from crawler.storage.daily import by_day

DAYS = 14  # of the chart


def digest_of(tx: Tx, alert: Alert, *, zone: tzinfo, now: datetime) -> Digest:
    """What was gathered for it, by topic, and what was looked at since it was begun."""
    told = alerts.told_in(tx, alert.id)
    occasions = _occasions(tx, told)
    # The first of a topic was begun by an article that was seen before it.
    since = min([alert.created_at, *(one.first_seen_at for one in occasions)])
    names = coverage.topics_of(
        tx, [*alert.detail.get("topics", ()), *alerts.topics_in(tx, alert.id)]
    )
    return Digest(
        id=alert.id,
        since=since,
        until=now,
        sections=[
            _section(
                tx,
                name,
                [one for one in occasions if one.topic == name],
                [surge_of(one) for one in told if (one.kind, one.topic) == (AlertKind.BURST, name)],
                span=(since, now),
                days=_days(tx, topic_id, zone, now),
            )
            for topic_id, name in names.items()
        ],
        coverage=coverage.coverage(tx, since, now),
    )


def surge_of(alert: Alert) -> Surge:
    """The day of a topic that an alert of kind "burst" tells of."""
    return Surge(
        topic=alert.topic,
        day=date.fromisoformat(alert.detail["day"]),
        articles=alert.detail["articles"],
        usual=alert.detail["usual"],
    )


def _section(
    tx: Tx,
    topic: str,
    occasions: Sequence[Occasion],
    surges: Sequence[Surge],
    *,
    span: tuple[datetime, datetime],
    days: tuple[int, ...],
) -> Section:
    counts = coverage.of_topic(tx, topic, *span)
    return Section(
        topic=topic,
        occasions=tuple(occasions),
        surges=tuple(surges),
        articles=counts.articles,
        days=days,
        muted=counts.muted,
    )


def _occasions(tx: Tx, told: Sequence[Alert]) -> list[Occasion]:
    """Each story of each topic once, by what was owed first; the newest first."""
    found: dict[tuple[str, int | None], Occasion] = {}
    for alert in told:
        if alert.kind not in (AlertKind.STORY, AlertKind.UPDATE):
            continue
        try:
            occasion = occasion_of(tx, alert)
        except NotFound:  # the article has been deleted
            continue
        # A story that was not told yet needs no list of what became of it.
        found.setdefault((alert.topic, alert.story_id), occasion)
    return sorted(found.values(), key=_when, reverse=True)


def _when(occasion: Occasion) -> datetime:
    return occasion.article.published_at or occasion.first_seen_at


def _days(tx: Tx, topic_id: int, zone: tzinfo, now: datetime) -> tuple[int, ...]:
    today = now.astimezone(zone).date()
    first = today - timedelta(days=DAYS - 1)
    found = by_day(tx, topic_id, first=first, last=today, zone=zone)
    days = (first + timedelta(days=n) for n in range(DAYS))
    return tuple(found[day].articles if day in found else 0 for day in days)
