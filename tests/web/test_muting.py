"""Whoever got a message may mute what it tells of, by a click and a second one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

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
    answer = client.get(gone)
    assert (answer.status_code, "is not followed any more" in answer.text) == (410, True)

    newsroom.clock.now = NOW + timedelta(days=91)

    answer = client.get(old)
    assert (answer.status_code, "or too old" in answer.text) == (404, True)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_nonsense_in_the_form_is_refused(newsroom: Newsroom, client: TestClient) -> None:
    answer = client.post(link(newsroom), data={"what": "everything", "days": "9999"})

    assert answer.status_code == 422
    assert held(newsroom) == []


@pytest.mark.parametrize(
    "form",
    [{"data": {f"x{n}": "x" * 900 for n in range(99)}}, {"files": {"x": b"x" * 99_000}}],
    ids=["urlencoded", "multipart"],
)
def test_more_than_a_form_is_not_read(
    newsroom: Newsroom, client: TestClient, form: dict[str, Any]
) -> None:
    assert client.post(link(newsroom), **form).status_code == 413


def test_messages_hold_the_link_where_readers_can_reach_it(
    newsroom: Newsroom, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "wirewatch")
    newsroom.clock.pass_s(SETTLE.total_seconds())
    newsroom.courier(web=Web(public_url="https://news.example")).deliver_all()

    address = caplog.text.partition("https://news.example/mute/")[2].split()[0]

    assert client.get(f"/mute/{address}").status_code == 200
