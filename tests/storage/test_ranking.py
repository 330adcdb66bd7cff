"""Relevance where more match than are read: what is promising is read, the rest follows by time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crawler.storage import Store, search
from crawler.storage.search import Sort, ranking
from crawler.topics.parsing import parse
from tests.samples import NOW, add_feed
from tests.storage.test_search import put as store_article

FILLER = "Nothing else of note was said about it on that long day. " * 3


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three matches are read at most, twelve put in order."""
    monkeypatch.setattr(ranking, "MOST_READ", 3)
    monkeypatch.setattr(ranking, "MOST_RANKED", 12)
    monkeypatch.setattr(ranking, "MOST_DECIDED", 5)


def put(store: Store, titled: dict[str, str]) -> None:
    """Articles with these titles and texts, in this order."""
    with store.writing() as tx:
        feed_id = add_feed(tx, f"https://paper.example/{len(titled)}.xml")
        for number, (title, text) in enumerate(titled.items()):
            store_article(tx, feed_id, f"{len(titled)}-{number}", title, text)


def pages(store: Store, query: str, limit: int = 20) -> list[list[tuple[str, float | None]]]:
    """Titles and scores, page by page."""
    found, cursor = [], None
    while True:
        with store.reading() as tx:
            page = search.page(
                tx, parse(query), now=NOW, limit=limit, cursor=cursor, sort=Sort.RELEVANCE
            )
        found.append([(one.stored.article.title, one.score) for one in page.found])
        cursor = page.cursor
        if cursor is None:
            return found


@pytest.mark.usefixtures("few")
def test_a_word_in_the_title_of_an_old_match_is_not_missed(store: Store) -> None:
    put(store, {"The river": f"A river. {FILLER}"})
    put(store, {f"Day {n}": f"A river. {FILLER}" for n in range(9)})

    [page] = pages(store, "river")

    assert page[0][0] == "The river"
    assert len(page) == 10


@pytest.mark.usefixtures("few")
def test_the_rare_one_of_two_words_is_not_missed(store: Store) -> None:
    put(store, {"Day one": f"A river and a zeppelin. {FILLER}"})
    put(store, {f"Day {n}": f"A river. {FILLER}" for n in range(9)})

    [page] = pages(store, "river OR zeppelin")

    assert page[0][0] == "Day one"


@pytest.mark.usefixtures("few")
def test_those_that_were_not_read_follow_by_time_on_every_page(store: Store) -> None:
    put(store, {f"Day {n}": f"A river. {FILLER}" for n in range(9)})

    some = pages(store, "river", limit=2)

    titles = [title for page in some for title, _ in page]
    scores = [score for page in some for _, score in page]
    assert titles == [f"Day {n}" for n in reversed(range(9))]
    assert all(score for score in scores[:3])
    assert scores[3:] == [None] * 6


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(("query", "most"), [("river", 12), ("river NEAR/3 case:A", 5)])
def test_older_matches_than_are_put_in_order_are_left_out(
    store: Store, query: str, most: int
) -> None:
    put(store, {f"Day {n}": f"A river. {FILLER}" for n in range(14)})

    with store.reading() as tx:
        page = search.page(tx, parse(query), now=NOW, sort=Sort.RELEVANCE)

    assert len(page.found) == most
    assert page.newest_only
    assert {one.stored.article.title for one in page.found} == {
        f"Day {n}" for n in range(14 - most, 14)
    }


@pytest.mark.parametrize("query", ["river", "river NEAR/3 case:A"])
def test_what_was_seen_before_does_not_count(store: Store, query: str) -> None:
    put(store, {f"Day {n}": f"A river. {FILLER}" for n in range(3)})
    later = NOW + timedelta(minutes=1)

    with store.reading() as tx:
        tree = parse(query)
        now = search.page(tx, tree, now=NOW, since=NOW, sort=Sort.RELEVANCE)
        none = search.page(tx, tree, now=NOW, since=later, sort=Sort.RELEVANCE)
        counted = search.facets(tx, tree, now=NOW, since=NOW)
        uncounted = search.facets(tx, tree, now=NOW, since=later)

    assert (len(now.found), len(none.found)) == (3, 0)
    assert (counted.matches, uncounted.matches) == (3, 0)
    assert counted.complete
