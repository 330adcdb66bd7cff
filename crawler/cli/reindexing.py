"""`wirewatch db reindex`: the word index of the archive is made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.session import AsJson, session_of

if TYPE_CHECKING:
    from crawler.cli.progress import Step
    from crawler.storage import Store

MANY = 20_000  # articles; fewer take less than a minute


def register(app: typer.Typer) -> None:
    """Put the command into `wirewatch db`."""
    app.command("reindex")(reindex)


def reindex(
    context: typer.Context,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Do not ask, though it may take an hour.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make the index of all words anew, as after a restore or an upgrade that asks for it.

    From the newest article back, in small steps, while the service goes on: a million articles
    take about half an hour. Ctrl-C loses nothing: the next `db reindex` goes on from there. On
    SQLite an article is not found by `search` until its turn has come; alerts do not use the index.
    """
    from crawler.cli.progress import bar
    from crawler.cli.showing import show_json
    from crawler.storage.backtests import extent

    session = session_of(context)
    with session.store(session.config(), unhurried=True) as store:
        with store.reading() as tx:
            known = extent(tx)
        if known.articles > MANY and not yes:
            _ask(known.articles)
        resumed = _begin(store)
        if resumed and not as_json:
            print("Going on where it was interrupted.")
        with bar("indexing") as step:
            _run(store, known.top_id, step)
    if as_json:
        show_json({"articles": known.articles, "resumed": resumed})
    else:
        print(f"{known.articles:,} articles are indexed.")


def _begin(store: Store) -> bool:
    """Begin, or find that it was begun."""
    from crawler.storage.search import rebuilding

    with store.judging() as tx:
        return not rebuilding.begin(tx)


def _run(store: Store, top: int, told: Step) -> None:
    from crawler.storage.search import rebuilding

    while True:
        with store.judging() as tx:
            first = rebuilding.step(tx)
        if first is None:
            return
        told(top - first + 1, top)


def _ask(articles: int) -> None:
    """Go on only if a person says so."""
    import sys

    from crawler.errors import UsageError

    if not sys.stdin.isatty():
        raise UsageError(f"{articles:,} articles take a while and nobody can be asked; say --yes")
    typer.confirm(f"Index {articles:,} articles anew?", abort=True)
