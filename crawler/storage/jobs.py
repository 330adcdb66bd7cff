"""The queue of many machines: Procrastinate's tables and functions, called in our own transactions.

A job is the turn of one host: whoever holds it is the only one who may ask that host for anything.
Its lock and its queueing lock are the host, so the queue never has more jobs than hosts, and none
that stands behind another of its own lock: a worker that asks for work is not kept by thousands of
jobs that may not begin yet. What there is to do in a turn stands in the rows of feeds and entries.

Procrastinate's own worker is not used. It ends at the first error of the database in its heartbeat,
leaves a job that it could not finish locked for as long as it lives, and fetches jobs one by one.

Only PostgreSQL has this; each function says plainly what it does, and commits nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from crawler.storage import facts, turns
from crawler.storage.store import Tx

QUEUE, TASK = "hosts", "turn"
# Of the queue of one worker, for hosts where a redirect leads to.
VISITS, VISIT = "visits of", "visit"
# The name of a fact: the last of Procrastinate's migrations that the database has.
APPLIED = "procrastinate"
# In the name of a migration of theirs: only after the last program of the version before.
POST = "_post_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A host's turn that was taken."""

    id: int
    host: str
    due_by: datetime  # what is due at the host by then is to be done
    is_rescued: bool  # somebody held it before, and was lost


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescued:
    """What became of the turns of workers that were lost."""

    again: int  # to be taken by others
    dropped: int  # the host was waiting for its next turn already


def bring_up(tx: Tx, *, alone: bool = True) -> bool:
    """Make Procrastinate's tables, or bring them towards the version that is installed.

    From the first of its steps on that programs before it do not bear ("post") only when *alone*:
    when none of them lives. True when nothing is left to do.
    """
    if tx.dialect.name != "postgresql":
        return True
    steps, held = _migrations(), facts.get(tx, APPLIED)
    if held is None:
        _run_script(tx, _schema())
        _run_script(tx, OURS)
        facts.put(tx, APPLIED, steps[-1].stem)
        return True
    for step in (one for one in steps if one.stem > held):
        if POST in step.stem and not alone:
            return False
        _run_script(tx, step.read_text("utf-8"))
        facts.put(tx, APPLIED, step.stem)
    return True


def take_down(tx: Tx) -> None:
    """Remove all that `bring_up` made."""
    if tx.dialect.name != "postgresql":
        return
    for statement in tx.execute(_REMOVALS).scalars().all():
        tx.exec_driver_sql(statement)
    facts.drop(tx, APPLIED)


def offer(tx: Tx, now: datetime, *, most: int) -> int:
    """Queue the turns of hosts where something is due and that have none yet; how many.

    Of two schedulers that both believe to lead one may queue nothing this time.
    """
    waiting = int(tx.execute(_WAITING, {"queue": QUEUE}).scalar_one())
    if waiting >= most:
        return 0
    values = {"now": now, "by": now.isoformat(), "most": most - waiting}
    try:
        with tx.begin_nested():
            found: int | None = tx.execute(_OFFER, values | {"queue": QUEUE, "task": TASK}).scalar()
    except IntegrityError:  # all or nothing: the next tick sees what the other one queued
        return 0
    return found or 0


def take(tx: Tx, worker: int, *, most: int) -> list[Job]:
    """Up to so many turns, those that wait longest first."""
    try:
        with tx.begin_nested():
            rows = tx.execute(_TAKE, {"queues": [QUEUE], "worker": worker, "most": most}).all()
    except IntegrityError:  # another worker took a turn of the same host in the same moment
        return []
    return [
        Job(
            id=row.id,
            host=row.lock,
            due_by=datetime.fromisoformat(row.args["by"]),
            is_rescued=row.attempts > 0,
        )
        for row in rows
    ]


def visit(tx: Tx, worker: int, host: str) -> int | None:
    """The job by which this worker may ask a host at once, since a redirect leads there; None while
    somebody has its turn.

    It goes before the turns that wait, and has the lock of the host as they have.
    """
    values = {"queue": f"{VISITS} {worker}", "task": VISIT, "host": host, "worker": worker}
    try:
        with tx.begin_nested() as attempt:
            tx.execute(_BEGIN_VISIT, values)
            found: int | None = tx.execute(_TAKE_VISIT, values).scalar()
            if found is None:
                attempt.rollback()  # it must not wait in the queue
    except IntegrityError:  # somebody took the host's turn in the same moment
        return None
    return found


