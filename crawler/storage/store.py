"""The door to the database: an address in, transactions out. Both databases behave alike.

What one of them alone can say stands here or in search.py and migrations, explained.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, FromClause, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError, TimeoutError
from sqlalchemy.pool import ConnectionPoolEntry

from crawler.errors import DatabaseBusy, StorageError
from crawler.storage.reach import OUTSIDE, Reach, lasting_engine, usual_engine

Tx = Connection
"""An open transaction. Functions of this room take one and never commit: the caller owns it."""

# Measured in FINDINGS on articles of 2.5 KB; each is per connection.
PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = NORMAL",  # a power cut may lose the last transactions, never the file
    "busy_timeout = 10000",  # ms; longer waits mean that somebody else holds the lock for good
    "foreign_keys = ON",
    "cache_size = -65536",  # KiB
    # Pages are read where the system holds them anyway: a look-up among a million articles touches
    # a hundred. The most that SQLite allows; it is room for addresses and takes no memory.
    "mmap_size = 2147418112",
    "temp_store = MEMORY",
    "journal_size_limit = 67108864",
    "wal_autocheckpoint = 4000",
)
# SQLite's words for what passes: somebody writes, the disk is full or away.
PASSING = ("locked", "busy", "full", "disk I/O error", "unable to open")
# The key of the advisory lock under which one writer at a time judges; any constant would do.
JUDGING = 0x57495245  # "WIRE"
# Whoever judges and is cut off from the database must not keep all others from it: the server ends
# a session that says nothing for so long in the midst of a judgement.
ALONE = (
    "select set_config('idle_in_transaction_session_timeout', '15s', true), "
    f"pg_advisory_xact_lock({JUDGING})"
)
_READ_ONLY = "wirewatch_read_only"
# PostgreSQL's codes for a statement that was ended, and for a lock that did not come in time.
_TOO_LONG, _HELD = "57014", "55P03"


class Store:
    """A database with the right schema. Threads may share it; each transaction has its own link."""

    def __init__(self, engine: Engine, lasting: Engine | None = None) -> None:
        self.engine = engine
        self.lasting = lasting or engine
        """For what needs a session of its own: locks that are held, dumps. Past any pooler."""
        self.is_sqlite = engine.dialect.name == "sqlite"

    @classmethod
    def connect(cls, url: str, *, durable: bool = True, reach: Reach | None = None) -> Store:
        """Reach the database at *url* without asking what is in it; *reach* says how.

        Without *durable* a SQLite file is written as fast as it goes, for one that is thrown away.
        A SQLite file and its folder are made when missing. Raises StorageError when the place
        cannot be written or the address is none.
        """
        parsed, reach = _parsed(url), reach or Reach()
        if parsed.get_backend_name() == "sqlite":
            return cls(_sqlite_engine(url, parsed.database, durable=durable))
        if parsed.get_backend_name() == "postgresql":
            usual, direct = (
                one.set(drivername="postgresql+psycopg")
                for one in (parsed, _parsed(reach.direct_url or url))
            )
            return cls(usual_engine(usual, reach), lasting_engine(direct))
        raise StorageError(f"{parsed.get_backend_name()} is not spoken here: sqlite or postgresql")

    @property
    def place(self) -> str:
        """The address without its password, for people."""
        return self.engine.url.render_as_string(hide_password=True)

    @property
    def version(self) -> str:
        """Which database, for people: "SQLite 3.45.1"."""
        dialect = self.engine.dialect
        kind = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[dialect.name]
        numbers = getattr(dialect, "server_version_info", None) or ()  # after the first link
        if dialect.name == "sqlite":
            return f"{kind} {sqlite3.sqlite_version}"
        return " ".join([kind, ".".join(map(str, numbers))]).strip()

    @property
    def file(self) -> Path | None:
        """The SQLite file, or None on PostgreSQL."""
        name = self.engine.url.database
        return Path(name) if self.is_sqlite and name else None

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()
        self.lasting.dispose()

    @contextmanager
    def reading(self) -> Iterator[Tx]:
        """A snapshot to read from."""
        with self._translating(), self.engine.connect() as link:
            tx = link.execution_options(**{_READ_ONLY: True})
            with tx.begin():
                yield tx

    @contextmanager
    def writing(self) -> Iterator[Tx]:
        """A transaction that commits at the end or leaves no trace."""
        with self._translating(), self.engine.begin() as tx:
            yield tx

    @contextmanager
    def unhurried(self) -> Iterator[Tx]:
        """As writing(), for what may take as long as it takes: no statement is ended for it."""
        with self._translating(), self.lasting.begin() as tx:
            yield tx

    @contextmanager
    def judging(self) -> Iterator[Tx]:
        """As writing(), and alone: no other writer judges at the same time, on any machine.

        What is decided from a read and then written (is it a copy? which story?) happens here.
        SQLite has one writer anyway; PostgreSQL takes an advisory lock until the end.
        """
        with self.writing() as tx:
            if not self.is_sqlite:
                tx.exec_driver_sql(ALONE)
            yield tx

    @contextmanager
    def outside(self) -> Iterator[Tx]:
        """A link outside of transactions, for what both databases do only there: VACUUM."""
        with self._translating(), self.lasting.connect() as plain:
            link = plain.execution_options(**{OUTSIDE: True})
            if not self.is_sqlite:  # which we never let begin anything by itself
                link = link.execution_options(isolation_level="AUTOCOMMIT")
            yield link

    def _is_passing(self, error: OperationalError) -> bool:
        """Whether waiting may help. SQLite calls a missing table operational as well."""
        return not self.is_sqlite or any(words in _reason(error) for words in PASSING)

    @contextmanager
    def _translating(self) -> Iterator[None]:
        """SQL's errors end here."""
        try:
            yield
        except OperationalError as error:
            kind = DatabaseBusy if self._is_passing(error) else StorageError
            raise kind(f"{self.place}: {_reason(error)}") from error
        except TimeoutError as error:
            raise DatabaseBusy(
                f"{self.place}: all links of this process are in use and none came free; "
                "database.connections_max allows no more"
            ) from error
        except SQLAlchemyError as error:
            raise StorageError(f"{self.place}: {_reason(error)}") from error


