"""The ids that the index lets through, newest first, in batches, no more than are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from sqlalchemy import LargeBinary, TextClause, cast, func, or_, select, text

from crawler.storage.search import blocks, neighbours
from crawler.storage.search.asks import NOTHING, Ask, has_phrase, match_of, tsquery_of
from crawler.storage.search.patience import OutOfTimeError, Patience
from crawler.storage.search.terms import LONG
from crawler.storage.store import Tx
from crawler.storage.tables import article

FEWEST, SMALLEST, LARGEST = 20, 64, 4096
END = 2**62  # no article has a higher id

_FTS = text(
    "select rowid from article_fts where article_fts match :asked and rowid < :before "
    "order by rowid desc"
)
# "+ 0" keeps the planner from walking the primary key, which for a rare word means the whole table.
_GIN = text(
    "select article_id from article_words where words @@ cast(:asked as tsquery) "
    "and article_id + 0 < :before order by article_id + 0 desc"
)
_ALL = text("select id from article where id < :before order by id desc limit :most")
_FTS_COUNT = text(
    "select count(*) from article_fts where article_fts match :asked "
    "and rowid >= :first and rowid < :before"
)
_GIN_COUNT = text(
    "select count(*) from article_words where words @@ cast(:asked as tsquery) "
    "and article_id + 0 >= :first and article_id + 0 < :before"
)

# PostgreSQL: a window should give about so many ids; when the rest of the archive promises no
# more than REST, it is asked for at once.
_WINDOW_GIVES, _REST = 1_000, 6_000
_WIDEN = 16


def newest_first(
    tx: Tx,
    ask: Ask | None,
    *,
    addresses: Sequence[str] = (),
    before: int = END,
    patience: Patience | None = None,
) -> Iterator[int]:
    """Ids below *before* of what *ask* finds; of all articles when it is None.

    With *addresses* only those in whose address one of these stands. They end early when *patience*
    does; ``patience.told`` says where.
    """
    patience = patience or Patience()
    if ask == NOTHING:
        return iter(())
    if addresses:
        return _addressed(tx, ask, addresses, before, patience)
    if ask is None:
        batches = _handfuls(tx, before, patience)
    elif tx.dialect.name == "sqlite":
        batches = _streamed(tx, _FTS, {"asked": match_of(ask), "before": before}, patience)
    else:
        batches = _windows(tx, _asked(tx, ask), before, patience)
    return chain.from_iterable(batches)


@dataclass(frozen=True, slots=True)
class Sample:
    """A stretch of ids, and how many articles are in it."""

    first: int
    before: int
    articles: int


def sample_of(tx: Tx, *, newest: int, before: int) -> Sample:
    """About the *newest* articles below *before*."""
    top = min(before, _top(tx))
    first = max(top - newest, 0) >> blocks.LEVELS[0] << blocks.LEVELS[0]
    inside = select(func.count()).where(article.c.id >= first, article.c.id < top)
    return Sample(first, top, tx.execute(inside).scalar_one())


def count_in(tx: Tx, ask: Ask | None, sample: Sample, *, patience: Patience | None = None) -> int:
    """How many articles of the sample *ask* finds. OutOfTimeError when *patience* ends."""
    patience = patience or Patience()
    if ask is None:
        return sample.articles
    if ask == NOTHING:
        return 0
    values: dict[str, object] = {"first": sample.first, "before": sample.before}
    if tx.dialect.name == "sqlite":
        with patience.ending(tx):
            return int(tx.execute(_FTS_COUNT, values | {"asked": match_of(ask)}).scalar_one())
    asked = _within(_asked(tx, ask), sample.first, sample.before)
    return int(_gin(tx, _GIN_COUNT, values | {"asked": asked}, patience)[0])


def long_ones(tx: Tx, ask: Ask) -> set[int]:
    """The articles for which PostgreSQL's answer to a phrase is only a guess; SQLite has none."""
    if tx.dialect.name == "sqlite" or ask == NOTHING:
        return set()
    asked = f"'{LONG}' & ({_asked(tx, ask)})"
    return set(_gin(tx, _GIN, {"asked": asked, "before": END}, Patience()))