def end(tx: Tx, worker: int, ids: Collection[int]) -> int:
    """These turns are over; how many of them were still ours."""
    return len(tx.execute(_END, {"ids": sorted(ids), "worker": worker}).all()) if ids else 0


def held(tx: Tx, worker: int) -> set[int]:
    """The jobs that the worker holds, as the database sees it."""
    return set(tx.execute(_HELD, {"worker": worker}).scalars())


def rescue(tx: Tx, now: datetime, *, after_s: float, pause_s: float) -> Rescued:
    """Queue the turns again of workers that gave no sign of life for so long, and forget these.

    Nobody noted when their hosts were asked last, so these are left alone for a whole pause: the
    longest they are known to want, at least *pause_s*.
    """
    rows = tx.execute(_STALLED, {"after_s": after_s}).all()
    _leave_alone(tx, {row.lock for row in rows}, now, pause_s=pause_s)
    again = sum(row.queue_name == QUEUE and _queue_again(tx, row.id) for row in rows)
    for row in rows:
        if row.queue_name != QUEUE:
            tx.execute(_DROP, {"id": row.id})
    tx.execute(_PRUNE, {"after_s": after_s})
    return Rescued(again=again, dropped=len(rows) - again)


def register(tx: Tx) -> int:
    """The number of a new worker."""
    return int(tx.exec_driver_sql("select procrastinate_register_worker_v1()").scalar_one())


def beat(tx: Tx, worker: int) -> bool:
    """The worker lives; False when it is not known any more: it was thought dead."""
    tx.execute(_BEAT, {"worker": worker})
    return tx.execute(_KNOWN, {"worker": worker}).first() is not None


def sign_off(tx: Tx, worker: int) -> None:
    """The worker has ended; what it still held is rescued."""
    tx.execute(_SIGN_OFF, {"worker": worker})


def waiting(tx: Tx) -> tuple[int, int]:
    """How many turns wait, and how many are taken."""
    row = tx.execute(_STANDING, {"queue": QUEUE}).one()
    return row.todo, row.doing


def clear(tx: Tx) -> None:
    """Nobody takes turns any more: one process does everything from now on."""
    if has_queue(tx):
        tx.execute(_CLEAR)


def has_queue(tx: Tx) -> bool:
    """Whether this database can be shared by many machines."""
    if tx.dialect.name != "postgresql":
        return False
    return tx.exec_driver_sql("select to_regclass('procrastinate_jobs')").scalar() is not None


def _leave_alone(tx: Tx, hosts: Collection[str], now: datetime, *, pause_s: float) -> None:
    wanted = {name: known.pause_s for name, known in turns.patience_of(tx, hosts).items()}
    left_s = {name: max(pause_s, wanted.get(name, 0.0)) for name in hosts}
    turns.keep_pauses(tx, left_s, now)


def _queue_again(tx: Tx, id_: int) -> bool:
    """False when the host has another turn in the queue: then this one is over."""
    try:
        with tx.begin_nested():
            tx.execute(_RETRY, {"id": id_})
    except IntegrityError:
        tx.execute(_DROP, {"id": id_})
        return False
    return True


# From here on: the statements.

# A host's feeds and entries of which something is due, but for hosts that have a turn already or
# asked to be left alone. The two unique indexes of Procrastinate answer the first question.
_FREE = """not exists (select 1 from procrastinate_jobs j
                 where j.queueing_lock = {table}.host and j.status = 'todo')
           and not exists (select 1 from procrastinate_jobs j
                 where j.lock = {table}.host and j.status = 'doing')
           and not exists (select 1 from host h
                 where h.name = {table}.host and h.quiet_until > :now)"""
