"""`wirewatch topics volume`: how much a topic found each day, and which days stand out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from crawler.cli.completing import topic_names
from crawler.cli.session import AsCsv, AsJson, session_of

if TYPE_CHECKING:
    from crawler.backtest.history import Day


def volume_of(
    context: typer.Context,
    name: Annotated[str, typer.Argument(autocompletion=topic_names, help="Its name.")],
    days: Annotated[int, typer.Option(min=1, max=3660, help="So many, up to today.")] = 90,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show how many articles a topic found each day, as a small chart, with bursts marked.

    A day is a burst when it stands out from the two weeks before it and has five articles or more,
    or as many as the topic says for its own alarm (--burst-min).
    Counted is what is recorded, by the day on which an article was first seen; for what was there
    before the topic, see `topics backfill`.
    """
    from crawler.backtest.history import counted_from, floor_of, history
    from crawler.cli.showing import Form, form_of, show_rows
    from crawler.storage.daily import by_day
    from crawler.wishes.asking import active_topic

    form = form_of(as_json=as_json, as_csv=as_csv)
    session = session_of(context)
    config = session.config()
    zone = ZoneInfo(config.clock.timezone)
    last = datetime.now(UTC).astimezone(zone).date()
    first = last - timedelta(days=days - 1)
    with session.store(config) as store, store.reading() as tx:
        row = active_topic(tx, name, config)
        found = by_day(tx, row.topic.id, first=counted_from(first), last=last, zone=zone)
    began = row.created_at.astimezone(zone).date()
    floor = floor_of(row.topic)
    shown = history(found, began=began, first=first, last=last, floor=floor)
    if form is Form.TABLE:
        _tell(row.topic.name, shown)
    else:
        show_rows([_row(day) for day in shown], (), form, empty="")


def _row(day: Day) -> dict[str, Any]:
    return {
        "day": day.day.isoformat(),
        "articles": day.articles,
        "stories": day.stories,
        "burst": day.burst is not None,
        "usual": round(day.burst.usual, 2) if day.burst else None,
    }


def _tell(name: str, days: Sequence[Day]) -> None:
    from crawler.cli.charts import Bar, draw
    from crawler.cli.showing import hint, say
    from crawler.cli.wording import count, one_line

    total = sum(day.articles for day in days)
    bursts = sum(day.burst is not None for day in days)
    if not total:
        hint(f'"{one_line(name)}" found nothing in this time. Past matches: topics backfill')
        return
    say(
        f"{one_line(name)}: {count(total, 'article')} in {count(len(days), 'day')}, "
        f"{count(bursts, 'burst')}",
        "bold",
    )
    draw([Bar(day.day, day.articles, _note(day)) for day in days])


def _note(day: Day) -> str:
    if day.burst is None:
        return ""
    return f"burst: {day.burst.usual:.1f} a day before"
