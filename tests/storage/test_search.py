from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from crawler.errors import UsageError
from crawler.items import Access, Article
from crawler.reading.finding import find as find_out
from crawler.storage import Store, Tx, entries, feeds, placing, search
from crawler.storage.placing import Placing
from crawler.storage.search import Facets, Sort, parted
from crawler.storage.search.asks import AnyOf, Term
from crawler.storage.search.candidates import newest_first
from crawler.storage.search.gin import Question
from crawler.storage.search.plan import plan
from crawler.topics.matching import Matcher
from crawler.topics.parsing import parse
from tests.samples import (
    NOW,
    PARLIAMENT,
    RIVER,
    add_feed,
    announced,
    make_article,
    make_entry,
    make_finding,
)

TEXTS = {
    "treaty": ("Neue Gespräche über den New-Start-Vertrag", "Der Abrüstungs­vertrag läuft aus."),
    "idiom": ("Anna makes a new start", "She wanted a new start in life, far from any treaty."),
    "river": ("The river rises", RIVER),
    "budget": ("Budget passes", PARLIAMENT),
    "chinese": ("新削减战略武器条约", "美国和俄罗斯恢复了军事对话。"),
    "russian": ("Договор о мерах", "Россия и США возобновят военный диалог."),
    "dont": ("Don't do it", "L'accord d'Élysée: they don't agree on 1.5 degrees."),
}


@pytest.fixture
def archive(store: Store) -> Store:
    with store.writing() as tx:
        feed_id = add_feed(tx)
        for name, (title, text) in TEXTS.items():
            put(tx, feed_id, name, title, text)
    return store


def put(tx: Tx, feed_id: int, name: str, title: str, text: str, **more: Any) -> int:
    """An article of that feed, stored and indexed."""
    url = f"https://paper.example/{name}"
    entry = announced(make_entry(url))
    [waiting] = entries.receive(tx, feed_id, [entry], NOW, rest=timedelta(0)).to_read
    values = {"access": Access.FULL, "language": "de", **more}
    article = Article(url=url, title=title, text=text, **values)
    finding = find_out(article, waiting, feeds.by_id(tx, feed_id), Matcher())
    place = Placing(site="paper.example", reason="")
    stored = placing.add(tx, finding, place, seen=NOW, now=NOW)
    search.index(tx, stored)
    return stored.id


def names(store: Store, query: str, **more: object) -> list[str]:
    with store.reading() as tx:
        found = search.find(tx, parse(query), now=NOW, **more)  # type: ignore[arg-type]
        return [one.stored.article.url.rsplit("/", 1)[1] for one in found]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("river", ["river"]),
        ('"new start"', ["idiom", "treaty"]),
        ('"new start" -life', ["treaty"]),
        ('"new start vertrag*"', ["treaty"]),
        ("title:budget", ["budget"]),
        ("body:budget", ["budget"]),
        ("title:treaty", []),
        ("abruestungsvertrag", ["treaty"]),
        ("*vertrag", ["treaty"]),
        ("*vertrag gespräche", ["treaty"]),
        ("*gespr?che", ["treaty"]),
        ("*ustungs*", ["treaty"]),
        ("stem:rivers", ["river"]),
        ("river -town", []),
        ("river NEAR/3 rose", ["river"]),
        ("river NEAR/3 bridge", []),
        ("site:paper.example budget", ["budget"]),
        ("source:paper -lang:de", []),
        ('source:"the paper" river', ["river"]),
        ("wat?r", ["river"]),
        ("战略武器", ["chinese"]),
        ("ДОГОВОР", ["russian"]),
        ("don't", ["dont"]),
        ("accord elysee", ["dont"]),
        ("treaty OR river", ["river", "idiom"]),
        ("lang:de river", ["river"]),
        ("lang:fr", []),
        ("elephant", []),
    ],
)
def test_both_databases_find_the_same(archive: Store, query: str, expected: list[str]) -> None:
    assert names(archive, query) == expected


def test_pages_follow_each_other(archive: Store) -> None:
    first = names(archive, "lang:de", limit=3)
    second = names(archive, "lang:de", limit=9, before=5)

    assert first == ["dont", "russian", "chinese"]
    assert second == ["budget", "river", "idiom", "treaty"]


def test_nothing_older_than_asked_for_is_found(archive: Store) -> None:
    assert names(archive, "river", since=NOW + timedelta(seconds=1)) == []


