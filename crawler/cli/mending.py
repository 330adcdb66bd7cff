"""`wirewatch db check` and `db vacuum`: is the database whole, and does it take too much room?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.codes import Code
from crawler.cli.session import AsJson, session_of

if TYPE_CHECKING:
    from crawler.storage.soundness import Fault


def register(app: typer.Typer) -> None:
    """Put the commands into their group."""
    app.command("check")(check)
    app.command("vacuum")(vacuum)


def check(
    context: typer.Context,
    mend: Annotated[
        bool, typer.Option("--mend", help="Mend what can be mended, and look again.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read the whole database and compare it with what it should be; ends with 1 when it is not.

    Damaged pages, rows that refer to nothing, what the word index lacks or has too much, wrong
    counts; --mend says of each what it does. The service may go on meanwhile; texts are never
    touched. What only a backup can help is said as well.
    """
    from crawler.cli.showing import error_console, show_json
    from crawler.storage.soundness import faults
    from crawler.storage.soundness import mend as mend_all
    from crawler.storage.space import size_bytes
    from crawler.storage.upkeep import held_schema

    session = session_of(context)
    with session.store(session.config(), unhurried=True) as store:
        with error_console().status("reading …"):
            found = mend_all(store) if mend else faults(store)
        left = found
        if mend and found:
            with error_console().status("reading again …"):
                left = faults(store)
        schema, place, taken = held_schema(store), store.place, size_bytes(store)
    if as_json:
        show_json({
            "ok": not left, "place": place, "schema": schema, "size_bytes": taken,
            "faults": found, "left": left,
        })  # fmt: skip
    else:
        _tell(found, left, mended=mend)
        if not left:
            from crawler.cli.wording import size

            print(f"{place} is whole: schema {schema}, {size(taken)}.")
    if left:
        raise typer.Exit(Code.PROBLEM)


def _tell(found: list[Fault], left: list[Fault], *, mended: bool) -> None:
    from crawler.cli.wording import one_line

    names = {fault.name for fault in left}
    for fault in found:
        example = f" ({one_line(fault.example)})" if fault.example else ""
        print(f"{fault.count:,} × {fault.name}{example}")
        if not fault.mending:
            print("    cannot be mended: restore a backup with wirewatch db restore")
        elif mended and fault.name not in names:
            print(f"    mended: {fault.mending}")
        elif mended:
            print("    could not be mended: restore a backup with wirewatch db restore")
        else:
            print(f"    wirewatch db check --mend: {fault.mending}")
    for fault in left:
        if fault.name not in {one.name for one in found}:
            print(f"{fault.count:,} × {fault.name}, which came to light by mending: mend again")


def vacuum(
    context: typer.Context,
    online: Annotated[
        bool,
        typer.Option("--online", help="Only give free pages back, while the service goes on."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Pack the database as closely as it goes and give the rest of the disk back.

    SQLite writes its file anew, for which the service has to stand still, and needs as much disk
    again for that time; --online gives back what is free by and by, as the service itself does
    after it let articles go. PostgreSQL makes room for new rows and may be at work.
    """
    from crawler.cli.showing import error_console, show_json
    from crawler.cli.wording import size
    from crawler.storage import space

    session = session_of(context)
    with session.store(session.config(), unhurried=True) as store:
        before = space.size_bytes(store)
        with error_console().status("packing …") as status:
            if online:
                _give_back(store)
            elif store.is_sqlite:
                from crawler.storage.lock import service_lock

                with service_lock(store):
                    space.vacuum(store, lambda what: status.update(f"{what} …"))
            else:
                space.vacuum(store, lambda what: status.update(f"{what} …"))
        after = space.size_bytes(store)
    if as_json:
        show_json({"before_bytes": before, "after_bytes": after})
    else:
        print(f"{size(before)} before, {size(after)} now.")


def _give_back(store: object) -> None:
    from crawler.storage import Store, space

    assert isinstance(store, Store)
    given = 1
    while given:
        with store.writing() as tx:
            given = space.give_back(tx)
