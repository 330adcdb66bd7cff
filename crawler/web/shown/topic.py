"""Topics: the list of them, and what is known of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from crawler.backtest.history import Day, counted_from, floor_of, history, midnight
from crawler.errors import QueryError
from crawler.storage import Tx, topics, troubles
from crawler.storage.daily import by_day
from crawler.storage.profiles import Trait, beginnings, daily, traits
from crawler.storage.topics import Named, TopicRow
from crawler.storage.troubles import TopicTrouble
from crawler.topics.parsing import parse, parse_whole
from crawler.topics.recurring import recurring
from crawler.web.shown.now import Item, newest
from crawler.web.shown.queries import Node, tree_of

DAYS = 90
LISTED, LISTED_DAYS = 50, 14
PROFILED = 1_000  # newest articles whose outlets and languages are counted
READ_FOR_NAMES, CHARACTERS = 100, 1_000
OUTLETS, LANGUAGES, NAMES, NEWEST = 12, 8, 20, 8

Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicShown:
    """A topic."""

    row: TopicRow
    tree: Node | None  # None: the query names one that is gone
    trouble: TopicTrouble | None
    days: tuple[Day, ...]  # up to today, oldest first
    outlets: Counts  # most first, of the newest articles
    languages: Counts
    names: Counts  # what else they speak of, and in how many
    profiled: int  # so many articles were counted
    copies: int  # of these
    newest: tuple[Item, ...]

    @property
    def first_day(self) -> date:
        """With which the 90 days begin, though the topic may be younger."""
        return self.days[-1].day - timedelta(days=DAYS - 1)

    @property
    def lately(self) -> int:
        """Articles in all of the days."""
        return sum(day.articles for day in self.days)

    @property
    def bursts(self) -> int:
        """Days that stand out."""
        return sum(day.burst is not None for day in self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A topic in the list."""

    topic: Named
    trouble: TopicTrouble | None
    days: tuple[tuple[date, int], ...]  # the last ones, in UTC, oldest first

    @property
    def lately(self) -> int:
        """Articles in all of these days."""
        return sum(n for _, n in self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class List:
    """A page of topics."""

    topics: tuple[Listed, ...]
    next_after: str | None  # the name of the last one, if there are more


def listed(
    tx: Tx, *, now: datetime, containing: str = "", after: str = "", retired: bool = False
) -> List:
    """Topics by name; with *retired* those that are not followed any more."""
    rows = topics.named(
        tx, limit=LISTED + 1, containing=containing, after=after,
        state="retired" if retired else "active",
    )  # fmt: skip
    shown, known = rows[:LISTED], troubles.held(tx)
    last = now.astimezone(UTC).date()
    days = [last - timedelta(days=n) for n in range(LISTED_DAYS - 1, -1, -1)]
    counts = daily(tx, [row.id for row in shown], since=midnight(days[0]))
    return List(
        topics=tuple(
            Listed(
                topic=row,
                trouble=known.get(row.id),
                days=tuple((day, counts.get(row.id, {}).get(day, 0)) for day in days),
            )
            for row in shown
        ),
        next_after=shown[-1].name if len(rows) > LISTED else None,
    )


def topic(
    tx: Tx, topic_id: int, *, now: datetime, zone: tzinfo, unread_since: datetime
) -> TopicShown:
    """All about one. NotFound when there is none of that id."""
    row = topics.by_id(tx, topic_id)
    saved = topics.queries(tx)
    profile = traits(tx, topic_id, limit=PROFILED)
    return TopicShown(
        row=row,
        tree=_tree(row.topic.query, saved),
        trouble=troubles.held(tx).get(topic_id),
        days=volume(tx, row, now=now, zone=zone),
        outlets=_most(one.outlet for one in profile)[:OUTLETS],
        languages=_most(one.language or "" for one in profile)[:LANGUAGES],
        names=_names(tx, row, profile),
        profiled=len(profile),
        copies=sum(one.is_copy for one in profile),
        newest=newest(tx, topic_id, unread_since=unread_since, limit=NEWEST),
    )


def volume(tx: Tx, row: TopicRow, *, now: datetime, zone: tzinfo) -> tuple[Day, ...]:
    """Its articles a day, with bursts."""
    last = now.astimezone(zone).date()
    first = last - timedelta(days=DAYS - 1)
    found = by_day(tx, row.topic.id, first=counted_from(first), last=last, zone=zone)
    began = row.created_at.astimezone(zone).date()
    return history(found, began=began, first=first, last=last, floor=floor_of(row.topic))


def _tree(query: str, saved: dict[str, str]) -> Node | None:
    try:
        parse_whole(query, saved)
    except QueryError:
        return None
    return tree_of(parse(query, saved))


def _most(values: Iterable[str]) -> Counts:
    return tuple(sorted(Counter(values).items(), key=lambda one: (-one[1], one[0])))


def _names(tx: Tx, row: TopicRow, profile: Sequence[Trait]) -> Counts:
    """Of one article of each story; not what the query itself asks for."""
    firsts = {one.story_id: one.article_id for one in profile if not one.is_copy}
    ids = list(firsts.values())[:READ_FOR_NAMES]
    if not ids:
        return ()
    texts = ((one.text, one.language) for one in beginnings(tx, ids, characters=CHARACTERS))
    asked = row.topic.query.casefold()
    found = recurring(texts, most=2 * NAMES)
    return tuple(one for one in found if one[0].casefold() not in asked)[:NAMES]
