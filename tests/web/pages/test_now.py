"""The first page: stories by their newest hit, with what is unread."""

from __future__ import annotations

from datetime import timedelta

from starlette.testclient import TestClient

from crawler.items import Hit
from crawler.storage import backtests
from crawler.storage.arrivals import arrivals
from crawler.web.shown.now import stream
from tests.alerts.newsroom import Newsroom, unlike
from tests.samples import RIVER
from tests.web.conftest import PageOf

DAY = timedelta(days=1)


def test_a_story_stands_once_with_its_outlets_and_what_matched(page_of: PageOf) -> None:
    said = page_of("/")

    assert said.count("<article>") == 1
    assert "The Post and 1 other outlet" in said
    assert "The <mark>river</mark> &lt;b&gt;rises&lt;/b&gt;" in said
    assert "The <mark>river</mark> rose by two metres during the night" in said
    assert "1 new story since your last visit" in said


def test_a_story_moves_up_with_its_newest_hit(newsroom: Newsroom, page_of: PageOf) -> None:
    newsroom.clock.pass_s(60)
    newsroom.publish(title="Another river")
    assert titles(newsroom) == ["Another river", "The river <b>rises</b>"]
    newsroom.clock.pass_s(60)
    newsroom.publish(RIVER, "The Mail", title="The river <b>rises</b>")

    assert titles(newsroom) == ["The river <b>rises</b>", "Another river"]
    assert page_of("/").count("<article>") == 2


def test_pages_hold_every_story_once(newsroom: Newsroom) -> None:
    for number in range(9):
        newsroom.clock.pass_s(60)
        newsroom.publish(title=f"River {number}")
    newsroom.clock.pass_s(60)
    newsroom.publish(RIVER, "The Mail", title="Again")
    found: list[str] = []
    before = None
    for _ in range(10):
        with newsroom.store.reading() as tx:
            page = stream(tx, unread_since=newsroom.clock(), before=before, limit=3)
        found += ["".join(text for text, _ in one.title) for one in page.items]
        before = page.older
        if before is None:
            break

    assert found == ["Again", *(f"River {n}" for n in range(8, -1, -1))]


def test_one_topic_alone(newsroom: Newsroom, page_of: PageOf) -> None:
    newsroom.topic("Schools", "school*")
    newsroom.publish("Schools are closed today. " + unlike(77).replace("river", "lake"))

    said = page_of("/?topic=2")

    assert "<h1>Schools</h1>" in said
    assert said.count("<article>") == 1
    assert page_of("/").count("<article>") == 2
    page_of("/?topic=99", status=404)


def test_past_matches_that_are_recorded_later_do_not_arrive(newsroom: Newsroom) -> None:
    newsroom.topic("Schools", "school*")
    with newsroom.store.writing() as tx:
        (first,) = arrivals(tx, limit=1)
    newsroom.clock.now += 8 * DAY
    newsroom.publish(title="A new river")
    with newsroom.store.writing() as tx:
        hit = Hit(topic_id=2, version="v", places=())
        assert backtests.record(tx, [(first.article_id, 1, hit)], now=newsroom.clock()) == 1

    assert titles(newsroom) == ["A new river", "The river <b>rises</b>"]


def test_what_was_seen_is_not_new(newsroom: Newsroom, client: TestClient) -> None:
    assert "1 new story" in client.get("/").text
    newsroom.clock.now += DAY
    assert "Nothing new" in client.get("/").text
    newsroom.publish(title="A new river")
    assert "1 new story" in client.get("/").text
    assert client.post("/read").url.path == "/"

    assert "Nothing new" in client.get("/").text


def test_news_come_only_when_there_are_any(newsroom: Newsroom, client: TestClient) -> None:
    assert client.get("/news?after=2").status_code == 204
    newsroom.publish(title="A new river")

    said = client.get("/news?after=2").text

    assert said.lstrip().startswith("<section")
    assert 'hx-get="/news?after=3"' in said
    assert "A new <mark>river</mark>" in said


def titles(newsroom: Newsroom) -> list[str]:
    with newsroom.store.reading() as tx:
        found = stream(tx, unread_since=newsroom.clock()).items
    return ["".join(text for text, _ in one.title) for one in found]