def insert(tx: Tx, table: Any) -> sqlite.Insert | postgresql.Insert:
    """INSERT with ON CONFLICT, which both databases say in the same words."""
    return sqlite.insert(table) if tx.dialect.name == "sqlite" else postgresql.insert(table)


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except SQLAlchemyError as error:
        raise StorageError(
            f"not a database address: {url!r}; expected sqlite:///file or "
            "postgresql://user@host/name"
        ) from error


def _reason(error: SQLAlchemyError) -> str:
    """The driver's own words, without the statement and its values."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlstate", None)
    if code == _TOO_LONG:
        return "a statement took longer than database.statement_timeout_s allows and was ended"
    if code == _HELD:
        return "somebody uses a table that has to change (a dump, a long query); try again then"
    if "unsupported startup parameter" in str(cause):
        return (
            "this is a pooler's address; say where the server itself is in database.direct_url "
            f"({str(cause).strip().splitlines()[-1]})"
        )
    return str(cause).strip().split("\n", 1)[0]


class _Hinting(SQLiteCompiler):
    """Writes `with_hint(table, "INDEXED BY …", "sqlite")`, which SQLAlchemy leaves out."""

    def get_from_hint_text(self, table: FromClause, text: str | None) -> str | None:  # noqa: ARG002
        return text


def _sqlite_engine(url: str, database: str | None, *, durable: bool) -> Engine:
    if database and database != ":memory:":
        _prepare_folder(Path(database))
    engine = create_engine(url, connect_args={"check_same_thread": False, "timeout": 10})
    engine.dialect.statement_compiler = _Hinting
    event.listen(engine, "connect", _settle)
    if not durable:
        event.listen(engine, "connect", lambda link, _: link.execute("PRAGMA synchronous = OFF"))
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_folder(file: Path) -> None:
    """Fail early and plainly where SQLite would say 'unable to open database file'."""
    folder = file.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"{folder}: cannot make the folder for the database ({error.strerror}); "
            "choose another place with WIREWATCH_DATABASE or database.url"
        ) from error
    blocked = file if file.exists() and not os.access(file, os.W_OK) else folder
    if not os.access(blocked, os.W_OK):
        raise StorageError(
            f"{blocked}: not writable for this user; SQLite writes the database and two files "
            "beside it. Mend the permissions or choose another place with WIREWATCH_DATABASE"
        )


def _settle(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    # Python's own transactions begin late and lose updates between processes; ours begin below.
    connection.isolation_level = None
    # Only a file with nothing in it can learn to give pages back without being copied.
    if not connection.execute("PRAGMA page_count").fetchone()[0]:
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(tx: Connection) -> None:
    if tx.get_execution_options().get(OUTSIDE, False):
        return
    read_only = tx.get_execution_options().get(_READ_ONLY, False)
    tx.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
