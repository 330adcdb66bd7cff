"""Whoever got a message may mute what it tells of, by a click and a second one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from crawler.alerts.links import Links
from crawler.config import Web
from crawler.storage import mutes, tokens
from tests.alerts.newsroom import SETTLE, Newsroom
from tests.samples import NOW


def link(newsroom: Newsroom, topic: str = "Floods") -> str:
    with newsroom.store.writing() as tx:
        return Links("", tokens.secret(tx)).mute(topic, 1, newsroom.clock())


def held(newsroom: Newsroom) -> list[tuple[str | None, int | None]]:
    with newsroom.store.reading() as tx:
        return [(one.topic, one.story_id) for one in mutes.listing(tx, newsroom.clock())]


def test_looking_at_the_link_mutes_nothing(newsroom: Newsroom, client: TestClient) -> None:
    page = client.get(link(newsroom))

    assert page.status_code == 200
    assert "The river &lt;b&gt;rises&lt;/b&gt;" in page.text
    assert held(newsroom) == []


@pytest.mark.parametrize(("what", "story"), [("story", 1), ("topic", None)])
def test_the_second_click_mutes(
    newsroom: Newsroom, client: TestClient, what: str, story: int | None
) -> None:
    answer = client.post(link(newsroom), data={"what": what, "days": "7"})

    assert answer.status_code == 200
    assert held(newsroom) == [("Floods", story)]
    newsroom.clock.now += timedelta(days=8)
    assert held(newsroom) == []


@pytest.mark.parametrize(
    "forged", ["/mute/x", "/mute/WyJGbG9vZHMiLDEsMF0.abc", "/mute/%00", "/mute/" + "a" * 5000]
)
def test_a_link_that_is_not_ours_mutes_nothing(
    newsroom: Newsroom, client: TestClient, forged: str
) -> None:
    assert client.get(forged).status_code == 404
    assert client.post(forged, data={"what": "topic", "days": "7"}).status_code == 404
    assert held(newsroom) == []


def test_an_old_link_and_a_gone_topic_say_so(newsroom: Newsroom, client: TestClient) -> None:
    old, gone = link(newsroom), link(newsroom, topic="Gone")
    assert client.get(gone).status_code == 410

    newsroom.clock.now = NOW + timedelta(days=91)

    assert client.get(old).status_code == 404


def test_nonsense_in_the_form_is_refused(newsroom: Newsroom, client: TestClient) -> None:
    answer = client.post(link(newsroom), data={"what": "everything", "days": "9999"})

    assert answer.status_code == 422
    assert held(newsroom) == []


def test_messages_hold_the_link_where_readers_can_reach_it(
    newsroom: Newsroom, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "wirewatch")
    newsroom.clock.pass_s(SETTLE.total_seconds())
    newsroom.courier(web=Web(public_url="https://news.example")).deliver_all()

    address = caplog.text.partition("https://news.example/mute/")[2].split()[0]

    assert client.get(f"/mute/{address}").status_code == 200
