"""Reasons in German: put together of parts, and taken apart in the same way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from crawler.errors import QueryError
from crawler.feeds.pace import Look, next_look
from crawler.items import Feed, Outcome
from crawler.topics.parsing import parse_whole
from crawler.web.pages.words.reasons import german
from tests.alerts.newsroom import Newsroom
from tests.samples import NOW, RIVER


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("304 Not Modified", "304: unverändert"),
        (
            "every 2.5 h: nothing new; the server asked for 3 h (max-age)",
            "alle 2,5 Std.: nichts Neues; der Server bat um 3 Std. (max-age)",
        ),
        (
            "in 6 h: soft failure; its failures weigh 1.5, and its own rhythm is 30 min; "
            "the feed asks not to be read before 06:00 UTC",
            "in 6 Std.: leichter Fehlschlag; seine Fehlschläge wiegen 1,5, sein eigener Takt ist "
            "30 Min.; der Feed bittet, nicht vor 06:00 UTC gelesen zu werden",
        ),
        (
            "62 % of its five-word runs stand in article 7, but the figures differ",
            "62 % seiner Fünf-Wort-Folgen stehen in Artikel 7, doch die Zahlen weichen ab",
        ),
        (
            "tells of the same as article 7: bridge, two metres",
            "berichtet dasselbe wie Artikel 7: bridge, two metres",
        ),
        (
            "short: its last 8 articles had at most 1,204 characters each; "
            "half of those before had more than 3,000",
            "die letzten 8 Artikel hatten höchstens 1.204 Zeichen; "
            "die Hälfte derer davor mehr als 3.000",
        ),
    ],
)
def test_what_is_known_is_said_in_german(english: str, said: str) -> None:
    assert german(english) == said


@pytest.mark.parametrize(
    "text",
    ["", "; ", "550 no such mailbox; try later", "nothing new; a word of a server", ";" * 999],
)
def test_what_is_known_in_part_stays_as_it_is(text: str) -> None:
    assert german(text) is None


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_plan_of_a_feed_can_be_said(outcome: Outcome) -> None:
    feed = Feed(id=1, url="https://paper.example/rss", name="Paper", interval_min=60.0)
    looks = [
        Look(outcome=outcome),
        Look(outcome=outcome, n_entries=9, n_new=1, rhythm_min=4000.0, ttl_min=300.0),
        Look(outcome=outcome, n_entries=9, n_new=9, lost=True, is_pushed=True),
        Look(outcome=outcome, n_entries=9, n_new=4, is_pushed=True),
    ]
    for look in looks:
        for cron in (None, NOW + timedelta(days=1)):
            plan = next_look(feed, look, now=NOW, spread=0.5, cron_next=cron)
            assert german(plan.reason), plan.reason


@pytest.mark.parametrize(
    "query",
    [
        "", "river AND", "river AND )", "(river", "river)", '"', '""', "()", "NOT NOT river",
        "river -", "a | b", "stem:", "case:", "atleast/0:river", "lead/99999999:river", "lang:",
        "a NEAR/99999 b", "@nothing", "/(/", "/a*/", "(" * 200 + "a" + ")" * 200, "x" * 30_000,
        "!!!",
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_query_can_be_said(query: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_whole(query, {})

    assert german(caught.value.reason), caught.value.reason


def test_german_pages_say_why_in_german(newsroom: Newsroom, client: TestClient) -> None:
    copy = newsroom.publish(RIVER, "The Mail")

    page = f"/articles/{copy.article_id}"
    german_page = client.get(page, headers={"accept-language": "de"}).text
    english_page = client.get(page, headers={"accept-language": "en"}).text

    assert "derselbe Text wie Artikel 1" in german_page
    assert "the same text as article 1" not in german_page
    assert '<span lang="en">the same text as article 1</span>' in english_page
