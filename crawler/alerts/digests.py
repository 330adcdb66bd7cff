"""A digest that is due and the database as it is now -> what it tells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo

from crawler.alerts.matter import Digest, Occasion, Section, Surge
from crawler.alerts.occasions import occasion_of
from crawler.errors import NotFound
from crawler.items import Alert, AlertKind
from crawler.storage import Tx, alerts, coverage

DAYS = 14  # of the chart


def digest_of(tx: Tx, alert: Alert, *, zone: tzinfo, now: datetime) -> Digest:
    """What was gathered for it, by topic, and what was looked at since it was begun."""
    told = alerts.told_in(tx, alert.id)
    since, until = alert.created_at, now
    names = coverage.topics_of(tx, [*alert.detail.get("topics", ()), *_topic_ids(tx, alert.id)])
    return Digest(
        id=alert.id,
        since=since,
        until=until,
        sections=[
            _section(tx, name, told, (since, until), days=_days(tx, topic_id, zone, now))
            for topic_id, name in names.items()
        ],
        coverage=coverage.coverage(tx, since, until),
    )


def surge_of(alert: Alert) -> Surge:
    """The day of a topic that an alert of kind "burst" tells of."""
    return Surge(
        topic=alert.topic,
        day=date.fromisoformat(alert.detail["day"]),
        articles=alert.detail["articles"],
        usual=alert.detail["usual"],
    )


def _topic_ids(tx: Tx, digest_id: int) -> Sequence[int]:
    return alerts.topics_in(tx, digest_id)


def _section(
    tx: Tx,
    topic: str,
    told: Sequence[Alert],
    span: tuple[datetime, datetime],
    *,
    days: tuple[int, ...],
) -> Section:
    own = [one for one in told if one.topic == topic]
    counts = coverage.of_topic(tx, topic, *span)
    return Section(
        topic=topic,
        occasions=tuple(_occasions(tx, own)),
        surges=tuple(surge_of(one) for one in own if one.kind == AlertKind.BURST),
        articles=counts.articles,
        days=days,
        muted=counts.muted,
    )


def _occasions(tx: Tx, told: Sequence[Alert]) -> list[Occasion]:
    """Each story once, with all that became of it; the newest first."""
    by_story: dict[int | None, Occasion] = {}
    for alert in told:
        if alert.kind not in (AlertKind.STORY, AlertKind.UPDATE):
            continue
        try:
            occasion = occasion_of(tx, alert)
        except NotFound:  # the article has been deleted
            continue
        # A story that was not told yet needs no list of what became of it.
        by_story.setdefault(alert.story_id, occasion)
    return sorted(by_story.values(), key=_when, reverse=True)


def _when(occasion: Occasion) -> datetime:
    return occasion.article.published_at or occasion.first_seen_at


def _days(tx: Tx, topic_id: int, zone: tzinfo, now: datetime) -> tuple[int, ...]:
    today = now.astimezone(zone).date()
    first = today - timedelta(days=DAYS - 1)
    began = datetime(first.year, first.month, first.day, tzinfo=zone).astimezone(UTC)
    counts = [0] * DAYS
    for seen_at in coverage.sightings(tx, topic_id, began):
        place = (seen_at.astimezone(zone).date() - first).days
        if 0 <= place < DAYS:
            counts[place] += 1
    return tuple(counts)
