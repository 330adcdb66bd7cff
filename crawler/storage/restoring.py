"""A copy in a file becomes the database again: checked first, all or nothing.

SQLite: the copy is brought beside the database and takes its name in one step; what was there
is kept under another name. PostgreSQL: pg_restore tells psql what to do, in one transaction.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL

from crawler.errors import DatabaseBusy, DatabaseNewer, StorageError, UsageError
from crawler.storage.lock import service_lock
from crawler.storage.schema import is_known
from crawler.storage.store import Store
from crawler.storage.upkeep import PAUSE_S, STEP_PAGES, address_options, environment

Told = Callable[[int, int], None]
MAGIC = b"SQLite format 3\0"
DUMP_MAGIC = b"PGDMP"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was put in place of what."""

    schema: str
    articles: int | None  # in the copy; None where it cannot be told beforehand
    kept: Path | None  # the database that was there before


def inspect_copy(store: Store, file: Path) -> Restored:
    """Whether *file* is a whole copy for this kind of database, and what is in it.

    Raises UsageError for a file that is none, DatabaseNewer for one of a later version,
    StorageError for one that is damaged.
    """
    try:
        with file.open("rb") as opened:
            head = opened.read(16)
    except OSError as error:
        raise UsageError(f"{file}: cannot be read ({error.strerror})") from error
    if store.is_sqlite:
        if head != MAGIC:
            what = "a dump of PostgreSQL" if head.startswith(DUMP_MAGIC) else "no SQLite database"
            raise UsageError(f"{file}: is {what}, but this archive is SQLite ({store.place})")
        return _inspect_sqlite(file)
    if not head.startswith(DUMP_MAGIC):
        what = "a SQLite database" if head == MAGIC else "no dump of pg_dump"
        raise UsageError(f"{file}: is {what}, but this archive is PostgreSQL ({store.place})")
    return _inspect_dump(file)


def restore(
    store: Store, file: Path, now: datetime, told: Told = lambda _done, _all: None
) -> Restored:
    """Put the copy in *file* in place of the database, all or nothing.

    Raises AlreadyRunning while a service works on the database, and what `inspect_copy` raises.
    """
    with service_lock(store):
        found = inspect_copy(store, file)
        if store.file is None:
            _restore_postgresql(store, file)
            return found
        kept = _restore_sqlite(store.file, file, now, told)
        return Restored(schema=found.schema, articles=found.articles, kept=kept)


def _inspect_sqlite(file: Path) -> Restored:
    try:
        # immutable: nothing is written beside the copy, which may be on a read-only disk.
        address = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as copy:
            if Path(f"{file}-wal").exists():
                raise UsageError(
                    f"{file}: a log stands beside it, so it was not made by wirewatch db backup "
                    "but copied in the middle of work; copy it with wirewatch db backup"
                )
            verdict = copy.execute("pragma integrity_check(1)").fetchone()[0]
            if verdict != "ok":
                raise StorageError(f"{file}: is damaged ({verdict})")
            schema = copy.execute("select version_num from alembic_version").fetchone()[0]
            articles = copy.execute("select count(*) from article").fetchone()[0]
    except sqlite3.OperationalError as error:
        raise UsageError(f"{file}: is no archive of Wirewatch ({error})") from error
    except sqlite3.DatabaseError as error:
        raise StorageError(f"{file}: is damaged ({error})") from error
    _refuse_newer(file, schema)
    return Restored(schema=schema, articles=articles, kept=None)


def _refuse_newer(file: Path, schema: str) -> None:
    if not is_known(schema):
        raise DatabaseNewer(
            f"{file}: has schema {schema}, which this version of Wirewatch does not know: "
            "it was made by a later one. Install that version first"
        )


def _restore_sqlite(target: Path, file: Path, now: datetime, told: Told) -> Path | None:
    part = target.with_name(f"{target.name}.restoring")
    kept = target.with_name(f"{target.name}.before-{now:%Y%m%d-%H%M%S}")
    try:
        part.unlink(missing_ok=True)
        _copy(file, part, told)
        if not target.exists() or target.stat().st_size == 0:
            part.replace(target)
            return None
        # The log belongs to the old file: left behind, it would be read into the new one.
        _close_log(target)
        os.link(target, kept)
        part.replace(target)
    except OSError as error:
        raise StorageError(f"{target}: cannot be replaced ({error.strerror or error})") from error
    finally:
        for left in (part, *(Path(f"{part}{end}") for end in ("-wal", "-shm", "-journal"))):
            with suppress(OSError):
                left.unlink(missing_ok=True)
    return kept


