"""`wirewatch why` and `feeds health`: what was asked, what was not, and for what reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from crawler.cli.codes import Code
from crawler.feeds.condition import Change, Condition
from crawler.items import Outcome
from crawler.storage import entries, hosts, looks
from crawler.storage.hosts import Counts, HostNews, RobotsRow
from crawler.storage.looks import Gap, LookRow
from tests.cli.conftest import Wirewatch
from tests.samples import announced, make_entry

NOW = datetime.now(UTC).replace(microsecond=0)
HOUR = timedelta(hours=1)
FEED = "https://paper.example/feed.xml"
LOOK = LookRow(
    feed_id=1, at=NOW - HOUR, outcome=Outcome.UNCHANGED, note="304 Not Modified",
    next_look_at=NOW + HOUR, plan="every 2 h: nothing new", interval_min=120.0, trouble=0.0,
)  # fmt: skip
NEWS = HostNews(
    name="paper.example", last_at=NOW - HOUR, last_url=FEED, last_note="304 Not Modified",
    pause_s=5.0, days={NOW.date(): Counts(requests=10, unchanged=9, bytes=4096)},
)  # fmt: skip


def look(program: Wirewatch, *rows: LookRow) -> None:
    store = program.open()
    for row in rows:
        with store.writing() as tx:
            looks.record(tx, [row])
    store.close()


def robots(program: Wirewatch, body: bytes, status: int = 200) -> None:
    store = program.open()
    with store.writing() as tx:
        hosts.record(tx, [NEWS])
        row = RobotsRow(
            origin="https://paper.example", asked_at=NOW, status=status, note="", body=body
        )
        hosts.keep_robots(tx, [row])
    store.close()


def test_a_feed_says_how_it_is_when_it_is_next_and_after_which_looks_that_was_decided(
    filled: Wirewatch,
) -> None:
    again = replace(LOOK, at=NOW, run_began_at=LOOK.at, next_look_at=NOW + HOUR)
    look(filled, LOOK, again)

    told = filled("why", FEED)

    assert told.code == Code.FINE
    assert told.out.startswith("A feed that is ok; next look in ")
    assert "304 Not Modified (2 times since " in told.out
    assert "every 2 h: nothing new" in told.out


def test_robots_txt_is_quoted_for_the_very_address(filled: Wirewatch) -> None:
    robots(filled, b"User-agent: *\nDisallow: /private/\nCrawl-delay: 7\n")

    forbidden = filled("why", "https://paper.example/private/1", "--json").json
    allowed = filled("why", "https://paper.example/open/1", "--json").json

    assert forbidden["robots"]["verdict"] == "forbidden"
    assert forbidden["because"] == "Not fetched: robots.txt (200) forbids it."
    assert (allowed["robots"]["verdict"], allowed["robots"]["crawl_delay_s"]) == ("allowed", 7.0)


def test_a_host_tells_what_it_was_asked_for(filled: Wirewatch) -> None:
    robots(filled, b"", status=404)

    told = filled("why", "paper.example").out

    assert "paper.example: 10 requests in 7 days, 90% unchanged" in told
    assert "next slot" in told


def test_an_article_that_was_read_says_which_it_is(filled: Wirewatch) -> None:
    [newest, *_] = filled("articles", "list", "--json").json

    told = filled("why", newest["url"])

    assert told.out.startswith(f"Article {newest['id']}, read ")


def test_what_nobody_announced_is_told_as_such_and_what_is_no_address_refused(
    filled: Wirewatch,
) -> None:
    unknown = filled("why", "https://nowhere.example/x")
    nonsense = filled("why", "gopher://x")

    assert unknown.out.startswith("No feed is followed here and none has announced this")
    assert nonsense.code == Code.USAGE


def test_a_host_that_wants_to_be_left_alone_is_named_until_when(filled: Wirewatch) -> None:
    robots(filled, b"")
    store = filled.open()
    with store.writing() as tx:
        hosts.hush(tx, "paper.example", NOW + 2 * HOUR, "429 Too Many Requests", NOW)
    store.close()

    told = filled("why", FEED).out
    health = filled("feeds", "health").out

    assert "left alone  until " in told
    assert "429 Too Many Requests" in told
    assert "Hosts that asked to be left alone\n  paper.example until " in health


def test_health_names_the_worst_first_with_reasons_changes_and_gaps(filled: Wirewatch) -> None:
    change = Change(was=Condition.OK, became=Condition.DEGRADED, at=NOW, reason="404 Not Found")
    broken = replace(
        LOOK, outcome=Outcome.SOFT, note="404 Not Found", trouble=2.0, condition="degraded",
        change=change, at=NOW,
    )  # fmt: skip
    gap = Gap(
        from_at=NOW - 9 * HOUR, to_at=NOW - HOUR, items=30, interval_before_min=60.0,
        interval_after_min=10.0,
    )  # fmt: skip
    look(filled, replace(LOOK, outcome=Outcome.NEW, gap=gap), broken)

    told = filled("feeds", "health").out
    as_json = filled("feeds", "health", "--json").json

    assert told.startswith("2 feeds: 1 degraded, 1 never looked at; ")
    assert "ok → degraded: 404 Not Found" in told
    assert "Gaps: what was published in them may be lost" in told
    assert [feed["name"] for feed in as_json["troubled"]] == ["The Paper"]
    assert as_json["gaps"][0]["interval_after_min"] == 10.0
    head, worst, other = filled("feeds", "health", "--csv").out.splitlines()
    assert head.startswith("id,url,name,")
    assert "The Paper" in worst
    assert "degraded" in worst
    assert "never looked at" in other


def test_a_time_that_has_passed_is_due(filled: Wirewatch) -> None:
    look(filled, replace(LOOK, next_look_at=NOW - HOUR))

    assert "next look  due (every 2 h" in filled("feeds", "show", "1").out
    assert filled("why", FEED).out.startswith("A feed that is ok; next look due: every 2 h")


@pytest.mark.parametrize("words", [("list",), ("health",), ("show", "1")])
def test_feeds_speak_json(filled: Wirewatch, words: tuple[str, ...]) -> None:
    assert filled("feeds", *words, "--json").json


def test_days_of_hosts_are_added_up(filled: Wirewatch) -> None:
    store = filled.open()
    with store.writing() as tx:
        hosts.record(tx, [NEWS])
        hosts.record(tx, [replace(NEWS, days={NOW.date(): Counts(requests=1)})])
        row = hosts.by_name(tx, "paper.example", date(2020, 1, 1))
    store.close()

    assert (row.requests, row.unchanged, row.bytes) == (11, 9, 4096)


def test_an_article_that_could_not_be_had_says_why_and_when_it_is_tried_again(
    filled: Wirewatch,
) -> None:
    url = "https://paper.example/1/late"
    store = filled.open()
    with store.writing() as tx:
        entry = announced(make_entry(url, title="Late"))
        [waiting] = entries.receive(tx, 1, [entry], NOW - HOUR, rest=HOUR).to_read
        entries.try_again(tx, waiting.entry_id, NOW + HOUR, reason="502 Bad Gateway", now=NOW)
    store.close()

    told = filled("why", url)

    assert told.out.startswith("Not read yet: 502 Bad Gateway (tried 1 times); next try in ")
    assert "announced   1 h ago by The Paper" in told.out
