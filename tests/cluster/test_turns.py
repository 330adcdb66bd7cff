"""Desks of workers on one database: whose turn it is, how long a host waits, who may ask."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from crawler.desk import Clocks, Desk
from crawler.desk.lease import Lease
from crawler.desk.source import Trays
from crawler.desk.turns import Turns
from crawler.feeds.pace import Pace
from crawler.items import Origin, Page
from crawler.politeness.agenda import Kind, Task
from crawler.reading.articles import ArticleHabits, ArticleReader, Followed
from crawler.reading.feeds import FeedHabits, FeedReader
from crawler.reading.writer import Writer
from crawler.storage import Store, feeds, hosts, jobs
from crawler.storage.feeds import FeedSpec
from crawler.topics.matching import Matcher
from tests.samples import NOW
from tests.test_desk import Here

ITEM = "<item><title>{n}</title><link>http://{host}/{n}</link></item>"


def rss(*items: tuple[str, int]) -> bytes:
    told = "".join(ITEM.format(host=host, n=n) for host, n in items)
    return f'<rss version="2.0"><channel><title>P</title>{told}</channel></rss>'.encode()


@dataclass
class Office:
    """A worker's desk; its clock goes when the test says so, that of the lease as well."""

    store: Store
    passed_s: float = 0.0
    desk: Desk = field(init=False)
    turns: Turns = field(init=False)

    def __post_init__(self) -> None:
        clocks = Clocks(
            now=lambda: NOW + timedelta(seconds=self.passed_s), seconds=lambda: self.passed_s
        )
        writer, pool = Writer(self.store), Here()
        habits = FeedHabits(pace=Pace(), items_max=100, reread_after=timedelta(minutes=30))
        rules = ArticleHabits(settle=timedelta(), max_age=None)
        self.lease = Lease(10.0, clock=lambda: self.passed_s)

        def source(trays: Trays) -> Turns:
            self.turns = Turns(trays, self.lease)
            return self.turns

        self.desk = Desk(
            writer,
            FeedReader(writer, pool, habits, lambda *_: None),  # type: ignore[arg-type]
            ArticleReader(writer, pool, rules, Followed({}, Matcher())),  # type: ignore[arg-type]
            clocks,
            pause_s=2.0,
            concurrency=8,
            source=source,
        )

    def handed_out(self) -> list[Task]:
        """What may be fetched now."""
        found = []
        while task := self.desk.agenda.take(self.passed_s):
            found.append(task)
        return found

    async def comes(self, claim: Callable[[], Any]) -> Any:
        """What *claim* gives, as soon as it gives something."""
        for _ in range(500):
            if found := claim():
                return found
            await asyncio.sleep(0.02)
        raise AssertionError("it never came")

    async def takes_no_turns(self) -> None:
        """Its lease is over, and no step that began before that is under way."""
        self.lease.renew(-1e9)
        await self.desk.writer.run(lambda: None)

    async def read(self, task: Task, body: bytes = b"", *, status: int = 200) -> None:
        """A server answered."""
        url = "http://paper.example/feed"
        page = Page(
            url=url,
            status=status,
            body=body,
            content_type="application/rss+xml",
            fetched_at=self.desk.clocks.now(),
        )
        self.desk.answered(task, page, pause_s=None)
        if not self.desk.took(task, page):
            await self.desk.read_feed(task, page)


@pytest.fixture
def office(shared: Store) -> Iterator[Office]:
    office = Office(shared)
    yield office
    office.desk.writer.close()


@pytest.fixture
def other(shared: Store) -> Iterator[Office]:
    office = Office(shared)
    yield office
    office.desk.writer.close()


def offer(store: Store, *names: str, at_s: float = 0.0) -> None:
    """Have something due at these hosts, and their turns queued."""
    with store.writing() as tx:
        for name in names:
            spec = FeedSpec(url=f"http://{name}/feed", name=name)
            feeds.add(tx, spec, Origin.PERSON, NOW)
        jobs.offer(tx, NOW + timedelta(seconds=at_s), most=1000)


def held(store: Store) -> tuple[int, int]:
    with store.reading() as tx:
        return jobs.waiting(tx)


