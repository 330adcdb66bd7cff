from __future__ import annotations

import pytest

from crawler.errors import QueryError
from crawler.topics.parsing import parse
from crawler.topics.suggest import compose, suggest


def test_a_plain_form_becomes_a_query() -> None:
    query = compose("New Start", mentions=["Vertrag", "nuclear*"], without=["football"])

    assert str(query) == '"new start" AND (vertrag OR nuclear*) NOT football'


def test_the_context_can_be_asked_for_close_by_and_the_capitals_exactly() -> None:
    query = compose("New START", mentions=["Vertrag"], exact=True, near=True)

    assert str(query) == 'case:"New START" NEAR/30 vertrag'


def test_a_composed_query_can_be_typed() -> None:
    query = compose("“New Start”", mentions=["a b"], without=["c", "d"], near=True)

    assert parse(str(query)) == query


def test_what_is_typed_is_among_the_suggestions_and_all_of_them_work() -> None:
    suggestions = suggest("New Start")

    assert '"new start"' in [one.query for one in suggestions]
    assert 'case:"New Start"' in [one.query for one in suggestions]
    assert any("common" in one.reason for one in suggestions)
    for one in suggestions:
        parse(one.query)


def test_a_rare_name_gets_no_warning() -> None:
    assert not any("common" in one.reason for one in suggest("Grynkewich"))


@pytest.mark.parametrize("wish", ['the "new" start', "00«»0", "a”b", "l'accord", "new 'start'"])
def test_quotes_within_a_wish_part_its_words(wish: str) -> None:
    for one in suggest(wish):
        parse(one.query)


def test_nothing_cannot_be_followed() -> None:
    with pytest.raises(QueryError):
        suggest(" … ")
