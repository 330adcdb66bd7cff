from __future__ import annotations

import pytest
from hypothesis import given, settings

from crawler.items import Article
from crawler.topics.parsing import expand, parse
from crawler.topics.places import holds
from crawler.topics.prefilter import AllOf, AnyOf, Prefilter, Words, prefilter
from crawler.topics.query import Query
from tests.topics.making import make_document
from tests.topics.test_reference import SAVED, meetings, read


def passes(filter_: Prefilter | None, title: str, text: str) -> bool:
    """What an index of words would answer."""
    if filter_ is None:
        return True
    if isinstance(filter_, AllOf):
        return all(passes(part, title, text) for part in filter_.parts)
    if isinstance(filter_, AnyOf):
        return any(passes(part, title, text) for part in filter_.parts)
    columns = {"title": [title], "text": [text], None: [title, text]}[filter_.column]
    needle = ("" if filter_.suffix else " ") + filter_.text + ("" if filter_.prefix else " ")
    return any(needle in column for column in columns)


@settings(max_examples=300, deadline=None)
@given(meetings())
def test_no_article_that_matches_is_filtered_out(meeting: tuple[Query, Article]) -> None:
    query, document = expand(meeting[0], SAVED), read(meeting[1])

    if holds(query, document):
        assert passes(prefilter(query), document.indexed_title, document.indexed_text)


def test_a_phrase_with_a_star_asks_for_a_prefix() -> None:
    assert prefilter(parse('"new start vertrag*"')) == Words("new start vertrag", prefix=True)


def test_both_readings_of_an_umlaut_are_asked_for() -> None:
    asked = prefilter(parse("abrüst*"))

    assert asked == AnyOf((Words("abrust", prefix=True), Words("abruest", prefix=True)))


def test_a_field_becomes_a_column() -> None:
    assert prefilter(parse("title:Krieg lead:Frieden")) == AllOf(
        (Words("krieg", column="title"), Words("frieden", column="text"))
    )


def test_what_must_not_be_there_is_not_asked_for() -> None:
    assert prefilter(parse("(krieg OR frieden) NOT spiel lang:de")) == prefilter(
        parse("krieg OR frieden")
    )


@pytest.mark.parametrize("query", ["lang:de", "/a.c/", "lang:de OR krieg", "stem:krieg"])
def test_an_index_cannot_help_with_everything(query: str) -> None:
    assert prefilter(parse(query)) is None


def test_a_soft_hyphen_is_indexed_in_both_readings() -> None:
    document = make_document("Atom\u00adwaffen")

    assert passes(prefilter(parse("atomwaffen")), "", document.indexed_text)
    assert passes(prefilter(parse("waffen")), "", document.indexed_text)
