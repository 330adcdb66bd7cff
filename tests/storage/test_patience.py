"""A search that takes too long ends in time, with what it found and how far back it looked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from time import monotonic

import pytest
from sqlalchemy import text

from crawler.storage import Store, Tx, articles, search
from crawler.storage.articles import Stored
from crawler.storage.search import Patience, Sort
from crawler.storage.search.find import FEW
from crawler.storage.search.patience import OutOfTimeError
from crawler.storage.search.ranking import ranked
from crawler.topics.parsing import parse
from tests.samples import NOW, add_feed
from tests.storage.test_search import put

ENDLESS = {
    "sqlite": "with recursive n(i) as (select 1 union all select i + 1 from n) "
    "select max(i) from n",
    "postgresql": "select pg_sleep(60)",
}
ARTICLES = 60
# Nothing but reading each article tells where this holds.
ODD = "/number \\d*[13579]\\b/"


@pytest.fixture
def archive(store: Store) -> Store:
    with store.writing() as tx:
        feed_id = add_feed(tx)
        for number in range(1, ARTICLES + 1):
            put(tx, feed_id, f"a{number}", f"Title {number}", f"This is number {number}")
    return store


def impatient(looks: int) -> Patience:
    """The time is over when it was asked for the time so often."""
    return Patience(looks, clock=count().__next__)


def test_a_statement_that_never_ends_is_ended_and_the_transaction_goes_on(store: Store) -> None:
    patience = Patience(0.05)
    began = monotonic()

    with store.reading() as tx:
        with pytest.raises(OutOfTimeError), patience.ending(tx):
            tx.execute(text(ENDLESS[tx.dialect.name])).all()
        after = tx.execute(text("select 1")).scalar()

    assert after == 1
    assert patience.ran_out
    assert monotonic() - began < 10


def test_the_time_of_one_search_is_not_that_of_the_next_statement(store: Store) -> None:
    with store.reading() as tx:
        with Patience(60).ending(tx):
            tx.execute(text("select 1"))
        if not store.is_sqlite:
            assert tx.execute(text("show statement_timeout")).scalar() == "0"


def test_what_was_looked_through_and_what_comes_after_are_all(archive: Store) -> None:
    found: list[int] = []
    cursor, pages = None, 0

    with archive.reading() as tx:
        while pages == 0 or cursor:
            page = search.page(
                tx, parse(ODD), now=NOW, limit=100, cursor=cursor, patience=impatient(8)
            )
            found += [one.stored.id for one in page.found]
            cursor, pages = page.cursor, pages + 1

    assert pages > 1
    assert found == list(range(ARTICLES - 1, 0, -2))


def test_how_far_back_it_looked_is_told(archive: Store) -> None:
    with archive.reading() as tx:
        page = search.page(tx, parse(ODD), now=NOW, limit=100, patience=impatient(8))
        whole = search.page(tx, parse(ODD), now=NOW, limit=100, patience=Patience(60))

    assert page.stopped is not None
    assert page.stopped.back_to == NOW
    assert page.stopped.after_s == 8
    assert whole.stopped is None


@pytest.mark.parametrize("looks", range(1, 20))
def test_whenever_it_ends_relevance_and_facets_are_of_what_was_found(
    archive: Store, looks: int
) -> None:
    query = parse("case:number OR case:title")

    with archive.reading() as tx:
        page = search.page(tx, query, now=NOW, sort=Sort.RELEVANCE, patience=impatient(looks))
        counted = search.facets(tx, query, now=NOW, patience=impatient(looks))

    assert len(page.found) == (20 if page.stopped is None else min(len(page.found), 20))
    assert counted.complete == (counted.stopped is None)
    assert counted.matches == ARTICLES or not counted.complete


@pytest.mark.parametrize("looks", range(4, 40, 4))
def test_what_could_not_be_read_in_time_follows_by_time(
    archive: Store, monkeypatch: pytest.MonkeyPatch, looks: int
) -> None:
    monkeypatch.setattr("crawler.storage.search.ranking.READ_AT_ONCE", 7)

    with archive.reading() as tx:
        patience = impatient(looks)
        ranking = ranked(tx, parse("number"), now=NOW, patience=patience)

    weighed = [one for one in ranking.order if one[1] is not None]
    others = [id_ for id_, score in ranking.order if score is None]
    assert weighed == sorted(weighed, key=lambda one: (-(one[1] or 0), -one[0]))
    assert others == sorted(others, reverse=True)
    assert ranking.order[: len(weighed)] == tuple(weighed)
    assert len(ranking.order) == ARTICLES or patience.ran_out
    assert not others or patience.ran_out


def test_of_the_best_some_are_read_however_little_time_there_is(
    archive: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.storage.search.ranking.READ_AT_ONCE", 7)
    found = {looks: _weighed(archive, looks) for looks in range(1, 60)}

    assert 7 in found.values()
    assert found[59] == ARTICLES


def _weighed(store: Store, looks: int) -> int:
    with store.reading() as tx:
        order = ranked(tx, parse("number"), now=NOW, patience=impatient(looks)).order
    return sum(score is not None for _, score in order)


def test_searches_in_the_same_time_end_together_and_each_tells_how_far_it_came() -> None:
    first = impatient(3)
    other = first.shared()

    assert not first.is_over()
    assert other.is_over() == first.is_over() == True  # noqa: E712  # the third and fourth look
    first.told = 7
    assert other.told is None


@pytest.fixture
def cold(archive: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Its disk has no end of work with more than a few articles at once."""
    load = articles.load

    def slow(tx: Tx, ids: Sequence[int]) -> list[Stored]:
        if len(ids) > FEW:
            tx.execute(text(ENDLESS[tx.dialect.name])).all()
        return load(tx, ids)

    monkeypatch.setattr(articles, "load", slow)
    return archive


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("query", ["number", "case:number OR case:title"])
def test_a_page_waits_for_no_disk(cold: Store, sort: Sort, query: str) -> None:
    with cold.reading() as tx:
        page = search.page(
            tx, parse(query), now=NOW, limit=30, sort=sort, patience=Patience(0.3)
        )  # fmt: skip

    assert page.stopped is not None
    assert FEW <= len(page.found) <= 30


def test_a_draft_waits_for_no_disk(cold: Store) -> None:
    with cold.reading() as tx:
        shared = search.together(
            tx, [parse(ODD)], now=NOW, before=ARTICLES + 1, most=100, limit_s=0.3
        )

    assert shared.is_out_of_time
    assert shared.back_to == ARTICLES + 1 - FEW
    assert shared.found == (tuple(range(ARTICLES - 1, ARTICLES - FEW, -2)),)
