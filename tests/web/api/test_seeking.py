"""Looks by the API: begun, told, and what they found followed. How one is made, pages test."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from crawler.errors import FeedError
from crawler.feeds.opml import FeedList, Outline
from crawler.feeds.parse import ParsedFeed
from crawler.web.api import seeking
from crawler.web.looking import Looked
from tests.samples import make_entry
from tests.web.api.conftest import Asking

FOUND = Looked(
    url="https://gazette.example/rss",
    parsed=ParsedFeed(
        kind="rss 2.0", title="The Gazette", language="en",
        entries=(make_entry("https://gazette.example/1", title="One"),),
    ),
    others=(("https://gazette.example/sport", "Sport"),),
)  # fmt: skip
Set = Callable[[Any], None]


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch) -> Set:
    """Sets what a look brings; an error is raised."""

    def put(result: Any) -> None:
        def found(*_: object) -> Any:
            if isinstance(result, Exception):
                raise result
            return result() if callable(result) else result

        monkeypatch.setattr(seeking, "look", found)

    return put


def told(ask: Asking, url: str = "gazette.example") -> dict[str, Any]:
    """What came of a look there."""
    key = ask("/feeds/looks", 202, method="POST", json={"url": url})["key"]
    for _ in range(10_000):
        found: dict[str, Any] = ask(f"/feeds/looks/{key}")
        if found["state"] != "under way":
            return found
    raise AssertionError("it never ended")


def test_a_home_page_leads_to_a_feed_that_is_followed(ask: Asking, look: Set) -> None:
    look(FOUND)

    found = told(ask)

    assert found["url"] == "https://gazette.example"
    assert found["feed"]["url"] == "https://gazette.example/rss"
    assert found["feed"]["entries"][0]["title"] == "One"
    assert found["feed"]["others"][0]["title"] == "Sport"
    made = ask("/feeds", 201, method="POST", json={"look": found["key"], "group": "World"})
    assert (made["url"], made["name"], made["language"], made["category"]) == (
        "https://gazette.example/rss", "The Gazette", "en", "World",
    )  # fmt: skip
    assert "followed already" in ask(
        "/feeds/looks", 400, method="POST", json={"url": "https://gazette.example/rss"}
    )["detail"]  # fmt: skip


def test_why_there_is_none_is_told_and_nothing_can_be_followed(ask: Asking, look: Set) -> None:
    look(FeedError("https://gazette.example: no feed"))

    found = told(ask)

    assert (found["state"], found["reason"]) == ("failed", "https://gazette.example: no feed")
    ask("/feeds", 404, method="POST", json={"look": found["key"]})
    ask("/feeds", 404, method="POST", json={"look": "guessed"})
    ask("/feeds/looks/guessed", 404)


def test_a_list_names_its_addresses(ask: Asking, look: Set) -> None:
    look(FeedList((Outline(url="https://one.example/rss", title="One"),)))

    assert told(ask)["listed"] == ["https://one.example/rss"]


def test_a_feed_is_named_in_one_way(ask: Asking) -> None:
    for wish in ({}, {"look": "x", "url": "https://one.example/rss"}):
        assert "not by both" in ask("/feeds", 400, method="POST", json=wish)["detail"]
    ask("/feeds/looks", 400, method="POST", json={"url": "ftp://one.example"})


def test_too_many_looks_are_refused(ask: Asking, look: Set) -> None:
    gate = threading.Event()
    look(lambda: gate.wait(20) and FOUND)

    for n in range(8):
        ask("/feeds/looks", 202, method="POST", json={"url": f"{n}.example"})
    answer = ask.client.post("/api/v1/feeds/looks", json={"url": "more.example"})
    gate.set()

    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "60"