def _copy(file: Path, part: Path, told: Told) -> None:
    def progress(_status: int, left: int, total: int) -> None:
        told(total - left, total)

    address = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with (
            closing(sqlite3.connect(address, uri=True)) as source,
            closing(sqlite3.connect(part)) as copy,
        ):
            source.backup(copy, pages=STEP_PAGES, progress=progress, sleep=PAUSE_S)
            verdict = copy.execute("pragma quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise StorageError(f"{file}: cannot be copied ({error})") from error
    if verdict != "ok":
        raise StorageError(f"the copy of {file} is damaged ({verdict}); is the disk in order?")
    with part.open("rb") as written:
        os.fsync(written.fileno())


def _close_log(target: Path) -> None:
    """Write the log into its file and remove it; for that nobody else may have it open."""
    try:
        with closing(sqlite3.connect(target, timeout=5, isolation_level=None)) as link:
            if link.execute("pragma journal_mode = delete").fetchone()[0] != "delete":
                raise DatabaseBusy(f"{target}: another program has it open; end it and try again")
    except sqlite3.OperationalError as error:
        raise DatabaseBusy(
            f"{target}: another program has it open ({error}); end it and try again"
        ) from error
    except sqlite3.DatabaseError:
        # What is damaged is what the copy is for. Its log is of no use to anybody else.
        for end in ("-wal", "-shm"):
            Path(f"{target}{end}").unlink(missing_ok=True)


def _inspect_dump(file: Path) -> Restored:
    """The schema stands in the dump's own rows of alembic_version."""
    program = _program("pg_restore")
    listed = _run([program, "--list", str(file)])
    if "TABLE public alembic_version" not in listed or "TABLE public article " not in listed:
        raise UsageError(f"{file}: is a dump, but of no archive of Wirewatch")
    rows = _run([program, "--data-only", "--table=alembic_version", "--file=-", str(file)])
    found = re.search(r"^COPY .*alembic_version.*\n(\S+)\n", rows, re.MULTILINE)
    if found is None:
        raise StorageError(f"{file}: does not say which schema it has")
    _refuse_newer(file, found[1])
    return Restored(schema=found[1], articles=None, kept=None)


# By itself, pg_restore 18 takes keys from parts of tables, and PostgreSQL refuses: they leave with
# their tables. Of tables that are gone already its script asks nothing.
_BEGIN = b"begin; drop table if exists public.fingerprint, public.telling cascade;\n"


def _restore_postgresql(store: Store, file: Path) -> None:
    """Nothing is committed before the whole script is there and was done."""
    url = store.lasting.url
    telling, doing = restore_commands(url, file)
    with (
        tempfile.TemporaryFile("w+") as said,
        subprocess.Popen(  # noqa: S603  # its own program, arguments as a list
            [_program(doing[0]), *doing[1:]],
            env=environment(url),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
        ) as psql,
        subprocess.Popen(  # noqa: S603
            [_program(telling[0]), *telling[1:]], stdout=subprocess.PIPE, stderr=said
        ) as script,
    ):
        try:
            _pass_on(script, psql)
        except BrokenPipeError:  # psql has given up, and says why
            script.kill()
        failed = bool(psql.wait() | script.wait())
        said.seek(0)
        _raise_if(failed, "pg_restore", said.read())


def _pass_on(script: subprocess.Popen[bytes], psql: subprocess.Popen[bytes]) -> None:
    assert script.stdout is not None
    assert psql.stdin is not None
    with psql.stdin as told:
        told.write(_BEGIN)
        shutil.copyfileobj(script.stdout, told)
        if script.wait() == 0:
            told.write(b"commit;\n")


def restore_commands(url: URL, file: Path) -> tuple[list[str], list[str]]:
    """How pg_restore and psql are called; the password is not in it."""
    telling = ["pg_restore", "--clean", "--if-exists", "--no-owner", "--file=-", str(file)]
    doing = ["psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", *address_options(url)]
    return telling, doing


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise StorageError(
            f"{name} is not installed here. Backups of PostgreSQL are restored with its own tools, "
            "pg_restore and psql: install them, or do this on a machine that has them"
        )
    return found


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(  # noqa: S603  # its own program, arguments as a list
        command, capture_output=True, text=True, check=False
    )
    _raise_if(bool(done.returncode), Path(command[0]).name, done.stderr)
    return done.stdout


def _raise_if(failed: bool, name: str, said: str) -> None:
    if failed:
        reasons = [line.removeprefix(f"{name}: ") for line in said.strip().splitlines()]
        raise StorageError(f"{name} failed: {'; '.join(reasons) or 'it did not say why'}")
