"""Feeds: how they do and why, more or less of them, lists as OPML, and the ledger of hosts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Body, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from crawler.errors import FeedError, UsageError
from crawler.feeds.opml import read_opml
from crawler.reading.why import Evidence, evidence
from crawler.storage import feeds, health, history, hosts, looks, roster
from crawler.storage.feeds import FeedSpec
from crawler.storage.health import FeedDay, FeedHealth
from crawler.storage.history import Announced, ChangeRow, GapRow
from crawler.storage.looks import Run
from crawler.storage.roster import Listed, Overview, Wanted
from crawler.web.api.cursors import listing, place_of
from crawler.web.api.filters import since_of
from crawler.web.api.frame import (
    EXACT,
    Cursor,
    Id,
    Language,
    Limit,
    Listing,
    Since,
    changes_of,
    looks_of,
)
from crawler.web.api.seeking import found_by
from crawler.web.state import Known, State
from crawler.wishes import feeds as wishes
from crawler.wishes import lists

looks_at, changes = looks_of("feeds"), changes_of("feeds")
NAME = "feeds"
DAYS, RUNS_MOST, RARE_MOST = 7, 50, 20
LISTED_MOST = 2000  # feeds of one list
Word = Annotated[str, Query(max_length=200)]
Text = Annotated[str, Body(max_length=200)]
Number = Annotated[float, Body(gt=0, le=1_000_000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedWish:
    """A feed as it should be followed: by its address, or by the `look` that found it. What is left
    out finds itself, and of a look also says the feed.
    """

    __pydantic_config__ = EXACT

    url: Annotated[str, Body(min_length=1, max_length=2048)] | None = None
    look: Annotated[str, Body(min_length=1, max_length=40)] | None = None
    name: Text | None = None
    language: Text | None = None
    country: Text | None = None
    group: Text | None = None
    timezone: Text | None = None
    every_min: Number | None = None
    floor_min: Number | None = None
    ceiling_min: Number | None = None
    cron: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFull:
    """A feed: how it does, its last week, what was decided after which looks, and what is rare."""

    feed: FeedHealth
    days: tuple[FeedDay, ...]
    decisions: tuple[Run, ...]
    gaps: tuple[GapRow, ...]
    changes: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """All feeds at a glance."""

    overview: Overview
    gaps: tuple[GapRow, ...]
    changes: tuple[ChangeRow, ...]
    left_alone: dict[str, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A line of a list that cannot be taken."""

    url: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of a list."""

    added: int
    known: int
    refused: tuple[Refused, ...]


@looks_at.get("/feeds")
def list_feeds(
    state: Known,
    limit: Limit = 50,
    cursor: Cursor = None,
    health: Annotated[Word, Query(description="ok, degraded, refused, dead, paused, …")] = "",
    group: Word = "",
    language: Language = None,
    origin: Annotated[Word, Query(description="config or person.")] = "",
    words: Annotated[Word, Query(description="A part of the name or the address.")] = "",
) -> Listing[Listed]:
    """The feeds, the oldest first, with what they did in seven days."""
    after = place_of(state, NAME, cursor) or 0
    since = (state.now() - timedelta(days=DAYS)).date()
    wanted = Wanted(health=health, group=group, language=language or "", origin=origin, words=words)
    with state.store.reading() as tx:
        found = roster.roster(tx, wanted, order=None, since=since, limit=limit + 1, after=after)
    return listing(state, NAME, found, limit, lambda one: one.id)


@changes.post("/feeds", status_code=201)
def add_feed(wish: FeedWish, state: Known, response: Response) -> FeedHealth:
    """Follow the feed that a look found (POST /feeds/looks), as `wirewatch feeds add` does; or the
    one at exactly this address, which is not asked here: the service looks at it at once, and what
    came of it stands in `last_note`.
    """
    now = state.now()
    spec = _spec(wish, state)
    with state.store.writing() as tx:
        number = wishes.follow(tx, spec, state.config, now)
        found = health.by_id(tx, number)
    response.headers["Location"] = f"/api/v1/feeds/{number}"
    return found


def _spec(wish: FeedWish, state: State) -> FeedSpec:
    names = FeedWish.__dataclass_fields__.keys() - {"look"}
    wanted = {name: getattr(wish, name) for name in names}
    if (wish.url is None) == (wish.look is None):
        raise UsageError("name the feed by `url` or by `look`, and not by both")
    if wish.look is None:
        return wishes.spec_of(wanted)
    looked = found_by(state, wish.look)
    return wishes.spec_at(looked.url, looked.parsed, wanted)


@looks_at.get("/feeds/health")
def feeds_health(state: Known, since: Since = "7d") -> Health:
    """How many feeds are how, what changed since then, and where items may have been lost."""
    after, now = since_of(state, since), state.now()
    with state.store.reading() as tx:
        return Health(
            overview=roster.overview(tx),
            gaps=tuple(history.gaps(tx, since=after, limit=RARE_MOST)),
            changes=tuple(history.changes(tx, since=after, limit=RARE_MOST)),
            left_alone=hosts.quiet(tx, now),
        )


@looks_at.get(
    "/feeds/opml",
    response_class=Response,
    responses={200: {"content": {"text/x-opml": {"schema": {"type": "string"}}}}},
)
def export_feeds(state: Known) -> Response:
    """All feeds that are followed, as a list that other programs read."""
    with state.store.reading() as tx:
        document = lists.opml_of(feeds.named(tx), state.now())
    return Response(document, media_type="text/x-opml")


@changes.post(
    "/feeds/opml",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"text/x-opml": {"schema": {"type": "string"}}},
        }
    },
)
async def import_feeds(
    request: Request,
    state: Known,
    group: Annotated[str | None, Query(max_length=80, min_length=1)] = None,
) -> Imported:
    """Follow all feeds of an OPML list (the body) that are not followed yet."""
    body = await request.body()
    return await run_in_threadpool(_take, state, body, group)


def _take(state: State, body: bytes, group: str | None) -> Imported:
    try:
        listed = read_opml(body)
    except FeedError as error:
        raise UsageError(f"The list cannot be read: {error}") from None
    if len(listed.outlines) > LISTED_MOST:
        raise UsageError(f"The list names more than {LISTED_MOST} feeds; send it in parts.")
    with state.store.reading() as tx:
        harvest = lists.sift(listed, group, lists.followed(tx))
    for _ in lists.keep(state.store, harvest.added, state.now()):
        pass
    return Imported(
        added=len(harvest.added),
        known=len(harvest.known),
        refused=tuple(Refused(url=url, reason=reason) for url, reason in harvest.refused),
    )


@looks_at.get("/feeds/{feed_id}")
def one_feed(feed_id: Id, state: Known) -> FeedFull:
    """A feed, and why it is looked at when it is."""
    since = (state.now() - timedelta(days=DAYS)).date()
    with state.store.reading() as tx:
        return FeedFull(
            feed=health.by_id(tx, feed_id),
            days=tuple(health.days(tx, feed_id, since=since)),
            decisions=tuple(looks.runs(tx, feed_id, limit=RUNS_MOST)),
            gaps=tuple(history.gaps(tx, feed_id=feed_id, limit=RARE_MOST)),
            changes=tuple(history.changes(tx, feed_id=feed_id, limit=RARE_MOST)),
        )


@looks_at.get("/feeds/{feed_id}/entries")
def entries_of(
    feed_id: Id, state: Known, limit: Limit = 50, cursor: Cursor = None
) -> Listing[Announced]:
    """What it announced, the newest first."""
    name = f"{NAME}.{feed_id}.entries"
    before = place_of(state, name, cursor)
    with state.store.reading() as tx:
        health.by_id(tx, feed_id)
        found = history.announced(tx, feed_id, limit=limit + 1, before=before)
    return listing(state, name, found, limit, lambda one: one.id)


@changes.delete("/feeds/{feed_id}", status_code=204)
def remove_feed(feed_id: Id, state: Known) -> None:
    """Follow it no longer; its articles stay."""
    with state.store.writing() as tx:
        wishes.leave(tx, [health.by_id(tx, feed_id)], state.config)


@changes.post("/feeds/{feed_id}/pause")
def pause_feed(feed_id: Id, state: Known) -> FeedHealth:
    """Do not look at it for now."""
    with state.store.writing() as tx:
        wishes.pause(tx, health.by_id(tx, feed_id), state.config)
        return health.by_id(tx, feed_id)


@changes.post("/feeds/{feed_id}/resume")
def resume_feed(feed_id: Id, state: Known) -> FeedHealth:
    """Look at it again, at once."""
    with state.store.writing() as tx:
        wishes.resume(tx, health.by_id(tx, feed_id), state.config, state.now())
        return health.by_id(tx, feed_id)


@looks_at.get("/why")
def why(url: Annotated[str, Query(min_length=1, max_length=2100)], state: Known) -> Evidence:
    """Why an address or a host was or was not asked, and when it is next. Nothing is fetched."""
    with state.store.reading() as tx:
        return evidence(tx, url, state.config, state.now())
