"""The page about the service: whether it lives, how much it does, how long news take."""

from __future__ import annotations

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from crawler.config import Config
from crawler.items import Outcome
from crawler.storage import alerts, beats, looks, processes, troubles
from crawler.storage.looks import LookRow
from crawler.storage.troubles import TopicTrouble
from crawler.web.shown.service import service
from tests.alerts.newsroom import Newsroom
from tests.web.conftest import PageOf

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def beat(newsroom: Newsroom, *, round_at_ago: timedelta = timedelta(0)) -> None:
    now = newsroom.clock()
    with newsroom.store.writing() as tx:
        beats.beat(tx, now, version="9.8", round_at=now - round_at_ago)


def test_it_tells_whether_the_service_lives(newsroom: Newsroom, page_of: PageOf) -> None:
    never = page_of("/service")
    beat(newsroom)
    alive = page_of("/service")
    newsroom.clock.now += 2 * MINUTE
    silent = page_of("/service", language="de")
    newsroom.clock.now += 5 * HOUR
    beat(newsroom, round_at_ago=2 * HOUR)
    stalled = page_of("/service")

    assert '<span class="state warn" role="status">not running</span>' in never
    assert '<span class="state good" role="status">alive</span>' in alive
    assert "Wirewatch 9.8" in alive
    assert '<span class="state alarm" role="status">schweigt</span>' in silent
    assert '<span class="state alarm" role="status">stalled</span>' in stalled


def test_the_last_run_is_told_where_nothing_runs(newsroom: Newsroom, page_of: PageOf) -> None:
    beat(newsroom)
    newsroom.clock.now += 3 * HOUR
    with newsroom.store.writing() as tx:
        beats.end(tx, newsroom.clock(), {"looks": 7})

    assert "after 3 h" in page_of("/service")


def test_it_counts_what_there_is_and_what_came_when(newsroom: Newsroom, page_of: PageOf) -> None:
    newsroom.clock.now += HOUR
    newsroom.publish()
    look = LookRow(
        feed_id=1, at=newsroom.clock(), outcome=Outcome.HARD, note="no such host", plan="later",
        interval_min=60.0, next_look_at=newsroom.clock() + HOUR, trouble=1.0,
    )  # fmt: skip
    with newsroom.store.writing() as tx:
        looks.record(tx, [look])
        found = service(tx, Config(), newsroom.clock())
    said = page_of("/service")

    assert [number for _, number in found.hours[-2:]] == [2, 1]
    assert found.articles_a_day == 3
    assert sum(number for _, number in found.hours) == 3
    assert [one.looks for one in found.days] == [0] * 13 + [1]
    assert found.totals.articles == 3
    assert (found.totals.copies, found.totals.stories) == (1, 2)
    assert found.totals.waiting_alerts == 2
    assert "3, 1 of them copies, in 2 stories" in said
    assert "1 looks, 0 % unchanged, 1 failed" in said


def test_how_long_news_take_from_step_to_step(newsroom: Newsroom) -> None:
    newsroom.clock.now += HOUR
    published = newsroom.clock() - 10 * MINUTE
    newsroom.publish(title="With a time", published_at=published)
    newsroom.publish(
        title="A day alone", published_at=published - 9 * HOUR, published_day=published.date()
    )
    with newsroom.store.writing() as tx:
        for alert_id in (2, 3):
            alerts.sent(tx, alert_id, receipt="ok", now=newsroom.clock() + 2 * MINUTE)
        found = service(tx, Config(), newsroom.clock()).latency

    assert found.to_sight is not None
    assert (found.to_sight.p50, found.to_sight.number) == (10 * MINUTE, 1)
    assert found.to_match is not None
    assert (found.to_match.p95, found.to_match.number) == (timedelta(0), 2)
    assert found.to_delivery is not None
    assert found.to_delivery.p50 == 2 * MINUTE
    assert found.in_all is not None
    assert (found.in_all.p50, found.in_all.number) == (12 * MINUTE, 1)


def test_the_archive_is_counted_once_a_minute(newsroom: Newsroom, page_of: PageOf) -> None:
    assert "2, 1 of them copies" in page_of("/service")
    newsroom.publish()
    soon = page_of("/service")
    newsroom.clock.now += MINUTE

    assert "2, 1 of them copies" in soon
    assert "3, 1 of them copies" in page_of("/service")


def test_processes_and_troubles_are_named(newsroom: Newsroom, page_of: PageOf) -> None:
    now = newsroom.clock()
    with newsroom.store.writing() as tx:
        for role, ago in (("scheduler", timedelta(0)), ("worker", 9 * MINUTE)):
            processes.beat(
                tx, now - ago, role=role, started_at=now - HOUR - ago, version="9.8",
                doing=f"<b>{role}</b>", counts={}, leads=role == "scheduler",
            )  # fmt: skip
        troubles.keep(tx, [TopicTrouble(1, "unknown query <i>@gone</i>")])

    said = page_of("/service")

    assert "scheduler · leads" in said
    assert "silent for 9 min" in said
    assert "&lt;b&gt;worker&lt;/b&gt;" in said
    assert "is not followed" in said
    assert "unknown query &lt;i&gt;@gone&lt;/i&gt;" in said


@pytest.mark.parametrize("header", [{}, {"hx-request": "true"}])
def test_it_renews_itself_by_a_part(
    newsroom: Newsroom, client: TestClient, header: dict[str, str]
) -> None:
    said = client.get("/service", headers=header).text

    assert said.count('hx-get="/service"') == 1
    assert ("<html" in said) == (not header)
