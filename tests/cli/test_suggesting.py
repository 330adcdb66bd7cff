"""`topics suggest`: a plain wish becomes a query."""

from __future__ import annotations

import pytest

from crawler.cli.codes import Code
from tests.cli.conftest import Wirewatch


def test_a_phrase_is_offered_in_several_ways_with_what_each_finds(filled: Wirewatch) -> None:
    found = filled("topics", "suggest", "New START", "--json").json

    assert [(one["query"], one["articles"]) for one in found] == [
        ('"new start*"', 2),
        ('"new start"', 2),
        ('"new start" NEAR/30 (word OR "another word")', None),
        ('case:"New START"', 2),
    ]


def test_a_form_becomes_one_query(filled: Wirewatch) -> None:
    answer = filled(
        "topics", "suggest", "New Start", "--also", "treaty", "--also", "nuclear*", "--near",
        "--not", "football", "--capitals",
    )  # fmt: skip

    query = 'case:"New Start" NEAR/30 (treaty OR nuclear*) NOT football'
    assert answer.out.splitlines()[0] == query
    assert f"wirewatch topics add NAME '{query}'" in answer.err


def test_it_is_saved_under_a_name(filled: Wirewatch) -> None:
    answer = filled("topics", "suggest", "old bridge", "--also", "water", "--save", "Bridge")

    row = filled("topics", "show", "bridge", "--json").json
    assert answer.code == Code.FINE
    assert (row["query"], row["channels"]) == ('"old bridge" AND water', ["log"])


def test_a_name_that_is_taken_is_refused(filled: Wirewatch) -> None:
    assert filled("topics", "suggest", "bridge", "--save", "Floods").code == Code.USAGE


def test_before_there_is_an_archive_it_suggests_without_numbers(wirewatch: Wirewatch) -> None:
    [found] = wirewatch("topics", "suggest", "treaty", "--not", "football", "--json").json

    assert (found["query"], found["articles"]) == ("treaty NOT football", None)


@pytest.mark.parametrize("options", [["--near"], ["--channel", "log"]])
def test_an_option_without_its_other_is_refused(filled: Wirewatch, options: list[str]) -> None:
    assert filled("topics", "suggest", "treaty", *options).code == Code.USAGE


def test_a_wish_without_a_word_is_told_what_is_one(begun: Wirewatch) -> None:
    for wish in ("", "*", '"  "'):
        answer = begun("topics", "suggest", wish)

        assert answer.code == Code.USAGE
        assert "there is no word in what is wanted\nTry: wirewatch topics suggest" in answer.err
