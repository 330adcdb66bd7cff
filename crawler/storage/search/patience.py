"""How long a search may look; what it found until then counts, with how far back it came.

Both databases can end a statement that takes too long: SQLite asks us every so many steps,
PostgreSQL has a timeout. Between statements, and between two articles, we look ourselves.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from math import inf
from time import monotonic

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from crawler.storage.reach import usual_timeout
from crawler.storage.store import Tx
from crawler.storage.tables import article

# SQLite asks after so many steps of its machine: some ten thousand times a second.
_STEPS = 1_000
_CANCELLED = "57014"  # PostgreSQL's code for a statement that took too long


class OutOfTimeError(Exception):
    """A statement was ended because the time was over. It never leaves this room."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """A search that was not at its end when its time was over."""

    after_s: float
    back_to: datetime | None  # first sight of the oldest article looked through; None: of none
    cursor: str | None  # where to go on


class Patience:
    """The time that one search has, from now on, and how far it came."""

    def __init__(self, limit_s: float | None = None, clock: Callable[[], float] = monotonic):
        """None and 0 are no limit. *clock* gives seconds from any beginning."""
        self.limit_s = limit_s or None
        self._clock = clock
        self._ends = clock() + limit_s if limit_s else inf
        # Has the time been over before all was looked through?
        self.ran_out = False
        # All articles from this id on were looked through; None: not one.
        self.reached: int | None = None
        # From this id on the index has told all that it lets through.
        self.told: int | None = None

    def shared(self) -> Patience:
        """For another search in the same time: it tells how far that one came."""
        made = Patience(self.limit_s, self._clock)
        made._ends = self._ends
        return made

    def is_over(self) -> bool:
        """Has the time passed? Whoever asks stops if it has."""
        self.ran_out = self.ran_out or self._clock() >= self._ends
        return self.ran_out

    @contextmanager
    def ending(self, tx: Tx) -> Iterator[None]:
        """Statements inside end with OutOfTimeError when the time is over; *tx* can go on."""
        if self.limit_s is None:
            yield
            return
        if self.is_over():
            raise OutOfTimeError("no time left")
        try:
            with self._sqlite(tx) if tx.dialect.name == "sqlite" else self._postgresql(tx):
                yield
        except OperationalError as error:
            if not _is_ended(error):
                raise
            self.ran_out = True
            raise OutOfTimeError("the statement took too long") from error

    @contextmanager
    def _sqlite(self, tx: Tx) -> Iterator[None]:
        link = tx.connection.driver_connection
        assert isinstance(link, sqlite3.Connection)
        link.set_progress_handler(lambda: int(self._clock() >= self._ends), _STEPS)
        try:
            yield
        finally:
            link.set_progress_handler(None, 0)

    @contextmanager
    def _postgresql(self, tx: Tx) -> Iterator[None]:
        left_ms = max(int((self._ends - self._clock()) * 1_000), 1)
        # A statement that was ended spoils its transaction, but not what was before the savepoint.
        with tx.begin_nested():
            tx.exec_driver_sql(f"set local statement_timeout = {left_ms}")
            yield
            tx.exec_driver_sql(f"set local statement_timeout to {usual_timeout(tx)}")


def stopped(tx: Tx, patience: Patience) -> Stopped | None:
    """How far a search came, or None when it came to its end."""
    if not patience.ran_out:
        return None
    reached, seen = patience.reached, None
    if reached is not None:
        oldest = select(article.c.first_seen_at).where(article.c.id >= reached)
        seen = tx.execute(oldest.order_by(article.c.id).limit(1)).scalar()
    cursor = None if reached is None else str(reached)
    return Stopped(after_s=patience.limit_s or 0.0, back_to=seen, cursor=cursor)


def _is_ended(error: OperationalError) -> bool:
    cause = error.orig
    if isinstance(cause, sqlite3.OperationalError):
        return cause.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT
    return getattr(cause, "sqlstate", None) == _CANCELLED