def test_the_places_are_told(archive: Store) -> None:
    with archive.reading() as tx:
        [found] = search.find(tx, parse('"new start vertrag*"'), now=NOW)

    place = found.places[0]
    assert found.stored.article.title[place.start : place.end] == "New-Start-Vertrag"


def test_places_that_postgresql_cannot_keep_are_found_all_the_same(store: Store) -> None:
    """A tsvector knows 255 places of a word, and none behind the 16,383rd."""
    with store.writing() as tx:
        feed_id = add_feed(tx)
        put(tx, feed_id, "often", "Much", "the word " * 400 + "the kremlin")
        put(tx, feed_id, "late", "More", " ".join(f"w{n}" for n in range(20_000)) + " old bridge")
        put(
            tx, feed_id, "apart", "Last", " ".join(f"w{n}" for n in range(20_000)) + " old x bridge"
        )

    assert names(store, '"the kremlin"') == ["often"]
    assert names(store, '"old bridge"') == ["late"]
    with store.reading() as tx:
        assert search.facets(tx, parse('"old bridge"'), now=NOW).matches == 1


def test_words_beyond_all_measure_do_no_harm(store: Store) -> None:
    monster = "abc" * 4000 + "end"
    with store.writing() as tx:
        put(tx, add_feed(tx), "monster", "River", f"before {monster} after")

    assert names(store, f"{monster}") == ["monster"]
    assert names(store, "before") == ["monster"]
    assert names(store, "*end") == ["monster"]
    assert names(store, "abcabc*") == ["monster"]
    assert names(store, f"{monster}x") == []


def test_a_revision_is_found_by_its_new_words_only(archive: Store) -> None:
    with archive.writing() as tx:
        [found] = search.find(tx, parse("river"), now=NOW)
        held = found.stored
        new = make_article("The brook fell.", title="All quiet", url=held.article.url)
        finding = make_finding(new, feed_id=held.feed_id, entry_id=0)
        search.reindex(tx, held, placing.revise(tx, held, finding, now=NOW))

    assert names(archive, "river") == []
    assert names(archive, "brook") == ["river"]
    assert names(archive, "lang:de brook") == []


def test_an_index_made_anew_finds_the_same(archive: Store) -> None:
    with archive.writing() as tx:
        search.rebuild(tx)

    assert names(archive, '"new start"') == ["idiom", "treaty"]
    assert names(archive, "*vertrag") == ["treaty"]


@pytest.mark.parametrize("sort", Sort)
def test_every_match_is_on_one_page(archive: Store, sort: Sort) -> None:
    seen, cursor = [], None
    with archive.reading() as tx:
        while True:
            page = search.page(tx, parse("lang:de"), now=NOW, limit=3, cursor=cursor, sort=sort)
            seen += [one.stored.id for one in page.found]
            cursor = page.cursor
            if cursor is None:
                break

    assert seen == [7, 6, 5, 4, 3, 2, 1]


def test_how_near_words_are_is_known_before_an_article_is_read(store: Store) -> None:
    with store.writing() as tx:
        feed_id = add_feed(tx)
        put(tx, feed_id, "far", "A bridge", "A bridge. " + "Nothing was said. " * 9 + "A start.")
        near = put(tx, feed_id, "near", "A start", "The start of a new bridge.")
        put(tx, feed_id, "apart", "A bridge", "They said on that long day that it will start.")

        made = plan(tx, parse("bridge NEAR/5 start"), now=NOW)
        let_through = list(newest_first(tx, made))
        far = list(newest_first(tx, plan(tx, parse("bridge NEAR/50 start"), now=NOW)))

    assert let_through == [near]
    assert near in far


def test_the_most_relevant_comes_first(archive: Store) -> None:
    with archive.reading() as tx:
        query = parse('start OR "new start" OR life')
        page = search.page(tx, query, now=NOW, sort=Sort.RELEVANCE)

    scores = [one.score or 0 for one in page.found]
    assert page.found[0].stored.article.title == "Anna makes a new start"
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0


def test_a_place_to_go_on_from_that_never_was_is_refused(archive: Store) -> None:
    with archive.reading() as tx, pytest.raises(UsageError, match="no place to go on from"):
        search.page(tx, parse("river"), now=NOW, cursor="yesterday")


