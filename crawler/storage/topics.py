"""Topics and their hits as rows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select, true, update

from crawler.errors import NotFound
from crawler.items import Hit, Origin, Place, Topic
from crawler.storage.feeds import Provision
from crawler.storage.store import Tx, insert
from crawler.storage.tables import article, hit, saved_query, topic


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicSpec:
    """A topic as somebody wants it; the query is in canonical form."""

    name: str
    query: str
    version: str
    channels: tuple[str, ...]
    measure: str = "{}"  # as `measure_of` reads it


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRow:
    """A topic as it is kept, with how often it was hit."""

    topic: Topic
    origin: Origin
    state: str
    created_at: datetime
    changed_at: datetime
    hits: int
    first_hit_at: datetime | None
    last_hit_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A topic in a list of very many."""

    id: int
    name: str
    query: str
    last_hit_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HitRow:
    """A topic that an article matched."""

    topic_id: int
    topic: str
    article_id: int
    revision: int
    version: str
    places: tuple[Place, ...]
    matched_at: datetime


def provision(tx: Tx, specs: Sequence[TopicSpec], now: datetime) -> Provision:
    """Make the database follow the files: add, change, retire; people's own topics stay."""
    held = {row.name: row for row in tx.execute(select(topic))}
    added, changed = [], []
    for spec in specs:
        row = held.get(spec.name)
        if row is None:
            added.append(spec.name)
        elif _as_kept(row) != (spec.version, _channels(spec), spec.measure, "active"):
            changed.append(spec.name)
        else:
            continue
        save(tx, spec, Origin.CONFIG, now)
    wanted = {spec.name for spec in specs}
    gone = tuple(
        row.name
        for row in held.values()
        if row.origin == Origin.CONFIG and row.state == "active" and row.name not in wanted
    )
    for name in gone:
        retire(tx, name)
    return Provision(added=tuple(added), changed=tuple(changed), retired=gone)


def save(tx: Tx, spec: TopicSpec, origin: Origin, now: datetime) -> int:
    """The id of the topic of that name, new or changed; its hits stay with their version."""
    values = {
        "query": spec.query,
        "version": spec.version,
        "channels": _channels(spec),
        "measure": spec.measure,
        "origin": origin,
        "state": "active",
        "changed_at": now,
    }
    statement = insert(tx, topic).values(name=spec.name, created_at=now, **values)
    statement = statement.on_conflict_do_update(index_elements=["name"], set_=values)
    return int(tx.execute(statement.returning(topic.c.id)).scalar_one())


def retire(tx: Tx, name: str) -> None:
    """Stop matching; hits and alerts stay. NotFound when there is no such topic."""
    statement = update(topic).where(topic.c.name == name, topic.c.state == "active")
    if tx.execute(statement.values(state="retired")).rowcount == 0:
        raise NotFound(f"no active topic has the name {name!r}; see: wirewatch topics list")


def active(tx: Tx, ids: Collection[int] | None = None) -> list[Topic]:
    """The topics to match against, or those of *ids* that are among them."""
    statement = select(topic).where(topic.c.state == "active").order_by(topic.c.id)
    if ids is not None:
        statement = statement.where(topic.c.id.in_(ids))
    return [_topic(row) for row in tx.execute(statement)]


def with_rhythm(tx: Tx) -> list[Topic]:
    """Those that are told at certain times: the others, which are most, are not read."""
    asked = (topic.c.state == "active") & topic.c.measure.contains('"alert":')
    return [_topic(row) for row in tx.execute(select(topic).where(asked).order_by(topic.c.id))]


def by_channel(tx: Tx) -> Counter[str]:
    """How many topics tell by each channel."""
    found = tx.execute(select(topic.c.channels).where(topic.c.state == "active")).scalars()
    return Counter(name for channels in found for name in set(channels.split()))


def mark(tx: Tx) -> tuple[int, datetime | None, frozenset[tuple[str, str]]]:
    """A value that changes when topics do, or queries that they may name.

    For a service that looks whether to read them again.
    """
    found = tx.execute(
        select(func.count(), func.max(topic.c.changed_at)).where(topic.c.state == "active")
    ).one()
    return found[0], found[1], frozenset(queries(tx).items())


