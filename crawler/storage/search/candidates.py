"""The ids that the index lets through, newest first, in batches, no more than are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain, islice

from sqlalchemy import LargeBinary, TextClause, cast, func, or_, select, text

from crawler.storage.search import blocks
from crawler.storage.search.asks import NOTHING, Ask, Term, all_of, loosened, match_of
from crawler.storage.search.gin import Question
from crawler.storage.search.patience import OutOfTimeError, Patience
from crawler.storage.search.plan import Plan
from crawler.storage.search.terms import LONG
from crawler.storage.store import Tx
from crawler.storage.tables import article

FEWEST, SMALLEST, LARGEST = 20, 64, 4096
END = 2**62  # no article has a higher id

_FTS = text(
    "select rowid from article_fts where article_fts match :asked and rowid < :before "
    "order by rowid desc"
)
_ALL = text("select id from article where id < :before order by id desc limit :most")
_MATCHING = (
    "select rowid as article_id from article_fts where article_fts match :asked{n} "
    "and rowid >= :first and rowid < :before"
)
_COUNT = "(select count(*) from ({ids}) found{n})"
_NUMBERED = "select article_id, {n} from ({ids}) found{n}"
# Asks that are counted in one statement.
_COUNTED_AT_ONCE = 100

# PostgreSQL: a window should give about so many ids; when the rest of the archive promises no
# more than REST, it is asked for at once.
_WINDOW_GIVES, _REST = 1_000, 6_000
_WIDEN = 16


def newest_first(
    tx: Tx, made: Plan, *, before: int = END, patience: Patience | None = None, many: int = 0
) -> Iterator[int]:
    """Ids below *before* of what the plan asks for; of all articles when the index cannot help.

    Where it names addresses, only those in whose address one of these stands. They end early when
    *patience* does; ``patience.told`` says where. Who takes *many* gets them by fewer statements.
    """
    patience, ask = patience or Patience(), made.ask
    if ask == NOTHING:
        return iter(())
    if made.addresses:
        return _addressed(tx, made, before, patience)
    if ask is None:
        batches = _handfuls(tx, before, patience)
    elif tx.dialect.name == "sqlite":
        batches = _streamed(tx, _FTS, {"asked": match_of(ask), "before": before}, patience)
    else:
        asked = [Question.of(ask, marked=made.marked)]
        windows = _windows(tx, asked, before, patience, many=many)
        batches = ([id_ for id_, _ in some] for some in windows)
    return chain.from_iterable(batches)


def newest_of_each(
    tx: Tx, plans: Sequence[Plan], *, before: int, patience: Patience
) -> Iterator[tuple[int, int]]:
    """Ids below *before*, newest first, each with the number of a plan that lets it through.

    For PostgreSQL, which is asked for all of them at once; each must ask for something.
    """
    asked = [Question.of(one.ask, marked=one.marked) for one in plans if one.ask is not None]
    # Few statements count here more than the first ids at once.
    return chain.from_iterable(_windows(tx, asked, before, patience, first=1 << blocks.LEVELS[1]))


@dataclass(frozen=True, slots=True)
class Sample:
    """A stretch of ids, and how many articles are in it."""

    first: int
    before: int
    articles: int


def sample_of(tx: Tx, *, newest: int, before: int) -> Sample:
    """About the *newest* articles below *before*."""
    top = before if before < END else _top(tx)
    first = max(top - newest, 0) >> blocks.LEVELS[0] << blocks.LEVELS[0]
    inside = select(func.count()).where(article.c.id >= first, article.c.id < top)
    return Sample(first, top, tx.execute(inside).scalar_one())


def counts_in(
    tx: Tx, asks: Sequence[Ask | None], sample: Sample, *, patience: Patience | None = None
) -> list[int]:
    """How many articles of the sample each ask finds. OutOfTimeError when *patience* ends."""
    patience = patience or Patience()
    known: dict[Ask | None, int] = {
        ask: 0 if ask == NOTHING else sample.articles for ask in (None, NOTHING)
    }
    sought = [ask for ask in dict.fromkeys(asks) if ask is not None and ask != NOTHING]
    for at in range(0, len(sought), _COUNTED_AT_ONCE):
        some = sought[at : at + _COUNTED_AT_ONCE]
        known |= zip(some, _counted(tx, some, sample, patience), strict=True)
    return [known[ask] for ask in asks]


def present_in(
    tx: Tx, asks: Sequence[Ask], *, first: int, before: int, patience: Patience
) -> list[tuple[int, int]]:
    """Each id from *first* to under *before* with the numbers of the asks that find it.

    Words are asked loosely, so that an ask may find a little more. OutOfTimeError when *patience*
    ends.
    """
    statements, values = _loosely(tx, asks, first, before)
    with patience.ending(tx), _by_index(tx):
        rows = tx.execute(text(_numbered(statements)), values)
        return [(row[0], row[1]) for row in rows]


def _counted(tx: Tx, asks: Sequence[Ask], sample: Sample, patience: Patience) -> Sequence[int]:
    statements, values = _loosely(tx, asks, sample.first, sample.before)
    counts = ", ".join(_COUNT.format(ids=one, n=n) for n, one in enumerate(statements))
    with patience.ending(tx), _by_index(tx):
        return [int(one) for one in tx.execute(text(f"select {counts}"), values).one()]


def _loosely(
    tx: Tx, asks: Sequence[Ask], first: int, before: int
) -> tuple[list[str], dict[str, object]]:
    """A statement of ids for each, asked as loose words, of which no mark knows more."""
    values: dict[str, object] = {"first": first, "before": before}
    if tx.dialect.name == "sqlite":
        values |= {f"asked{n}": match_of(one) for n, one in enumerate(asks)}
        return [_MATCHING.format(n=n) for n in range(len(asks))], values
    asked = [Question.of(loosened(one), marked=False).within(first, before) for one in asks]
    for n, one in enumerate(asked):
        values |= one.values(n)
    return [one.statement(n) for n, one in enumerate(asked)], values


def _numbered(statements: Sequence[str]) -> str:
    """One statement of all ids, each with the number of what found it."""
    return " union all ".join(_NUMBERED.format(ids=one, n=n) for n, one in enumerate(statements))


def long_ones(tx: Tx, made: Plan, patience: Patience | None = None) -> set[int]:
    """The articles for which PostgreSQL's answer to a phrase is only a guess; SQLite has none.

    OutOfTimeError when *patience* ends.
    """
    if tx.dialect.name == "sqlite" or made.ask is None or made.ask == NOTHING:
        return set()
    asked = all_of([Term(LONG), made.ask]) or made.ask
    found = _found(tx, [Question.of(asked, marked=made.marked)], END, patience or Patience())
    return {id_ for id_, _ in found}


def _addressed(tx: Tx, made: Plan, before: int, patience: Patience) -> Iterator[int]:
    """All addresses are read, from an index that has nothing else: a second for a million."""
    url = func.lower(article.c.url)
    # What is not ASCII has several spellings; there the evaluator decides.
    odd = func.length(article.c.url) != func.octet_length(article.c.url)
    if tx.dialect.name == "sqlite":
        odd = func.length(article.c.url) != func.length(cast(article.c.url, LargeBinary))
    parts = [url.contains(one, autoescape=True) for one in made.addresses if one.isascii()]
    inside = select(article.c.id).where(article.c.id < before, or_(odd, *parts))
    try:
        with patience.ending(tx):
            ids = sorted(tx.execute(inside).scalars(), reverse=True)
    except OutOfTimeError:
        return
    if made.ask is None:
        yield from ids
        return
    wanted, by_words = set(ids), replace(made, addresses=())
    found = newest_first(tx, by_words, before=before, patience=patience)
    yield from (one for one in found if one in wanted)


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


def _windows(
    tx: Tx,
    asked: Sequence[Question],
    before: int,
    patience: Patience,
    *,
    first: int = blocks.SMALLEST,
    many: int = 0,
) -> Iterator[list[tuple[int, int]]]:
    """From the *first* newest back, wider where little is found, until the rest is one query.

    Ids with the number of what found them. Windows are to find *many* together.
    """
    top = before if before < END else _top(tx)
    width, seen, found = first if many < _WINDOW_GIVES else 1 << blocks.LEVELS[1], 0, 0
    while top > 0:
        level = max(x for x in blocks.LEVELS if (1 << x) <= width)
        bottom = max(top - width, 0) >> level << level
        promised = (found + 0.5) / seen * top if seen else 0
        is_last = bottom == 0 or (seen > blocks.SMALLEST * _WIDEN // 2 and promised < _REST)
        questions = [one if is_last else one.within(bottom, top) for one in asked]
        try:
            ids = _found(tx, questions, top, patience)
        except OutOfTimeError:
            return
        yield ids
        if is_last:
            return
        patience.told = bottom
        seen, found, top = seen + top - bottom, found + len(ids), bottom
        wanted = int(max(_WINDOW_GIVES, many - found) * seen / (found + 0.5))
        width = min(max(wanted, blocks.SMALLEST), width * _WIDEN, 1 << blocks.LEVELS[-1])


def _found(
    tx: Tx, asked: Sequence[Question], before: int, patience: Patience
) -> list[tuple[int, int]]:
    """Ids below *before*, newest first, with the number of what found them."""
    values: dict[str, object] = {"first": 0, "before": before}
    for n, one in enumerate(asked):
        values |= one.values(n)
    statement = _numbered([one.statement(n) for n, one in enumerate(asked)])
    with patience.ending(tx), _by_index(tx):
        rows = tx.execute(text(f"{statement} order by 1 desc"), values)
        return [(row[0], row[1]) for row in rows]


@contextmanager
def _by_index(tx: Tx) -> Iterator[None]:
    """PostgreSQL reads no whole table for statements inside; SQLite never would.

    Its planner thinks that an OR of hundreds of words finds nearly everything and reads the whole
    table for it, unpacking each tsvector: six seconds for 100,000 articles instead of some ms. Nor
    does it compile what it thinks so much work, which takes longer than to do it.
    """
    if tx.dialect.name == "sqlite":
        yield
        return
    tx.exec_driver_sql("set local enable_seqscan = off")
    tx.exec_driver_sql("set local jit = off")
    yield
    tx.exec_driver_sql("set local enable_seqscan to default")
    tx.exec_driver_sql("set local jit to default")


def _top(tx: Tx) -> int:
    return (tx.execute(select(func.max(article.c.id))).scalar() or 0) + 1
