"""`wirewatch db copy`: the archive from one kind of database to the other."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.session import AsJson, address_here
from crawler.errors import UsageError

if TYPE_CHECKING:
    from crawler.storage import Store
    from crawler.storage.copying import Checked, Copy, Told

Source = Annotated[str, typer.Argument(metavar="FROM", help="The archive that there is.")]
Target = Annotated[str, typer.Argument(metavar="TO", help="An empty database of the other kind.")]


def register(app: typer.Typer) -> None:
    """Put the command into its group."""
    app.command("copy")(copy)


def copy(
    source: Source,
    target: Target,
    switch: Annotated[
        bool, typer.Option("--switch", help="The last step, with the old service stopped.")
    ] = False,
    abandon: Annotated[
        bool, typer.Option("--abandon", help="Forget a copy that was begun; FROM is as before.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Copy an archive to another kind of database, while its service goes on.

    wirewatch db copy sqlite:////var/lib/wirewatch/wirewatch.db postgresql://wirewatch@db/news

    First everything is copied and compared, by counts and checksums; what the service changes
    meanwhile is noted in FROM. Ctrl-C or kill -9 lose nothing: the same command goes on. Then stop
    the service and say the same with --switch: it takes up what changed, which takes seconds. A
    password can come from PGPASSWORD or ~/.pgpass. FROM stays as it was.
    """
    if abandon:
        _abandon(address_here(source), as_json=as_json)
        return
    with _both(address_here(source), address_here(target)) as (old, new):
        _Talk(old, new, target, as_json=as_json).run(switch=switch)


class _Talk:
    """What is done and said."""

    def __init__(self, old: Store, new: Store, given: str, *, as_json: bool) -> None:
        self.old, self.new, self.given, self.as_json = old, new, given, as_json
        self.began = time.monotonic()

    def run(self, *, switch: bool) -> None:
        from crawler.cli.progress import stages
        from crawler.storage.copying import Copy
        from crawler.storage.lock import service_lock

        with stages() as told:
            if not switch:
                self._first_pass(Copy.begin(self.old, self.new), told)
                return
            with service_lock(self.old):
                began = Copy.begin(self.old, self.new)
                if not began.is_verified():
                    began.all(told)
                self._switch(began, told)

    def _first_pass(self, copy: Copy, told: Told) -> None:
        if copy.is_resumed and not self.as_json:
            print("Going on where it was interrupted.")
        checked = copy.all(told)
        if self.as_json:
            self._show(checked, copy.replaced(), switched=False)
            return
        rows = sum(one.rows for one in checked)
        print(f"{rows:,} rows in {len(checked)} tables are copied; counts and checksums agree.")
        _tell_replaced(copy.replaced())
        print("Now stop the old service and say the same once more with --switch.")

    def _switch(self, copy: Copy, told: Told) -> None:
        from crawler.storage.copying import Checked

        replaced = copy.replaced()
        counts = copy.switch(told)
        if self.as_json:
            checked = [Checked(name=name, rows=n, checksum="") for name, n in counts.items()]
            self._show(checked, replaced, switched=True)
            return
        took = time.monotonic() - self.began
        print(f"{self.new.place} is complete: {sum(counts.values()):,} rows, in {took:.0f} s.")
        print("Put it into wirewatch.toml, and start the service again:\n")
        print(f'  [database]\n  url = "{_without_password(self.given)}"\n')
        print(f"{self.old.place} stays as it is; keep it until you trust the new one.")

    def _show(
        self, checked: Sequence[Checked], replaced: dict[str, int], *, switched: bool
    ) -> None:
        from crawler.cli.showing import row_of, show_json

        took = round(time.monotonic() - self.began, 3)
        show_json(
            {
                "from": self.old.place,
                "to": self.new.place,
                "switched": switched,
                "seconds": took,
                "rows": sum(one.rows for one in checked),
                "replaced": replaced,
                "tables": [row_of(one) for one in checked],
            }
        )


def _tell_replaced(replaced: dict[str, int]) -> None:
    for name, n in replaced.items():
        print(
            f"{name}: in {n:,} rows the character NUL, which PostgreSQL cannot hold, became U+FFFD."
        )


@contextmanager
def _both(source: str, target: str) -> Iterator[tuple[Store, Store]]:
    from pathlib import Path

    from crawler.storage import Store
    from crawler.storage.schema import open_store

    file = source.removeprefix("sqlite:///").partition("?")[0]
    if source.startswith("sqlite:") and not Path(file).exists():
        raise UsageError(f"{file}: there is no database")
    old = open_store(source, exactly=True)
    new = Store.connect(target)
    try:
        yield old, new
    finally:
        old.close()
        new.close()


def _abandon(source: str, *, as_json: bool) -> None:
    from crawler.cli.showing import show_json
    from crawler.storage.copying import abandon
    from crawler.storage.schema import open_store

    store = open_store(source, exactly=True)
    try:
        found = abandon(store)
    finally:
        store.close()
    if as_json:
        show_json({"from": store.place, "abandoned": found})
    else:
        print("The copy is forgotten." if found else "No copy was under way.")


def _without_password(address: str) -> str:
    head, at, tail = address.rpartition("@")
    scheme, slashes, login = head.partition("://")
    return f"{scheme}{slashes}{login.partition(':')[0]}@{tail}" if at and login else address
