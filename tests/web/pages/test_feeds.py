"""The pages about feeds: how they are, all of one, let it rest, leave it; the ledger of hosts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from crawler.feeds.condition import Change, Condition
from crawler.items import Origin, Outcome
from crawler.storage import feeds, health, hosts, looks
from crawler.storage.feeds import FeedSpec
from crawler.storage.hosts import Counts, HostNews, RobotsRow
from crawler.storage.looks import Gap, LookRow
from tests.alerts.newsroom import Newsroom
from tests.web.conftest import PageOf, Queries

HOUR = timedelta(hours=1)
MINE = "https://mine.example/feed?a=1&b=2"


@pytest.fixture
def desk(newsroom: Newsroom) -> Newsroom:
    """Feed 1 has failed and has a gap, feed 3 is a person's; one host was asked for things."""
    now = newsroom.clock()
    look = LookRow(
        feed_id=1, at=now - 2 * HOUR, outcome=Outcome.NEW, note="3 new of 9", plan="every 30 min",
        interval_min=30.0, next_look_at=now + HOUR, trouble=0.0, entries=3, size_bytes=2048,
        gap=Gap(from_at=now - 9 * HOUR, to_at=now - 2 * HOUR, items=9, interval_before_min=60.0,
                interval_after_min=30.0),
    )  # fmt: skip
    failed = replace(
        look, at=now - HOUR, outcome=Outcome.SOFT, note="404 <b>Not Found</b>", gap=None, entries=0,
        condition=Condition.DEGRADED,
        change=Change(was=Condition.OK, became=Condition.DEGRADED, at=now, reason="404 Not Found"),
    )  # fmt: skip
    asked = HostNews(
        name="mine.example", last_at=now - HOUR, last_url=MINE, last_note="200 OK", pause_s=5.0,
        days={now.date(): Counts(requests=8, unchanged=6, throttled=1, bytes=9000)},
    )  # fmt: skip
    with newsroom.store.writing() as tx:
        looks.record(tx, [look])
        looks.record(tx, [failed])
        spec = FeedSpec(url=MINE, name="Mine <i>own</i>", category="Press", language="de")
        feeds.add(tx, spec, Origin.PERSON, now)
        hosts.record(tx, [asked])
        body = b"User-agent: *\nCrawl-delay: 7\nDisallow: /feed\n"
        hosts.keep_robots(tx, [RobotsRow(origin="https://mine.example", asked_at=now, status=200,
                                         note="200 OK", body=body)])  # fmt: skip
    return newsroom


def test_the_list_tells_how_feeds_are_the_worst_first(desk: Newsroom, page_of: PageOf) -> None:
    said = page_of("/feeds")

    assert "Changes of the last seven days" in said
    assert "Gaps of the last seven days" in said
    assert said.index("The Paper") < said.index("Mine &lt;i&gt;own&lt;/i&gt;")
    assert '<span class="state warn">degraded</span>' in said
    assert "404 &lt;b&gt;Not Found&lt;/b&gt;" in said
    assert "3 entries" in said
    assert "0 % of 2 looks unchanged · 1 failed" in said
    assert '<span class="state warn">1 gap</span>' in said
    assert "<strong>3</strong> all" in said


def test_the_list_can_be_narrowed_down_and_keeps_what_was_asked(
    desk: Newsroom, page_of: PageOf
) -> None:
    said = page_of("/feeds?group=Press&order=name", language="de")

    assert "The Paper" not in said
    assert "Mine &lt;i&gt;own" in said
    assert 'href="/feeds?health=degraded&amp;group=Press&amp;order=name"' in said
    assert '<option selected value="Press">' in said
    assert "1 Feed" in said
    assert "No feed is like that." in page_of("/feeds?words=nothing")


def test_a_page_holds_fifty(desk: Newsroom, page_of: PageOf) -> None:
    with desk.store.writing() as tx:
        for n in range(60):
            spec = FeedSpec(url=f"https://many.example/{n}", name=f"Many {n:02}")
            feeds.add(tx, spec, Origin.PERSON, desk.clock())

    first, second = page_of("/feeds?words=many"), page_of("/feeds?words=many&page=2")

    assert first.count('<th scope="row">') == 50
    assert "Page 1 of 2" in first
    assert 'rel="next" href="/feeds?words=many&amp;page=2"' in first
    assert second.count('<th scope="row">') == 10
    assert 'rel="prev" href="/feeds?words=many"' in second
    assert page_of("/feeds?words=many&page=999").count('<th scope="row">') == 10


