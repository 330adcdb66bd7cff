"""Twisted's reactor on an asyncio loop, around one life of the service."""

from __future__ import annotations

from time import monotonic
from typing import Any

from crawler.config import Config
from crawler.service.life import Life
from crawler.service.summary import Summary
from crawler.storage import Store
from crawler.storage.lock import ServiceLock, service_lock


def run(config: Config, store: Store, *, seconds: float | None = None) -> Summary:
    """The service, until SIGTERM, Ctrl-C or *seconds* have passed.

    Raises AlreadyRunning when another service works on this database.
    """
    return _in_reactor(config, store, once=False, seconds=seconds)


def crawl_once(config: Config, store: Store) -> Summary:
    """Look at every feed that is due, read what they bring, deliver, and end."""
    return _in_reactor(config, store, once=True, seconds=None)


def steady(reactor: Any) -> None:
    """Have a reactor's pauses and time-outs go by the clock that nobody puts forward or back.

    Twisted plans even "as soon as possible" by the time of day: a connection that was about to be
    opened when the clock was put back two hours would be opened in two hours.
    """
    reactor.seconds = monotonic


def _in_reactor(config: Config, store: Store, *, once: bool, seconds: float | None) -> Summary:
    """Start the reactor around one service; it can be started once a process."""
    # Before anything else imports the reactor.
    from scrapy.utils.reactor import install_reactor  # noqa: PLC0415

    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from scrapy.utils.defer import deferred_from_coro  # noqa: PLC0415
    from twisted.internet import reactor as installed  # noqa: PLC0415

    reactor: Any = installed
    steady(reactor)

    outcome: list[Any] = []

    def start(lock: ServiceLock) -> None:
        life = Life(config, store, lock, once=once, seconds=seconds)
        deferred: Any = deferred_from_coro(life.live(reactor))
        deferred.addBoth(outcome.append)
        deferred.addBoth(lambda _: reactor.stop())

    with service_lock(store) as lock:
        reactor.callWhenRunning(start, lock)
        reactor.run(installSignalHandlers=False)
    if isinstance(outcome[0], Summary):
        return outcome[0]
    outcome[0].raiseException()
    raise AssertionError("unreachable")