def live(*offices: Office, story: Awaitable[Any]) -> Any:
    """Open the desks, let *story* happen, and settle them."""

    async def whole() -> Any:
        for one in offices:
            await one.desk.open()
        try:
            return await asyncio.wait_for(story, 60)
        finally:
            for one in offices:
                await one.desk.settle()

    return asyncio.run(whole())


def test_two_workers_never_have_the_turn_of_one_host(
    shared: Store, office: Office, other: Office
) -> None:
    offer(shared, *(f"paper{n}.example" for n in range(12)))

    async def story() -> tuple[list[Task], list[Task]]:
        await office.comes(lambda: held(shared) == (0, 12))
        mine, theirs = [], []

        def all_are_out() -> bool:  # the database knows of a turn before its worker does
            mine.extend(office.handed_out())
            theirs.extend(other.handed_out())
            return len(mine) + len(theirs) >= 12

        await office.comes(all_are_out)
        return mine, theirs

    mine, theirs = live(office, other, story=story())
    assert len(mine) + len(theirs) == 12
    assert not {task.host for task in mine} & {task.host for task in theirs}


def test_a_turn_ends_when_all_that_was_due_is_done(shared: Store, office: Office) -> None:
    offer(shared, "paper.example")

    async def story() -> None:
        [task] = await office.comes(office.handed_out)
        await office.read(task, rss())
        await office.comes(lambda: held(shared) == (0, 0))

    live(office, story=story())


def test_articles_of_the_host_are_read_in_its_turn_and_others_in_theirs(
    shared: Store, office: Office
) -> None:
    offer(shared, "paper.example")

    async def story() -> tuple[list[Task], tuple[int, int]]:
        [task] = await office.comes(office.handed_out)
        await office.read(task, rss(("paper.example", 1), ("agency.example", 2)))
        office.passed_s += 3
        articles = await office.comes(office.handed_out)
        offer(shared, at_s=3)
        return articles, held(shared)

    articles, queue = live(office, story=story())
    assert [(task.kind, task.host) for task in articles] == [(Kind.ARTICLE, "paper.example")]
    assert queue == (1, 1)  # that of agency.example waits


def test_who_has_the_next_turn_waits_out_the_pause_of_the_last(
    shared: Store, office: Office, other: Office
) -> None:
    offer(shared, "paper.example")

    async def story() -> float:
        [task] = await office.comes(office.handed_out)
        await office.read(task, rss(("paper.example", 1)))
        office.desk.stop()
        await office.desk.settle()
        offer(shared, at_s=1)
        await other.desk.open()
        await other.comes(lambda: other.turns.n_turns)
        wait_s = other.desk.agenda.wait_s(other.passed_s) or 0.0
        await other.desk.settle()
        return wait_s

    assert 0 < live(office, story=story()) <= 2.0


def test_a_host_that_is_tired_gets_no_further_request_in_its_turn(
    shared: Store, office: Office
) -> None:
    offer(shared, "paper.example", "www.paper.example")

    async def story() -> list[Task]:
        [task] = await office.comes(office.handed_out)
        await office.read(task, status=429)
        await office.comes(lambda: held(shared) == (0, 0))
        office.passed_s += 20
        return office.handed_out()

    assert live(office, story=story()) == []
    with shared.reading() as tx:
        late = tx.exec_driver_sql("select count(*) from feed where next_look_at > now()").scalar()
        assert list(hosts.quiet(tx, NOW)) == ["paper.example"]
    assert late == 0  # NOW is long ago
    with shared.reading() as tx:
        put_off = tx.exec_driver_sql("select plan from feed where plan is not null").scalars().all()
    assert len(put_off) == 2


def test_who_has_not_been_heard_of_asks_nobody(shared: Store, office: Office) -> None:
    async def story() -> list[bool]:
        found = [office.desk.may_ask()]
        office.passed_s = 6.1
        found.append(office.desk.may_ask())
        await office.turns.beat()
        return [*found, office.desk.may_ask()]

    assert live(office, story=story()) == [True, False, True]