def _addressed(
    tx: Tx, ask: Ask | None, addresses: Sequence[str], before: int, patience: Patience
) -> Iterator[int]:
    """All addresses are read, from an index that has nothing else: a second for a million."""
    url = func.lower(article.c.url)
    # What is not ASCII has several spellings; there the evaluator decides.
    odd = func.length(article.c.url) != func.octet_length(article.c.url)
    if tx.dialect.name == "sqlite":
        odd = func.length(article.c.url) != func.length(cast(article.c.url, LargeBinary))
    parts = [url.contains(one, autoescape=True) for one in addresses if one.isascii()]
    inside = select(article.c.id).where(article.c.id < before, or_(odd, *parts))
    try:
        with patience.ending(tx):
            ids = sorted(tx.execute(inside).scalars(), reverse=True)
    except OutOfTimeError:
        return
    if ask is None:
        yield from ids
        return
    wanted = set(ids)
    yield from (x for x in newest_first(tx, ask, before=before, patience=patience) if x in wanted)


def _streamed(
    tx: Tx, statement: TextClause, values: dict[str, object], patience: Patience
) -> Iterator[list[int]]:
    """SQLite finds one row after the other, hardly more than are taken."""
    found: list[int] = []
    try:
        with patience.ending(tx):
            result = tx.execute(statement, values)
        with result:
            most, rows = FEWEST, iter(result.scalars())
            while not patience.ran_out:
                found = []
                with patience.ending(tx):
                    for id_ in islice(rows, most):
                        found.append(id_)  # one by one: what was found before the end counts
                yield found
                if len(found) < most:
                    return
                patience.told = found[-1]
                most = min(most * 4, LARGEST)
    except OutOfTimeError:
        patience.told = found[-1] if found else patience.told
        yield found


def _handfuls(tx: Tx, before: int, patience: Patience) -> Iterator[list[int]]:
    """All ids; a page of results needs few, what is rare needs many."""
    most = SMALLEST
    while not patience.is_over():
        ids = list(tx.execute(_ALL, {"before": before, "most": most}).scalars())
        yield ids
        if len(ids) < most:
            return
        patience.told = before = ids[-1]
        most = min(most * 4, LARGEST)


def _windows(tx: Tx, asked: str, before: int, patience: Patience) -> Iterator[list[int]]:
    """From the newest block back, wider where little is found, until the rest is one query."""
    top = min(before, _top(tx))
    width, seen, found = blocks.SMALLEST, 0, 0
    while top > 0:
        level = max(x for x in blocks.LEVELS if (1 << x) <= width)
        bottom = max(top - width, 0) >> level << level
        promised = (found + 0.5) / seen * top if seen else 0
        is_last = bottom == 0 or (seen > blocks.SMALLEST * _WIDEN // 2 and promised < _REST)
        query = asked if is_last else _within(asked, bottom, top)
        try:
            ids = _gin(tx, _GIN, {"asked": query, "before": top}, patience)
        except OutOfTimeError:
            return
        yield ids
        if is_last:
            return
        patience.told = bottom
        seen, found, top = seen + top - bottom, found + len(ids), bottom
        wanted = int(_WINDOW_GIVES * seen / (found + 0.5))
        width = min(max(wanted, blocks.SMALLEST), width * _WIDEN, 1 << blocks.LEVELS[-1])


def _gin(tx: Tx, statement: TextClause, values: dict[str, object], patience: Patience) -> list[int]:
    """What a statement gives that must go through the GIN index.

    The planner thinks that an OR of hundreds of words finds nearly everything and reads the whole
    table for it, unpacking each tsvector: six seconds for 100,000 articles instead of some ms.
    """
    with patience.ending(tx):
        tx.exec_driver_sql("set local enable_seqscan = off")
        found = list(tx.execute(statement, values).scalars())
        tx.exec_driver_sql("set local enable_seqscan to default")
    return found


def _asked(tx: Tx, ask: Ask) -> str:
    """The tsquery for *ask*, by marks where there are any."""
    return tsquery_of(ask, marked=has_phrase(ask) and neighbours.are_complete(tx))


def _within(asked: str, first: int, before: int) -> str:
    inside = " | ".join(f"'{one}'" for one in blocks.cover(first, before))
    return f"({asked}) & ({inside})"


def _top(tx: Tx) -> int:
    return (tx.execute(select(func.max(article.c.id))).scalar() or 0) + 1
