"""What it costs to take a job: one a host, as here, against one a feed and one an article.

    python -m benchmarks.scale.queue [--hosts 1000] [--each 30] [--takes 50]

So many hosts have so many articles waiting each, and nine of ten hosts are being asked by
somebody. With a job for each article the jobs of these hosts stand in front and may not begin:
Procrastinate's query for the next job looks at each of them. With a turn for each host there are
none.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import psutil
from sqlalchemy import text

from benchmarks.kills import postgresql
from benchmarks.scale.workers import fresh
from crawler.storage import Store, jobs

FILL = text("""
insert into procrastinate_jobs (queue_name, task_name, lock, args)
select 'hosts', 'turn', 'h' || host || '.example', jsonb_build_object('by', now()::text)
from generate_series(1, :each) as one, generate_series(1, :hosts) as host
order by host, one
""")
BEGIN = text("""
update procrastinate_jobs set status = 'doing', worker_id = :worker
where id in (select min(id) from procrastinate_jobs group by lock order by 1 limit :busy)
""")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hosts", type=int, default=1000)
    parser.add_argument("--each", type=int, default=30, help="articles that wait on each host")
    parser.add_argument("--takes", type=int, default=50)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ww-queue-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        with postgresql(Path(name)) as server:
            print(f"{'jobs':34}{'waiting':>9}{'server ms to take one':>23}")
            for what, each, ours in (
                ("one an article", asked.each, False),
                ("one an article, index by lock", asked.each, True),
                ("one a host", 1, True),
            ):
                took_ms = measure(fresh(server), asked.hosts, each, asked.takes, ours=ours)
                n_jobs = asked.hosts * each - asked.hosts * 9 // 10
                print(f"{what:34}{n_jobs:9,}{took_ms:23.2f}", flush=True)


def measure(url: str, hosts: int, each: int, takes: int, *, ours: bool) -> float:
    """Milliseconds of the server's CPU to take one job, of many one after another."""
    store = Store.connect(url)
    with store.writing() as tx:
        worker = jobs.register(tx)
        if not ours:
            tx.exec_driver_sql("drop index wirewatch_jobs_lock")
        tx.execute(FILL, {"each": each, "hosts": hosts})
        tx.execute(BEGIN, {"worker": worker, "busy": hosts * 9 // 10})
    with store.outside() as tx:
        tx.exec_driver_sql("vacuum analyze procrastinate_jobs")
    with store.writing() as tx:
        backend = psutil.Process(tx.exec_driver_sql("select pg_backend_pid()").scalar_one())
        jobs.take(tx, worker, most=1)  # plans are made
        began = backend.cpu_times()
        for _ in range(takes):
            assert len(jobs.take(tx, worker, most=1)) == 1
        ended = backend.cpu_times()
    store.close()
    return (ended.user + ended.system - began.user - began.system) * 1000 / takes


if __name__ == "__main__":
    main()
