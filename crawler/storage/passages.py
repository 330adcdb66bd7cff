"""How often each sentence stood on a site: counted once an article, asked before the next."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import bindparam, select, text
from sqlalchemy.dialects import postgresql, sqlite

from crawler.storage.holders import EACH
from crawler.storage.store import Tx
from crawler.storage.tables import passage, site


@dataclass(frozen=True, slots=True)
class Counts:
    """What is known of a site's sentences."""

    n_articles: int = 0
    times: Mapping[int, int] = field(default_factory=dict)  # key of a sentence -> articles


# A site's counts are halved when they have come so far: what it prints since last month must not
# be measured by the articles of years, and what it printed years ago is forgotten.
FULL_AT = 1_000

# All keys in one bound value: an article may have hundreds of sentences.
_TIMES = {
    "sqlite": text(
        "select p.key, p.articles from json_each(:keys) k "
        "cross join passage p where p.site_id = :site_id and p.key = k.value"
    ),
    "postgresql": text(
        "select p.key, p.articles from json_array_elements_text(cast(:keys as json)) k "
        "join passage p on p.site_id = :site_id and p.key = cast(k.value as bigint)"
    ),
}


# One statement for all of an article's sentences, in the order of the key.
_MORE = """
    insert into passage (site_id, key, articles, week)
    select cast(:site_id as bigint), cast(k.value as bigint), 1, cast(:week as integer)
    from {keys} k where true on conflict (site_id, key) do update
    set articles = passage.articles + 1, week = excluded.week
"""
_MORE_TIMES = {name: text(_MORE.format(keys=each.format(":keys"))) for name, each in EACH.items()}
_MORE_ARTICLES = {
    name: dialect.insert(site)
    .on_conflict_do_update(index_elements=["name"], set_={"articles": site.c.articles + 1})
    .returning(site.c.id, site.c.articles)
    for name, dialect in {"sqlite": sqlite, "postgresql": postgresql}.items()
}
_SITE = select(site.c.id, site.c.articles).where(site.c.name == bindparam("name"))


def counts(tx: Tx, name: str, keys: Collection[int]) -> Counts:
    """In how many articles of the site *name* each of *keys* stood."""
    row = tx.execute(_SITE, {"name": name}).first()
    if row is None:
        return Counts()
    values = {"keys": json.dumps(list(keys)), "site_id": row.id}
    rows = tx.execute(_TIMES[tx.dialect.name], values)
    return Counts(row.articles, {found[0]: found[1] for found in rows})


def count(tx: Tx, name: str, keys: Sequence[int], *, week: int) -> None:
    """An article of the site *name* has these sentences, each given once."""
    more = {"name": name, "articles": 1}
    site_id, n_articles = tx.execute(_MORE_ARTICLES[tx.dialect.name], more).one()
    if n_articles >= FULL_AT:
        _halve(tx, site_id)
    if keys:
        values = {"site_id": site_id, "keys": json.dumps(sorted(keys)), "week": week}
        tx.execute(_MORE_TIMES[tx.dialect.name], values)


def _halve(tx: Tx, site_id: int) -> None:
    tx.execute(site.update().where(site.c.id == site_id).values(articles=site.c.articles // 2))
    here = passage.c.site_id == site_id
    tx.execute(passage.delete().where(here, passage.c.articles < 2))
    tx.execute(passage.update().where(here).values(articles=passage.c.articles // 2))


def prune(tx: Tx, *, before_week: int, rare: int) -> int:
    """Forget sentences that stood in fewer than *rare* articles and not since that week."""
    statement = passage.delete().where(
        passage.c.week < bindparam("before_week"), passage.c.articles < bindparam("rare")
    )
    return tx.execute(statement, {"before_week": before_week, "rare": rare}).rowcount
