"""Topics: what is watched for, what it found, and other wishes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from fastapi import Body, Query, Response

from crawler.backtest.history import counted_from, floor_of, history
from crawler.errors import NotFound, UsageError
from crawler.items import Origin
from crawler.measure.measure import measure_of
from crawler.storage import Tx, matches, topics, troubles
from crawler.storage.daily import by_day
from crawler.storage.matches import MatchRow
from crawler.storage.topics import TopicRow
from crawler.storage.troubles import TopicTrouble
from crawler.topics.volume import FLOOR
from crawler.web.api.cursors import listing, place_of
from crawler.web.api.frame import EXACT, Cursor, Id, Limit, Listing, changes_of, looks_of
from crawler.web.state import Known
from crawler.wishes import topics as wishes
from crawler.wishes.topics import TopicWish

looks, changes = looks_of("topics"), changes_of("topics")
NAME = "topics"
MINUTE = timedelta(minutes=1)
Text = Annotated[str, Body(max_length=10_000, min_length=1)]
Short = Annotated[str, Body(max_length=200)]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicShown:
    """A topic. Those from files (`origin` "config") are changed there and not here."""

    id: int
    name: str
    query: str
    channels: tuple[str, ...]
    alert: str
    quiet_hours: str | None
    per_hour_max: int
    burst_min: int
    origin: Origin
    state: str
    created_at: datetime
    changed_at: datetime
    hits: int
    last_hit_at: datetime | None
    trouble: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A topic as it should be. What is left out is as [alerts] in the settings says."""

    __pydantic_config__ = EXACT

    name: Annotated[str, Body(min_length=1, max_length=100)]
    query: Text
    channels: Annotated[tuple[Short, ...], Body(max_length=50)] = ()
    alert: Short | None = None
    quiet_hours: Short | None = None
    per_hour_max: Annotated[int, Body(ge=0, le=1_000_000)] | None = None
    burst_min: Annotated[int, Body(ge=0, le=1_000_000)] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeDay:
    """A day (in the service's time zone) and whether it stands out."""

    day: date
    articles: int
    stories: int
    burst: bool
    usual: float | None


@looks.get("/topics")
def list_topics(
    state: Known,
    limit: Limit = 50,
    cursor: Cursor = None,
    words: Annotated[str, Query(max_length=100, description="A part of the name.")] = "",
    status: Annotated[Literal["active", "retired"], Query(alias="state")] = "active",
) -> Listing[TopicShown]:
    """The topics, by name; how many hits each has may be a minute old."""
    name = f"{NAME}.{status}"
    after = place_of(state, name, cursor) or ""
    with state.store.reading() as tx:
        tallies = state.memory.recall("hits", state.now(), MINUTE, lambda: topics.tallies(tx))
        found = topics.some(
            tx, tallies=tallies, after=after, limit=limit + 1, containing=words, state=status
        )
        known = troubles.held(tx)
    return listing(state, name, [_shown(row, known) for row in found], limit, lambda one: one.name)


@changes.post("/topics", status_code=201)
def add_topic(wish: Wish, state: Known, response: Response) -> TopicShown:
    """Watch for something from now on; a service that runs takes it up within seconds."""
    with state.store.writing() as tx:
        _refuse_taken(tx, wish.name)
        row = wishes.keep(tx, _wish(wish), state.config, state.now())
        shown = _shown(row, troubles.held(tx))
    response.headers["Location"] = f"/api/v1/topics/{shown.id}"
    return shown


@looks.get("/topics/{topic_id}")
def one_topic(topic_id: Id, state: Known) -> TopicShown:
    """One topic."""
    with state.store.reading() as tx:
        return _shown(topics.by_id(tx, topic_id), troubles.held(tx))