@pytest.mark.parametrize("query", ['"new start"', "case:New OR case:new"])
def test_facets_count_what_matches(archive: Store, query: str) -> None:
    with archive.reading() as tx:
        counted = search.facets(tx, parse(query), now=NOW)

    assert counted == Facets(
        matches=2,
        complete=True,
        outlets=(("The Paper", 2),),
        days=(("2026-02-05", 2),),
        languages=(("de", 2),),
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("(river OR budget) (treaty OR start)", 0),
        ("(river OR budget) (bridge OR rose)", 1),
        ("(river OR budget OR rose) -bridge", 1),
        ("river OR budget OR rose OR water", 2),
    ],
)
def test_what_is_asked_in_pieces_is_counted_once_and_not_too_often(
    archive: Store, query: str, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parted, "WIDE", 1)
    monkeypatch.setattr(parted, "PIECE", 1)

    with archive.reading() as tx:
        assert search.facets(tx, parse(query), now=NOW).matches == expected


def test_each_piece_is_looked_for_in_the_index(archive: Store) -> None:
    if archive.is_sqlite:
        pytest.skip("SQLite is asked for everything at once")
    question = Question.of(AnyOf(tuple(Term(f"{n}vertrag") for n in range(100))), marked=False)

    with archive.reading() as tx:
        tx.exec_driver_sql("set local enable_seqscan = off")
        asked = text(f"explain {question.statement(0)}")
        plan = "\n".join(
            tx.execute(asked, question.values(0) | {"first": 0, "before": 9}).scalars()
        )

    # Held against all articles, one by one, they would take a minute.
    assert "Bitmap Index Scan on ix_article_words" in plan


def test_more_matches_than_are_counted_are_said_to_be_more(
    archive: Store,
) -> None:
    with archive.reading() as tx:
        counted = search.facets(tx, parse("lang:de"), now=NOW, most_counted=3)
        read = search.facets(tx, parse("url:paper"), now=NOW, most_read=4)

    assert (counted.matches, counted.complete) == (3, False)
    assert (read.matches, read.complete) == (4, False)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("url:paper.example/riv", ["river"]),
        ("url:RIV OR url:budg", ["budget", "river"]),
        ("url:riv -water", []),
        ("url:paper_example", []),
        ("url:e river", ["river"]),
        ("url:i treaty", ["idiom"]),
        ("url:riv OR budget", ["budget", "river"]),
    ],
)
def test_a_part_of_an_address_is_found_on_both(
    archive: Store, query: str, expected: list[str]
) -> None:
    assert names(archive, query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("/(river|elephant) (rises|sinks)/", ["river"]),
        ("/riv(er|ulet)s?|budget/", ["budget", "river"]),
        ("/[Bb]udget|The r(iver|oad)/", ["budget", "river"]),
        ("/(new|old)? ?start in/", ["idiom"]),
    ],
)
def test_alternatives_of_an_expression_are_found_on_both(
    archive: Store, query: str, expected: list[str]
) -> None:
    assert names(archive, f"title:{query} OR body:{query}") == expected


@pytest.mark.parametrize(
    "query", ["author:müller", "author:mueller", "author:muller", 'source:"buero fuer recht"']
)
def test_a_name_is_found_with_its_umlauts_spelled_out(store: Store, query: str) -> None:
    with store.writing() as tx:
        feed_id = add_feed(tx, name="Büro für Recht")
        put(tx, feed_id, "river", "The river rises", RIVER, authors=("Jo Müller",))

    assert names(store, query) == ["river"]


def test_an_umlaut_that_nobody_wrote_is_not_spelled_out(store: Store) -> None:
    with store.writing() as tx:
        put(tx, add_feed(tx), "river", "The river rises", RIVER, authors=("Jo Muller",))

    assert names(store, "author:mueller") == []


@pytest.mark.parametrize(
    ("query", "matches"),
    [("published:1980-01-01", 0), ("published:<1975", 1), ("published:2095", 1),
     ("published:1970..1979", 1), ("published:>=1980", 1), ("published:2089-12-31", 0)],
)  # fmt: skip
def test_what_is_older_or_younger_than_the_days_of_the_index_is_counted_rightly(
    store: Store, query: str, matches: int
) -> None:
    with store.writing() as tx:
        feed_id = add_feed(tx)
        for year in (1971, 2095):
            at = datetime(year, 6, 1, tzinfo=UTC)
            put(tx, feed_id, str(year), "The river rises", RIVER, published_at=at)

    with store.reading() as tx:
        assert search.facets(tx, parse(query), now=NOW).matches == matches
