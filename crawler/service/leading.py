"""Of many schedulers one leads: it holds a lock in a session of its own of PostgreSQL. When it dies
the server frees the lock, and another takes over within seconds.
"""

from __future__ import annotations

import logging

from crawler.errors import DatabaseBusy
from crawler.storage import Store
from crawler.storage.lock import ServiceLock, lead

log = logging.getLogger("wirewatch")

# How often it is tried to take the lock, or made sure that it is held.
EVERY_S = 2.0


class Leading:
    """One a scheduler; on one thread at a time."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._lock: ServiceLock | None = None
        self._told_to_wait = False

    @property
    def leads(self) -> bool:
        """Whether we lead, as of the last look."""
        return self._lock is not None

    def look(self) -> bool:
        """Take the lock if it is free; whether we lead now. Says so when that changes."""
        if self._lock is not None:
            if self._lock.is_alive:
                return True
            self.resign()
            log.warning("leader   the database let go of us; whoever comes first leads")
        try:
            self._lock = lead(self.store)
        except DatabaseBusy as error:
            log.debug("leader   %s", error)
            return False
        if self._lock is not None:
            log.info("leader   this scheduler leads")
            self._told_to_wait = False
        elif not self._told_to_wait:
            log.info("leader   another scheduler leads; waiting to take over")
            self._told_to_wait = True
        return self.leads

    def resign(self) -> None:
        """Let another lead."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None