@changes.put("/topics/{topic_id}")
def change_topic(topic_id: Id, wish: Wish, state: Known) -> TopicShown:
    """Watch for it otherwise; all of it is as given here. Its name stays."""
    with state.store.writing() as tx:
        held = _active(tx, topic_id)
        if held.topic.name != wish.name.strip():
            raise UsageError(
                f'this topic is called "{held.topic.name}"; another name is another topic'
            )
        row = wishes.keep(tx, _wish(wish), state.config, state.now(), replace=True)
        return _shown(row, troubles.held(tx))


@changes.delete("/topics/{topic_id}", status_code=204)
def remove_topic(topic_id: Id, state: Known) -> None:
    """Watch for it no longer; its hits and alerts stay."""
    with state.store.writing() as tx:
        wishes.leave(tx, _active(tx, topic_id), state.config)


@looks.get("/topics/{topic_id}/hits")
def hits_of(
    topic_id: Id, state: Known, limit: Limit = 50, cursor: Cursor = None
) -> Listing[MatchRow]:
    """What it matched, the newest match first."""
    name = f"{NAME}.{topic_id}.hits"
    place = place_of(state, name, cursor)
    before = (datetime.fromisoformat(place[0]), place[1]) if place else None
    with state.store.reading() as tx:
        topics.by_id(tx, topic_id)
        found = matches.of_topic(tx, topic_id, before=before, limit=limit + 1)
    return listing(state, name, found, limit, lambda one: (one.matched_at.isoformat(), one.id))


@looks.get("/topics/{topic_id}/volume")
def volume_of(
    topic_id: Id,
    state: Known,
    days: Annotated[int, Query(ge=1, le=1000, description="So many, up to today.")] = 90,
) -> tuple[VolumeDay, ...]:
    """How many articles it found each day, the oldest first, and which days stand out."""
    zone = ZoneInfo(state.config.clock.timezone)
    last = state.now().astimezone(zone).date()
    first = last - timedelta(days=days - 1)
    with state.store.reading() as tx:
        began = topics.began(tx, topic_id).astimezone(zone).date()
        found = by_day(tx, topic_id, first=counted_from(first), last=last, zone=zone)
        followed = topics.active(tx, [topic_id])
    floor = floor_of(followed[0]) if followed else FLOOR
    shown = history(found, began=began, first=first, last=last, floor=floor)
    return tuple(
        VolumeDay(
            day=one.day,
            articles=one.articles,
            stories=one.stories,
            burst=one.burst is not None,
            usual=one.burst.usual if one.burst else None,
        )
        for one in shown
    )


def _refuse_taken(tx: Tx, name: str) -> None:
    sought = name.strip().casefold()
    for topic_id, held in topics.names(tx, retired=False).items():
        if held.casefold() == sought:
            raise UsageError(
                f'there is a topic "{held}" already: PUT /api/v1/topics/{topic_id} changes it'
            )


def _active(tx: Tx, topic_id: int) -> TopicRow:
    row = topics.by_id(tx, topic_id)
    if row.state != "active":
        raise NotFound(f'"{row.topic.name}" is not watched for any more')
    return row


def _wish(wish: Wish) -> TopicWish:
    return TopicWish(
        name=wish.name,
        query=wish.query,
        channels=wish.channels,
        alert=wish.alert,
        quiet_hours=wish.quiet_hours,
        per_hour_max=wish.per_hour_max,
        burst_min=wish.burst_min,
    )


def _shown(row: TopicRow, known: dict[int, TopicTrouble]) -> TopicShown:
    measure, trouble = measure_of(row.topic.measure), known.get(row.topic.id)
    return TopicShown(
        id=row.topic.id,
        name=row.topic.name,
        query=row.topic.query,
        channels=row.topic.channels,
        alert=measure.rhythm.text,
        quiet_hours=str(measure.quiet) if measure.quiet else None,
        per_hour_max=measure.per_hour_max,
        burst_min=measure.burst_min,
        origin=row.origin,
        state=row.state,
        created_at=row.created_at,
        changed_at=row.changed_at,
        hits=row.hits,
        last_hit_at=row.last_hit_at,
        trouble=trouble.reason if trouble else None,
    )
