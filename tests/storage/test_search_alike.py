"""Whatever is asked of whatever texts: both databases find what the evaluator finds, no more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.items import Access, Article, Finding
from crawler.storage import Store, Tx, placing, schema, search
from crawler.storage.placing import Placing
from crawler.storage.search import Sort, parted
from crawler.topics.document import Document
from crawler.topics.parsing import expand, parse
from crawler.topics.places import holds
from crawler.topics.query import Query, both, either
from tests.databases import Databases
from tests.samples import NOW, add_feed, make_finding
from tests.topics.test_reference import AUTHORS, FAMILIES, SAVED, queries, texts

PROPERTIES = [
    "lang:de", "lang:fr", "site:a.example", "site:b.example", "source:paper",
    "source:agency", 'author:"jo lee"', "author:lee", "section:start", "type:full", "country:de",
    "published:2026-02-05", "published:>=2025-11-30", "published:<2026-01-01",
    "published:7d", "published:2020-01-01..2026-01-31", "url:b.example", "published:2025",
    "published:2026-01", "published:2025-11..2025-12", "published:..1985", "published:1980",
    "published:2026-02..", "author:müller", "author:mueller", 'author:"jo goerre"',
    "source:büro", "source:buero", "source:paaper",
    "/sta.t/", "/Vertrag/", "/(?i)new.?start/", r"/\bNATO\b/", "/Müll?er/", "/[Vv]ertrags?/",
]  # fmt: skip
WRITTEN = [word for words, _ in FAMILIES for word in words] + ["soft\u00adstart", "Vor\u00adtrag"]


def some_articles() -> st.SearchStrategy[list[Article]]:
    return st.lists(st.builds(
        Article,
        url=st.sampled_from(["https://www.a.example/1", "https://news.b.example/2"]),
        title=texts(st.sampled_from(WRITTEN), 4),
        lead=texts(st.sampled_from(WRITTEN), 4),
        text=texts(st.sampled_from(WRITTEN), 12),
        access=st.sampled_from(Access),
        language=st.sampled_from([None, "de", "fr", "nl"]),
        country=st.sampled_from([None, "de", "DE"]),
        authors=st.sampled_from(AUTHORS),
        agency=st.sampled_from([None, "The Agency", "Büro Muller"]),
        section=st.sampled_from([None, "Start", "New"]),
        published_at=st.sampled_from([0, 1, 9, 40, 400, 4000, 20_000]).map(
            lambda days: NOW - timedelta(days=days)
        ),
    ), min_size=1, max_size=8)  # fmt: skip


@st.composite
def questions(draw: st.DrawFn) -> Query:
    """A query of words, of properties, or of both."""
    families = draw(st.lists(st.sampled_from(FAMILIES), min_size=2, max_size=3))
    asked = [term for _, terms in families for term in terms]
    words = expand(draw(queries([*asked, "stem:verträge", "stem:start"])), SAVED)
    kind = draw(st.integers(0, 4))
    if kind < 2:
        return words
    known = parse(draw(st.sampled_from(PROPERTIES)))
    return {2: known, 3: both([words, known]), 4: either([words, known])}[kind]


@contextmanager
def holding(
    store: Store, some: list[Article], gaps: list[int], country: str | None = None
) -> Iterator[tuple[Tx, dict[int, Article]]]:
    """The archive with these articles, until the end of the block.

    PostgreSQL is asked window by window; *gaps* before their ids spread them over several.
    """
    with store.engine.connect() as tx, tx.begin() as change:
        feed_id = add_feed(tx, country=country)
        held: dict[int, Article] = {}
        upto = 0
        for at, article in enumerate(some):
            if not store.is_sqlite:
                upto += 1 + (gaps[at] if at < len(gaps) else 0)
                tx.exec_driver_sql(f"select setval('article_id_seq', {upto})")
            held[_add(tx, feed_id, at, article)] = article
        yield tx, held
        change.rollback()


@contextmanager
def asking_at_once(wide: int) -> Iterator[None]:
    """PostgreSQL is asked in pieces for whatever has more words."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parted, "WIDE", wide)
        patch.setattr(parted, "PIECE", wide)
        yield


def _add(tx: Tx, feed_id: int, at: int, article: Article) -> int:
    finding: Finding = make_finding(article, feed_id=feed_id, entry_id=0)
    object.__setattr__(finding, "address_key", str(at))
    place = Placing(site="a.example", reason="")
    seen = NOW - timedelta(days=10 * (at % 3))
    stored = placing.add(tx, finding, place, seen=seen, now=NOW)
    search.index(tx, stored)
    return stored.id


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[list[Store]]:
    """One of each kind, for many examples."""
    first = Store.connect(f"sqlite:///{tmp_path_factory.mktemp('alike') / 'wirewatch.db'}")
    schema.upgrade(first)
    with databases.ready() as url:
        second = Store.connect(url)
        yield [first, second]
        first.close()
        second.close()


@settings(max_examples=60, deadline=None)
@given(
    some=some_articles(),
    asked=st.lists(questions(), min_size=3, max_size=6),
    gaps=st.lists(st.sampled_from([0, 0, 700, 20_000, 300_000]), max_size=8),
    country=st.sampled_from([None, None, "DE", "fr"]),
    wide=st.sampled_from([parted.WIDE, 1, 2]),
)
def test_an_archive_finds_what_the_evaluator_finds(
    stores: list[Store],
    *,
    some: list[Article],
    asked: list[Query],
    gaps: list[int],
    country: str | None,
    wide: int,
) -> None:
    read = partial(Document.of, source="The Paper", country=country, now=NOW)
    for store in stores:
        with holding(store, some, gaps, country) as (tx, held), asking_at_once(wide):
            for query in asked:
                expected = [
                    id_ for id_, article in reversed(held.items())
                    if holds(query, read(article))
                ]  # fmt: skip

                found = search.find(tx, query, now=NOW)
                counted = search.facets(tx, query, now=NOW)

                assert [one.stored.id for one in found] == expected, (store.place, str(query))
                assert counted.matches == len(expected), (store.place, str(query))


@settings(max_examples=40, deadline=None)
@given(some=some_articles(), query=questions())
def test_relevance_gives_one_order_on_both_databases(
    stores: list[Store], some: list[Article], query: Query
) -> None:
    orders = []
    for store in stores:
        with holding(store, some, []) as (tx, held):
            first = min(held)
            page = search.page(tx, query, now=NOW, sort=Sort.RELEVANCE)
            orders.append([(one.stored.id - first, one.score) for one in page.found])

    assert orders[0] == orders[1]
