"""What became of stories that were told: events and new outlets since a mark, by story."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, func, select

from crawler.items import AlertKind, Topic
from crawler.measure.updates import Change
from crawler.storage import facts
from crawler.storage.store import Tx
from crawler.storage.tables import alert, article, event, hit, revision
from crawler.storage.topics import active

MARK = "sequels.mark"
BATCH = 500  # events, and articles, that one look takes in
# Made once, as those in feeds.py.
_EVENTS = (
    select(event.c.id, event.c.at, article.c.story_id)
    .join(article, article.c.id == event.c.article_id)
    .where(event.c.id > bindparam("begun"))
    .order_by(event.c.id)
    .limit(BATCH)
)
_ARRIVED = (
    select(article.c.id, article.c.story_id)
    .where(article.c.id > bindparam("begun"))
    .order_by(article.c.id)
    .limit(BATCH)
)


@dataclass(frozen=True, slots=True)
class Mark:
    """Up to where was looked: ids of the last event and of the last article."""

    event_id: int
    article_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """That a story was told: when last, to whom."""

    topic: Topic
    story_id: int
    channel: str
    article_id: int
    at: datetime


def mark(tx: Tx) -> Mark | None:
    """Where the last look ended; None before the first."""
    held = facts.get(tx, MARK)
    return Mark(*map(int, held.split())) if held else None


def first_mark(tx: Tx) -> Mark:
    """Where the first look begins: where things stand now, because the past is no news."""
    return Mark(_last(tx, event.c.id), _last(tx, article.c.id))


def put_mark(tx: Tx, found: Mark) -> None:
    """Go on from there next time."""
    facts.put(tx, MARK, f"{found.event_id} {found.article_id}")


def since(tx: Tx, begun: Mark) -> tuple[dict[int, list[tuple[int, datetime]]], Mark]:
    """The stories of which something became, each with (id, time) of its events; and a new mark."""
    found: defaultdict[int, list[tuple[int, datetime]]] = defaultdict(list)
    end = begun
    for row in tx.execute(_EVENTS, {"begun": begun.event_id}):
        found[row.story_id].append((row.id, row.at))
        end = Mark(row.id, end.article_id)
    for article_id, story_id in tx.execute(_ARRIVED, {"begun": begun.article_id}):
        found.setdefault(story_id, [])
        end = Mark(end.event_id, article_id)
    return dict(found), end


def told(tx: Tx, story_id: int) -> list[Told]:
    """To whom the story was told, each with the last time; what still waits is not told yet."""
    rows = tx.execute(
        select(
            alert.c.topic_id, alert.c.channel, alert.c.article_id, alert.c.state, alert.c.sent_at
        )
        .where(
            alert.c.story_id == story_id,
            alert.c.kind.in_([AlertKind.STORY, AlertKind.UPDATE]),
        )
        .order_by(alert.c.id)
    ).all()
    if not rows:
        return []
    topics = {topic.id: topic for topic in active(tx, {row.topic_id for row in rows})}
    waits = {(row.topic_id, row.channel) for row in rows if row.state in ("waiting", "gathered")}
    last: dict[tuple[int, str], Told] = {}
    for row in rows:
        topic, key = topics.get(row.topic_id), (row.topic_id, row.channel)
        if topic and row.state == "sent" and key not in waits and row.channel in topic.channels:
            last[key] = Told(
                topic=topic,
                story_id=story_id,
                channel=row.channel,
                article_id=last[key].article_id if key in last else row.article_id,
                at=row.sent_at,
            )
    return list(last.values())


def changes(tx: Tx, event_ids: list[int], topic_id: int) -> list[Change]:
    """These events as the topic sees them: those of other topics are left out."""
    if not event_ids:
        return []
    rows = tx.execute(
        select(event, hit.c.id.label("hit_id"))
        .outerjoin(
            hit, (hit.c.article_id == event.c.article_id) & (hit.c.topic_id == topic_id)
        )
        .where(event.c.id.in_(event_ids))
        .order_by(event.c.id)
    )  # fmt: skip
    return [
        _change(tx, row, matched=row.hit_id is not None)
        for row in rows
        if row.topic_id in (None, topic_id)
    ]


def outlets(tx: Tx, story_id: int, until: datetime | None = None) -> int:
    """How many outlets have a text of their own on the story; with *until*, had by then."""
    statement = select(func.count(article.c.feed_id.distinct())).where(
        article.c.story_id == story_id, article.c.original_id.is_(None)
    )
    if until is not None:
        statement = statement.where(article.c.first_seen_at <= until)
    return int(tx.execute(statement).scalar_one())


def _change(tx: Tx, row: Row[Any], *, matched: bool) -> Change:
    kind, article_id, number = row.kind, row.article_id, row.revision
    detail = row.detail
    if kind != "revised":
        return Change(kind=kind, article_id=article_id, matched=matched, detail=detail)
    before, after = (_text(tx, article_id, n) for n in (number - 1, number))
    return Change(
        kind=kind,
        article_id=article_id,
        matched=matched,
        detail=detail,
        headline_before=before[0],
        headline_after=after[0],
        before=" ".join(before),
        after=" ".join(after),
    )


def _text(tx: Tx, article_id: int, number: int) -> tuple[str, str]:
    """Headline and lead (without one, the first paragraph) of a revision."""
    old = tx.execute(
        select(revision.c.title, revision.c.lead, revision.c.text).where(
            revision.c.article_id == article_id, revision.c.number == number
        )
    ).first()
    row = (
        old
        or tx.execute(
            select(article.c.title, article.c.lead, article.c.text).where(
                article.c.id == article_id
            )
        ).one()
    )
    return row.title, row.lead or row.text.partition("\n\n")[0]


def _last(tx: Tx, column: ColumnElement[int]) -> int:
    return tx.execute(select(func.max(column))).scalar() or 0
