"""Matches in the order of relevance: BM25 over the newest of them, computed by us.

The databases weigh words differently (FTS5's bm25, PostgreSQL's ts_rank) and each only within
itself. Here a word's rarity is counted among the newest articles of the index, the rest from the
text, so that both databases give one order.

To read a thousand texts takes a tenth of a second, and a second from a disk. So the matches are
first put in order by what is known without their texts: which words they have, by the index; title
and length. Those that are promising are read and weighed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

from sqlalchemy import bindparam, select

from crawler.items import Access, Article
from crawler.storage import articles
from crawler.storage.articles import Stored
from crawler.storage.search.asks import NOTHING, Ask, all_of, loosened
from crawler.storage.search.candidates import (
    END,
    Sample,
    counts_in,
    newest_first,
    present_in,
    sample_of,
)
from crawler.storage.search.find import FEW, Found, loaded, matching, show, wrongly_guessed
from crawler.storage.search.lookups import Lookups
from crawler.storage.search.patience import OutOfTimeError, Patience
from crawler.storage.search.plan import Plan, plan
from crawler.storage.store import Tx
from crawler.storage.tables import article
from crawler.topics.document import FIELD_STEP, Document
from crawler.topics.places import Scope
from crawler.topics.places import find as occurrences
from crawler.topics.query import And, AtLeast, Case, In, Near, Or, Phrase, Query, Stem

# So many of the newest matches are put in order, and so many of these are read for it; where only
# the evaluator knows a match, so many newest ones.
MOST_RANKED, MOST_READ, MOST_DECIDED = 1_000, 200, 500
# The clock is asked after so many; what is not read then follows by time.
READ_AT_ONCE = 100
# A word's rarity is taken from so many of the newest articles.
SAMPLE = 16_384
# For so many parts of a query the index is asked which articles have them: the rarest.
MOST_ASKED = 12
# Robertson & Zaragoza 2009: usual values. A word in the title counts as often as the editor
# would have to say it in the text to mean it as much.
K1, B = 1.2, 0.75
TITLE_COUNTS = 3

_HEADS = select(article.c.id, article.c.title, article.c.n_words, article.c.first_seen_at).where(
    article.c.id.in_(bindparam("ids", expanding=True))
)


Read = tuple[Stored, Document]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part of a query that has places, where it is looked for, and what one place is worth."""

    query: Query
    scope: Scope | None
    worth: float
    ask: Ask | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Ids with their scores, the best first; then those that were not read, by time."""

    order: tuple[tuple[int, float | None], ...] = ()
    is_cut: bool = False  # there may be older matches, which are not among them
    held: Mapping[int, Read] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Head:
    """What is known of a match without its text."""

    id: int
    title: str
    n_words: int


def ranked(
    tx: Tx,
    query: Query,
    *,
    now: datetime,
    before: int = END,
    since: datetime | None = None,
    patience: Patience | None = None,
    lookups: Lookups | None = None,
) -> Ranking:
    """The newest matches below *before*, the most relevant first, newer before older.

    Without a word that could be weighed (``lang:de``) the order is that of time. When *patience*
    ends, those that were found until then; what could not be read any more follows by time.
    """
    patience, lookups = patience or Patience(), lookups or Lookups(tx)
    sample = sample_of(tx, newest=SAMPLE, before=before)
    try:
        leaves = _weighed_leaves(tx, query, lookups, now=now, sample=sample, patience=patience)
        is_sure = plan(tx, query, now=now, lookups=lookups).is_sure
        made = plan(tx, query, now=now, since=since, lookups=lookups)
        if is_sure:
            newest = newest_first(
                tx, made, before=sample.before, patience=patience, many=MOST_RANKED
            )
            ids = list(islice(newest, MOST_RANKED))
            wrong = wrongly_guessed(tx, query, made, ids, now=now)
            heads = _heads(tx, [id_ for id_ in ids if id_ not in wrong], since, patience)
            patience.reached = min(heads, default=patience.told)
            some = _promising(tx, heads, leaves, made, patience)
            held = _read(tx, some, now=now, patience=patience)
            return replace(_ranking(leaves, heads, held), is_cut=len(ids) == MOST_RANKED)
    except OutOfTimeError:
        return Ranking()
    found = matching(
        tx, query, now=now, before=sample.before, since=since, few=READ_AT_ONCE,
        patience=patience, made=made,
    )  # fmt: skip
    read = list(islice(found, MOST_DECIDED))
    heads = {one.id: _Head(one.id, one.article.title, one.n_words) for one, _ in read}
    return replace(_ranking(leaves, heads, read), is_cut=len(read) == MOST_DECIDED)


def best(
    tx: Tx, query: Query, ranking: Ranking, *, skip: int, limit: int, now: datetime
) -> Iterator[Found]:
    """A part of what was ranked, with its places."""
    chosen = ranking.order[skip : skip + limit]
    missing = _read(tx, [id_ for id_, _ in chosen if id_ not in ranking.held], now=now)
    held = {**ranking.held, **{stored.id: (stored, document) for stored, document in missing}}
    for id_, score in chosen:
        if id_ in held:
            stored, document = held[id_]
            yield show(stored, query, document, score)


def _read(
    tx: Tx, ids: Sequence[int], *, now: datetime, patience: Patience | None = None
) -> list[Read]:
    """Those of *ids* that are there, the first before the others; some in any case."""
    patience = patience or Patience()
    read: list[Read] = []
    for at in range(0, len(ids), READ_AT_ONCE):
        if at and patience.is_over():
            break
        some = loaded(tx, ids[at : at + READ_AT_ONCE], patience, least=0 if at else FEW)
        read += [(stored, articles.as_queried(stored, now)) for stored in some]
    return read


def _heads(
    tx: Tx, ids: Sequence[int], since: datetime | None, patience: Patience
) -> dict[int, _Head]:
    """Of the newest few when *patience* ends."""
    try:
        with patience.ending(tx):
            rows = tx.execute(_HEADS, {"ids": ids}).all() if ids else []
    except OutOfTimeError:
        rows = tx.execute(_HEADS, {"ids": ids[:FEW]}).all() if ids else []
    return {
        row.id: _Head(row.id, row.title, row.n_words)
        for row in rows
        if since is None or row.first_seen_at >= since
    }


def _promising(
    tx: Tx, heads: Mapping[int, _Head], leaves: Sequence[Leaf], made: Plan, patience: Patience
) -> list[int]:
    """The ids of those to be read: MOST_READ, by an estimate of their scores."""
    if len(heads) <= MOST_READ:
        return list(heads)
    having = _having(tx, heads, leaves, made, patience)
    mean = _mean(heads)
    guesses = {
        id_: _score(leaves, _guess(leaves, one, having.get(id_, ())), one.n_words / mean)
        for id_, one in heads.items()
    }
    return sorted(heads, key=lambda id_: (-guesses[id_], -id_))[:MOST_READ]


def _having(
    tx: Tx, heads: Mapping[int, _Head], leaves: Sequence[Leaf], made: Plan, patience: Patience
) -> dict[int, set[int]]:
    """Which leaves, by number, each match has somewhere; a single one they all have."""
    if len(leaves) == 1:
        return {id_: {0} for id_ in heads}
    rarest = sorted(range(len(leaves)), key=lambda n: -leaves[n].worth)[:MOST_ASKED]
    asked = {n: all_of([made.ask, leaves[n].ask]) for n in rarest if leaves[n].ask is not None}
    numbers = {n: ask for n, ask in asked.items() if ask is not None and ask != NOTHING}
    having: dict[int, set[int]] = {}
    if not numbers:
        return having
    at = list(numbers)
    first, before = min(heads), max(heads) + 1
    with suppress(OutOfTimeError):  # then by their titles alone
        for id_, n in present_in(
            tx, list(numbers.values()), first=first, before=before, patience=patience
        ):
            having.setdefault(id_, set()).add(at[n])
    return having


def _guess(leaves: Sequence[Leaf], head: _Head, having: Iterable[int]) -> list[int]:
    """How often each leaf counts, as far as the title and the index know."""
    title = Document.of(Article(url="", title=head.title, text="", access=Access.FULL))
    return [
        _count(leaf, title) or int(number in having and not _is_of_title(leaf))
        for number, leaf in enumerate(leaves)
    ]


def _is_of_title(leaf: Leaf) -> bool:
    return leaf.scope is not None and leaf.scope.field == "title"


def _ranking(leaves: Sequence[Leaf], heads: Mapping[int, _Head], read: Sequence[Read]) -> Ranking:
    mean = _mean(heads)
    scores = {
        stored.id: round(_score(leaves, _counts(leaves, document), stored.n_words / mean), 4)
        for stored, document in read
    }
    first = sorted(scores.items(), key=lambda one: (-one[1], -one[0]))
    rest = sorted(heads.keys() - scores.keys(), reverse=True)
    return Ranking(
        order=(*first, *((id_, None) for id_ in rest)), held={one[0].id: one for one in read}
    )


def _counts(leaves: Sequence[Leaf], document: Document) -> list[int]:
    return [_count(leaf, document) for leaf in leaves]


def _mean(heads: Mapping[int, _Head]) -> float:
    return max(sum(one.n_words for one in heads.values()) / max(len(heads), 1), 1)


def _leaves(query: Query, scope: Scope | None) -> Iterator[tuple[Query, Scope | None]]:
    """The parts whose places speak for an article; what stands under a NOT does not."""
    match query:
        case Phrase() | Case() | Stem():
            yield query, scope
        case And(parts) | Or(parts):
            for part in parts:
                yield from _leaves(part, scope)
        case Near(left, right):
            yield from _leaves(left, scope)
            if not query.without:
                yield from _leaves(right, scope)
        case In(field, part, first):
            yield from _leaves(part, Scope(field, first))
        case AtLeast(_, part):
            yield from _leaves(part, scope)


def _weighed_leaves(
    tx: Tx,
    query: Query,
    lookups: Lookups,
    *,
    now: datetime,
    sample: Sample,
    patience: Patience,
) -> list[Leaf]:
    parts = list(dict.fromkeys(_leaves(query, None)))
    # Words of a phrase are counted apart: of long articles PostgreSQL does not know all places,
    # and both databases must count alike.
    with patience.ending(tx):
        asks = [plan(tx, part, now=now, lookups=lookups).ask for part, _ in parts]
    counts = counts_in(tx, [ask and loosened(ask) for ask in asks], sample, patience=patience)
    return [
        Leaf(part, scope, math.log(1 + (sample.articles - n + 0.5) / (n + 0.5)), ask)
        for (part, scope), n, ask in zip(parts, counts, asks, strict=True)
    ]


def _count(leaf: Leaf, document: Document) -> int:
    spans = occurrences(leaf.query, document, leaf.scope)
    in_title = sum(first < FIELD_STEP for first, _ in spans)
    return len(spans) + (TITLE_COUNTS - 1) * in_title


def _score(leaves: Sequence[Leaf], counts: Sequence[int], length: float) -> float:
    return sum(
        leaf.worth * count * (K1 + 1) / (count + K1 * (1 - B + B * length))
        for leaf, count in zip(leaves, counts, strict=True)
    )
