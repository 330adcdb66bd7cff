"""/feeds: how the feeds are, all that is known of one; look at it now, let it rest, leave it."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Response

from crawler.dedup.urls import site_of
from crawler.errors import UsageError
from crawler.items import Origin
from crawler.storage import Tx, beats, feeds, health, hosts
from crawler.storage.health import FeedHealth
from crawler.storage.roster import Order, Wanted
from crawler.web.pages.charts import Column
from crawler.web.pages.visit import Asked, Edits, Visit
from crawler.web.pages.words.feeds import WORDS
from crawler.web.shown.feeds import DAYS, FeedPage, feed_page, feeds_page
from crawler.web.shown.service import is_alive
from crawler.web.state import LOOKS
from crawler.wishes import feeds as wishes
from crawler.wishes.choosing import feed_place

router = APIRouter()
Text = Annotated[str, Query(max_length=200)]
FeedId = Annotated[int, Path(ge=1, le=2**63 - 1)]
Said = Literal["", "look_now", "too_soon", "is_quiet", "paused", "resumed", "added"]
WANTS_A_LOOK = ("look_now", "resumed", "added")
# Nobody needs a feed asked more often, whatever they press.
LOOK_AGAIN = timedelta(minutes=1)


@router.api_route("/feeds", methods=LOOKS)
def listing(
    visit: Asked,
    *,
    health: Text = "",
    group: Text = "",
    language: Text = "",
    origin: Text = "",
    words: Text = "",
    order: Order = Order.WORST,
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
    removed: Text = "",
) -> Response:
    """The feeds, those that need somebody first."""
    wanted = Wanted(health=health, group=group, language=language, origin=origin, words=words)
    with visit.store.reading() as tx:
        shown = feeds_page(tx, wanted, order=order, page=page, now=visit.now)
    asked = {
        "health": health, "group": group, "language": language, "origin": origin, "words": words,
        "order": order if order is not Order.WORST else "",
    }  # fmt: skip

    def address(**other: object) -> str:
        """The same list, otherwise."""
        query = urlencode({key: value for key, value in {**asked, **other}.items() if value})
        return f"/feeds?{query}" if query else "/feeds"

    return visit.page(
        "feeds/list.html.j2", WORDS, shown=shown, wanted=wanted, order=order, orders=[*Order],
        address=address, days=DAYS, removed=removed,
    )  # fmt: skip


@router.api_route("/feeds/{feed_id:int}", methods=LOOKS)
def one(
    visit: Asked,
    feed_id: FeedId,
    before: Annotated[int | None, Query(ge=0, le=2**63 - 1)] = None,
    said: Said = "",
) -> Response:
    """One feed with every decision."""
    with visit.store.reading() as tx:
        shown = feed_page(tx, feed_id, visit.config, now=visit.now, before=before)
        waits = said in WANTS_A_LOOK and not is_alive(beats.last(tx), visit.now)
    feed = shown.feed
    is_file = feed.origin is Origin.CONFIG
    return visit.page(
        "feeds/one.html.j2", WORDS, shown=shown, feed=feed, before=before, said=said, waits=waits,
        by_day=_columns(visit, shown), days=DAYS,
        place=feed_place(visit.config, feed.url) if is_file else "",
    )  # fmt: skip


@router.post("/feeds/{feed_id:int}/look")
def look_now(visit: Edits, feed_id: FeedId) -> Response:
    """Have the service look at it at once."""
    with visit.store.writing() as tx:
        said = _asked_at_once(tx, health.by_id(tx, feed_id), visit)
    return visit.go(f"/feeds/{feed_id}?said={said}")


@router.post("/feeds/{feed_id:int}/pause")
def pause(visit: Edits, feed_id: FeedId) -> Response:
    """Look no more until it is taken up again."""
    with visit.store.writing() as tx:
        wishes.pause(tx, health.by_id(tx, feed_id), visit.config)
    return visit.go(f"/feeds/{feed_id}?said=paused")


@router.post("/feeds/{feed_id:int}/resume")
def resume(visit: Edits, feed_id: FeedId) -> Response:
    """Look again."""
    with visit.store.writing() as tx:
        wishes.resume(tx, health.by_id(tx, feed_id), visit.config, visit.now)
    return visit.go(f"/feeds/{feed_id}?said=resumed")


@router.post("/feeds/{feed_id:int}/remove")
def remove(visit: Edits, feed_id: FeedId) -> Response:
    """Follow it no longer; its articles stay."""
    with visit.store.writing() as tx:
        feed = health.by_id(tx, feed_id)
        wishes.leave(tx, [feed], visit.config)
    return visit.go(f"/feeds?{urlencode({'removed': feed.name[:200]})}")


def may_be_asked(tx: Tx, feed: FeedHealth, visit: Visit) -> Said:
    """Why this feed must not be asked right now; "" when it may."""
    if feed.last_looked_at and visit.now - feed.last_looked_at < LOOK_AGAIN:
        return "too_soon"
    return "is_quiet" if hosts.hushed(tx, site_of(feed.url), visit.now) else ""


def _asked_at_once(tx: Tx, feed: FeedHealth, visit: Visit) -> Said:
    if why_not := may_be_asked(tx, feed, visit):
        return why_not
    if not feeds.look_at_once(tx, feed.id, visit.now):
        raise UsageError(f'"{feed.name}" is not followed at present')
    return "look_now"


def _columns(visit: Visit, shown: FeedPage) -> list[Column]:
    say, words = visit.saying, WORDS[visit.language]
    return [
        Column(
            label=say.day(one.day),
            value=one.entries,
            said=words.day_said.format(
                day=say.whole_day(one.day),
                entries=say.number(one.entries),
                looks=say.number(one.looks),
                failures=say.number(one.failures),
            ),
            stands_out=one.failures > 0 and one.failures == one.looks,
        )
        for one in shown.days
    ]
