"""What /metrics counts, each in one statement: by day, so that no statement reads years.

Counters of a day begin anew at midnight UTC, which Prometheus takes for a restart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select

from crawler.storage.alerts import HAS_LEFT
from crawler.storage.store import Tx
from crawler.storage.tables import alert, article, feed, feed_day, hit, host_day

LOOKS = ("looks", "unchanged", "failures", "entries", "bytes")
REQUESTS = ("requests", "unchanged", "throttled", "refused", "failures", "bytes")
# Alerts of one day whose way is measured; of more the first so many are.
TIMED_MOST = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How long an alert took, in seconds."""

    from_publication: float | None  # None: the page gives no time
    from_match: float


def looks(tx: Tx, now: datetime) -> Mapping[str, int]:
    """What came of the looks at feeds since midnight."""
    sums = [func.coalesce(func.sum(feed_day.c[name]), 0).label(name) for name in LOOKS]
    row = tx.execute(select(*sums).where(feed_day.c.day == now.astimezone(UTC).date())).one()
    return {name: int(value) for name, value in row._mapping.items()}


def requests(tx: Tx, now: datetime) -> Mapping[str, int]:
    """What came of all requests to servers since midnight."""
    sums = [func.coalesce(func.sum(host_day.c[name]), 0).label(name) for name in REQUESTS]
    row = tx.execute(select(*sums).where(host_day.c.day == now.astimezone(UTC).date())).one()
    return {name: int(value) for name, value in row._mapping.items()}


def feeds(tx: Tx) -> Mapping[tuple[str, str], int]:
    """How many feeds are in which state and condition."""
    columns = feed.c.state, feed.c.condition
    rows = tx.execute(select(*columns, func.count()).group_by(*columns))
    return {(row[0], row[1]): row[2] for row in rows}


def hits(tx: Tx) -> int:
    """How many matches are kept."""
    return int(tx.execute(select(func.count()).select_from(hit)).scalar_one())


def ways(tx: Tx, now: datetime) -> list[Way]:
    """The way of each story's alert that left by itself since midnight."""
    begin = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    statement = (
        select(
            article.c.published_at, article.c.published_day, alert.c.created_at, alert.c.sent_at
        )
        .join(article, article.c.id == alert.c.article_id)
        .where(
            alert.c.sent_at >= begin, HAS_LEFT, alert.c.kind == "story",
            alert.c.digest_id.is_(None),
        )
        .order_by(alert.c.id)
        .limit(TIMED_MOST)
    )  # fmt: skip
    return [
        Way(
            from_publication=None
            if row.published_at is None or row.published_day is not None
            else _seconds(row.published_at, row.sent_at),
            from_match=_seconds(row.created_at, row.sent_at),
        )
        for row in tx.execute(statement)
    ]


def _seconds(start: datetime, end: datetime) -> float:
    return max((end - start).total_seconds(), 0.0)