def test_a_feed_tells_every_decision(desk: Newsroom, page_of: PageOf) -> None:
    said = page_of("/feeds/1")

    assert "every 30 min" in said
    assert "404 &lt;b&gt;Not Found&lt;/b&gt;" in said
    assert '<h2 id="gaps">Gaps</h2>' in said
    assert re.search(r"<li>\d\d:00 to \d\d:00</li>", said)
    assert '<span class="state good">ok</span> → <span class="state warn">degraded</span>' in said
    assert said.count("The river &lt;b&gt;rises&lt;/b&gt;") == 2  # as an article, as an entry
    assert "3 new, 2 looks, 1 failed" in said
    assert "feeds.toml, and is changed there" in said
    assert 'action="/feeds/1/pause"' not in said
    page_of("/feeds/99", status=404)


def test_entries_come_page_by_page(desk: Newsroom, page_of: PageOf) -> None:
    for n in range(25):
        desk.publish(title=f"Entry {n}")

    first = page_of("/feeds/1")
    older = first.partition("/feeds/1?before=")[2].partition("#")[0]
    second = page_of(f"/feeds/1?before={older}")

    assert "Entry 24" in first
    assert "Entry 5<" in first
    assert 'rel="prev"' in second
    assert "The river &lt;b&gt;rises&lt;/b&gt;" in second.partition('id="entries"')[2]


def test_a_feed_of_a_person_rests_is_taken_up_and_is_left(
    desk: Newsroom, client: TestClient
) -> None:
    paused = client.post("/feeds/3/pause")
    held = state(desk)
    resumed = client.post("/feeds/3/resume")
    taken_up = state(desk)
    left = client.post("/feeds/3/remove")

    assert "Paused. It is not looked at until" in paused.text
    assert "Taken up again." in resumed.text
    assert (held, taken_up, state(desk)) == ("paused", "active", "retired")
    assert left.url.path == "/feeds"
    assert "Mine &lt;i&gt;own&lt;/i&gt; is not followed any more." in left.text


@pytest.mark.parametrize("verb", ["pause", "resume", "remove"])
def test_a_feed_of_a_file_is_changed_there(desk: Newsroom, client: TestClient, verb: str) -> None:
    answer = client.post(f"/feeds/1/{verb}", headers={"accept": "text/html"})

    assert answer.status_code == 422
    assert "take it out there" in answer.text
    assert state(desk, 1) == "active"


def test_a_look_at_once_is_not_had_twice_nor_where_a_host_wants_rest(
    desk: Newsroom, client: TestClient
) -> None:
    with desk.store.reading() as tx:
        assert 1 not in [one.id for one in feeds.due(tx, desk.clock(), limit=9)]
    said = client.post("/feeds/1/look").text
    with desk.store.writing() as tx:
        due = [one.id for one in feeds.due(tx, desk.clock(), limit=9)]
        until = desk.clock() + HOUR
        hosts.hush(tx, "mine.example", until, "429 Too Many Requests", desk.clock())
    hushed = client.post("/feeds/3/look").text
    desk.clock.now -= HOUR
    too_soon = client.post("/feeds/1/look").text

    assert "as soon as its host may be asked" in said
    assert "The service does not run" in said
    assert 1 in due
    assert "asked to be left alone; that is kept" in hushed
    assert "429 Too Many Requests" in hushed
    assert "less than a minute ago" in too_soon


def test_the_ledger_of_hosts(desk: Newsroom, page_of: PageOf) -> None:
    listed, one = page_of("/feeds/hosts"), page_of("/feeds/hosts/mine.example", language="de")

    assert 'href="/feeds/hosts/mine.example"' in listed
    assert "75 %" in listed
    assert "Crawl-delay 7 s" in one
    assert "Disallow: /feed" in one
    assert "Mine &lt;i&gt;own" in one
    page_of("/feeds/hosts/nobody.example", status=404)


def test_why_an_address_was_asked_or_was_not(desk: Newsroom, page_of: PageOf) -> None:
    feed = page_of("/feeds/why?url=https%3A%2F%2Fmine.example%2Ffeed%3Fa%3D1%26b%3D2")
    article = page_of("/feeds/why?url=https%3A%2F%2Fthe-paper.example%2F1", language="de")
    host = page_of("/feeds/why?url=mine.example")
    unknown = page_of("/feeds/why?url=nobody.example")
    none = page_of("/feeds/why?url=javascript:alert(1)", status=422)

    assert "A feed</h2>" in feed
    assert "forbids it" in feed
    assert "Ein Artikel, den ein Feed angekündigt hat" in article
    assert 'href="/articles/1"' in article
    assert "A host that is asked for other things" in host
    assert "the host was never asked" in unknown
    assert "This is no address of the web." in none
    assert "Ask" in page_of("/feeds/why")


def test_no_page_costs_more_with_more_feeds(
    desk: Newsroom, page_of: PageOf, queries: Queries
) -> None:
    page_of("/feeds")
    before = len(queries.texts)
    for n in range(30):
        desk.publish(outlet=f"Outlet {n}")

    page_of("/feeds")

    assert len(queries.texts) == before


def state(desk: Newsroom, feed_id: int = 3) -> str:
    with desk.store.reading() as tx:
        return health.by_id(tx, feed_id).state