def test_who_lives_again_asks_no_host_that_was_given_to_another(
    shared: Store, office: Office, other: Office
) -> None:
    async def story() -> list[bool]:
        await other.takes_no_turns()
        offer(shared, "paper.example")
        [task] = await office.comes(office.handed_out)
        assert await office.desk.visit(task, "elsewhere.example")
        names = [f"http://{name}.example/" for name in ("paper", "elsewhere", "third")]
        before = [office.desk.may_ask(name) for name in names]
        with shared.writing() as tx:
            tx.exec_driver_sql("update procrastinate_workers set last_heartbeat = 'epoch'")
            jobs.rescue(tx, NOW, after_s=30, pause_s=2)
        await office.turns.beat()
        after = [office.desk.may_ask(name) for name in names]
        office.turns.finished(task)
        await office.comes(lambda: office.desk.may_ask(names[1]))
        return before + after

    assert live(office, other, story=story()) == [True, True, True, False, False, True]


def test_nothing_is_asked_in_a_turn_while_its_end_is_written_down(
    shared: Store, office: Office, other: Office
) -> None:
    """Others may know of the end before we do."""
    written = threading.Event()

    async def story() -> tuple[bool, bool, bool]:
        await other.takes_no_turns()
        offer(shared, "paper.example")
        [task] = await office.comes(office.handed_out)
        await office.read(task, rss())
        held_up = asyncio.ensure_future(office.desk.writer.run(written.wait, 30))
        await office.comes(lambda: [one for one in office.turns._turns.values() if one.is_ending])
        led = Task(Kind.ARTICLE, 99, "link.example")
        visit = asyncio.ensure_future(office.desk.visit(led, "paper.example"))
        await asyncio.sleep(0.5)
        waited, may_ask = not visit.done(), office.desk.may_ask("http://paper.example/a")
        written.set()
        await held_up
        return waited, may_ask, await visit

    assert live(office, other, story=story()) == (True, False, True)


def test_a_worker_that_was_thought_dead_drops_its_turns_and_writes_nothing(
    shared: Store, office: Office, other: Office
) -> None:
    offer(shared, "paper.example", "www.paper.example")

    async def story() -> tuple[list[Task], list[Task], int]:
        [task] = await office.comes(office.handed_out)  # the other feed waits for the pause
        await office.takes_no_turns()
        with shared.writing() as tx:
            tx.exec_driver_sql("update procrastinate_workers set last_heartbeat = 'epoch'")
            assert jobs.rescue(tx, NOW, after_s=30, pause_s=2).again == 1
        await other.desk.open()
        await other.comes(lambda: other.turns.n_turns)
        at_once = other.handed_out()  # nobody noted when the host was asked last
        await office.turns.beat()
        office.passed_s += 5
        dropped = office.handed_out()
        await office.read(task, rss(("paper.example", 1)))  # too late
        with shared.reading() as tx:
            n_entries = tx.exec_driver_sql("select count(*) from entry").scalar_one()
        await other.desk.settle()
        return at_once, dropped, n_entries

    assert live(office, story=story()) == ([], [], 0)


def test_a_redirect_to_the_host_of_another_worker_waits_for_it_and_its_pause(
    shared: Store, office: Office, other: Office
) -> None:
    async def story() -> tuple[bool, float]:
        await other.takes_no_turns()
        offer(shared, "paper.example")
        [task] = await office.comes(office.handed_out)
        led = Task(Kind.ARTICLE, 99, "link.example")
        visit = asyncio.ensure_future(other.desk.visit(led, "paper.example"))
        await asyncio.sleep(0.7)
        waited = not visit.done()
        began = asyncio.get_running_loop().time()
        await office.read(task, rss())
        assert await visit
        took_s = asyncio.get_running_loop().time() - began
        other.turns.finished(led)
        await other.comes(lambda: held(shared) == (0, 0))
        return waited, took_s

    waited, took_s = live(office, other, story=story())
    assert (waited, took_s >= 1.0) == (True, True)


def test_what_is_left_at_the_end_is_given_back(shared: Store, office: Office) -> None:
    offer(shared, "paper.example", "other.example")

    async def story() -> None:
        await office.comes(lambda: held(shared) == (0, 2))
        office.desk.stop()

    live(office, story=story())
    assert held(shared) == (0, 0)
    with shared.writing() as tx:
        assert jobs.offer(tx, NOW, most=9) == 2
        assert tx.exec_driver_sql("select count(*) from procrastinate_workers").scalar() == 0
