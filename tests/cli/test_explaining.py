"""`topics explain`: a query as a tree, each part true or false of one article."""

from __future__ import annotations

from contextlib import closing

from crawler.cli.codes import Code
from tests.cli.conftest import Wirewatch


def test_each_part_is_true_or_false_with_its_places(filled: Wirewatch) -> None:
    answer = filled("topics", "explain", "new start", "3")

    assert answer.code == Code.FINE
    assert answer.out.splitlines()[:6] == [
        'Article 3 matches "New START"',
        "The Gazette: A treaty ends",
        "",
        "✓ OR",
        '  ✓ case:"New START"  body 20-29 “New START”',
        '  ✗ "new start vertrag*"  without: vertrag*',
    ]
    assert "*New START*, the last" in answer.out
    assert "A hit is recorded" in answer.out


def test_a_miss_tells_how_near_it_was(filled: Wirewatch) -> None:
    filled("topics", "add", "Near", "river NEAR/5 trains")

    answer = filled("topics", "explain", "near", "1")

    assert 'does not match "Near"' in answer.out
    assert "Nearest to a match:\n  river NEAR/5 trains: " in answer.out
    assert "words apart at the closest" in answer.out
    assert "No hit of it is recorded." in answer.out


def test_an_articles_country_is_that_of_its_feed(filled: Wirewatch) -> None:
    with closing(filled.open()) as store, store.writing() as tx:
        tx.exec_driver_sql("update feed set country = 'GB'")
    filled("topics", "add", "British", "river country:gb")

    assert "✓ country:gb" in filled("topics", "explain", "british", "1").out


def test_alternatives_that_do_not_occur_are_summed_up(filled: Wirewatch) -> None:
    filled("topics", "add", "Many", " OR ".join(["river", *(f"word{n}" for n in range(9))]))

    short = filled("topics", "explain", "many", "1").out
    full = filled("topics", "explain", "many", "1", "--all").out

    assert "✗ and 4 more that do not hold (--all)" in short
    assert full.count("✗ word") == 9


def test_an_earlier_text_can_be_asked_about(filled: Wirewatch) -> None:
    filled("topics", "add", "Rose", '"river rose"')

    now = filled("topics", "explain", "rose", "1", "--json").json
    before = filled("topics", "explain", "rose", "1", "--revision", "1", "--json").json

    assert (now["matches"], before["matches"]) == (False, True)
    assert now["nearest"] == [{"part": '"river rose"', "note": "without: rose"}]
    assert before["tree"]["places"] == [["body", 4, 14]]
    assert filled("topics", "explain", "rose", "1", "--revision", "9").code == Code.USAGE


def test_an_article_that_is_not_there_is_told(filled: Wirewatch) -> None:
    answer = filled("topics", "explain", "floods", "99")

    assert answer.code == Code.USAGE
    assert "no article has the id 99" in answer.err
