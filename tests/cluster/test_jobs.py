"""Turns of hosts in Procrastinate's queue: offered once, taken once, taken again from the lost."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest

from crawler.items import Origin
from crawler.storage import Store, Tx, facts, feeds, hosts, jobs, turns
from crawler.storage.feeds import FeedSpec
from crawler.storage.jobs import Job, Rescued
from tests.samples import NOW

LONG_AGO = "update procrastinate_workers set last_heartbeat = now() - interval '1 minute'"


def due_at(tx: Tx, *names: str) -> None:
    """A feed that is due at each of these hosts."""
    for name in names:
        spec = FeedSpec(url=f"http://{name}/feed", name=name)
        feeds.add(tx, spec, Origin.PERSON, NOW)


def offer(store: Store, *, most: int = 100) -> int:
    with store.writing() as tx:
        return jobs.offer(tx, NOW, most=most)


def take(store: Store, worker: int, *, most: int = 100) -> list[Job]:
    with store.writing() as tx:
        return jobs.take(tx, worker, most=most)


def worker_of(store: Store) -> int:
    with store.writing() as tx:
        return jobs.register(tx)


def test_a_host_is_offered_once_whatever_is_due_there(shared: Store) -> None:
    with shared.writing() as tx:
        due_at(tx, "paper.example", "www.paper.example", "other.example")

    assert (offer(shared), offer(shared)) == (2, 0)


def test_a_host_that_somebody_holds_is_not_offered_until_its_turn_is_over(shared: Store) -> None:
    with shared.writing() as tx:
        due_at(tx, "paper.example")
    offer(shared)
    worker = worker_of(shared)
    [job] = take(shared, worker)

    held = offer(shared)
    with shared.writing() as tx:
        ended = jobs.end(tx, worker, [job.id])

    assert (held, ended, offer(shared)) == (0, 1, 1)


def test_a_host_that_wants_peace_gets_no_turn(shared: Store) -> None:
    with shared.writing() as tx:
        due_at(tx, "tired.example", "paper.example")
        hosts.hush(tx, "tired.example", NOW + timedelta(hours=1), "429", NOW)

    offer(shared)

    assert [job.host for job in take(shared, worker_of(shared))] == ["paper.example"]


def test_no_more_turns_are_queued_than_asked_for(shared: Store) -> None:
    with shared.writing() as tx:
        due_at(tx, *(f"paper{number}.example" for number in range(9)))

    assert (offer(shared, most=4), offer(shared, most=4), offer(shared, most=6)) == (4, 0, 2)


def test_workers_that_ask_at_once_share_the_turns(shared: Store) -> None:
    with shared.writing() as tx:
        due_at(tx, *(f"paper{number}.example" for number in range(60)))
    offer(shared)
    gate, found = Barrier(4), list[list[Job]]()

    def work() -> None:
        worker = worker_of(shared)
        gate.wait()
        found.append([job for _ in range(10) for job in take(shared, worker, most=3)])

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    taken = [job.host for part in found for job in part]
    assert (len(taken), len(set(taken))) == (60, 60)


def test_turns_of_a_lost_worker_are_taken_by_another(shared: Store) -> None:
    with shared.writing() as tx:
        due_at(tx, "paper.example")
    offer(shared)
    lost, other = worker_of(shared), worker_of(shared)
    [first] = take(shared, lost)

    with shared.writing() as tx:
        early = jobs.rescue(tx, NOW, after_s=30, pause_s=2)
        tx.exec_driver_sql(f"{LONG_AGO} where id = {lost}")
        late = jobs.rescue(tx, NOW, after_s=30, pause_s=2)
    [again] = take(shared, other)

    assert (early, late) == (Rescued(again=0, dropped=0), Rescued(again=1, dropped=0))
    assert (again.id, first.is_rescued, again.is_rescued) == (first.id, False, True)
    with shared.writing() as tx:
        assert (jobs.end(tx, lost, [first.id]), jobs.held(tx, other)) == (0, {again.id})
        assert (jobs.beat(tx, lost), jobs.beat(tx, other)) == (False, True)


def test_a_lost_turn_of_a_host_that_waits_already_is_over(shared: Store) -> None:
    """Procrastinate's own retry ends with a violated key here."""
    with shared.writing() as tx:
        due_at(tx, "paper.example")
    offer(shared)
    lost = worker_of(shared)
    take(shared, lost)
    with shared.writing() as tx:
        tx.exec_driver_sql(
            "insert into procrastinate_jobs (queue_name, task_name, lock, queueing_lock) "
            "values ('hosts', 'turn', 'paper.example', 'paper.example')"
        )
        tx.exec_driver_sql(LONG_AGO)

    with shared.writing() as tx:
        rescued, standing = jobs.rescue(tx, NOW, after_s=30, pause_s=2), jobs.waiting(tx)

    assert (rescued, standing) == (Rescued(again=0, dropped=1), (1, 0))