def began(tx: Tx, topic_id: int) -> datetime:
    """Since when it is watched for; NotFound when there is none of that id."""
    made: datetime = _of(tx, topic_id, topic.c.created_at)
    return made


def listing(tx: Tx) -> list[TopicRow]:
    """All topics with their counts, in the order of their names."""
    return _counted(tx)


def names(tx: Tx, *, retired: bool = True) -> dict[int, str]:
    """All topics, those in force first; or these alone."""
    order = (topic.c.state != "active", topic.c.id)
    statement = select(topic.c.id, topic.c.name).order_by(*order)
    if not retired:
        statement = statement.where(topic.c.state == "active")
    rows = tx.execute(statement)
    return {row.id: row.name for row in rows}


def some(
    tx: Tx,
    *,
    limit: int,
    tallies: Mapping[int, int],
    containing: str = "",
    after: str = "",
    state: str = "active",
) -> list[TopicRow]:
    """Topics in the order of their names, of those whose name holds *containing* in any case.

    *after* is the name of the last one of the page before; *tallies* are what `tallies` told.
    """
    first, last = (
        select(kind(hit.c.matched_at)).where(hit.c.topic_id == topic.c.id).scalar_subquery()
        for kind in (func.min, func.max)
    )
    statement = select(topic, first.label("first"), last.label("last"))
    rows = tx.execute(_chosen(statement, containing, after, state).limit(limit))
    return [_row(row, tallies.get(row.id, 0)) for row in rows]


def tallies(tx: Tx) -> dict[int, int]:
    """How often each topic was hit, those of all time counted: for who remembers it."""
    statement = select(hit.c.topic_id, func.count().label("n")).group_by(hit.c.topic_id)
    return {row.topic_id: row.n for row in tx.execute(statement)}


def named(
    tx: Tx, *, limit: int, containing: str = "", after: str = "", state: str = "active"
) -> list[Named]:
    """As `some`, but nothing is counted: a topic may have any number of hits."""
    last = select(func.max(hit.c.matched_at)).where(hit.c.topic_id == topic.c.id).scalar_subquery()
    columns = (topic.c.id, topic.c.name, topic.c.query, last.label("last_hit_at"))
    statement = _chosen(select(*columns), containing, after, state).limit(limit)
    return [Named(**row) for row in tx.execute(statement).mappings()]


def _chosen(statement: Select[Any], containing: str, after: str, state: str) -> Select[Any]:
    statement = statement.where(topic.c.state == state).order_by(topic.c.name)
    if after:
        statement = statement.where(topic.c.name > after)
    if containing:
        statement = statement.where(topic.c.name.icontains(containing, autoescape=True))
    return statement


def by_name(tx: Tx, name: str) -> TopicRow:
    """One topic; NotFound when there is none of that name."""
    for row in _counted(tx, topic.c.name == name):
        return row
    raise NotFound(f"no topic has the name {name!r}; see: wirewatch topics list")


def by_id(tx: Tx, topic_id: int) -> TopicRow:
    """One topic; NotFound when there is none of that id."""
    for row in _counted(tx, topic.c.id == topic_id):
        return row
    raise _missing(topic_id)


def query_of(tx: Tx, topic_id: int) -> str:
    """Its query, without a count of anything; NotFound when there is none of that id."""
    found: str = _of(tx, topic_id, topic.c.query)
    return found


def _of(tx: Tx, topic_id: int, column: ColumnElement[Any]) -> Any:
    row = tx.execute(select(column).where(topic.c.id == topic_id)).first()
    if row is None:
        raise _missing(topic_id)
    return row[0]


def _missing(topic_id: int) -> NotFound:
    return NotFound(f"no topic has the id {topic_id}; see: wirewatch topics list")


