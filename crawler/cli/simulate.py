"""`wirewatch simulate`: a configuration, rehearsed: thirty days in about a minute."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.session import AsJson, Session, session_of
from crawler.errors import UsageError

if TYPE_CHECKING:
    from crawler.config import Config
    from crawler.simulation.report import Report

BAR = 40  # characters of the longest bar
FEEDS_SHOWN = 12
# Before more looks than this it is said how long they take, a millisecond or two each.
MANY_LOOKS = 100_000
LOOK_MS = 1.5


def register(app: typer.Typer) -> None:
    """Put the command into the program."""
    app.command("simulate")(simulate)


def simulate(  # noqa: PLR0917  # typer calls it by name
    context: typer.Context,
    days: Annotated[int, typer.Option(min=1, max=400, help="How many days.")] = 30,
    demo: Annotated[
        bool, typer.Option("--demo", help="The nine outlets and three topics of the demo instead.")
    ] = False,
    first: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help="The first day; without it, today."),
    ] = None,
    articles: Annotated[
        float, typer.Option(min=0.1, max=500, help="Articles a day of each outlet.")
    ] = 5.0,
    events: Annotated[
        float, typer.Option(min=0, max=100, help="How often a day each topic is in the news.")
    ] = 1.0,
    seed: Annotated[int, typer.Option(help="Another seed is another month.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Rehearse the settings: the whole service under a clock that jumps, in a world of its own.

    Real are the desk, the rhythms of feeds, the pauses of hosts, stories and copies, topics, alerts
    with digests and quiet hours, retention. Invented are the articles, which come by the clock of
    each outlet's town, and how often a topic is in the news (--events). Nothing is asked of any
    server, nobody is told, and your database is not touched. The same seed gives the same month.

    Takes about a minute for thirty days of ten feeds, and grows with the articles: for a hundred
    feeds begin with --days 3.
    """
    from crawler.cli.progress import bar
    from crawler.simulation import demo_scene, rehearse, scene_of

    with _settings(session_of(context), demo=demo) as config:
        if not config.feeds:
            raise UsageError("feeds.toml lists no feed to rehearse; try: wirewatch simulate --demo")
        _say_how_long(config, days)
        make = demo_scene if demo else scene_of
        scene = make(
            config,
            first=_day(first),
            days=days,
            seed=seed,
            pieces_a_day=articles,
            events_a_day=events,
        )
        with bar("days") as step, rehearse(scene, seed=seed, told=step) as outcome:
            found = outcome.report
    if as_json:
        from crawler.cli.showing import show_json

        show_json(found)
    else:
        _tell(found, days)


def _say_how_long(config: Config, days: int) -> None:
    """Settings for a trial, which ask every few seconds, make a month of millions of looks."""
    from crawler.cli.showing import hint
    from crawler.feeds.pace import span

    ceilings = [feed.ceiling_min or config.politeness.ceiling_min for feed in config.feeds]
    looks = sum(days * 1440 / ceiling for ceiling in ceilings)
    if looks > MANY_LOOKS:
        hint(
            f"Feeds are asked every {span(min(ceilings))} or more often here: that is {looks:,.0f} "
            f"looks, some {span(looks * LOOK_MS / 60_000)}. Try: --days 1, or a larger ceiling_min."
        )


@contextmanager
def _settings(session: Session, *, demo: bool) -> Iterator[Config]:
    """The operator's own settings, or the demo's in a folder that goes again."""
    if not demo:
        yield session.config()
        return
    from crawler.config import load
    from crawler.demo.settings import FURTHER, config_files
    from crawler.demo.world import build_world

    with tempfile.TemporaryDirectory(prefix="wirewatch-simulation-") as folder:
        for name, text in config_files(build_world(), FURTHER).items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        yield load(Path(folder), {})


def _day(text: str | None) -> date:
    if text is None:
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f'--from "{text}" is no day; write it as 2026-03-01') from None


def _tell(found: Report, days: int) -> None:
    from crawler.cli.wording import count

    looks, articles = sum(one.looks for one in found.feeds), sum(one.articles for one in found.days)
    messages = sum(one.messages for one in found.days)
    print(
        f"{count(days, 'day')} from {found.first}, in {found.seconds:.0f} s: "
        f"{looks:,} looks at {count(len(found.feeds), 'feed')} "
        f"({found.requests:,} requests), {count(articles, 'article')}, "
        f"{count(messages, 'message')} ({messages / days:.1f} a day)."
    )
    if found.median_wait_min is not None:
        print(f"Half of the articles were read within {found.median_wait_min:g} min of appearing.")
    _tell_streams(found)
    _tell_days(found)
    _tell_hours(found)
    _tell_feeds(found)
    if found.waiting:
        print(f"\n{count(found.waiting, 'alert')} still waited at the end: quiet hours, digests.")
    if found.silent:
        print(
            "\nNo sentence was found that these topics match, so nothing was written about them: "
            + ", ".join(found.silent)
        )


def _tell_streams(found: Report) -> None:
    from crawler.cli.showing import Column, Form, row_of, show_rows

    print()
    show_rows(
        [row_of(one) for one in found.streams],
        [
            Column(key="topic", head="TOPIC", least=12),
            Column(key="channel", head="CHANNEL", least=8),
            Column(key="messages", head="MESSAGES", right=True),
            Column(key="a_day", head="A DAY", right=True),
            Column(key="most_in_a_day", head="MOST IN A DAY", right=True),
        ],
        Form.TABLE,
        empty="Nobody would have been told anything.",
    )


def _tell_days(found: Report) -> None:
    print("\nday         articles  copies  hits  messages")
    for one in found.days:
        print(
            f"{one.day}  {one.articles:>8,}  {one.copies:>6,}  {one.hits:>4,}  {one.messages:>8,}"
        )


def _tell_hours(found: Report) -> None:
    most = max(found.by_hour, default=0)
    if not most:
        return
    print(f"\nmessages by the hour ({found.zone})")
    for hour, number in enumerate(found.by_hour):
        print(
            f"{hour:02d}  {'█' * round(BAR * number / most)}{' ' if number else ''}{number or ''}"
        )


def _tell_feeds(found: Report) -> None:
    from crawler.cli.showing import Column, Form, row_of, show_rows

    print()
    show_rows(
        [row_of(one) for one in found.feeds[:FEEDS_SHOWN]],
        [
            Column(key="feed", head="FEED", least=16),
            Column(key="a_day", head="LOOKS A DAY", right=True),
            Column(key="unchanged", head="UNCHANGED", right=True),
            Column(key="failures", head="FAILED", right=True),
            Column(key="entries", head="ARTICLES", right=True),
        ],
        Form.TABLE,
        empty="No feed was looked at.",
    )
    if len(found.feeds) > FEEDS_SHOWN:
        print(f"and {len(found.feeds) - FEEDS_SHOWN} more: wirewatch simulate --json")
