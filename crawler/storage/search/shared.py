"""Several queries asked at once, newest first: which of the newest articles each of them finds.

Two wordings of one wish mostly find the same, so that each article is read once for all of them,
and not at all where the index alone decides. All are looked at back to the same article, so that
what one finds and another does not is a difference of the queries.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import groupby
from operator import itemgetter

from crawler.storage import articles
from crawler.storage.search.asks import NOTHING
from crawler.storage.search.candidates import long_ones, newest_first, newest_of_each
from crawler.storage.search.find import FEW, loaded
from crawler.storage.search.lookups import Lookups
from crawler.storage.search.patience import OutOfTimeError, Patience
from crawler.storage.search.plan import Plan, plan
from crawler.storage.store import Tx
from crawler.topics.places import holds
from crawler.topics.query import Query

# Articles are loaded in growing handfuls: few are read in vain when the time is over.
GROWS, MOST_AT_ONCE = 8, 160
MOST_SURE = 2_000  # of those that need not be read


@dataclass(frozen=True, slots=True)
class Shared:
    """What each query finds, and how far back all were looked at."""

    found: tuple[tuple[int, ...], ...]  # by query: ids, newest first
    # The oldest article that was looked through for all; None: the archive was, to its end.
    back_to: int | None
    is_out_of_time: bool


def together(
    tx: Tx, queries: Sequence[Query], *, now: datetime, before: int, most: int, limit_s: float
) -> Shared:
    """Ask for what was stored below *before*, saved queries written out.

    It ends when one query has found *most* articles, or after *limit_s* seconds. Where not one
    article was looked through by then, *back_to* is *before*.
    """
    lookups, clock = Lookups(tx), Patience(limit_s)
    asked = [_Asked(tx, one, lookups, now=now, before=before, clock=clock) for one in queries]
    found: list[list[int]] = [[] for _ in asked]
    reached, is_cut, at_once, done = before, False, FEW, 0
    candidates = _merged(tx, asked, before=before, clock=clock)
    while not is_cut and (some := _handful(asked, candidates, at_once)):
        for id_, holding in _decided(tx, asked, some, now=now, clock=clock, done=done):
            reached, done = id_, done + 1
            for number in holding:
                found[number].append(id_)
            is_cut = any(len(one) >= most for one in found)
            if is_cut:
                break
        is_cut = is_cut or reached > some[-1][0]
        at_once = min(at_once * GROWS, MOST_AT_ONCE)
    ends = [one.end for one in asked if one.end is not None]
    if is_cut:
        ends.append(reached)
    back_to = max(ends, default=None)
    return Shared(
        found=tuple(
            tuple(id_ for id_ in one if back_to is None or id_ >= back_to) for one in found
        ),
        back_to=back_to,
        is_out_of_time=clock.ran_out or any(one.patience.ran_out for one in asked),
    )


class _Asked:
    """A query whose candidates come from the index, newest first."""

    def __init__(
        self, tx: Tx, query: Query, lookups: Lookups, *, now: datetime, before: int, clock: Patience
    ) -> None:
        self.query = query
        self.patience = clock.shared()
        self._tx = tx
        self._before = before
        self.made: Plan | None = None
        self._guessed: set[int] = set()
        try:
            with self.patience.ending(tx):
                self.made = plan(tx, query, now=now, lookups=lookups)
            if self.made.exact and self.made.guesses:
                self._guessed = long_ones(tx, self.made, self.patience)
        except OutOfTimeError:
            self.made = None

    def is_sure(self, id_: int) -> bool:
        """Does this candidate match, by the index alone?"""
        return self.made is not None and self.made.exact and id_ not in self._guessed

    @property
    def end(self) -> int | None:
        """From which id on the index has told all; None when it came to its end."""
        if not self.patience.ran_out:
            return None
        return self._before if self.patience.told is None else self.patience.told

    def ids(self) -> Iterator[int]:
        """What it may match."""
        if self.made is None:
            return iter(())
        return newest_first(self._tx, self.made, before=self._before, patience=self.patience)


def _merged(
    tx: Tx, asked: Sequence[_Asked], *, before: int, clock: Patience
) -> Iterator[tuple[int, list[int]]]:
    """Each id with the numbers of the queries that may match it."""

    def numbered(number: int) -> Iterator[tuple[int, int]]:
        return ((id_, number) for id_ in asked[number].ids())

    plans = [one.made for one in asked]
    if _can_be_one(tx, plans):
        patience = clock.shared()
        for one in asked:
            one.patience = patience
        found = newest_of_each(
            tx, [made for made in plans if made], before=before, patience=patience
        )
    else:
        streams = [numbered(number) for number in range(len(asked))]
        found = merge(*streams, key=lambda one: -one[0])
    for id_, some in groupby(found, key=itemgetter(0)):
        yield id_, [number for _, number in some]


def _can_be_one(tx: Tx, plans: Sequence[Plan | None]) -> bool:
    """Can PostgreSQL be asked for all at once? SQLite streams, and is asked one by one."""
    if tx.dialect.name == "sqlite":
        return False
    return all(made and made.ask not in (None, NOTHING) and not made.addresses for made in plans)


def _handful(
    asked: Sequence[_Asked], candidates: Iterator[tuple[int, list[int]]], doubtful: int
) -> list[tuple[int, list[int]]]:
    """The next candidates, so many that have to be read among them."""
    some: list[tuple[int, list[int]]] = []
    for id_, numbers in candidates:
        some.append((id_, numbers))
        doubtful -= not all(asked[n].is_sure(id_) for n in numbers)
        if not doubtful or len(some) >= MOST_SURE:
            break
    return some


def _decided(
    tx: Tx,
    asked: Sequence[_Asked],
    some: Sequence[tuple[int, list[int]]],
    *,
    now: datetime,
    clock: Patience,
    done: int,
) -> Iterator[tuple[int, list[int]]]:
    """Each id with the queries that do match it; ends when the time is over.

    *done* were decided before.
    """
    doubtful = [id_ for id_, numbers in some if not all(asked[n].is_sure(id_) for n in numbers)]
    # Some are decided in any case: nobody wants to hear that nothing was looked at.
    held = {one.id: one for one in loaded(tx, doubtful, clock, least=0 if done else FEW)}
    for number, (id_, numbers) in enumerate(some, done):
        if number >= FEW and clock.is_over():
            return
        if id_ not in held:
            if clock.ran_out and id_ in doubtful:
                return
            yield id_, [n for n in numbers if asked[n].is_sure(id_)]
            continue
        document = articles.as_queried(held[id_], now)
        yield id_, [n for n in numbers if asked[n].is_sure(id_) or holds(asked[n].query, document)]
