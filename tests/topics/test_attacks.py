"""No query makes one article cost more than 50 ms: it is refused, or it is quick."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.errors import QueryError
from crawler.topics.effort import ENOUGH
from crawler.topics.matching import Matcher
from crawler.topics.parsing import parse
from crawler.topics.places import holds
from tests.topics.attacks import HUGE, QUICK, REFUSED, USUAL, any_of
from tests.topics.making import make_document, make_topic

LIMIT_S = 0.05


@pytest.mark.parametrize("name", QUICK)
def test_an_article_costs_less_than_50_ms(name: str) -> None:
    matcher = Matcher([make_topic(QUICK[name])])
    assert not matcher.refused, matcher.refused[1]

    for text in USUAL:
        assert best_of_three(matcher, text) < LIMIT_S, text


@pytest.mark.parametrize("name", QUICK)
def test_no_usual_article_is_given_up(name: str) -> None:
    matcher = Matcher([make_topic(QUICK[name])])

    for text in ("usual", "long"):
        matcher.match(make_document(USUAL[text], title="x", language="de"))

    assert not matcher.troubles


@pytest.mark.parametrize("text", ["one term", "all a", "sentences", "soft", "Cyrillic", "Chinese"])
def test_a_huge_text_is_decided_or_given_up_within_its_allowance(text: str) -> None:
    for name, query in QUICK.items():
        matcher = Matcher([make_topic(query)])
        document = make_document(HUGE[text], title="the treaty of", language="de")

        matcher.match(document)

        # One step may go beyond it: what a step takes is known only when it is done.
        assert document.effort.spent < 2 * ENOUGH, name


def test_a_topic_that_is_given_up_is_told_and_stops_no_other() -> None:
    dear, cheap = make_topic("treaty /(.{1,60}q|in)/", id=1), make_topic("treaty", id=2)
    matcher = Matcher([dear, cheap, make_topic("(unread", id=3)])

    ids = matcher.matching(make_document("Treaty. " + HUGE["sentences"], url="https://x.example/1"))

    assert ids == {2}
    given_up, unread = matcher.troubles
    assert (given_up.topic_id, given_up.articles) == (1, 1)
    assert given_up.url == "https://x.example/1"
    assert (unread.topic_id, unread.articles) == (3, 0)
    assert "^" in unread.reason
    assert matcher.matching(make_document("The of a in treaty")) == {1, 2}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(sorted(QUICK)), min_size=1, max_size=3), st.data())
def test_what_is_not_given_up_is_decided_as_without_a_limit(
    names: list[str], data: st.DataObject
) -> None:
    text = USUAL[data.draw(st.sampled_from(sorted(USUAL)))][: data.draw(st.integers(0, 3000))]
    matcher = Matcher(make_topic(QUICK[name], id=i) for i, name in enumerate(names))
    matched = matcher.matching(make_document(text, title="the of", language="de"))
    given_up = {trouble.topic_id for trouble in matcher.troubles}

    for i, name in enumerate(names):
        if i not in given_up:
            document = make_document(text, title="the of", language="de")
            assert (i in matched) == holds(parse(QUICK[name]), document)


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_cost_more_is_refused_with_a_reason_at_once(name: str) -> None:
    began = time.process_time()

    with pytest.raises(QueryError) as error:
        parse(REFUSED[name])

    assert time.process_time() - began < 1
    assert len(error.value.reason) > 10


def test_limits_hold_for_the_query_with_its_names_written_out() -> None:
    saved = {"many": any_of([f"(the NEAR/{i} of)" for i in range(30)])}
    saved["more"] = "@many OR (a NEAR b)"

    with pytest.raises(QueryError, match="50 NEARs"):
        parse("@more OR title:(@more)", saved)


def best_of_three(matcher: Matcher, text: str) -> float:
    """Seconds of this process; others on the machine do not count."""
    times = []
    for _ in range(3):
        document = make_document(USUAL[text], title="x", language="de")
        began = time.process_time()
        matcher.match(document)
        times.append(time.process_time() - began)
    return min(times)
