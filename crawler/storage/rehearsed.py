"""What a rehearsal asks of its database: what comes next, and what there is for its report."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlalchemy import func, select

from crawler.storage.store import Tx
from crawler.storage.tables import alert, article, entry, feed, feed_day, hit

# Made once, as those in feeds.py.
_NEXT_RELOOK = select(func.min(entry.c.look_again_at))


@dataclass(slots=True)
class DayRow:
    """What arrived on a day."""

    articles: int = 0
    copies: int = 0
    hits: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LooksRow:
    """The looks at a feed, altogether."""

    feed: str
    looks: int
    unchanged: int
    failures: int
    entries: int


def articles_by_day(tx: Tx, zone: tzinfo) -> dict[date, DayRow]:
    """Articles, copies and hits by the day in *zone* on which we read them."""
    found: dict[date, DayRow] = defaultdict(DayRow)
    for row in tx.execute(select(article.c.first_seen_at, article.c.original_id)):
        day = found[row.first_seen_at.astimezone(zone).date()]
        day.articles += 1
        day.copies += row.original_id is not None
    for at in tx.execute(select(hit.c.matched_at)).scalars():
        found[at.astimezone(zone).date()].hits += 1
    return dict(found)


def looks_by_feed(tx: Tx) -> list[LooksRow]:
    """How often each feed was looked at, most often first."""
    sums = {name: func.coalesce(func.sum(feed_day.c[name]), 0).label(name)
            for name in ("looks", "unchanged", "failures", "entries")}  # fmt: skip
    statement = (
        select(feed.c.name.label("feed"), *sums.values())
        .outerjoin(feed_day, feed_day.c.feed_id == feed.c.id)
        .group_by(feed.c.id, feed.c.name)
        .order_by(sums["looks"].desc(), feed.c.name)
    )
    return [LooksRow(**row) for row in tx.execute(statement).mappings()]


def waiting_alerts(tx: Tx) -> int:
    """Alerts that nobody was told of yet, by themselves or in a digest."""
    untold = alert.c.state.in_(["waiting", "gathered"])
    return int(tx.execute(select(func.count()).where(untold)).scalar_one())


def next_relook(tx: Tx) -> datetime | None:
    """When the next article is to be looked at again; None when none is."""
    found: datetime | None = tx.execute(_NEXT_RELOOK).scalar()
    return found
