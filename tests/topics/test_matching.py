from __future__ import annotations

import gc
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import QueryError
from crawler.items import Place
from crawler.topics.matching import Matcher
from crawler.topics.patterns import patterns
from tests.topics.making import make_document, make_topic


def test_a_hit_tells_topic_version_and_the_places_in_the_stored_text() -> None:
    matcher = Matcher([make_topic('"new start"', id=7)])

    (hit,) = matcher.match(make_document("Der „New\u00a0Start“-Vertrag.", title="New-Start"))

    assert (hit.topic_id, hit.version) == (7, "1")
    assert hit.places == (Place("title", 0, 9), Place("body", 5, 14))


def test_topics_of_every_kind_are_found_side_by_side() -> None:
    queries = [
        "treaty",  # direct
        "treaty OR pact",
        "title:treaty",  # titled
        "title:pact OR title:treaty",
        "treaty AND russia",  # pair
        "treaty AND russia AND NOT china",
        "treaty NEAR/2 russia",
        "url:/news/",  # always
        "lang:en treaty",
        "pact",  # these do not hold
        "title:binds",
        "treaty AND china",
        "treaty NEAR/0 russia",
        "lang:de treaty",
    ]
    matcher = Matcher(make_topic(q, id=i) for i, q in enumerate(queries))

    ids = matcher.matching(make_document("A treaty binds Russia.", title="Treaty", language="en"))

    assert ids == set(range(9))


def test_a_title_with_soft_hyphens_is_found_in_both_readings() -> None:
    queries = ["title:vertrag", "title:trag", '"vor trag"', "title:vortrag"]
    matcher = Matcher(make_topic(q, id=i) for i, q in enumerate(queries))

    ids = matcher.matching(make_document("Ein Vertrag.", title="Vor\u00adtrag"))

    assert ids == {1, 2, 3}


def test_a_new_topic_counts_from_the_next_article_on() -> None:
    matcher = Matcher([make_topic("treaty", id=1)])
    document = make_document("treaty and warhead")

    matcher.add(make_topic("warhead", id=2))

    assert matcher.matching(document) == {1, 2}


def test_a_changed_topic_is_found_by_its_new_query_only() -> None:
    matcher = Matcher([make_topic("treaty AND warhead", id=1), make_topic("treaty", id=2)])

    matcher.replace(make_topic("missile", id=1))

    assert matcher.matching(make_document("treaty and warhead")) == {2}
    assert matcher.matching(make_document("a missile")) == {1}


@pytest.mark.parametrize(
    "query", ["treaty", "a OR treaty", "title:treaty", "treaty AND a", "url:news", "stem:treaty"]
)
def test_a_removed_topic_leaves_nothing_behind(query: str) -> None:
    matcher = Matcher([make_topic("treaty AND a", id=2)])
    document = make_document("a treaty", title="treaty", language="en")
    matcher.add(make_topic(query, id=1))
    assert matcher.matching(document) == {1, 2}

    matcher.remove(1)

    assert matcher.matching(document) == {2}
    assert len(matcher) == 1


def test_a_topic_that_cannot_be_read_does_not_stop_the_others() -> None:
    matcher = Matcher([make_topic("a OR", id=1), make_topic("treaty", id=2)])

    assert matcher.matching(make_document("treaty")) == {2}
    assert isinstance(matcher.refused[1], QueryError)


def test_a_bad_change_leaves_the_topic_as_it_was() -> None:
    matcher = Matcher([make_topic("treaty", id=1)])

    with pytest.raises(QueryError):
        matcher.replace(make_topic("(treaty", id=1))

    assert matcher.matching(make_document("treaty")) == {1}


def test_saved_queries_are_written_out() -> None:
    saved = {"arms": "warhead* OR @treaties", "treaties": "treaty OR pact"}
    matcher = Matcher([make_topic('"new start" NEAR/5 @arms', id=1)], saved=saved)

    assert matcher.matching(make_document("the new start of the pact")) == {1}
    assert matcher.matching(make_document("a new start in life")) == set()


def test_thousands_of_new_topics_are_merged_beside_the_running_matcher() -> None:
    matcher = Matcher(make_topic(f"word{i}x", id=i) for i in range(100))
    document = make_document("word5x word2500x word4999x")
    for i in range(100, 5000):
        matcher.add(make_topic(f"word{i}x", id=i))

    during = matcher.matching(document)
    matcher.settle()
    after = matcher.matching(document)

    assert during == after == {5, 2500, 4999}
    assert not any(t.name.startswith("topics") for t in threading.enumerate())


def test_one_new_topic_among_thousands_takes_effect_in_milliseconds() -> None:
    matcher = Matcher(make_topic(f'"word{i}x treaty" AND other{i}', id=i) for i in range(5000))
    document = make_document("warhead")
    matcher.matching(document)

    began = time.perf_counter()
    matcher.add(make_topic("warhead OR missile", id=9999))
    ids = matcher.matching(document)

    assert ids == {9999}
    assert time.perf_counter() - began < 0.05


def test_the_collector_passes_over_what_many_topics_hold() -> None:
    before = gc.get_freeze_count()
    try:
        matcher = Matcher(make_topic(f"word{i}x", id=i) for i in range(1_001))

        assert gc.get_freeze_count() > before
        assert matcher.matching(make_document("word5x")) == {5}
    finally:
        gc.unfreeze()


def test_a_short_word_read_without_its_umlaut_is_decided_by_what_is_written() -> None:
    matcher = Matcher([make_topic("poet*", id=1), make_topic("title:treaty", id=2)])

    assert matcher.matching(make_document("Die Pöten kamen, the treaty")) == {1}
    assert matcher.matching(make_document("PO\u0308TEN")) == {1}
    assert matcher.matching(make_document("a \u200bpöt, a pot")) == {1}
    assert matcher.matching(make_document("Der Töpfer und die Spötter, Pot für Pot")) == set()
    assert matcher.matching(make_document("a poet", title="Treaty")) == {1, 2}


@given(
    st.text(alphabet="poetüäöuaeø \u0308\u0301\u200b-ﬀé", max_size=30),
    st.sampled_from(["poet", "fuel*", "*duel", "trae*", "po?oet", "te poet", "goethe"]),
)
def test_the_look_for_an_umlaut_as_it_is_written_leaves_nothing_out(text: str, query: str) -> None:
    document = make_document(f"{text} poete traeö fuelé duel goethe")
    wanted = [one for one in patterns(tuple(query.split())) if one.spelled is not None]

    for pattern in wanted:
        assert pattern.spelled is not None
        stands = pattern.spelled.needle in document.body.spelled
        stands = stands and pattern.needle in document.body.folded
        usual = pattern.spelled.needle in document.body.folded
        assert usual or not stands or document.body.is_written(pattern.written)
