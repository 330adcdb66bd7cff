"""What is owed to people becomes rows, in the transaction that makes it so.

An alert is told by itself (state "waiting"), with others in a digest ("gathered"), or not at all
("muted"): its topic's measure decides at the moment it is owed. A digest is an alert of its own
for one channel and one time; what it tells points to it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import func, select, update

from crawler.items import AlertKind, Topic
from crawler.measure.measure import Measure, measure_of
from crawler.storage import mutes
from crawler.storage.store import Tx, insert
from crawler.storage.tables import alert

HOUR = timedelta(hours=1)
PLAIN = Measure()


def key_of(topic_id: int, story_id: int | None, channel: str) -> str:
    """The idempotency key: one message per topic, story and channel, however often it is tried."""
    story = "" if story_id is None else f"-{story_id}"
    return f"wirewatch-{topic_id}{story}-{channel}"


def owe(
    tx: Tx,
    *,
    topic_id: int,
    story_id: int | None,
    article_id: int | None,
    channels: Sequence[str],
    now: datetime,
    due: datetime,
    measure: Measure = PLAIN,
    kind: AlertKind = AlertKind.STORY,
    nth: str = "",
    detail: Mapping[str, Any] | None = None,
) -> int:
    """Owe one alert per channel, ready at *due*; gives how many were not owed before.

    *nth* tells apart what is owed more than once about one story ("update-17"), or about a topic
    as a whole, which has neither story nor article ("burst-2026-02-05").
    """
    is_muted = bool(channels) and mutes.is_muted(tx, topic_id, story_id, now)
    owed = 0
    for channel in channels:
        turn = measure.turn(due, partial(_told_alone, tx, topic_id, channel, now))
        digest_id = None
        if turn.gathered and not is_muted:
            digest_id = digest_for(tx, channel, turn.at, now)
        row = {
            "key": "-".join(filter(None, (key_of(topic_id, story_id, channel), nth))),
            "kind": kind,
            "topic_id": topic_id,
            "story_id": story_id,
            "article_id": article_id,
            "channel": channel,
            "state": "muted" if is_muted else "gathered" if turn.gathered else "waiting",
            "digest_id": digest_id,
            "detail": json.dumps(detail or {}),
            "attempts": 0,
            "next_try_at": turn.at,
            "created_at": now,
        }
        owed += _add(tx, row) is not None
    return owed


def is_owed(tx: Tx, key: str) -> bool:
    """Whether there is an alert of that key, told or not."""
    return tx.execute(select(alert.c.id).where(alert.c.key == key)).first() is not None


def digest_for(
    tx: Tx, channel: str, at: datetime, now: datetime, topic_ids: Iterable[int] = ()
) -> int:
    """The digest that leaves by *channel* at *at*, made if there is none.

    *topic_ids* report in it even if they have nothing to tell.
    """
    row = {
        "key": f"wirewatch-digest-{int(at.timestamp())}-{channel}",
        "kind": AlertKind.DIGEST,
        "channel": channel,
        "state": "waiting",
        "detail": json.dumps({"topics": sorted(topic_ids)}),
        "attempts": 0,
        "next_try_at": at,
        "created_at": now,
    }
    made = _add(tx, row)
    if made is not None:
        return made
    held = tx.execute(select(alert.c.id, alert.c.detail).where(alert.c.key == row["key"])).one()
    known = set(json.loads(held.detail).get("topics", ()))
    if not known.issuperset(topic_ids):
        detail = json.dumps({"topics": sorted(known.union(topic_ids))})
        tx.execute(update(alert).where(alert.c.id == held.id).values(detail=detail))
    return int(held.id)


def plan_reports(tx: Tx, topics: Iterable[Topic], now: datetime) -> int:
    """Make sure of each topic's next daily or rarer digest, which leaves even if it is empty.

    Planned ahead, so that one whose time passes while nothing runs leaves late instead of never.
    Gives how many digests there are to come for them.
    """
    wanted: dict[tuple[str, datetime], list[int]] = {}
    for topic in topics:
        at = measure_of(topic.measure).next_report(now)
        for channel in topic.channels if at else ():
            assert at is not None
            wanted.setdefault((channel, at), []).append(topic.id)
    for (channel, at), topic_ids in wanted.items():
        digest_for(tx, channel, at, now, topic_ids)
    return len(wanted)


def gathered(tx: Tx) -> set[int]:
    """The topics of which something waits for a digest."""
    held = select(alert.c.topic_id).where(alert.c.state == "gathered").distinct()
    return set(tx.execute(held).scalars())


def bring_forward(tx: Tx, topics: Iterable[Topic], now: datetime) -> int:
    """Tell what was gathered earlier where a topic's measure has changed since; how many moved.

    What waits for a digest is never put off by this: it moves to an earlier one, or stays.
    """
    gathered, digest = alert.alias("gathered"), alert.alias("digest")
    waiting = (
        select(gathered.c.id, gathered.c.topic_id, gathered.c.channel, digest.c.next_try_at)
        .join(digest, digest.c.id == gathered.c.digest_id)
        .where(gathered.c.state == "gathered", digest.c.state == "waiting", digest.c.attempts == 0)
    )
    followed = {topic.id: topic for topic in topics}
    moved = 0
    for row in tx.execute(waiting).all():
        topic = followed.get(row.topic_id)
        at = measure_of(topic.measure).next_release(now) if topic else row.next_try_at
        if at < row.next_try_at:
            values = {"digest_id": digest_for(tx, row.channel, at, now), "next_try_at": at}
            tx.execute(update(alert).where(alert.c.id == row.id).values(**values))
            moved += 1
    return moved


def notify(
    tx: Tx, *, key: str, subject: str, text: str, channels: Sequence[str], now: datetime
) -> int:
    """Owe a word about the service to those who run it; once for each *key* and channel."""
    rows = [
        {
            "key": f"wirewatch-notice-{key}-{channel}",
            "kind": AlertKind.NOTICE,
            "channel": channel,
            "state": "waiting",
            "detail": json.dumps({"subject": subject, "text": text}),
            "attempts": 0,
            "next_try_at": now,
            "created_at": now,
        }
        for channel in channels
    ]
    return sum(_add(tx, row) is not None for row in rows)


def _add(tx: Tx, row: Mapping[str, Any]) -> int | None:
    """Its id; None when one of that key is there already."""
    statement = insert(tx, alert).values(**row).on_conflict_do_nothing(index_elements=["key"])
    found: int | None = tx.execute(statement.returning(alert.c.id)).scalar()
    return found


def _told_alone(tx: Tx, topic_id: int, channel: str, now: datetime) -> int:
    """Messages of the topic by that channel, each by itself, in the last hour."""
    statement = select(func.count()).where(
        alert.c.topic_id == topic_id,
        alert.c.channel == channel,
        alert.c.created_at > now - HOUR,
        alert.c.digest_id.is_(None),
        alert.c.state != "muted",
    )
    return int(tx.execute(statement).scalar_one())
