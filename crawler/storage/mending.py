"""Stories mended by hand: articles split off, stories merged, and what that teaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, exists, func, insert, or_, select, update

from crawler.errors import NotFound, UsageError
from crawler.storage.store import Tx
from crawler.storage.stories import standing
from crawler.storage.tables import alert, article, mending, story


@dataclass(frozen=True, slots=True, kw_only=True)
class Mending:
    """What a person decided: an article was split off, or a story merged into another."""

    kind: str  # "split", "merge"
    story_id: int  # where the articles are since then
    from_story_id: int
    article_id: int | None  # of a split
    like_id: int | None  # the article that it had been taken to be like
    relation: str | None  # what it had been taken for
    likeness: float | None
    made_at: datetime


def split(tx: Tx, article_ids: Sequence[int], now: datetime) -> int:
    """Put articles of one story into a story of their own, for good; gives its id.

    What they had been taken to be like is noted, so that later arrivals are not taken for it on
    the same grounds. Alerts about them go with them. Raises NotFound and UsageError.
    """
    wanted = list(dict.fromkeys(article_ids))
    origin = _story_of(tx, wanted)
    rows = tx.execute(select(*_VERDICT).where(article.c.story_id == origin)).all()
    rest = {row.id: row for row in rows if row.id not in wanted}
    if not rest:
        raise UsageError(f"these are all articles of story {origin}: there is nothing to split")
    apart = {row.id: row for row in rows if row.id in wanted}
    values = {"title": apart[wanted[0]].title, "first_at": now, "last_at": now, "articles": 0}
    opened = int(tx.execute(insert(story).values(**values).returning(story.c.id)).scalar_one())
    notes = {"kind": "split", "story_id": opened, "from_story_id": origin, "made_at": now}
    tx.execute(insert(mending), [notes | row for row in _lessons(apart, rest)])
    tx.execute(
        update(article)
        .where(article.c.id.in_(wanted))
        .values(story_id=opened, verdict=f"set apart from story {origin} by hand")
    )
    _part_chains(tx, (origin, opened))
    its_alerts = and_(alert.c.story_id == origin, alert.c.article_id.in_(wanted))
    tx.execute(update(alert).where(its_alerts).values(story_id=opened))
    for story_id in (origin, opened):
        _count_again(tx, story_id)
    return opened


def _story_of(tx: Tx, article_ids: Sequence[int]) -> int:
    """The one story that all of them are in."""
    columns = article.c.id, article.c.story_id
    found = {row.id: row.story_id for row in tx.execute(
        select(*columns).where(article.c.id.in_(article_ids))
    )}  # fmt: skip
    for article_id in article_ids:
        if article_id not in found:
            raise NotFound(f"no article has the id {article_id}")
    origins = sorted(set(found.values()))
    if len(origins) != 1:
        named = ", ".join(map(str, origins))
        raise UsageError(f"these articles are of several stories ({named}); split one at a time")
    return int(origins[0])


_VERDICT = (
    article.c.id, article.c.title, article.c.like_id, article.c.relation, article.c.likeness,
)  # fmt: skip


def _lessons(apart: Mapping[int, Any], rest: Mapping[int, Any]) -> list[dict[str, Any]]:
    """Of each article that is split off, the verdicts that bound it to those that stay."""
    found: list[dict[str, Any]] = []
    for row in apart.values():
        bonds = [(row.like_id, row)] if row.like_id in rest else []
        bonds += [(other.id, other) for other in rest.values() if other.like_id == row.id]
        for like_id, verdict in bonds or [(None, None)]:
            found.append({
                "article_id": row.id,
                "like_id": like_id,
                "relation": verdict.relation if verdict else None,
                "likeness": verdict.likeness if verdict else None,
            })  # fmt: skip
    return found


def _part_chains(tx: Tx, story_ids: Sequence[int]) -> None:
    """Copies whose original is in another story now go back to the first of their own."""
    for story_id in story_ids:
        inside = select(article.c.id).where(article.c.story_id == story_id)
        strays = tx.execute(
            select(article.c.original_id, func.min(article.c.id).label("first"))
            .where(article.c.story_id == story_id, article.c.original_id.not_in(inside))
            .group_by(article.c.original_id)
        ).all()
        for row in strays:
            its = and_(article.c.story_id == story_id, article.c.original_id == row.original_id)
            tx.execute(update(article).where(its).values(original_id=row.first))
            alone = {"original_id": None, "relation": "new"}
            tx.execute(update(article).where(article.c.id == row.first).values(**alone))


def merge(tx: Tx, into: int, others: Sequence[int], now: datetime) -> int:
    """Put all articles of *others* into the story *into*, for good; how many were moved.

    Alerts go with them; of two that wait for one channel one is sent. Raises NotFound and
    UsageError.
    """
    for story_id in (into, *others):
        if tx.execute(select(story.c.id).where(story.c.id == story_id)).first() is None:
            raise NotFound(f"no story has the id {story_id}")
    into = standing(tx, into)
    wanted = [one for one in dict.fromkeys(standing(tx, one) for one in others) if one != into]
    if not wanted:
        raise UsageError("these are one story already")
    moved = 0
    for other in wanted:
        statement = update(article).where(article.c.story_id == other).values(story_id=into)
        moved += tx.execute(statement).rowcount
        row = {"kind": "merge", "story_id": into, "from_story_id": other, "made_at": now}
        tx.execute(mending.insert().values(**row))
        _forget_splits(tx, into, other)
        _join_alerts(tx, into, other)
        tx.execute(update(story).where(story.c.id == other).values(articles=0, merged_into=into))
    _count_again(tx, into)
    return moved


def _forget_splits(tx: Tx, one: int, other: int) -> None:
    """Who merges what was split has thought better of it."""
    pair = (one, other)
    tx.execute(
        delete(mending).where(
            mending.c.kind == "split",
            mending.c.story_id.in_(pair),
            mending.c.from_story_id.in_(pair),
        )
    )


def _join_alerts(tx: Tx, into: int, other: int) -> None:
    """The alerts of *other* are about *into* now; what that has told need not be told again."""
    its = alert.alias("its")
    same = and_(
        its.c.story_id == into, its.c.topic_id == alert.c.topic_id, its.c.channel == alert.c.channel
    )
    unsent = and_(
        alert.c.story_id == other, alert.c.state == "waiting", alert.c.lease_until.is_(None)
    )
    tx.execute(delete(alert).where(unsent, exists().where(same)))
    tx.execute(update(alert).where(alert.c.story_id == other).values(story_id=into))


def _count_again(tx: Tx, story_id: int) -> None:
    its = article.c.story_id == story_id
    row = tx.execute(
        select(func.count(), func.min(article.c.first_seen_at), func.max(article.c.first_seen_at))
        .select_from(article)
        .where(its)
    ).one()
    values = {"articles": row[0], "first_at": row[1], "last_at": row[2]}
    tx.execute(update(story).where(story.c.id == story_id).values(**values))


def mendings(tx: Tx, story_id: int) -> list[Mending]:
    """What people decided about a story, oldest first."""
    statement = select(*(mending.c[f.name] for f in fields(Mending))).where(
        or_(mending.c.story_id == story_id, mending.c.from_story_id == story_id)
    )
    return [Mending(**row) for row in tx.execute(statement.order_by(mending.c.id)).mappings()]


def doubted(tx: Tx, article_id: int, relation: str) -> float | None:
    """How much like this article something was that people split off, though taken for *relation*.

    What is no more like it than that is not taken for it again; None when nobody ever objected.
    """
    statement = select(func.max(mending.c.likeness)).where(
        or_(mending.c.like_id == article_id, mending.c.article_id == article_id),
        mending.c.kind == "split",
        mending.c.relation == relation,
    )
    found: float | None = tx.execute(statement).scalar()
    return found
