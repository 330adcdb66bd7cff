"""`wirewatch reprocess`: read kept pages again, after an upgrade or with other selectors."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crawler.cli.codes import Code
from crawler.cli.session import AsJson, session_of
from crawler.errors import UsageError

if TYPE_CHECKING:
    from crawler.cli.progress import Step
    from crawler.config import Config
    from crawler.storage import Store
    from crawler.storage.raw_pages import Choice
    from crawler.upkeep.reprocess import Difference, Reread, Terms

SHOWN = 30  # differences that people see; scripts get all


def register(app: typer.Typer) -> None:
    """Put the command into the program."""
    app.command("reprocess")(reprocess)


def reprocess(  # noqa: PLR0917  # typer calls it by name
    context: typer.Context,
    since: Annotated[
        str | None, typer.Option(help="Only pages fetched since then: 2d, yesterday, 2026-03-01.")
    ] = None,
    outlet: Annotated[
        list[str] | None, typer.Option(help="Only this feed, by name or address; may be repeated.")
    ] = None,
    apply: Annotated[
        bool, typer.Option("--apply", help="Store the differences, as corrections.")
    ] = False,
    alert: Annotated[
        bool, typer.Option("--alert", help="With --apply: hits that are gained alert, too.")
    ] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Begin anew, though one was broken off.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read the kept pages again and match them: what would be different now?

    Pages are kept for some days (raw_pages_days in wirewatch.toml); nothing is fetched. Without
    --apply nothing is stored. With it texts are put right in place, without a revision, since
    their publisher changed nothing; hits come and go, and nobody is told unless --alert. Ctrl-C
    loses nothing: the same command goes on where it was. Ends with 1 when a page could not be
    read.
    """
    if alert and not apply:
        raise UsageError("--alert goes with --apply: wirewatch reprocess --apply --alert")
    session = session_of(context)
    config = session.config()
    with session.store(config) as store:
        choice = _choice(store, config, since, outlet or [])
        done = asyncio.run(_run(store, config, choice, apply=apply, alert=alert, fresh=fresh))
    _tell(done, apply=apply, as_json=as_json)
    if done.sums.failed:
        raise typer.Exit(Code.PROBLEM)


@dataclass(slots=True)
class _Done:
    sums: Reread
    differences: list[Difference] = field(default_factory=list)
    begun_behind: int = 0  # the article at which an earlier one was broken off


def _choice(store: Store, config: Config, since: str | None, outlets: list[str]) -> Choice:
    from crawler.storage import feeds
    from crawler.storage.raw_pages import Choice
    from crawler.wishes.choosing import feed_of
    from crawler.wishes.moments import moment

    at = moment(since, now=datetime.now(UTC), zone=config.clock.timezone) if since else None
    if not outlets:
        return Choice(since=at)
    with store.reading() as tx:
        rows = feeds.named(tx)
    return Choice(since=at, feed_ids=tuple(feed_of(one, rows).id for one in outlets))


async def _run(
    store: Store, config: Config, choice: Choice, *, apply: bool, alert: bool, fresh: bool
) -> _Done:
    from crawler.cli.progress import bar
    from crawler.pool import Pool
    from crawler.storage import raw_pages, rereadings
    from crawler.upkeep.reprocess import Reread

    key = repr((choice, alert))
    with store.reading() as tx:
        held = {} if fresh or not apply else rereadings.progress(tx)
        after = int(str(held["after"])) if held.get("key") == key else 0
        total = raw_pages.count(tx, choice, after=after)
    done = _Done(Reread(), begun_behind=after)
    pool = Pool(
        config.work.processes,
        task_s=config.work.extraction_s,
        memory_mib=config.work.extraction_mib,
    )
    try:
        with bar("pages") as step:
            terms = _terms(store, config, pool, apply=apply, alert=alert)
            await _read_all(
                terms, choice, done, key=key, after=after, step=lambda n, _: step(n, total)
            )
    finally:
        pool.close(at_once=True)
    if apply:
        with store.writing() as tx:
            rereadings.note_progress(tx, None)
    return done


async def _read_all(
    terms: Terms, choice: Choice, done: _Done, *, key: str, after: int, step: Step
) -> None:
    from crawler.storage import rereadings
    from crawler.upkeep.reprocess import reread

    def note(article_id: int) -> None:
        step(done.sums.pages, 0)
        if terms.apply:
            with terms.store.writing() as tx:
                rereadings.note_progress(tx, {"key": key, "after": article_id})

    async for difference, alerts in reread(terms, choice, after=after, told=note):
        done.sums = done.sums.with_one(difference, alerts)
        if difference.is_change or difference.failed:
            done.differences.append(difference)


def _terms(store: Store, config: Config, pool: Any, *, apply: bool, alert: bool) -> Terms:
    from datetime import timedelta

    from crawler.followed import followed_topics
    from crawler.intake import AlertRules
    from crawler.upkeep.reprocess import Terms

    with store.reading() as tx:
        followed = followed_topics(tx)
    rules = AlertRules(
        topics=followed.topics,
        settle=timedelta(seconds=config.alerts.settle_s),
        max_age=None,
    )
    return Terms(
        store=store,
        pool=pool,
        followed=followed,
        sites={site.host: site.selectors for site in config.sites},
        now=datetime.now(UTC),
        apply=apply,
        rules=rules if alert else None,
    )


def _tell(done: _Done, *, apply: bool, as_json: bool) -> None:
    from crawler.cli.showing import hint, row_of, show_json
    from crawler.cli.wording import count

    sums = done.sums
    if as_json:
        show_json({
            **row_of(sums), "applied": apply, "begun_behind": done.begun_behind,
            "differences": done.differences,
        })  # fmt: skip
        return
    if done.begun_behind:
        hint(f"Going on behind article {done.begun_behind}, where the last one was broken off.")
    for one in done.differences[:SHOWN]:
        _tell_one(one)
    if len(done.differences) > SHOWN:
        print(f"… and {len(done.differences) - SHOWN:,} more: --json shows all.")
    if not sums.pages:
        print("No page is kept: raw_pages_days in wirewatch.toml says for how long they are.")
        return
    verb = "were put right" if apply else "would change"
    print(
        f"Of {count(sums.pages, 'page')} {sums.changed:,} {verb}: "
        f"{count(sums.titles, 'title')}, {count(sums.texts, 'text')}, {count(sums.dates, 'date')}; "
        f"{count(sums.gained, 'hit')} gained, {sums.lost:,} lost; "
        f"{sums.failed:,} could not be read."
    )
    if sums.alerts:
        print(f"{count(sums.alerts, 'alert')} will be sent.")
    if sums.changed and not apply:
        print("To store this: the same command with --apply.")


def _tell_one(one: Difference) -> None:
    from crawler.cli.wording import one_line, shortened

    print(f"{one.article_id:>7}  {shortened(one.title, 70)}  ({one_line(one.outlet)})")
    if one.failed:
        print(f"         no article any more, so it stays as it is: {one_line(one.failed)}")
    for name, (before, after) in one.changes.items():
        print(f"         {name}: {shortened(before, 60) or '–'} → {shortened(after, 60) or '–'}")
    if one.words_out or one.words_in:
        print(f"         text: {one.words_out:,} words out, {one.words_in:,} in")
    for word, names in (("gains", one.gained), ("loses", one.lost)):
        if names:
            print(f"         {word}: {one_line(', '.join(names))}")
