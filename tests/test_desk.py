"""The desk under a clock of its own: faults of ours, outages, a busy database."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from crawler.desk import Clocks, Desk
from crawler.errors import DatabaseBusy
from crawler.feeds.pace import Pace
from crawler.items import Cause, NoAnswer, Outcome, Page
from crawler.politeness.agenda import Kind, Task
from crawler.politeness.outage import EVIDENCE_S
from crawler.reading.articles import ArticleHabits, ArticleReader, Followed
from crawler.reading.feeds import FeedHabits, FeedReader
from crawler.reading.writer import Writer
from crawler.storage import Store
from crawler.topics.matching import Matcher
from tests.samples import NOW, add_feed

ITEM = b"<item><title>One</title><link>http://paper.example/one</link></item>"
RSS = b'<rss version="2.0"><channel><title>P</title>' + ITEM + b"</channel></rss>"


class Here:
    """A pool without processes: what is tested is not how work is shared out."""

    async def run(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)


@dataclass
class Office:
    """A desk with all that belongs to it; time passes when the test says so."""

    store: Store
    once: bool = False
    passed_s: float = 0.0
    put_s: float = 0.0  # the clock of people was put forward by so much
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        clocks = Clocks(
            now=lambda: NOW + timedelta(seconds=self.passed_s + self.put_s),
            seconds=lambda: self.passed_s,
        )
        writer, pool = Writer(self.store), Here()
        habits = FeedHabits(pace=Pace(), items_max=100, reread_after=timedelta(minutes=30))
        rules = ArticleHabits(settle=timedelta(), max_age=None)
        self.desk = Desk(
            writer,
            FeedReader(writer, pool, habits, lambda *_: None),  # type: ignore[arg-type]
            ArticleReader(writer, pool, rules, Followed({}, Matcher())),  # type: ignore[arg-type]
            clocks,
            pause_s=0,
            concurrency=8,
            once=self.once,
        )

    async def due(self) -> list[Task]:
        """What is handed out now."""
        await self.desk.look_up()
        found = []
        while task := self.desk.agenda.take(self.passed_s):
            found.append(task)
        return found

    async def read(self, task: Task, answer: Page | NoAnswer) -> None:
        self.desk.answered(task, answer, pause_s=None)
        read = self.desk.read_feed if task.kind is Kind.FEED else self.desk.read_article
        await read(task, answer)
        await self.desk.settle()

    def page(self, url: str, body: bytes) -> Page:
        kind = "text/html" if b"<html" in body else "application/rss+xml"
        return Page(url=url, status=200, body=body, content_type=kind, fetched_at=self.now)

    def silence(self) -> NoAnswer:
        return NoAnswer(url="x", cause=Cause.UNREACHABLE, reason="connection refused", at=self.now)

    @property
    def now(self) -> datetime:
        return self.desk.clocks.now()

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with self.store.reading() as tx:
            return [tuple(row) for row in tx.exec_driver_sql(statement)]


@pytest.fixture
def office(sqlite_store: Store) -> Iterator[Office]:
    office = Office(sqlite_store)
    yield office
    office.desk.writer.close()


def feeds(office: Office, number: int) -> None:
    with office.store.writing() as tx:
        for one in range(number):
            add_feed(tx, f"http://paper{one}.example/feed", name=f"Paper {one}")


def broken(*_: Any, **__: Any) -> Any:
    raise RuntimeError("we did not think of that")


def test_a_fault_of_ours_keeps_the_entry_tells_once_and_waits_longer_each_time(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("crawler.reading.articles.read_part", broken)
    caplog.set_level(logging.INFO, "wirewatch")
    feeds(office, 1)

    async def live() -> list[float]:
        [task] = await office.due()
        await office.read(task, office.page("http://paper0.example/feed", RSS))
        waits = []
        [one] = await office.due()
        for _ in range(3):
            await office.read(one, office.page("http://paper.example/one", b"<html>x</html>"))
            began = office.passed_s
            while one not in await office.due():
                assert office.passed_s < 7200
                office.passed_s += 60
            waits.append((office.passed_s - began) / 60)
        return waits

    waits = asyncio.run(live())

    assert waits == [5, 10, 20]
    assert office.rows("select tries from entry where url like '%one'") == [(3,)]
    tracebacks = [one for one in caplog.records if one.exc_info]
    assert len(tracebacks) == 1
    assert len([one for one in caplog.records if "this is our own" in one.message]) == 3


def test_a_fault_with_a_feed_is_its_outcome_and_slows_it_down(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.reading.feeds.parse_feed", broken)
    feeds(office, 1)

    async def live() -> list[Task]:
        [task] = await office.due()
        await office.read(task, office.page("http://paper0.example/feed", RSS))
        office.passed_s += 60
        return await office.due()

    assert asyncio.run(live()) == []
    [(outcome, note, trouble)] = office.rows("select last_outcome, last_note, trouble from feed")
    assert outcome == "soft failure"
    assert note == "a fault in Wirewatch itself: RuntimeError: we did not think of that"
    assert trouble == 0.5


def test_in_an_outage_a_few_are_tried_and_all_come_back_when_one_answers(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "wirewatch")
    feeds(office, 10)

    async def live() -> list[int]:
        tried = []
        for _ in range(4):
            tasks = await office.due()
            for task in tasks:
                await office.read(task, office.silence())
            tried.append(len(tasks))
            office.passed_s += 90
        [first, *others] = await office.due()
        await office.read(first, office.page("http://paper0.example/feed", RSS))
        for task in others:
            await office.read(task, office.page("http://paper0.example/feed", RSS))
        tried.append(len([one for one in await office.due() if one.kind is Kind.FEED]))
        return tried

    assert asyncio.run(live()) == [10, 3, 3, 3, 7]
    assert office.rows("select count(*) from feed where trouble > 0") == [(0,)]
    said = [one.message for one in caplog.records]
    assert len([line for line in said if line.startswith("network  is down")]) == 1
    assert len([line for line in said if line.startswith("network  is back")]) == 1


def test_in_an_outage_articles_are_not_tried_each_minute(office: Office) -> None:
    feeds(office, 5)

    async def live() -> int:
        first, *others = await office.due()
        await office.read(first, office.page("http://paper0.example/feed", RSS))
        office.passed_s += EVIDENCE_S + 1
        for task in others:
            await office.read(task, office.silence())
        tries = 0
        for _ in range(20):
            for task in await office.due():
                tries += task.kind is Kind.ARTICLE
                await office.read(task, office.silence())
            office.passed_s += 60
        return tries

    tries = asyncio.run(live())

    assert 2 <= tries <= 5  # in twenty minutes
    assert office.rows("select distinct state, tries from entry") == [("waiting", 0)]


def test_a_busy_database_is_waited_for_with_the_page_in_hand(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "wirewatch")
    monkeypatch.setattr("crawler.reading.writer.AGAIN_S", 0.01)
    feeds(office, 1)
    refusals = iter([DatabaseBusy("locked")] * 3)
    writing = Store.writing

    def refusing(store: Store) -> Any:
        for refusal in refusals:
            raise refusal
        return writing(store)

    async def live() -> None:
        [task] = await office.due()
        monkeypatch.setattr(Store, "writing", refusing)
        await office.read(task, office.page("http://paper0.example/feed", RSS))

    asyncio.run(live())

    assert office.rows("select last_outcome from feed") == [(Outcome.NEW.value,)]
    said = [one.message for one in caplog.records if one.message.startswith("database")]
    assert [line.split(";")[0] for line in said] == ["database locked", said[-1]]
    assert said[-1].startswith("database is free again")


def test_a_process_that_wants_to_end_does_not_wait_for_the_database(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked() -> None:
        raise DatabaseBusy("locked")

    async def live() -> None:
        waiting = asyncio.ensure_future(office.desk.writer.run(locked))
        await asyncio.sleep(0.05)
        assert office.desk.writer.is_stuck
        office.desk.writer.lose_patience()
        with pytest.raises(DatabaseBusy):
            await waiting

    monkeypatch.setattr("crawler.reading.writer.AGAIN_S", 0.02)
    asyncio.run(live())


def rss(*numbers: int) -> bytes:
    items = "".join(
        f"<item><title>{n}</title><link>http://paper0.example/{n}</link></item>" for n in numbers
    )
    return f'<rss version="2.0"><channel><title>P</title>{items}</channel></rss>'.encode()


def answer(office: Office, status: int, body: bytes = b"", **headers: str) -> Page:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Page(
        url="http://paper0.example/feed", status=status, body=body, headers=named,
        content_type="text/xml", fetched_at=office.now,
    )  # fmt: skip


def known(office: Office) -> None:
    """All feeds had a body before, with a validator."""
    with office.store.writing() as tx:
        tx.exec_driver_sql("update feed set etag = '\"a\"'")


def looked(office: Office, *pages: Callable[[], Page], every_s: float = 90_000) -> None:
    """One feed is looked at again and again; its articles are let be."""

    async def live() -> None:
        for page in pages:
            [task] = [one for one in await office.due() if one.kind is Kind.FEED]
            await office.read(task, page())
            office.passed_s += every_s

    asyncio.run(live())


def test_looks_that_found_nothing_share_a_transaction(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    feeds(office, 40)
    known(office)
    writing, times = Store.writing, []

    def counted(store: Store) -> Any:
        times.append(store)
        return writing(store)

    async def live() -> None:
        tasks = await office.due()
        monkeypatch.setattr(Store, "writing", counted)
        for task in tasks:
            office.desk.answered(task, answer(office, 304), pause_s=None)
            assert office.desk.took(task, answer(office, 304))
        await office.desk.looks.settle()

    asyncio.run(live())

    assert len(times) == 1
    assert office.rows("select last_outcome, count(*) from feed group by 1") == [("unchanged", 40)]


def test_a_feed_is_under_way_until_its_look_is_stored(office: Office) -> None:
    feeds(office, 1)
    known(office)

    async def live() -> list[int]:
        await office.desk.look_up()
        found = []
        async for task in office.desk.tasks():
            office.desk.answered(task, answer(office, 304), pause_s=None)
            assert office.desk.took(task, answer(office, 304))
            await office.desk.look_up()  # it is due still, as far as the database knows
            found.append(len(office.desk.agenda))
            await office.desk.settle()
            office.desk.stop()
        return found

    assert asyncio.run(live()) == [0]


def test_a_host_that_says_too_many_is_left_alone_as_a_whole_and_by_the_next_process_too(
    office: Office,
) -> None:
    with office.store.writing() as tx:
        for one in range(3):
            add_feed(tx, f"http://paper0.example/{one}", name=f"Paper {one}")
        add_feed(tx, "http://other.example/feed", name="Other")
    known(office)

    async def live(desk: Office, *, refuse: bool) -> list[str]:
        hosts = []
        await desk.desk.open()
        await desk.desk.look_up()
        while task := desk.desk.agenda.take(desk.passed_s):
            hosts.append(task.host)
            page = answer(desk, 429, retry_after="3600") if refuse else answer(desk, 304)
            await desk.read(task, page)
            await asyncio.gather(*desk.desk.hosts._notes)
        return sorted(hosts)

    first = asyncio.run(live(office, refuse=True))
    later = Office(office.store, passed_s=600)
    soon = asyncio.run(live(later, refuse=False))
    much_later = Office(office.store, passed_s=3 * 3600)
    then = asyncio.run(live(much_later, refuse=False))
    for other in (later, much_later):
        other.desk.writer.close()

    assert first == ["other.example", "paper0.example"]
    assert soon == []
    assert then == ["other.example", *["paper0.example"] * 3]


def test_a_window_without_a_known_item_is_a_gap_with_its_bounds(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    feeds(office, 1)

    looked(
        office,
        lambda: answer(office, 200, rss(1, 2)),
        lambda: answer(office, 200, rss(2, 3)),
        lambda: answer(office, 200, rss(8, 9)),
    )

    [(since, until, items, after)] = office.rows(
        "select from_at, to_at, items, interval_after_min from gap"
    )
    assert (since[:16], until[:16]) == ("2026-02-06 22:00", "2026-02-07 23:00")
    assert (items, after) == (2, 10.0)
    assert len([one for one in caplog.records if one.message.startswith("gap ")]) == 1


def test_an_item_that_an_earlier_body_held_does_not_hide_a_gap(office: Office) -> None:
    feeds(office, 1)

    looked(
        office,
        lambda: answer(office, 200, rss(1, 2)),
        lambda: answer(office, 200, rss(2, 3)),
        lambda: answer(office, 200, rss(1, 8, 9)),  # the paper has brought an old one back
        lambda: answer(office, 200, rss()),  # an empty body says nothing …
        lambda: answer(office, 200, rss(9, 10)),  # … and the next is held against the one before
    )

    assert office.rows("select items from gap") == [(3,)]


def test_validators_that_stand_still_while_the_feed_goes_on_are_not_sent_back(
    office: Office,
) -> None:
    feeds(office, 1)

    looked(
        office,
        lambda: answer(office, 200, rss(1), etag='"same"'),
        lambda: answer(office, 200, rss(1, 2), etag='"same"'),
    )

    assert office.rows("select etag from feed") == [(None,)]


def test_a_page_in_place_of_a_feed_leads_to_the_feed_that_it_names(office: Office) -> None:
    page = b'<html><head><link rel="alternate" type="application/rss+xml" href="/new.xml"></head>'
    feeds(office, 1)

    looked(
        office,
        lambda: answer(office, 200, rss(1)),
        lambda: answer(office, 200, page),
        lambda: answer(office, 200, rss(1, 2)),
    )

    [(url, former, detour)] = office.rows("select url, former_url, detour_url from feed")
    assert (url, former) == ("http://paper0.example/new.xml", "http://paper0.example/feed")
    assert detour is None


def test_what_a_page_names_wrongly_is_tried_once_and_the_old_address_again(
    office: Office,
) -> None:
    page = b'<html><head><link rel="alternate" type="application/rss+xml" href="/new.xml"></head>'
    feeds(office, 1)

    looked(
        office,
        lambda: answer(office, 200, rss(1)),
        lambda: answer(office, 200, page),
        lambda: answer(office, 404),
    )

    assert office.rows("select url, detour_url, last_outcome from feed") == [
        ("http://paper0.example/feed", None, "soft failure")
    ]


def test_a_feed_moves_after_a_day_of_permanent_redirects(office: Office) -> None:
    feeds(office, 1)
    new = "http://paper0.example/moved"

    def moved() -> Page:
        return replace(answer(office, 200, rss(1)), url=new, moved_to=new)

    looked(office, moved, moved, every_s=80_000)
    before = office.rows("select url from feed")
    looked(office, moved)

    assert before == [("http://paper0.example/feed",)]
    assert office.rows("select url, former_url from feed") == [(new, "http://paper0.example/feed")]


def test_a_feed_that_fails_for_long_is_told_of_once_and_once_when_it_is_back(
    office: Office,
) -> None:
    feeds(office, 1)
    office.desk.network.guard.answered(0)

    looked(office, *[lambda: answer(office, 404)] * 30, lambda: answer(office, 200, rss(1)),
           every_s=31 * 86_400)  # fmt: skip

    told = office.rows("select became from feed_change order by id")
    messages = office.rows("select count(*) from alert where kind = 'notice'")
    # That it degraded is more than 400 days ago by then.
    assert told == [("dead",), ("recovered",)]
    assert messages == [(3,)]


def test_a_host_is_left_alone_for_as_long_as_it_asked_whatever_the_clock_says(
    office: Office,
) -> None:
    feeds(office, 1)
    known(office)

    async def live() -> list[bool]:
        [task] = await office.due()
        await office.read(task, answer(office, 429, retry_after="600"))
        found = []
        for put_s, passed_s in ((7200, 0), (-7200, 300), (-7200, 400)):
            office.put_s = put_s
            office.passed_s += passed_s
            found.append(office.desk.hosts.is_quiet(task.host))
        return found

    assert asyncio.run(live()) == [True, True, False]


def test_old_decisions_are_forgotten_once_a_day_a_part_at_a_time(office: Office) -> None:
    feeds(office, 1)
    looked(
        office,
        lambda: answer(office, 404),
        lambda: answer(office, 200, rss(1)),
        every_s=20 * 86_400,
    )

    async def live() -> list[list[tuple[Any, ...]]]:
        found = []
        for days in (0, 20):
            office.passed_s += days * 86_400
            for _ in range(8):
                await office.desk.look_up()
            found.append(office.rows("select outcome from look"))
        return found

    # The first look was more than two weeks ago at the second, and that one at the end.
    assert asyncio.run(live()) == [[], []]
    assert office.rows("select last_outcome from feed") == [("new",)]


def test_a_round_for_cron_forgets_as_well(office: Office) -> None:
    feeds(office, 1)
    looked(office, lambda: answer(office, 404), every_s=20 * 86_400)
    before = office.rows("select outcome from look")
    office.desk.queue.once = True

    asyncio.run(office.desk.settle())

    assert (before, office.rows("select outcome from look")) == ([("soft failure",)], [])


def test_a_robots_txt_counts_as_a_request_and_its_silence_is_kept(office: Office) -> None:
    office.desk.note_robots("http://paper0.example", 404, b"none")
    office.desk.note_no_robots("http://www.paper1.example:8080", "no answer in time")

    asyncio.run(office.desk.settle())

    assert office.rows("select host, requests, failures from host_day order by 1") == [
        ("paper0.example", 1, 0),
        ("paper1.example:8080", 1, 1),
    ]
    assert office.rows("select origin, status, note from robots order by 1") == [
        ("http://paper0.example", 404, "404 Not Found"),
        ("http://www.paper1.example:8080", None, "robots.txt could not be had: no answer in time"),
    ]
