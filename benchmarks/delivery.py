"""Alerts in great number: what arrives under kill -9 and failing receivers, and how fast.

    python -m benchmarks.delivery [--alerts 10000] [--kills 50] [--database URL]

First the alerts leave, half by a webhook and half by mail, whose receivers fail in every way,
while the process that sends is killed again and again. Then messages a second: by a webhook and by
mail, the receivers on this machine; and the webhook once more while a channel beside it never
answers.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.alerts.delivery import Courier
from crawler.config import Channel, Config, Email, Network, Secret, Webhook
from crawler.storage import Store, alerts, schema
from crawler.storage.tables import alert
from tests.alerts import receiver as ways
from tests.alerts.newsroom import Newsroom
from tests.alerts.postbox import Postbox
from tests.alerts.receiver import Receiver

TOPICS = 100  # each article is an alert of each of them
FAILURES = [
    ways.status(500),
    ways.status(429, Retry_After="1"),
    ways.status(503, Retry_After="2"),
    ways.reset,
    ways.accept_and_break,
    ways.hang,
]


def main() -> int:
    """0 when every alert arrived."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--alerts", type=int, default=10_000)
    asked.add_argument("--kills", type=int, default=50)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--database", help="an empty one; a SQLite file when left out")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="ww-delivery-") as folder:
        url = given.database or f"sqlite:///{Path(folder) / 'ww.db'}"
        store = Store.connect(url)
        schema.upgrade(store)
        n = fill(store, given.alerts)
        missing = under_fire(store, url, n, given.kills, random.Random(given.seed))
        speeds(store)
        store.close()
    return int(missing > 0)


def fill(store: Store, wanted: int) -> int:
    """Owe so many alerts, half by "hook" and half by "desk", as articles that arrive make them."""
    newsroom = Newsroom(store)
    newsroom.clock.now = datetime.now(UTC) - timedelta(hours=1)
    for number in range(TOPICS):
        newsroom.topic(f"Topic {number}", "river", ("hook", "desk")[number % 2])
    for _ in range(max(wanted // TOPICS, 1)):
        newsroom.publish()
    with store.reading() as tx:
        return alerts.counts(tx)["waiting"]


def under_fire(store: Store, url: str, n: int, kills: int, chance: random.Random) -> int:
    """How many alerts never arrived."""
    failures = FAILURES * 2
    chance.shuffle(failures)
    # Spread over the run: a receiver that fails is left alone for a while each time.
    plan: list[ways.Way] = [ways.ok] * n
    for failure in failures:
        plan[chance.randrange(n // 2)] = failure
    refusals = ["451 later", "break", "452 full", "421 busy"]
    replies = [chance.choice(refusals) if chance.random() < 0.002 else "250 OK" for _ in range(n)]
    killed, started = 0, time.monotonic()
    with Receiver(*plan) as receiver, Postbox(data=Accepting(replies)) as box:

        def arrived() -> int:
            return len(receiver.taken) + len(box.mails)

        while killed < kills and waiting(store):
            target = arrived() + chance.randint(1, max(3 * n // (2 * kills), 2))
            killed += run(url, receiver, box, until=target, arrived=arrived)
        while waiting(store):
            run(url, receiver, box, until=None, arrived=arrived)
        seen = Counter([taken.key for taken in receiver.taken])
        seen.update(str(mail["Message-ID"]) for mail in box.mails)
    with store.reading() as tx:
        states = alerts.counts(tx)
    repeats = Counter(seen.values())
    print(
        f"{n:,} alerts, half by mail, {killed} kills, {len(failures)} failures of the webhook's "
        f"receiver and {sum(one != '250 OK' for one in replies)} planned of the mail server's, "
        f"{time.monotonic() - started:.0f} s: {len(seen):,} keys received, "
        f"{sum(seen.values()):,} messages, most for one key {max(repeats)}; now {states}"
    )
    return n - len(seen)


class Accepting(list[str]):
    """Replies to mails, one after the other; "250 OK" takes the mail."""

    def __bool__(self) -> bool:
        # A reply of 250 would leave the mail aside: it is taken where no reply stands.
        if len(self) and self[0] == "250 OK":
            del self[0]
            return False
        return len(self) > 0


def run(
    url: str,
    receiver: Receiver,
    box: Postbox,
    *,
    until: int | None,
    arrived: Callable[[], int],
) -> bool:
    """Send in a process of its own; whether it was killed."""
    command = [sys.executable, "-m", "tests.alerts.process", url, receiver.url, str(box.port)]
    with subprocess.Popen(command) as process:
        while process.poll() is None:
            if until is not None and arrived() >= until:
                process.send_signal(signal.SIGKILL)
                return True
            time.sleep(0.001)
    return False


def waiting(store: Store) -> int:
    with store.reading() as tx:
        return alerts.counts(tx).get("waiting", 0)


def speeds(store: Store) -> None:
    """Messages a second by each way."""
    with Receiver() as receiver, Postbox() as box, Receiver(*[ways.hang] * 99) as dead:
        hook, stuck = webhook("hook", receiver), webhook("stuck", dead)
        desk = Email(
            name="desk", host="127.0.0.1", port=box.port, security="none",
            sender="alerts@news.example", to=("desk@paper.example",),
        )  # fmt: skip
        alone = speed(store, {"hook": 2000}, hook)
        by_mail = speed(store, {"desk": 1000}, desk)
        beside = speed(store, {"hook": 2000, "stuck": 20}, hook, stuck)
    print(f"webhook {alone:.0f} messages/s, mail {by_mail:.0f} messages/s")
    print(f"webhook beside a dead channel {beside:.0f} messages/s: {beside / alone:.2f} times")


def speed(store: Store, counts: dict[str, int], *channels: Channel) -> float:
    """Messages a second by the first of the channels."""
    with store.writing() as tx:
        tx.execute(alert.update().values(state="sent"))
        ids = list(tx.execute(alert.select().with_only_columns(alert.c.id)).scalars())
        for name, count in counts.items():
            some, ids = ids[:count], ids[count:]
            fresh = {"state": "waiting", "channel": name, "attempts": 0}
            tx.execute(alert.update().where(alert.c.id.in_(some)).values(**fresh))
    config = Config(channels=channels, network=Network(allow_private=("127.0.0.0/8",)))
    courier = Courier(store, config, lambda: datetime.now(UTC))
    first = next(iter(counts))
    n = left(store, first)
    started = time.perf_counter()
    while left(store, first):
        courier.deliver_due()
    took = time.perf_counter() - started
    return n / took


def left(store: Store, channel: str) -> int:
    with store.reading() as tx:
        return alerts.counts_by_channel(tx).get((channel, "waiting"), 0)


def webhook(name: str, receiver: Receiver) -> Webhook:
    return Webhook(name=name, url=Secret("a benchmark", receiver.url))


if __name__ == "__main__":
    sys.exit(main())
