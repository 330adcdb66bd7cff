"""Phrases by marks of neighbours: PostgreSQL unpacks few articles, and finds what it did."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from crawler.storage import Store, search
from crawler.storage.search import neighbours
from crawler.storage.search.asks import Term, Without, tsquery_of
from crawler.storage.search.terms import BORDER
from crawler.storage.store import Tx
from crawler.topics.parsing import parse
from tests.samples import NOW, add_feed
from tests.storage.test_search import put as store_article

APART = "a start that is new, and new things that start"


def titles(store: Store, query: str) -> list[str]:
    with store.reading() as tx:
        return [one.stored.article.title for one in search.find(tx, parse(query), now=NOW)]


def let_through(tx: Tx, asked: str) -> int:
    """How many articles the index alone lets through, before their places are looked at."""
    if tx.dialect.name == "sqlite":
        matched = "select rowid from article_fts where article_fts match :asked"
        return len(tx.execute(text(matched), {"asked": '"new start"'}).all())
    tx.exec_driver_sql("set local enable_seqscan = off")
    explain = "explain (analyze, timing off, costs off, format json) "
    statement = "select 1 from article_words where words @@ cast(:asked as tsquery)"
    [told] = tx.execute(text(explain + statement), {"asked": asked}).scalar_one()
    return int(told["Plan"]["Plans"][0]["Actual Rows"])


@pytest.mark.parametrize("query", ['author:"jo lee"', 'source:"the paper"', 'section:"at home"'])
def test_names_of_several_words_are_found_without_marks(store: Store, query: str) -> None:
    with store.writing() as tx:
        feed_id = add_feed(tx)
        store_article(
            tx, feed_id, "a", "River", "The river rises.", authors=("Jo Lee",), section="At home"
        )

    assert titles(store, query) == ["River"]


def test_two_words_in_a_row_have_one_mark_that_stays_the_same() -> None:
    assert list(neighbours.marks(["new", "start", BORDER, "treaty"])) == ["\x16i"]
    assert neighbours.marks_of(["new start", "new start"]) == {"\x16i"}
    assert neighbours.marks_of(["new", "start"]) == set()


@pytest.mark.parametrize("query", ['"new start"', 'title:"new start"', '"new start vertrag*"'])
def test_a_phrase_is_found_and_its_words_apart_are_not(store: Store, query: str) -> None:
    with store.writing() as tx:
        feed_id = add_feed(tx)
        store_article(tx, feed_id, "hit", "New-Start-Vertrag", "Ein New-Start-Vertrag.")
        for number in range(5):
            store_article(tx, feed_id, f"miss-{number}", "Start", f"{APART} {number}")

    assert titles(store, query) == ["New-Start-Vertrag"]


def test_the_index_alone_leaves_out_articles_with_the_words_apart(store: Store) -> None:
    phrase = Term("new start")
    with store.writing() as tx:
        feed_id = add_feed(tx)
        store_article(tx, feed_id, "hit", "A new start", "It is one.")
        for number in range(30):
            store_article(tx, feed_id, f"miss-{number}", "Start", f"{APART} {number}")

    with store.reading() as tx:
        assert let_through(tx, tsquery_of(phrase, marked=True)) == 1
        without = let_through(tx, tsquery_of(phrase, marked=False))
    assert without == (1 if store.is_sqlite else 31)


def test_a_phrase_that_must_be_missing_is_asked_without_marks() -> None:
    asked = tsquery_of(Without(Term("treaty"), Term("new start")), marked=True)

    assert asked == "('treaty') & !('new' <-> 'start')"


def test_an_open_last_word_has_no_mark() -> None:
    assert tsquery_of(Term("new start", prefix=True), marked=True).endswith("'start':*))")
    assert tsquery_of(Term("new start up", prefix=True), marked=True).endswith(")) & '\x16i'")


def test_a_very_long_article_is_found_by_its_phrase_though_its_places_are_not_kept(
    store: Store,
) -> None:
    with store.writing() as tx:
        store_article(tx, add_feed(tx), "long", "Ticker", "word " * 17_000 + "a new start")

    assert titles(store, '"new start"') == ["Ticker"]
    assert titles(store, '"start new"') == []


def test_an_archive_of_before_there_were_marks_is_asked_without_them_until_it_is_indexed(
    store: Store,
) -> None:
    with store.writing() as tx:
        store_article(tx, add_feed(tx), "old", "A new start", "It is one.")
        tx.exec_driver_sql("delete from fact where name = 'neighbours'")
        if not store.is_sqlite:
            tx.exec_driver_sql("update article_words set words = ts_delete(words, '\x16i')")

    assert titles(store, '"new start"') == ["A new start"]

    with store.writing() as tx:
        assert not neighbours.are_complete(tx)
        search.rebuild(tx)
        assert neighbours.are_complete(tx)
    assert titles(store, '"new start"') == ["A new start"]
    if not store.is_sqlite:
        with store.reading() as tx:
            held = "select count(*) from article_words where words @@ cast(:mark as tsquery)"
            assert tx.execute(text(held), {"mark": "'\x16i'"}).scalar() == 1
