"""Owes another alert where something became of a story that was told; plans the digests ahead.

Called every few seconds. Up to where it looked stands in the database and moves in the same
transaction that owes, so that nothing is told twice or left out, however often it is killed.
"""

from __future__ import annotations

from datetime import datetime

from crawler.items import AlertKind
from crawler.measure.measure import measure_of
from crawler.measure.updates import news_of
from crawler.storage import Store, Tx, owing, sequels, topics
from crawler.storage.sequels import Told


def follow_up(store: Store, now: datetime) -> int:
    """How many alerts are owed for what became of told stories. Raises StorageError."""
    with store.reading() as tx:
        held = sequels.mark(tx)
        if held is not None and not sequels.since(tx, held)[0]:
            return 0  # as nearly always, and without the writer's turn
    with store.writing() as tx:
        found, end = sequels.since(tx, sequels.mark(tx) or sequels.first_mark(tx))
        owed = sum(_follow(tx, story_id, events, now) for story_id, events in found.items())
        sequels.put_mark(tx, end)
    return owed


def plan_digests(store: Store, now: datetime) -> None:
    """Make sure of the next digest of each topic that has one, and that it waits for no other.

    Raises StorageError.
    """
    with store.writing() as tx:
        owing.plan_reports(tx, topics.with_rhythm(tx), now)
        owing.bring_forward(tx, topics.active(tx, owing.gathered(tx)), now)


def _follow(tx: Tx, story_id: int, events: list[tuple[int, datetime]], now: datetime) -> int:
    return sum(_owe(tx, one, events, now) for one in sequels.told(tx, story_id))


def _owe(tx: Tx, told: Told, events: list[tuple[int, datetime]], now: datetime) -> int:
    """One alert for all that is news to this topic and channel."""
    measure = measure_of(told.topic.measure)
    since = [number for number, at in events if at >= told.at]
    news = news_of(
        measure,
        sequels.changes(tx, since, told.topic.id),
        outlets_told=sequels.outlets(tx, told.story_id, until=told.at),
        outlets=sequels.outlets(tx, told.story_id),
    )
    if not news:
        return 0
    about = next((one.article_id for one in news if one.article_id is not None), told.article_id)
    return owing.owe(
        tx,
        topic_id=told.topic.id,
        story_id=told.story_id,
        article_id=about,
        channels=[told.channel],
        now=now,
        due=now,
        measure=measure,
        kind=AlertKind.UPDATE,
        nth=f"update-{int(now.timestamp() * 1000):x}",
        detail={
            "news": [
                {"kind": one.kind, "article_id": one.article_id, "detail": one.detail}
                for one in news
            ]
        },
    )
