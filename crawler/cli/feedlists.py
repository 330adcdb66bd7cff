"""`wirewatch feeds import` and `export`: lists of feeds as OPML, which all readers know."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crawler.cli.codes import Code
from crawler.cli.session import AsJson, session_of
from crawler.errors import FeedError, UsageError

if TYPE_CHECKING:
    from crawler.feeds.opml import FeedList
    from crawler.storage import Store
    from crawler.storage.feeds import FeedSpec
    from crawler.wishes.lists import Harvest


def import_feeds(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="OPML; - reads standard input.")],
    group: Annotated[
        str | None, typer.Option(help="One group for all, in place of the list's own folders.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be added.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Follow all feeds of an OPML list that are not followed yet.

    Ends with 1 when some of them could not be taken.
    """
    from crawler.feeds.opml import read_opml

    try:
        listed = read_opml(_bytes(file))
    except FeedError as error:
        raise UsageError(f"{file}: {error}") from None
    session = session_of(context)
    with session.store(session.config()) as store:
        take(store, listed, group=group, dry_run=dry_run, as_json=as_json)


def take(
    store: Store, listed: FeedList, *, group: str | None, dry_run: bool = False, as_json: bool
) -> None:
    """Follow what a list names and say what became of each; ends with 1 if some were refused."""
    from crawler.wishes.lists import followed, sift

    with store.reading() as tx:
        harvest = sift(listed, group, followed(tx))
    if not dry_run:
        _keep(store, harvest.added)
    if as_json:
        _show_json(harvest, dry_run=dry_run)
    else:
        _tell(harvest, dry_run=dry_run)
    if harvest.refused:
        raise typer.Exit(Code.PROBLEM)


def _bytes(file: Path) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: cannot be read ({error.strerror})") from None


def _keep(store: Store, specs: Sequence[FeedSpec]) -> None:
    from crawler.cli.progress import bar
    from crawler.wishes.lists import keep

    with bar("feeds") as step:
        for done in keep(store, specs, datetime.now(UTC)):
            step(done, len(specs))


def _show_json(harvest: Harvest, *, dry_run: bool) -> None:
    from crawler.cli.showing import show_json

    show_json({
        "dry_run": dry_run,
        "added": harvest.added,
        "known": harvest.known,
        "refused": [{"url": url, "reason": reason} for url, reason in harvest.refused],
    })  # fmt: skip


def _tell(harvest: Harvest, *, dry_run: bool) -> None:
    from crawler.cli.showing import hint
    from crawler.cli.wording import count

    for url, reason in harvest.refused:
        hint(f"left out: {url}: {reason}")
    if dry_run:
        for spec in harvest.added:
            print(f"would add: {spec.name}  {spec.url}")
    verb = "would be added" if dry_run else "added"
    print(
        f"{count(len(harvest.added), 'feed')} {verb}, {len(harvest.known):,} followed already, "
        f"{len(harvest.refused):,} left out."
    )


def export_feeds(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="Without: standard output.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write over a file that is there.")
    ] = False,
) -> None:
    """Write all feeds that are followed as an OPML list, groups as folders."""
    from crawler.storage import feeds as rows
    from crawler.wishes.lists import opml_of

    session = session_of(context)
    with session.store(session.config()) as store, store.reading() as tx:
        feeds = rows.named(tx)
    document = opml_of(feeds, datetime.now(UTC))
    if file is None or str(file) == "-":
        sys.stdout.buffer.write(document)
        return
    _write(file, document, force=force)
    print(f"{len(feeds)} feeds written to {file}")


def _write(file: Path, document: bytes, *, force: bool) -> None:
    if file.exists() and not force:
        raise UsageError(f"{file} is there already; --force writes over it")
    part: Any = file.with_name(f"{file.name}.part")
    try:
        part.write_bytes(document)
        part.replace(file)
    except OSError as error:
        raise UsageError(f"{file}: cannot be written ({error.strerror})") from None
