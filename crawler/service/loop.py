"""The loops that processes live in: Twisted's reactor on an asyncio loop, or the latter alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from time import monotonic
from typing import Any

from crawler.config import Config
from crawler.errors import UsageError
from crawler.service.life import Life
from crawler.service.scheduler import Scheduler
from crawler.service.summary import Summary
from crawler.service.worker import Worker
from crawler.storage import Store
from crawler.storage.lock import service_lock


def run(config: Config, store: Store, *, seconds: float | None = None) -> Summary:
    """The service, until SIGTERM, Ctrl-C or *seconds* have passed.

    Raises AlreadyRunning when another service works on this database.
    """
    return _alone(config, store, once=False, seconds=seconds)


def crawl_once(config: Config, store: Store) -> Summary:
    """Look at every feed that is due, read what they bring, deliver, and end."""
    return _alone(config, store, once=True, seconds=None)


def steady(reactor: Any) -> None:
    """Have a reactor's pauses and time-outs go by the clock that nobody puts forward or back.

    Twisted plans even "as soon as possible" by the time of day: a connection that was about to be
    opened when the clock was put back two hours would be opened in two hours.
    """
    reactor.seconds = monotonic


def schedule(config: Config, store: Store, *, seconds: float | None = None) -> Summary:
    """The scheduler of many machines, until SIGTERM, Ctrl-C or *seconds* have passed."""
    return asyncio.run(Scheduler(config, store, seconds=seconds).live())


def work(config: Config, store: Store, *, seconds: float | None = None) -> Summary:
    """A worker of many machines, until SIGTERM, Ctrl-C or *seconds* have passed."""
    return _in_reactor(Worker(config, store, seconds=seconds).live)


def refuse_one_machine(url: str) -> None:
    """Raises UsageError when the database at that address is for one machine alone."""
    if url.startswith("sqlite:"):
        raise UsageError(
            f"{url}: SQLite is for one machine, and there one process does everything "
            "(wirewatch run). For schedulers and workers set database.url to a PostgreSQL database"
        )


def _alone(config: Config, store: Store, *, once: bool, seconds: float | None) -> Summary:
    with service_lock(store) as lock:
        return _in_reactor(Life(config, store, lock, once=once, seconds=seconds).live)


def _in_reactor(live: Callable[[Any], Coroutine[Any, Any, Summary]]) -> Summary:
    """Start the reactor around one life; it can be started once a process."""
    # Before anything else imports the reactor.
    from scrapy.utils.reactor import install_reactor  # noqa: PLC0415

    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from scrapy.utils.defer import deferred_from_coro  # noqa: PLC0415
    from twisted.internet import reactor as installed  # noqa: PLC0415

    reactor: Any = installed
    steady(reactor)

    outcome: list[Any] = []

    def start() -> None:
        deferred: Any = deferred_from_coro(live(reactor))
        deferred.addBoth(outcome.append)
        deferred.addBoth(lambda _: reactor.stop())

    reactor.callWhenRunning(start)
    reactor.run(installSignalHandlers=False)
    if isinstance(outcome[0], Summary):
        return outcome[0]
    outcome[0].raiseException()
    raise AssertionError("unreachable")
