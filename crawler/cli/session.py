"""What every command starts from: where the settings are, the database, how much is said."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.errors import AlreadyRunning, DatabaseBusy, DatabaseOlder, UsageError, WirewatchError

if TYPE_CHECKING:
    from crawler.config import Config
    from crawler.storage import Reach, Store

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV, for spreadsheets.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """The options that stand before a command. Nothing is read or opened until it is asked for."""

    folder: Path | None = None
    database: str | None = None
    verbosity: int = 0  # -1 quiet, 0, 1 (-v), 2 (-vv)

    def config(
        self, *, need_secrets: bool = False, environ: Mapping[str, str] = os.environ
    ) -> Config:
        """The settings; with *need_secrets* also those that only sending needs."""
        from crawler.config import load

        config = load(self.folder, {**environ, **self._chosen()}, need_secrets=need_secrets)
        if need_secrets:
            from crawler.alerts.sounding import sound_templates

            sound_templates(config.folder, language=config.alerts.language)
        return config

    def _chosen(self) -> dict[str, str]:
        """--database, as the variable that it stands for."""
        if self.database is None:
            return {}
        from crawler.config.database import DIRECT_VARIABLE, VARIABLE

        url = address_here(self.database, "--database")
        return {VARIABLE: url, DIRECT_VARIABLE: ""}  # which belongs to another

    @contextmanager
    def store(self, config: Config, *, unhurried: bool = False) -> Iterator[Store]:
        """The database, fit for work; DatabaseOlder and DatabaseNewer when it is not.

        With *unhurried*, for care of the database: no statement is ended for taking long, and a
        schema of a later version is refused that this one may work with otherwise.
        """
        from crawler.storage.schema import open_store

        file = config.database.url.removeprefix("sqlite:///").partition("?")[0]
        if config.database.url.startswith("sqlite:") and not Path(file).exists():
            # To look is no reason to make one.
            raise DatabaseOlder(
                f"{file}: there is no database yet; it is made by: wirewatch run, "
                "or: wirewatch db upgrade"
            )
        reach = reach_of(config, unhurried=unhurried)
        store = open_store(config.database.url, reach, exactly=unhurried)
        try:
            yield store
        finally:
            store.close()

    @contextmanager
    def upgraded_store(self, config: Config, *, among_many: bool = False) -> Iterator[Store]:
        """The database, brought up to date first, which is said in a line.

        One *among_many* waits for it, where the service of the version before works still.
        """
        from crawler.cli.logs import log

        bring_up = brought_up_in_time if among_many else brought_up
        store, before, after = bring_up(config.database.url, reach_of(config))
        if before is None:
            log.info("database %s was made (schema %s)", store.place, after)
        elif before != after:
            log.info("database %s was upgraded: schema %s to %s", store.place, before, after)
        try:
            yield store
        finally:
            store.close()


def address_here(given: str, name: str = "") -> str:
    """A database's address from the command line, where a path is seen from where one stands."""
    from crawler.config.database import VARIABLE, database_address

    try:
        return database_address(None, folder=Path.cwd(), environ={VARIABLE: given})
    except ValueError as error:
        reason = str(error).removeprefix(f"{VARIABLE} ")
        raise UsageError(f"{name or given} {reason}") from None


def reach_of(config: Config, *, unhurried: bool = False) -> Reach:
    """How the settings want the database to be reached."""
    from crawler.storage import Reach

    settings = config.database
    return Reach(
        direct_url=settings.direct_url,
        connections_max=settings.connections_max,
        statement_timeout_s=0 if unhurried else settings.statement_timeout_s,
    )


def brought_up(url: str, reach: Reach | None = None) -> tuple[Store, str | None, str]:
    """The database with the newest schema, made if need be; its schema before and now.

    AlreadyRunning when it would have to change under a service that works on it.
    """
    from crawler.storage import Store
    from crawler.storage.lock import service_lock
    from crawler.storage.schema import open_store, upgrade

    try:
        store, is_older = open_store(url, reach), False
    except DatabaseOlder:
        store, is_older = Store.connect(url, reach=reach), True
    try:
        with service_lock(store) if is_older else nullcontext():
            return store, *upgrade(store)  # where nothing is to do, it says which schema it is
    except WirewatchError:
        store.close()
        raise


def brought_up_in_time(
    url: str, reach: Reach | None = None, *, again_s: float = 2.0
) -> tuple[Store, str | None, str]:
    """As brought_up(), as soon as the scheduler that leads with the version before has ended, and
    nobody uses a table for long that has to change.
    """
    from crawler.cli.logs import log
    from crawler.storage.schema import open_store

    told = ""
    while True:
        try:
            return brought_up(url, reach)
        except AlreadyRunning:
            why = "a service works on it still; waiting for its end"
        except DatabaseBusy as error:
            why = str(error)
            with suppress(DatabaseOlder):  # where it is away, that is raised
                open_store(url, reach).close()
        if why != told:
            log.warning("database is to be upgraded, but %s", why)
        told = why
        time.sleep(again_s)


def session_of(context: typer.Context) -> Session:
    """The session of a command."""
    found = context.find_object(Session)
    return found or Session()
