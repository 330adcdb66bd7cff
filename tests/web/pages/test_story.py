"""A story: who carried it when, who copied whom, how the headlines differ."""

from __future__ import annotations

from datetime import timedelta

from crawler.dedup.diff import Kind
from crawler.web.shown import story as shown
from tests.alerts.newsroom import Newsroom
from tests.samples import RIVER
from tests.web.conftest import PageOf


def test_its_time_line_says_who_copied_whom(newsroom: Newsroom, page_of: PageOf) -> None:
    newsroom.clock.now += timedelta(hours=2)
    newsroom.publish(RIVER, "The Mail", title="The river falls")
    with newsroom.store.reading() as tx:
        found = shown.story(tx, 1)

    assert [step.member.outlet for step in found.steps] == ["The Paper", "The Post", "The Mail"]
    assert [step.share for step in found.steps] == [0.0, 0.0, 1.0]
    assert [step.original.outlet if step.original else None for step in found.steps] == [
        None, "The Paper", "The Paper",
    ]  # fmt: skip
    said = page_of("/stories/1")
    assert "the original of 2 copies" in said
    assert said.count("copied from The Paper") == 2


def test_a_headline_is_shown_by_what_it_says_differently(newsroom: Newsroom) -> None:
    newsroom.publish(RIVER, "The Mail", title="The river <b>falls</b>")
    with newsroom.store.reading() as tx:
        first, second = shown.story(tx, 1).headlines

    assert [one.outlet for one in first.members] == ["The Paper", "The Post"]
    assert [one.text for one in second.changes if one.kind is Kind.ADDED] == ["<b>falls</b>"]


def test_the_articles_after_one_are_a_page_of_their_own(
    newsroom: Newsroom, page_of: PageOf
) -> None:
    for number in range(3):
        newsroom.publish(RIVER, f"Paper {number}")
    with newsroom.store.reading() as tx:
        rest = shown.story(tx, 1, after=2)

    assert len(rest.steps) == 3
    assert rest.next_after is None
    assert page_of("/stories/1?after=2").count("copied from") == 0
    page_of("/stories/999", status=404)
