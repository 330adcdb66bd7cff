"""kill -9 at any moment loses no alert, and repeats one only with the same key."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections import Counter

from tests.alerts.newsroom import Newsroom
from tests.alerts.receiver import Receiver

ALERTS, KILLS = 60, 3


def test_every_alert_arrives_whenever_the_process_is_killed(
    newsroom: Newsroom, database_url: str
) -> None:
    newsroom.topic("Floods", "river", "hook")
    for _ in range(ALERTS):
        newsroom.publish()
    with Receiver() as receiver:
        for number in range(1, KILLS + 1):
            _run(database_url, receiver, kill_at=number * ALERTS // (KILLS + 1))
        _run(database_url, receiver, kill_at=None)

    seen = Counter(taken.key for taken in receiver.taken)
    assert len(seen) == ALERTS
    assert sum(seen.values()) <= ALERTS + KILLS  # each kill hits one message at most
    assert {row.state for row in newsroom.alerts()} == {"sent"}


def _run(database: str, receiver: Receiver, *, kill_at: int | None) -> None:
    command = [sys.executable, "-m", "tests.alerts.process", database, receiver.url]
    with subprocess.Popen(command) as process:
        if kill_at is None:
            assert process.wait(60) == 0
            return
        while len(receiver.taken) < kill_at:
            assert process.poll() is None
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
