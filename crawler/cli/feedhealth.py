"""`wirewatch feeds health`: at a glance, which feeds need somebody, why, and what may be lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.session import AsCsv, AsJson, session_of

if TYPE_CHECKING:
    from crawler.storage.health import FeedHealth

DAYS_MOST = 90
SHOWN = 20
# The order in which people want to see them.
WORST_FIRST = ("dead", "refused", "degraded", "recovered", "never looked at", "ok")


def health(
    context: typer.Context,
    days: Annotated[
        int, typer.Option(min=1, max=DAYS_MOST, help="How far back gaps and changes are shown.")
    ] = 7,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show which feeds fail and why, what changed lately, and where items may have been lost.

    CSV has one line for each feed, also for those that are well.
    """
    from crawler.cli.showing import Form, form_of, plain, row_of, show_csv, show_json
    from crawler.storage import health as feeds
    from crawler.storage import history, hosts

    form = form_of(as_json=as_json, as_csv=as_csv)
    session = session_of(context)
    config, now = session.config(), datetime.now(UTC)
    since = now - timedelta(days=days)
    with session.store(config) as store, store.reading() as tx:
        held = feeds.listing(tx)
        gaps = history.gaps(tx, since=since, limit=SHOWN)
        changes = history.changes(tx, since=since, limit=SHOWN)
        quiet = hosts.quiet(tx, now)
    troubled = sorted(
        (feed for feed in held if feed.health not in ("ok", "never looked at")),
        key=lambda feed: (_rank(feed.health), feed.name.casefold()),
    )
    counts = dict(sorted(Counter(feed.health for feed in held).items(), key=_place))
    if form is Form.CSV:
        worst = sorted(held, key=lambda feed: (_rank(feed.health), feed.name.casefold()))
        show_csv([row_of(feed) for feed in worst], [one.name for one in fields(feeds.FeedHealth)])
        return
    if form is Form.JSON:
        more = {"troubled": troubled, "gaps": gaps, "changes": changes, "left_alone": quiet}
        show_json({"counts": counts, **plain(more)})
        return
    _tell(held, troubled, counts)
    from crawler.cli.feeds import show_rare

    zone = config.clock.timezone
    _tell_quiet(quiet, zone)
    show_rare(gaps, changes, zone)


def _rank(name: str) -> int:
    return WORST_FIRST.index(name) if name in WORST_FIRST else len(WORST_FIRST)


def _place(counted: tuple[str, int]) -> int:
    return _rank(counted[0])


def _tell(
    held: Sequence[FeedHealth], troubled: Sequence[FeedHealth], counts: dict[str, int]
) -> None:
    from crawler.cli.showing import Column, Form, row_of, say, show_rows
    from crawler.cli.wording import ago, due

    now = datetime.now(UTC)
    looks = sum(feed.looks for feed in held)
    unchanged = sum(feed.unchanged for feed in held)
    told = ", ".join(f"{number:,} {name}" for name, number in counts.items()) or "none"
    share = f"; {unchanged / looks:.0%} of {looks:,} looks found nothing new" if looks else ""
    say(f"{len(held):,} feeds: {told}{share}", "bold")
    if not troubled:
        return
    print()
    columns = (
        Column(key="id", head="Id", right=True),
        Column(key="name", head="Feed", style="bold", least=12),
        Column(key="health", head="Health"),
        Column(key="failing_since", head="Since", say=lambda value: ago(value, now)),
        Column(key="last_note", head="Why", least=16),
        Column(key="next_look_at", head="Next look", say=lambda value: due(value, now)),
    )
    show_rows([row_of(feed) for feed in troubled], columns, Form.TABLE, empty="")


def _tell_quiet(quiet: dict[str, datetime], zone: str) -> None:
    from crawler.cli.wording import local

    if quiet:
        print("\nHosts that asked to be left alone")
    for name, until in sorted(quiet.items()):
        print(f"  {name} until {local(until, zone)}")