def _counted(tx: Tx, *which: ColumnElement[bool]) -> list[TopicRow]:
    counts = (
        select(
            hit.c.topic_id,
            func.count().label("hits"),
            func.min(hit.c.matched_at).label("first"),
            func.max(hit.c.matched_at).label("last"),
        )
        .group_by(hit.c.topic_id)
        .where(hit.c.topic_id.in_(select(topic.c.id).where(*which)) if which else true())
        .subquery()
    )
    statement = (
        select(topic, counts.c.hits, counts.c.first, counts.c.last)
        .outerjoin(counts, counts.c.topic_id == topic.c.id)
        .where(*which)
        .order_by(topic.c.name)
    )
    return [_row(row, row.hits or 0) for row in tx.execute(statement)]


def _row(row: Row[Any], hits: int) -> TopicRow:
    return TopicRow(
        topic=_topic(row),
        origin=Origin(row.origin),
        state=row.state,
        created_at=row.created_at,
        changed_at=row.changed_at,
        hits=hits,
        first_hit_at=row.first,
        last_hit_at=row.last,
    )


def add_hits(
    tx: Tx, article_id: int, hits: Iterable[Hit], *, revision: int, now: datetime
) -> list[Hit]:
    """Keep what matched; gives the hits that are new for this article."""
    fresh = []
    for one in hits:
        statement = insert(tx, hit).values(
            article_id=article_id,
            topic_id=one.topic_id,
            version=one.version,
            revision=revision,
            places=json.dumps([[p.field, p.start, p.end] for p in one.places]),
            matched_at=now,
        )
        if tx.execute(statement.on_conflict_do_nothing().returning(hit.c.id)).first():
            fresh.append(one)
    return fresh


def hits_of(tx: Tx, article_id: int) -> list[HitRow]:
    """What an article matched."""
    statement = (
        select(hit, topic.c.name)
        .join(topic, topic.c.id == hit.c.topic_id)
        .where(hit.c.article_id == article_id)
        .order_by(topic.c.name)
    )
    return [_hit(row, row.name) for row in tx.execute(statement)]


def newest_hits(tx: Tx, name: str, *, limit: int) -> list[HitRow]:
    """Of each story of a topic the hit that came first; the newest stories first."""
    firsts = (
        select(func.min(hit.c.id).label("id"))
        .join(topic, topic.c.id == hit.c.topic_id)
        .join(article, article.c.id == hit.c.article_id)
        .where(topic.c.name == name)
        .group_by(article.c.story_id)
        .order_by(func.min(hit.c.id).desc())
        .limit(limit)
        .subquery()
    )
    rows = tx.execute(select(hit).join(firsts, firsts.c.id == hit.c.id).order_by(hit.c.id.desc()))
    return [_hit(row, name) for row in rows]


def save_queries(tx: Tx, queries: dict[str, str], origin: Origin) -> None:
    """Queries saved under a name, for @name; those of the same origin that are gone leave."""
    tx.execute(saved_query.delete().where(saved_query.c.origin == origin))
    for name, query in queries.items():
        values = {"query": query, "origin": origin}
        statement = insert(tx, saved_query).values(name=name, **values)
        tx.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values))


def queries(tx: Tx) -> dict[str, str]:
    """All saved queries."""
    return {row.name: row.query for row in tx.execute(select(saved_query))}


def _hit(row: Row[Any], name: str) -> HitRow:
    return HitRow(
        topic_id=row.topic_id,
        topic=name,
        article_id=row.article_id,
        revision=row.revision,
        version=row.version,
        places=tuple(Place(*place) for place in json.loads(row.places)),
        matched_at=row.matched_at,
    )


def _as_kept(row: Row[Any]) -> tuple[str, str, str, str]:
    return row.version, row.channels, row.measure, row.state


def _channels(spec: TopicSpec) -> str:
    return " ".join(spec.channels)


def _topic(row: Row[tuple[object, ...]]) -> Topic:
    return Topic(
        id=row.id,
        name=row.name,
        query=row.query,
        version=row.version,
        channels=tuple(row.channels.split()),
        measure=row.measure,
    )
