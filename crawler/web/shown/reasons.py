"""Why a topic's query, as it is now, matches an article, or how near it came: for programs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crawler.backtest.nearness import nearest
from crawler.items import Place, Topic
from crawler.storage import Tx, topics
from crawler.storage.articles import Stored, as_queried
from crawler.topics.explain import Explanation, explain
from crawler.topics.parsing import parse_whole

PARTS_MOST, PLACES_MOST, NEAREST_MOST = 200, 20, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a query and what it came to; long ones name their first parts and places."""

    part: str
    holds: bool
    note: str
    places: tuple[Place, ...]
    parts: tuple[Part, ...]


def explained(
    tx: Tx, topic: Topic, stored: Stored, *, now: datetime
) -> tuple[Part, tuple[str, ...]]:
    """The query as a tree, and where it fails the parts that came nearest.

    Raises QueryError when it names a query that is no longer saved.
    """
    query = parse_whole(topic.query, topics.queries(tx))
    document = as_queried(stored, now)
    told = explain(query, document)
    misses = () if told.holds else nearest(query, told, document)[:NEAREST_MOST]
    lacks = tuple(f"{one.part}: {one.note}" if one.note else one.part for one in misses)
    return _part(told), lacks


def _part(one: Explanation) -> Part:
    return Part(
        part=one.text,
        holds=one.holds,
        note=one.note,
        places=one.places[:PLACES_MOST],
        parts=tuple(_part(below) for below in one.parts[:PARTS_MOST]),
    )
