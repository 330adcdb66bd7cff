"""A copy of the whole database in a file, made while others work on it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import URL

from crawler.errors import DatabaseBusy, StorageError
from crawler.storage.schema import version
from crawler.storage.store import Store

# Pages copied in one step, between which the service may write: 4 MiB of them.
STEP_PAGES = 1024
# A step that finds the database locked tries again after this; sqlite3 does it by itself.
PAUSE_S = 0.05

Told = Callable[[int, int], None]
"""Called with what is done and what there is to do, in bytes or pages."""


def held_schema(store: Store) -> str | None:
    """The schema that the database says it has; None for an empty one."""
    with store.reading() as tx:
        return version(tx)


def backup(store: Store, target: Path, told: Told = lambda _done, _all: None) -> None:
    """A whole, consistent copy of the database in the file *target*, while the service works on.

    SQLite's backup API copies pages; what is written meanwhile is in the copy too. PostgreSQL
    is copied by pg_dump, in its custom format, for pg_restore. The copy gets its name only when
    it is complete. Raises StorageError.
    """
    part = target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if store.file is not None:
            _copy_sqlite(store.file, part, told)
        else:
            _dump_postgresql(store.lasting.url, part)
        part.replace(target)
    except OSError as error:
        raise StorageError(f"{target}: cannot be written ({error.strerror or error})") from error
    finally:
        for left in (part, *(Path(f"{part}{end}") for end in ("-wal", "-shm", "-journal"))):
            with suppress(OSError):
                left.unlink(missing_ok=True)


def _copy_sqlite(file: Path, part: Path, told: Told) -> None:
    part.unlink(missing_ok=True)

    def progress(_status: int, left: int, total: int) -> None:
        told(total - left, total)

    try:
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(part)) as copy:
            source.backup(copy, pages=STEP_PAGES, progress=progress, sleep=PAUSE_S)
            # One file that can be carried away: no log beside it.
            copy.execute("pragma journal_mode = delete")
            verdict = copy.execute("pragma quick_check").fetchone()[0]
    except sqlite3.OperationalError as error:
        raise DatabaseBusy(f"{file}: {error}") from error
    except sqlite3.DatabaseError as error:
        raise StorageError(f"{file}: {error}") from error
    if verdict != "ok":
        raise StorageError(f"the copy of {file} is damaged ({verdict}); is the disk in order?")


def _dump_postgresql(url: URL, part: Path) -> None:
    program = shutil.which("pg_dump")
    command = dump_command(url, part)
    if program is None:
        raise StorageError(
            "pg_dump is not installed here. Backups of PostgreSQL are made with its own tool, "
            f"on a machine that has it: {' '.join(command)}"
        )
    done = subprocess.run(  # noqa: S603  # its own program, arguments as a list
        [program, *command[1:]],
        env=environment(url),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        reasons = [line.removeprefix("pg_dump: ") for line in done.stderr.strip().splitlines()]
        raise StorageError(f"pg_dump failed: {'; '.join(reasons) or 'it did not say why'}")


def dump_command(url: URL, target: Path) -> Sequence[str]:
    """How pg_dump is called; the password is not in it."""
    return ["pg_dump", "--format=custom", *address_options(url), f"--file={target}"]


def address_options(url: URL) -> list[str]:
    """Where a database is, as PostgreSQL's own tools want to be told; without the password."""
    host = url.host or url.query.get("host")
    said = [
        ("--host", host if isinstance(host, str) else None),
        ("--port", str(url.port) if url.port else None),
        ("--username", url.username),
        ("--dbname", url.database),
    ]
    return [f"{name}={value}" for name, value in said if value]


def environment(url: URL) -> dict[str, str]:
    """The environment of such a tool, with the password in it."""
    environ = dict(os.environ)
    if url.password:
        environ["PGPASSWORD"] = str(url.password)
    return environ
