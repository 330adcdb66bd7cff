from __future__ import annotations

import pytest

from crawler.backtest.nearness import nearest
from crawler.topics.explain import explain
from crawler.topics.parsing import parse
from tests.topics.making import make_document

TEXT = "A new start for the town, with a bridge that opens in spring. The treaty is another matter."


def misses(query: str, text: str = TEXT) -> list[tuple[str, str]]:
    tree, document = parse(query), make_document(text)
    found = nearest(tree, explain(tree, document), document)
    return [(one.part, one.note) for one in found]


def test_what_holds_lacks_nothing() -> None:
    assert misses('"new start" AND bridge') == []


def test_of_two_conditions_the_one_that_failed_is_told() -> None:
    assert misses("bridge AND tunnel") == [("tunnel", "")]


def test_a_near_tells_how_many_words_were_between() -> None:
    [(part, note)] = misses('"new start" NEAR/5 treaty')

    assert part == '"new start" NEAR/5 treaty'
    assert note == "11 words apart at the closest"


def test_a_near_that_lacks_a_side_tells_which() -> None:
    assert misses("treaty NEAR/5 warhead") == [("warhead", "")]


@pytest.mark.parametrize("query", ['tunnel OR "new start treaty"', '"new start treaty" OR tunnel'])
def test_of_alternatives_the_nearest_is_told(query: str) -> None:
    assert misses(query) == [('"new start treaty"', "all of its words, but not in a row")]


def test_no_more_than_three_alternatives_are_told_the_nearest_first() -> None:
    query = '"bridge of doom" OR "new start" NEAR/5 treaty OR "new tunnel" OR "new start treaty"'

    parts = [part for part, _ in misses(query)]

    assert parts == ['"new start" NEAR/5 treaty', '"new start treaty"', '"new tunnel"']


def test_of_alternatives_of_which_nothing_occurs_one_is_told() -> None:
    assert misses("tunnel OR warhead") == [("tunnel", "")]


def test_an_unwanted_word_is_told_by_its_not() -> None:
    assert misses("treaty NOT bridge") == [("NOT bridge", "")]
