"""`topics lint`: what is likely wrong, with evidence from the archive."""

from __future__ import annotations

import pytest

from crawler.backtest import evidence
from crawler.cli.codes import Code
from tests.cli.conftest import Wirewatch


def test_parts_that_never_matched_are_told_and_end_with_a_problem(
    filled: Wirewatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "TELLING", 1)
    answer = filled("topics", "lint")

    assert answer.code == Code.PROBLEM
    assert "  flood*  is in no article of the archive" in answer.out
    assert '  "new start vertrag*"  is in no article of the archive' in answer.out


def test_a_tiny_archive_tells_nothing_of_what_is_absent(filled: Wirewatch) -> None:
    answer = filled("topics", "lint")

    assert answer.code == Code.FINE
    assert "is in no article" not in answer.out
    assert "The archive has 4 articles, too few to tell which parts never match" in answer.err


def test_topics_that_no_service_has_read_yet_are_looked_at_too(filled: Wirewatch) -> None:
    text = (filled.folder / "topics.toml").read_text("utf-8")
    more = '[[topic]]\nname = "Ships"\nquery = "ship and @water"\n'
    filled.write("topics.toml", f"{text}\n{more}")

    every, alone = filled("topics", "lint"), filled("topics", "lint", "ships")

    assert every.code == alone.code == Code.PROBLEM
    assert "New START: nothing to say" in every.out
    assert alone.out.startswith("Ships\n  and  is looked for as a word; operators are AND")
    assert alone.out in every.out


def test_one_topic_is_looked_at_alone(filled: Wirewatch) -> None:
    filled("topics", "add", "Budget", "budget")

    answer = filled("topics", "lint", "budget")

    assert (answer.code, answer.out) == (Code.FINE, "Budget: nothing to say\n")


def test_a_word_that_misses_its_compounds_is_told_a_better_one(filled: Wirewatch) -> None:
    filled("topics", "add", "Trains", "train")

    [found] = filled("topics", "lint", "trains", "--json").json

    assert found["topic"] == "Trains"
    assert {one["instead"] for one in found["remarks"]} >= {"train*"}


def test_queries_and_topics_of_the_files_are_known_before_a_service_has_read_them(
    filled: Wirewatch,
) -> None:
    topics = filled.folder / "topics.toml"
    money = topics.read_text("utf-8").replace("[queries]", '[queries]\nmoney = "budget OR tax*"')
    topics.write_text(money + '\n[[topic]]\nname = "Later"\nquery = "treaty"\n', "utf-8")
    filled("topics", "add", "Budget", "@money AND parliament")

    linted = filled("topics", "lint", "Budget")
    later = filled("topics", "explain", "later", "1")

    assert linted.code in (Code.FINE, Code.PROBLEM)
    assert '"Later" stands in ' in later.err
    assert "is followed from the next start of the service on" in later.err
    assert "topics.toml" in later.err.rpartition("wirewatch topics test ")[2]
