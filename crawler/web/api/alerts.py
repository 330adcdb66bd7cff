"""Alerts: what was told, what waits, what failed and why; sent again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Literal

from fastapi import Body, Query

from crawler.alerts.messages import message_of, style_of
from crawler.errors import UsageError
from crawler.measure.spread import spread
from crawler.storage import alerts, outbox, topics
from crawler.storage.alerts import AlertRow
from crawler.web.api.cursors import listing, place_of
from crawler.web.api.filters import since_of, topic_id_of
from crawler.web.api.frame import (
    EXACT,
    LARGEST,
    MOST,
    Cursor,
    Done,
    Id,
    Limit,
    Listing,
    Since,
    TopicWord,
    changes_of,
    looks_of,
)
from crawler.web.state import Known

looks, changes = looks_of("alerts"), changes_of("alerts")
NAME = "alerts"
TIMED_MOST = 2_000
State = Literal["waiting", "gathered", "muted", "sent", "dead"]
Number = Annotated[int, Body(ge=1, le=LARGEST)]
Ids = Annotated[list[Number], Body(embed=True, max_length=MOST)]
ChannelName = Annotated[str, Query(max_length=100)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFull:
    """An alert with its message as it would leave now; null where what it tells of is gone."""

    alert: AlertRow
    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Seconds: the middle, and what 95 of 100 stay below."""

    p50: float
    p95: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicTimes:
    """How long news of a topic took from step to step."""

    topic: str
    alerts: int
    to_sight: Spread | None
    to_match: Spread | None
    to_delivery: Spread | None
    in_all: Spread | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """Which alerts are sent once more."""

    __pydantic_config__ = EXACT

    since: Annotated[str, Body(max_length=40)]
    topic: Annotated[str, Body(max_length=200)] | None = None
    channel: Annotated[str, Body(max_length=100)] | None = None


@looks.get("/alerts")
def list_alerts(
    state: Known,
    limit: Limit = 50,
    cursor: Cursor = None,
    status: Annotated[State | None, Query(alias="state")] = None,
    topic: TopicWord = None,
    channel: ChannelName | None = None,
) -> Listing[AlertRow]:
    """The alerts, newest first."""
    before = place_of(state, NAME, cursor)
    with state.store.reading() as tx:
        topic_id = topic_id_of(tx, topic)
        name = topics.names(tx)[topic_id] if topic_id is not None else None
        found = alerts.listing(
            tx, limit=limit + 1, state=status, topic_name=name, channel=channel, before=before
        )
    return listing(state, NAME, found, limit, lambda one: one.id)


@looks.get("/alerts/times")
def times(state: Known, since: Since = "7d") -> tuple[TopicTimes, ...]:
    """From publication to first sight, match and delivery, by topic, of what left since then.

    Of more than 2,000 alerts the last 2,000 are counted.
    """
    begin = since_of(state, since)
    assert begin is not None
    with state.store.reading() as tx:
        found = outbox.times(tx, begin, limit=TIMED_MOST)
    return tuple(
        TopicTimes(
            topic=name,
            alerts=len(some),
            to_sight=_spread(one.to_sight for one in some),
            to_match=_spread(one.to_match for one in some),
            to_delivery=_spread(one.to_delivery for one in some),
            in_all=_spread(one.in_all for one in some),
        )
        for name, some in found.items()
    )


@changes.post("/alerts/retry")
def retry_all(
    state: Known, ids: Annotated[list[Number], Body(embed=True, max_length=MOST)]
) -> Done:
    """Try again to send what was given up: these, or all where none are named."""
    with state.store.writing() as tx:
        return Done(changed=outbox.retry(tx, state.now(), ids=ids or None))


@changes.post("/alerts/replay")
def replay(again: Again, state: Known) -> Done:
    """Send once more what left since then; the keys stay the same."""
    if again.channel is not None:
        state.config.channel(again.channel)
    begin = since_of(state, again.since)
    assert begin is not None
    with state.store.writing() as tx:
        topic_id = topic_id_of(tx, again.topic)
        n = outbox.replay(tx, state.now(), since=begin, topic_id=topic_id, channel=again.channel)
    return Done(changed=n)


@looks.get("/alerts/{alert_id}")
def one_alert(alert_id: Id, state: Known) -> AlertFull:
    """An alert, and its message as it would leave at this moment."""
    style = style_of(state.config, state.store)
    with state.store.reading() as tx:
        row = alerts.row(tx, alert_id)
        message = message_of(tx, alerts.by_id(tx, alert_id), style, state.now())
    return AlertFull(alert=row, subject=message.subject, text=message.text, html=message.html)


@changes.post("/alerts/{alert_id}/retry")
def retry(alert_id: Id, state: Known) -> AlertRow:
    """Try again to send it; it must have been given up."""
    with state.store.writing() as tx:
        held = alerts.row(tx, alert_id)
        if not outbox.retry(tx, state.now(), ids=[alert_id]):
            raise UsageError(f"alert {alert_id} was not given up: it is {held.state}")
        return alerts.row(tx, alert_id)


def _spread(lengths: Iterable[timedelta | None]) -> Spread | None:
    found = spread(lengths)
    if found is None:
        return None
    return Spread(p50=found.p50.total_seconds(), p95=found.p95.total_seconds())
