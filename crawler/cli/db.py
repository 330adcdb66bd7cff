"""`wirewatch db`: make, upgrade, check, mend, copy, restore, prune and pack the database."""

from __future__ import annotations

import typer

from crawler.cli import copies, copying, mending, pruning, reindexing
from crawler.cli.session import AsJson, brought_up, reach_of, session_of

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

    config = session_of(context).config()
    store, before, after = brought_up(config.database.url, reach_of(config, unhurried=True))
    store.close()
    if as_json:
        show_json({"place": store.place, "before": before, "after": after})
    elif before is None:
        print(f"{store.place} was made, schema {after}.")
    elif before == after:
        print(f"{store.place} is up to date, schema {after}.")
    else:
        print(f"{store.place} was upgraded from schema {before} to {after}.")


for part in (mending, copies, copying, pruning, reindexing):
    part.register(app)
