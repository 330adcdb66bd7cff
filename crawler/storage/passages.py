"""How often each sentence stood on a site: counted once an article, asked before the next."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import bindparam, select, text

from crawler.storage.store import Tx, insert
from crawler.storage.tables import passage, site


@dataclass(frozen=True, slots=True)
class Counts:
    """What is known of a site's sentences."""

    n_articles: int = 0
    times: Mapping[int, int] = field(default_factory=dict)  # key of a sentence -> articles


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


def counts(tx: Tx, name: str, keys: Collection[int]) -> Counts:
    """In how many articles of the site *name* each of *keys* stood."""
    row = tx.execute(select(site.c.id, site.c.articles).where(site.c.name == name)).first()
    if row is None:
        return Counts()
    values = {"keys": json.dumps(list(keys)), "site_id": row.id}
    rows = tx.execute(_TIMES[tx.dialect.name], values)
    return Counts(row.articles, {found[0]: found[1] for found in rows})


def count(tx: Tx, name: str, keys: Sequence[int], *, week: int) -> None:
    """An article of the site *name* has these sentences, each given once."""
    statement = insert(tx, site).values(name=name, articles=1)
    statement = statement.on_conflict_do_update(
        index_elements=["name"], set_={"articles": site.c.articles + 1}
    )
    site_id = tx.execute(statement.returning(site.c.id)).scalar_one()
    rows = [{"site_id": site_id, "key": key, "articles": 1, "week": week} for key in keys]
    if rows:
        more = insert(tx, passage)
        more = more.on_conflict_do_update(
            index_elements=["site_id", "key"],
            set_={"articles": passage.c.articles + 1, "week": more.excluded.week},
        )
        tx.execute(more, rows)


def prune(tx: Tx, *, before_week: int, rare: int) -> int:
    """Forget sentences that stood in fewer than *rare* articles and not since that week."""
    statement = passage.delete().where(
        passage.c.week < bindparam("before_week"), passage.c.articles < bindparam("rare")
    )
    return tx.execute(statement, {"before_week": before_week, "rare": rare}).rowcount
