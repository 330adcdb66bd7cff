"""`wirewatch db backup` and `db restore`: the whole archive into a file, and back."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.session import reach_of, session_of
from crawler.errors import UsageError

if TYPE_CHECKING:
    from crawler.storage import Store


def register(app: typer.Typer) -> None:
    """Put the commands into their group."""
    app.command("backup")(backup)
    app.command("restore")(restore)


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the copy goes.")],
    force: Annotated[
        bool, typer.Option("--force", help="Write over a file that is there.")
    ] = False,
) -> None:
    """Copy the database to a file while the service goes on.

    SQLite: a database file of its own. PostgreSQL: what pg_dump writes, for pg_restore. Either
    is put back by: wirewatch db restore FILE
    """
    from crawler.cli.progress import bar
    from crawler.cli.wording import size
    from crawler.storage.upkeep import backup as copy

    if file.exists() and not force:
        raise UsageError(f"{file} is there already; --force writes over it")
    if file.is_dir():
        raise UsageError(f"{file} is a folder; name a file in it")
    session = session_of(context)
    with session.store(session.config(), unhurried=True) as store, bar("pages") as step:
        _refuse_itself(store, file)
        copy(store, file, step)
    print(f"{file}: {size(file.stat().st_size)}, complete and checked.")


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What db backup wrote.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Put a copy in place of the database: checked first, then all or nothing.

    The service must not run. SQLite: the database that was there is kept beside the new one,
    with the time in its name. PostgreSQL: its own pg_restore and psql, in one transaction,
    which takes what is there away. A copy of an older version is brought up to date by the next
    start.
    """
    from crawler.cli.progress import bar
    from crawler.cli.wording import count
    from crawler.storage import Store
    from crawler.storage.restoring import inspect_copy
    from crawler.storage.restoring import restore as put_back

    config = session_of(context).config()
    store = Store.connect(config.database.url, reach=reach_of(config, unhurried=True))
    try:
        _refuse_itself(store, file)
        found = inspect_copy(store, file)
        held = "" if found.articles is None else f" with {count(found.articles, 'article')}"
        if not yes:
            _ask(f"Put {file} (schema {found.schema}{held}) in place of {store.place}?")
        with bar("pages") as step:
            done = put_back(store, file, datetime.now(UTC), step)
    finally:
        store.close()
    print(f"{store.place} is what {file} was: schema {done.schema}{held}.")
    if done.kept:
        print(f"What was there before: {done.kept}")


def _refuse_itself(store: Store, file: Path) -> None:
    if store.file is not None and file.absolute() == store.file.absolute():
        raise UsageError(f"{file} is the database itself")


def _ask(question: str) -> None:
    if not sys.stdin.isatty():
        raise UsageError(f"{question} Nobody can be asked here; say --yes")
    typer.confirm(question, abort=True)
