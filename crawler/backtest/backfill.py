"""A topic's past matches -> hits that alert nobody; as often as one likes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler.backtest.trial import Step, chunks
from crawler.errors import UsageError
from crawler.items import Hit, Topic
from crawler.storage import Store, articles
from crawler.storage.backtests import hit_articles, reach, record, version_of
from crawler.topics.document import Document
from crawler.topics.places import evidence, holds
from crawler.topics.query import Query

# Articles decided and written in one transaction: the service waits no longer than these take.
CHUNK = 100


@dataclass(frozen=True, slots=True)
class Pending:
    """What a topic matches in the archive."""

    ids: tuple[int, ...]  # not recorded yet, oldest first
    known: int  # recorded before


def pending(
    store: Store,
    topic: Topic,
    query: Query,
    *,
    now: datetime,
    since: datetime | None = None,
    step: Step | None = None,
) -> Pending:
    """The past matches of *topic*, whose *query* has its saved queries written out."""
    with store.reading() as tx:
        top, held = reach(tx).top_id, hit_articles(tx, topic.id)
    ids: list[int] = []
    for some in chunks(store, query, now=now, since=since):
        ids += [one.stored.id for one in some]
        if step is not None:
            step(top - ids[-1], top)
    fresh = tuple(sorted(id_ for id_ in ids if id_ not in held))
    return Pending(fresh, len(ids) - len(fresh))


def backfill(
    store: Store,
    topic: Topic,
    query: Query,
    ids: Sequence[int],
    *,
    now: datetime,
    step: Callable[[int, int], None] | None = None,
) -> int:
    """Record these matches and alert nobody; how many hits are new.

    It may be interrupted and begun again. Each article is decided anew in the transaction that
    records it, because it may have been revised since. UsageError when the topic got another
    query meanwhile.
    """
    added = 0
    for start in range(0, len(ids), CHUNK):
        with store.judging() as tx:
            if version_of(tx, topic.id) != topic.version:
                raise UsageError(f'"{topic.name}" was changed meanwhile; begin again')
            held = articles.load(tx, ids[start : start + CHUNK])
            found = [
                (one.id, one.revision, _hit(topic, query, document))
                for one in held
                if holds(query, document := articles.as_queried(one, now))
            ]
            added += record(tx, found, now=now)
        if step is not None:
            step(min(start + CHUNK, len(ids)), len(ids))
    return added


def _hit(topic: Topic, query: Query, document: Document) -> Hit:
    return Hit(topic_id=topic.id, version=topic.version, places=evidence(query, document))
