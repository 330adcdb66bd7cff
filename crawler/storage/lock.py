"""One service a database: a lock that the system releases when its holder dies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from crawler.errors import AlreadyRunning, StorageError
from crawler.storage import beats
from crawler.storage.store import Store

# The key of PostgreSQL's advisory lock; any constant but JUDGING would do.
SERVING = 0x57495246


@contextmanager
def service_lock(store: Store) -> Iterator[None]:
    """Held while the service runs; AlreadyRunning names who holds it."""
    if store.file is not None:
        with _file_lock(store, store.file):
            yield
    else:
        with _advisory_lock(store):
            yield


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


@contextmanager
def _advisory_lock(store: Store) -> Iterator[None]:
    """A lock of the session: the link is kept open, and its end frees the lock."""
    with store.engine.connect() as link:
        held = link.exec_driver_sql(f"select pg_try_advisory_lock({SERVING})").scalar()
        link.commit()
        if not held:
            raise AlreadyRunning(_who(store))
        yield


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