def test_a_redirect_waits_until_nobody_has_the_turn_of_its_host(shared: Store) -> None:
    with shared.writing() as tx:
        due_at(tx, "paper.example")
    offer(shared)
    holder, led_there = worker_of(shared), worker_of(shared)
    [job] = take(shared, holder)

    with shared.writing() as tx:
        early = jobs.visit(tx, led_there, "paper.example")
        jobs.end(tx, holder, [job.id])
        late = jobs.visit(tx, led_there, "paper.example")

    assert (early, late is not None) == (None, True)
    assert (offer(shared), take(shared, holder)) == (0, [])  # while the visit lasts
    with shared.writing() as tx:
        assert jobs.end(tx, led_there, [late or 0]) == 1
    assert offer(shared) == 1
    assert [one.host for one in take(shared, holder)] == ["paper.example"]


def test_the_visit_of_a_lost_worker_is_over(shared: Store) -> None:
    lost = worker_of(shared)
    with shared.writing() as tx:
        jobs.visit(tx, lost, "paper.example")
        tx.exec_driver_sql(LONG_AGO)

        assert jobs.rescue(tx, NOW, after_s=30, pause_s=2) == Rescued(again=0, dropped=1)
        assert jobs.visit(tx, worker_of(shared), "paper.example") is not None


@pytest.mark.parametrize(("known_s", "wait_s"), [(None, 2), (7, 7), (1, 2)])
def test_a_host_that_a_lost_worker_may_just_have_asked_is_left_alone(
    shared: Store, known_s: float | None, wait_s: float
) -> None:
    lost = worker_of(shared)
    with shared.writing() as tx:
        if known_s is not None:
            turns.note_pause(tx, "paper.example", known_s, NOW)
        jobs.visit(tx, lost, "paper.example")
        tx.exec_driver_sql(LONG_AGO)
        jobs.rescue(tx, NOW, after_s=30, pause_s=2)

        patience = turns.patience_of(tx, ["paper.example"])["paper.example"]

    assert patience.wait_s == pytest.approx(wait_s, abs=1)


def test_nothing_is_left_of_turns_that_are_over(shared: Store) -> None:
    with shared.writing() as tx:
        due_at(tx, "paper.example", "other.example")
    offer(shared)
    worker = worker_of(shared)
    ids = [job.id for job in take(shared, worker)]

    with shared.writing() as tx:
        jobs.end(tx, worker, ids)
        tables = ("procrastinate_jobs", "procrastinate_events")
        left = [tx.exec_driver_sql(f"select count(*) from {one}").scalar() for one in tables]

    assert left == [0, 0]


def test_one_process_that_does_everything_leaves_nothing_in_the_queue(shared: Store) -> None:
    with shared.writing() as tx:
        due_at(tx, "paper.example")
    offer(shared)

    with shared.writing() as tx:
        jobs.clear(tx)
        assert jobs.waiting(tx) == (0, 0)


def test_the_queue_follows_the_version_that_is_installed(shared: Store) -> None:
    noted = "procrastinate_trigger_function_status_events_update_v1"
    with shared.writing() as tx:
        newest = facts.get(tx, jobs.APPLIED)
        # As if the version before had been installed when the database was upgraded last.
        facts.put(tx, jobs.APPLIED, "03.04.00_01_pre_add_retry_failed_job_procedure")
        tx.exec_driver_sql(f"drop function {noted} cascade")

        jobs.bring_up(tx)

        found = tx.exec_driver_sql(f"select to_regproc('{noted}')").scalar()
        assert (found, facts.get(tx, jobs.APPLIED)) == (noted, newest)


PRE, POST = "99.00.00_01_pre_more", "99.00.00_50_post_less"


@pytest.fixture
def _newer_queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A version of Procrastinate whose second step takes away what those before it need."""
    (tmp_path / f"{PRE}.sql").write_text("create table procrastinate_more (id bigint);", "utf-8")
    (tmp_path / f"{POST}.sql").write_text("drop table procrastinate_more;", "utf-8")
    monkeypatch.setattr(jobs, "_migrations", lambda: sorted(tmp_path.glob("*.sql")))


@pytest.mark.usefixtures("_newer_queue")
def test_what_older_programs_need_in_the_queue_goes_when_none_lives(shared: Store) -> None:
    with shared.writing() as tx:
        begun = jobs.bring_up(tx, alone=False), jobs.bring_up(tx, alone=False)
        half = facts.get(tx, jobs.APPLIED)
        done = jobs.bring_up(tx, alone=True)

        assert (begun, half, done) == ((False, False), PRE, True)
        assert facts.get(tx, jobs.APPLIED) == POST


def test_an_older_program_that_leads_leaves_a_newer_queue_as_it_is(shared: Store) -> None:
    with shared.writing() as tx:
        facts.put(tx, jobs.APPLIED, POST)

        assert jobs.bring_up(tx)
        assert facts.get(tx, jobs.APPLIED) == POST


def test_the_queue_can_be_removed_and_made_anew(shared: Store) -> None:
    with shared.writing() as tx:
        jobs.take_down(tx)
        gone = jobs.has_queue(tx)
        jobs.bring_up(tx)
        due_at(tx, "paper.example")

        assert (gone, jobs.has_queue(tx), jobs.offer(tx, NOW, most=9)) == (False, True, 1)
