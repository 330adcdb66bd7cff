from __future__ import annotations

import subprocess
import sys
import threading
import time

import pytest

from crawler.storage import Store
from tests.intake.process import admit_all


def originals(store: Store) -> list[int]:
    with store.reading() as tx:
        found = tx.exec_driver_sql(
            "select count(*), count(original_id), count(distinct story_id) from article"
        ).one()
    return list(found)


@pytest.mark.parametrize("round_", range(3))
def test_copies_that_arrive_at_once_in_two_processes_have_one_original(
    store: Store, database_url: str, round_: int
) -> None:
    start = str(time.time() + 2.5)
    line = [sys.executable, "-m", "tests.intake.process", database_url]

    running = [subprocess.Popen([*line, name, start, "15"]) for name in ("one", "two")]

    assert [process.wait(100) for process in running] == [0, 0]
    assert originals(store) == [60, 58, 2]


def test_copies_that_arrive_at_once_in_threads_have_one_original(
    store: Store, database_url: str
) -> None:
    threads = [
        threading.Thread(target=admit_all, args=(database_url, name, 10, time.time() + 0.5))
        for name in ("one", "two", "three")
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert originals(store) == [60, 58, 2]
