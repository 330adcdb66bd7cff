"""What people do about alerts that left or did not: send again, and see how long they took."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, select, update

from crawler.storage.alerts import HAS_LEFT
from crawler.storage.store import Tx
from crawler.storage.tables import alert, article, hit, topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """The way of one article to one channel, from step to step."""

    to_sight: timedelta | None  # from publication, where a page gives a time
    to_match: timedelta
    to_delivery: timedelta  # from the match; a digest's hours are in it
    in_all: timedelta | None


def retry(tx: Tx, now: datetime, *, ids: Collection[int] | None = None) -> int:
    """Try those that were given up again, or only these; how many there were."""
    statement = update(alert).where(alert.c.state == "dead")
    if ids is not None:
        statement = statement.where(alert.c.id.in_(ids))
    return tx.execute(statement.values(**_fresh(now))).rowcount


def replay(
    tx: Tx,
    now: datetime,
    *,
    since: datetime | None = None,
    topic_id: int | None = None,
    channel: str | None = None,
    ids: Collection[int] | None = None,
) -> int:
    """Send what left (since then) once more, with the same keys; how many messages that are."""
    which = [HAS_LEFT, alert.c.digest_id.is_(None)]
    if since is not None:
        which.append(alert.c.sent_at >= since)
    if ids is not None:
        which.append(alert.c.id.in_(ids))
    if topic_id is not None:
        which.append(alert.c.topic_id == topic_id)
    if channel is not None:
        which.append(alert.c.channel == channel)
    return tx.execute(update(alert).where(and_(*which)).values(**_fresh(now))).rowcount


def times(tx: Tx, since: datetime, *, limit: int | None = None) -> dict[str, list[Times]]:
    """How long each alert that left since then took, by topic; with *limit* the last of them."""
    # The last ones first of all: only they are joined to what they tell of.
    newest = (
        select(alert.c.id, alert.c.topic_id, alert.c.article_id, alert.c.sent_at)
        .where(HAS_LEFT, alert.c.kind == "story", alert.c.sent_at >= since)
        .order_by(alert.c.sent_at.desc())
        .limit(limit)
        .subquery()
    )
    statement = (
        select(
            topic.c.name, article.c.published_at, article.c.published_day,
            article.c.first_seen_at, hit.c.matched_at, newest.c.sent_at,
        )
        .select_from(newest)
        .join(topic, topic.c.id == newest.c.topic_id)
        .join(article, article.c.id == newest.c.article_id)
        .join(hit, (hit.c.article_id == article.c.id) & (hit.c.topic_id == topic.c.id))
    )  # fmt: skip
    found: defaultdict[str, list[Times]] = defaultdict(list)
    for row in tx.execute(statement):
        # A day alone says nothing of hours.
        published = None if row.published_day else row.published_at
        found[row.name].append(
            Times(
                to_sight=row.first_seen_at - published if published else None,
                to_match=row.matched_at - row.first_seen_at,
                to_delivery=row.sent_at - row.matched_at,
                in_all=row.sent_at - published if published else None,
            )
        )
    return dict(sorted(found.items()))


def _fresh(now: datetime) -> dict[str, object]:
    return {
        "state": "waiting",
        "attempts": 0,
        "next_try_at": now,
        "lease_until": None,
        "error": None,
    }
