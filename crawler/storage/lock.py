"""One service a database: a lock that the system releases when its holder dies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from crawler.errors import AlreadyRunning, DatabaseBusy, StorageError
from crawler.storage import beats
from crawler.storage.store import Store

# The key of PostgreSQL's advisory lock; any constant but JUDGING would do.
SERVING = 0x57495246


class ServiceLock:
    """Held while the service runs; on PostgreSQL it has to be looked after."""

    def __init__(self, store: Store, link: Connection | None = None) -> None:
        self._store, self._link = store, link

    def keep(self) -> bool:
        """Make sure that it is held; True when it had been lost and was taken again.

        PostgreSQL frees the lock with the link that holds it, and a link breaks silently when the
        server is started anew. Raises AlreadyRunning when another has taken it meanwhile, and
        DatabaseBusy while the database is away.
        """
        if self._link is None or _is_alive(self._link):
            return False
        self.close()
        try:
            self._link = _taken(self._store)
        except OperationalError as error:
            raise _away(self._store, error) from error
        return True

    @property
    def is_alive(self) -> bool:
        """Whether it is held still."""
        return self._link is None or _is_alive(self._link)

    def close(self) -> None:
        """Free it."""
        if self._link is not None:
            with suppress(SQLAlchemyError):
                self._link.close()


# A session that says nothing for so long is ended by the server, and its lock with it: a leader
# that was frozen, or whose machine is gone, leads no more.
SILENT_S = 15


def lead(store: Store) -> ServiceLock | None:
    """The lock, for one that leads others; None while another holds it.

    Whoever holds it has to `keep` it more often than every SILENT_S. Raises DatabaseBusy while the
    database is away. Only on PostgreSQL.
    """
    try:
        link = _taken(store)
    except AlreadyRunning:
        return None
    except OperationalError as error:
        raise _away(store, error) from error
    for name, value in _WATCHED.items():
        # Older servers do not know all of them.
        link.exec_driver_sql(
            "select set_config(name, %s, false) from pg_settings where name = %s", (value, name)
        )
    link.commit()
    return ServiceLock(store, link)


_WATCHED = {
    "idle_session_timeout": f"{SILENT_S}s",
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "3",
    "tcp_keepalives_count": "3",
}


@contextmanager
def service_lock(store: Store) -> Iterator[ServiceLock]:
    """Held while the service runs; AlreadyRunning names who holds it."""
    if store.file is not None:
        with _file_lock(store, store.file):
            yield ServiceLock(store)
        return
    lock = ServiceLock(store, _taken(store))
    try:
        yield lock
    finally:
        lock.close()


@contextmanager
def file_lock(path: Path, who: Callable[[], str]) -> Iterator[None]:
    """Held while the block runs, and freed by the system when its process dies.

    Raises AlreadyRunning, saying *who*, when another holds it; StorageError when *path* cannot be
    written.
    """
    lock = FileLock(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise AlreadyRunning(who()) from None
    except OSError as error:
        raise StorageError(f"{path}: cannot be written ({error.strerror})") from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _file_lock(store: Store, file: Path) -> Iterator[None]:
    with file_lock(Path(f"{file}.lock"), lambda: _who(store)):
        yield


def _is_alive(link: Connection) -> bool:
    try:
        link.exec_driver_sql("select 1")
        link.commit()
    except SQLAlchemyError:
        return False
    return True


def _taken(store: Store) -> Connection:
    """A link whose session holds the advisory lock; the link's end frees it."""
    link = store.lasting.connect()
    held = link.exec_driver_sql(f"select pg_try_advisory_lock({SERVING})").scalar()
    link.commit()
    if not held:
        link.close()
        raise AlreadyRunning(_who(store))
    return link


def _away(store: Store, error: OperationalError) -> DatabaseBusy:
    return DatabaseBusy(f"{store.place}: {str(error.orig).strip().splitlines()[0]}")


def _who(store: Store) -> str:
    with store.reading() as tx:
        beat = beats.last(tx)
    who = (
        f"process {beat.pid} on {beat.host}, since {beat.started_at:%Y-%m-%d %H:%M} UTC; "
        if beat
        else ""
    )
    return (
        f"another service works on {store.place} ({who}"
        "one is enough). Stop it first, or give this one a database of its own"
    )
