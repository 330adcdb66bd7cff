"""`wirewatch db`: make, upgrade, check and copy the database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crawler.cli.codes import Code
from crawler.cli.session import AsJson, brought_up, session_of
from crawler.errors import UsageError

app = typer.Typer(name="db", no_args_is_help=True, help="The database.")


def register(program: typer.Typer) -> None:
    """Put the commands into the program."""
    program.add_typer(app)


@app.command("upgrade")
def upgrade(context: typer.Context, as_json: AsJson = False) -> None:
    """Make the database, or bring it to this version's schema, keeping all that is in it.

    All or nothing: a failure leaves it as it was. `run`, `crawl` and `demo` do this by themselves.
    """
    from crawler.cli.showing import show_json

    store, before, after = brought_up(session_of(context).config().database.url)
    store.close()
    if as_json:
        show_json({"place": store.place, "before": before, "after": after})
    elif before is None:
        print(f"{store.place} was made, schema {after}.")
    elif before == after:
        print(f"{store.place} is up to date, schema {after}.")
    else:
        print(f"{store.place} was upgraded from schema {before} to {after}.")


@app.command("check")
def check(context: typer.Context, as_json: AsJson = False) -> None:
    """Read the whole database and compare it with what it should be; ends with 1 when it is not.

    The service may go on meanwhile.
    """
    from crawler.cli.showing import error_console, show_json
    from crawler.storage.upkeep import faults, held_schema, size_bytes

    session = session_of(context)
    with session.store(session.config()) as store:
        with error_console().status("reading …"):
            found = faults(store)
        schema, place, taken = held_schema(store), store.place, size_bytes(store)
    if as_json:
        show_json({"ok": not found, "place": place, "schema": schema, "size_bytes": taken,
                   "faults": found})  # fmt: skip
    elif found:
        for fault in found:
            print(fault)
        print("Restore a backup, or, if only the schema is named: wirewatch db upgrade")
    else:
        from crawler.cli.wording import size

        print(f"{place} is whole: schema {schema}, {size(taken)}.")
    if found:
        raise typer.Exit(Code.PROBLEM)


@app.command("backup")
def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the copy goes.")],
    force: Annotated[
        bool, typer.Option("--force", help="Write over a file that is there.")
    ] = False,
) -> None:
    """Copy the database to a file while the service goes on.

    SQLite: a database file of its own; to restore it, stop the service and put it in place.
    PostgreSQL: what pg_dump writes, for pg_restore.
    """
    from crawler.cli.progress import bar
    from crawler.cli.wording import size
    from crawler.storage.upkeep import backup as copy

    if file.exists() and not force:
        raise UsageError(f"{file} is there already; --force writes over it")
    if file.is_dir():
        raise UsageError(f"{file} is a folder; name a file in it")
    session = session_of(context)
    with session.store(session.config()) as store, bar("pages") as step:
        if store.file is not None and file.absolute() == store.file.absolute():
            raise UsageError(f"{file} is the database itself")
        copy(store, file, step)
    print(f"{file}: {size(file.stat().st_size)}, complete and checked.")
