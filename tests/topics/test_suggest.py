from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import QueryError
from crawler.topics.parsing import parse
from crawler.topics.suggest import compose, suggest
from tests.topics.making import found, make_document


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


def first(sentence: str) -> str:
    return suggest(sentence)[0].query


def test_of_a_sentence_the_words_that_say_most_are_asked_for_wherever_they_stand() -> None:
    wish = "talks between Russia and the United States about warheads"

    assert first(wish) == '"united states" AND stem:warheads AND russia'
    text = "Of the warhead Russia spoke with the United States."
    assert found(first(wish), make_document(text, language="en"))
    assert suggest(wish)[-1].query == f'"{wish.lower()}"'


@pytest.mark.parametrize(
    ("wish", "query"),
    [
        ("Tell me of the New START treaty", '"new start" AND stem:treaty'),
        ("Sag mir, wenn die Regierung Verträge kündigt", "regierung AND verträge AND stem:kündigt"),
        ("grève de trains à la SNCF", "stem:trains AND stem:grève AND sncf"),
    ],
)  # fmt: skip
def test_what_people_say_to_a_listener_is_left_out(wish: str, query: str) -> None:
    assert sorted(first(wish).split(" AND ")) == sorted(query.split(" AND "))


def test_a_sentence_that_is_kept_at_once_is_no_quotation_either() -> None:
    query = compose("talks between Russia and Turkey about grain", mentions=["port", "ship"])

    assert str(query).endswith(" AND (port OR ship)")
    assert '"talks' not in str(query)
    assert parse(str(query)) == query


@pytest.mark.parametrize(
    "wish", ["Strategic Arms Reduction Treaty", "der die das und in", "C++ — C# ?! 1 2 3"]
)
def test_a_name_of_four_words_and_a_sentence_of_nothing_stay_phrases(wish: str) -> None:
    offers = [one.query for one in suggest(wish)]

    assert f'"{str(parse(chr(34) + wish + chr(34)))[1:-1]}"' in offers


@given(st.text(max_size=80))
def test_whatever_somebody_wishes_every_suggestion_can_be_typed(wish: str) -> None:
    with suppress(QueryError):
        for one in suggest(wish):
            assert str(parse(one.query)) == one.query
        query = compose(wish, mentions=["treaty"])
        assert parse(str(query)) == query