_OFFER = text(f"""
with due as (
  select host, min(at) as at from (
    (select host, next_look_at as at from feed
     where state = 'active' and next_look_at <= :now and host <> '' and {_FREE.format(table="feed")}
     order by next_look_at limit :most)
    union all
    (select host, next_try_at from entry
     where state = 'waiting' and next_try_at <= :now and host <> ''
           and {_FREE.format(table="entry")}
     order by next_try_at limit :most)
  ) each_one group by host order by at limit :most)
select cardinality(procrastinate_defer_jobs_v1(array_agg(
    row(cast(:queue as text), cast(:task as text), 0, host, host,
        jsonb_build_object('by', cast(:by as text)), null)::procrastinate_job_to_defer_v1
    order by at)))
from due having count(*) > 0
""")  # noqa: S608
_WAITING = text("""
select count(*) from procrastinate_jobs where status = 'todo' and queue_name = :queue
""")
# Each row of the series calls the function once; the sum keeps PostgreSQL from calling it once
# for all.
_TAKE = text("""
select job.id, job.lock, job.args, job.attempts
from generate_series(1, :most) as number
cross join lateral procrastinate_fetch_job_v2(
    cast(:queues as varchar[]), cast(:worker as bigint) + number * 0) as job
where job.id is not null
""")
_BEGIN_VISIT = text("""
select procrastinate_defer_jobs_v1(array[row(
    cast(:queue as text), cast(:task as text), 1, cast(:host as text), null,
    cast('{}' as jsonb), null)::procrastinate_job_to_defer_v1])
""")
_TAKE_VISIT = text("""
select id from procrastinate_fetch_job_v2(
    array[cast(:queue as varchar)], cast(:worker as bigint)) as job
""")
_END = text("""
with ours as (
  select id from procrastinate_jobs
  where id = any(:ids) and worker_id = :worker and status = 'doing' for update)
select procrastinate_finish_job_v1(ours.id, 'succeeded', true) from ours
""")
_HELD = text("select id from procrastinate_jobs where worker_id = :worker and status = 'doing'")
_CLEAR = text("delete from procrastinate_jobs where status = 'todo'")
_STALLED = text("""
select job.id, job.queue_name, job.lock from procrastinate_jobs job
left join procrastinate_workers worker on worker.id = job.worker_id
where job.status = 'doing'
      and (worker.id is null or worker.last_heartbeat < now() - make_interval(secs => :after_s))
order by job.id
""")
_RETRY = text("select procrastinate_retry_job_v2(:id, now(), null, null, null)")
_DROP = text("select procrastinate_finish_job_v1(:id, 'failed', true)")
_PRUNE = text("select procrastinate_prune_stalled_workers_v1(:after_s)")
_BEAT = text("select procrastinate_update_heartbeat_v1(:worker)")
_KNOWN = text("select 1 from procrastinate_workers where id = :worker")
_SIGN_OFF = text("select procrastinate_unregister_worker_v1(:worker)")
_STANDING = text("""
select count(*) filter (where status = 'todo') as todo,
       count(*) filter (where status = 'doing') as doing
from procrastinate_jobs where queue_name = :queue
""")

# What Procrastinate looks for when it asks whether a lock is free, by the lock and not by the age
# of the job; and its tables, of which every row is gone within minutes, are swept more often.
OURS = """
create index wirewatch_jobs_lock on procrastinate_jobs (lock)
  where status = any (array['todo'::procrastinate_job_status, 'doing'::procrastinate_job_status]);
alter table procrastinate_jobs
  set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
       autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 5000);
alter table procrastinate_events
  set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
"""
_REMOVALS = text(r"""
select format('drop table if exists %I cascade', tablename) from pg_tables
  where tablename like 'procrastinate\_%' and schemaname = current_schema()
union all
select format('drop function if exists %s cascade', oid::regprocedure) from pg_proc
  where proname like 'procrastinate\_%' and pronamespace = current_schema()::regnamespace
union all
select format('drop type if exists %I cascade', typname) from pg_type
  where typname like 'procrastinate\_job%' and typtype in ('e', 'c')
        and typnamespace = current_schema()::regnamespace
        and not exists (select 1 from pg_class c where c.oid = typrelid and c.relkind = 'r')
""")


def _run_script(tx: Tx, script: str) -> None:
    """Many statements at once, with signs in them that SQLAlchemy would take for its own."""
    link: Any = tx.connection.dbapi_connection
    with link.cursor() as cursor:
        cursor.execute(script)


# Its import takes as long as many a command: only what needs it pays.


def _schema() -> str:
    from procrastinate.schema import SchemaManager  # noqa: PLC0415

    return SchemaManager.get_schema()


def _migrations() -> list[Path]:
    from procrastinate.schema import SchemaManager  # noqa: PLC0415

    return sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))
