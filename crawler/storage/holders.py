"""Hashes of articles by the time: kept as rows, and asked which articles hold the most of some.

Two tables have this shape, sampled runs by the week and telling words by stretches of three days.
The time leads their keys: what is written and read lies together, and old rows leave in one range.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Table, TextClause, text

from crawler.storage import partitions
from crawler.storage.store import Tx

# A list in one bound value, as rows with one column, "value".
EACH = {
    "sqlite": "json_each({})",
    "postgresql": "json_array_elements_text(cast({} as json))",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Holders:
    """Which articles hold a hash, by stretches of time that are numbered without a gap."""

    table: Table
    stretch: str  # names of its columns; the third is article_id
    hash: str
    stretch_s: int
    # A hash that many articles of a stretch hold says little: only so many of its newest holders
    # are looked at, so that a common one cannot make a look-up expensive.
    newest: int
    _put: Mapping[str, TextClause]

    @classmethod
    def of(cls, table: Table, *, stretch_s: int, newest: int) -> Holders:
        """The holders that a table of three columns has: stretch, hash, article."""
        stretch, hash_, _ = table.c.keys()
        names = {"table": table.name, "stretch": stretch, "hash": hash_}
        return cls(
            table=table,
            stretch=stretch,
            hash=hash_,
            stretch_s=stretch_s,
            newest=newest,
            _put={name: _filled(_PUT, name, names) for name in EACH},
        )

    def stretch_of(self, at: float) -> int:
        """The number of the stretch that this moment is in (seconds since 1970)."""
        return int(at // self.stretch_s)

    def put(self, tx: Tx, article_id: int, hashes: Collection[int], stretch: int) -> None:
        """The article holds these; those that it holds already stay."""
        if hashes:
            values = {"stretch": stretch, "article_id": article_id, "hashes": _json(sorted(hashes))}
            tx.execute(self._put[tx.dialect.name], values)

    def sharing(
        self, tx: Tx, hashes: Collection[int], stretches: Sequence[int], *, least: int, most: int
    ) -> list[tuple[int, int]]:
        """(article id, shared hashes) of those that share at least so many, the most first.

        Of equals the newest first.
        """
        if not hashes or not stretches:
            return []
        values = {
            "stretches": _json(stretches),
            "hashes": _json(sorted(hashes)),
            "behind": self.newest - 1,
            "newest": self.newest,
            "least": least,
            "most": most,
        }
        statement = self.statement(tx.dialect.name, stretches)
        return [(row[0], row[1]) for row in tx.execute(statement, values)]

    def statement(self, dialect: str, stretches: Sequence[int]) -> TextClause:
        """How that database is asked, also for who wants to see its plan."""
        # SQLite is given the stretches as a value.
        known = () if dialect == "sqlite" else tuple(stretches)
        return _sharing((self.table.name, self.stretch, self.hash), dialect, known)

    def forget(self, tx: Tx, before: int) -> int:
        """Take all of the stretches before that one away; how many rows.

        Whole parts are dropped, of which the number of rows is a guess; the rest is one range.
        """
        dropped = partitions.drop_before(tx, self.table, before)
        range_ = self.table.c[self.stretch] < before
        return dropped + tx.execute(self.table.delete().where(range_)).rowcount

    def make_room(self, tx: Tx, stretch: int, *, ahead: int) -> None:
        """Parts for that stretch and so many to come; to be called while nobody else judges."""
        partitions.make(tx, self.table, range(stretch, stretch + ahead + 1))


# One statement for all rows, not one a row.
_PUT = """
    insert into {table} ({stretch}, {hash}, article_id)
    select cast(:stretch as integer), cast(given.value as bigint), cast(:article_id as bigint)
    from {hashes} given where true on conflict do nothing
"""
# Each hash of each stretch is looked up by itself, newest holders first. SQLite joins in the order
# that "cross join" gives; left to itself it may read a whole stretch. It knows no "lateral".
# PostgreSQL is told the stretches as numbers: where they are known only as it runs, it reads all
# holders of a hash and sorts them, since it cannot know that they lie in one part and in order.
_SHARING = {
    "sqlite": """
        select f.article_id, count(*) as shared
        from {stretches} s cross join {hashes} h cross join {table} f
        where f.{stretch} = s.value and f.{hash} = h.value and f.article_id >= coalesce((
            select g.article_id from {table} g
            where g.{stretch} = s.value and g.{hash} = h.value
            order by g.article_id desc limit 1 offset :behind), 0)
        group by f.article_id having count(*) >= :least
        order by shared desc, f.article_id desc limit :most
    """,
    "postgresql": """
        select f.article_id, count(*) as shared
        from {hashes} h cross join lateral ({each}) f
        group by f.article_id having count(*) >= :least
        order by shared desc, f.article_id desc limit :most
    """,
}
_EACH_STRETCH = """
            (select g.article_id from {table} g
             where g.{stretch} = {number} and g.{hash} = cast(h.value as bigint)
             order by g.article_id desc limit :newest)
"""


@lru_cache(maxsize=64)
def _sharing(names: tuple[str, str, str], dialect: str, stretches: tuple[int, ...]) -> TextClause:
    table, stretch, hash_ = names
    known = {"table": table, "stretch": stretch, "hash": hash_}
    each = " union all ".join(_EACH_STRETCH.format(**known, number=int(one)) for one in stretches)
    return _filled(_SHARING[dialect], dialect, known | {"each": each})


def _filled(statement: str, dialect: str, names: Mapping[str, str]) -> TextClause:
    lists = {name: EACH[dialect].format(f":{name}") for name in ("stretches", "hashes")}
    return text(statement.format(**names, **lists))


def _json(values: Sequence[int]) -> str:
    return json.dumps(values, separators=(",", ":"))
