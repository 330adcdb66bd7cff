"""`wirewatch db prune`: let old articles go, or say which would."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crawler.cli.session import AsJson, session_of

if TYPE_CHECKING:
    from crawler.config import Retention
    from crawler.upkeep.pruning import Forecast, Pruned

# Between two batches, so that a service that works on the database gets its turn.
REST_S = 0.05

Days = Annotated[
    float | None,
    typer.Option("--days", min=0, help="Stories that no topic matched: older than so many days."),
]
Matched = Annotated[
    float | None,
    typer.Option("--matched-days", min=0, help="Also stories that a topic matched, if as old."),
]
Size = Annotated[
    float | None,
    typer.Option("--size-mib", min=0, help="The oldest, until the database takes so little."),
]


def register(app: typer.Typer) -> None:
    """Put the command into its group."""
    app.command("prune")(prune)


def prune(  # noqa: PLR0917  # typer calls it by name
    context: typer.Context,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would go first; touch nothing.")
    ] = False,
    days: Days = None,
    matched_days: Matched = None,
    size_mib: Size = None,
    as_json: AsJson = False,
) -> None:
    """Let old stories go as [retention] in wirewatch.toml says; the service does it every day.

    The options stand in place of the settings for this once; 0 is never. Whole stories leave,
    oldest first; what a topic matched stays unless --matched-days says how old it may become.
    What left is remembered and not fetched again. The service may go on meanwhile.
    """
    session = session_of(context)
    config = session.config()
    settings = _settings(config.retention, days, matched_days, size_mib)
    with session.store(config, unhurried=True) as store:
        now = datetime.now(UTC)
        if dry_run:
            from crawler.upkeep.pruning import forecast

            with store.reading() as tx:
                said = forecast(tx, settings, now)
            _tell_forecast(said, settings, as_json=as_json, zone=config.clock.timezone)
            return
        from crawler.cli.progress import bar
        from crawler.upkeep.pruning import forecast
        from crawler.upkeep.pruning import prune as let_go

        with store.reading() as tx:
            expected = forecast(tx, settings, now, first=0).by_age.stories
        with bar("stories") as step:
            done = let_go(
                store,
                settings,
                now,
                told=lambda so_far: step(so_far.stories, max(expected, so_far.stories)),
                rest=lambda: time.sleep(REST_S),
            )
        _tell_done(done, as_json=as_json)


def _settings(
    held: Retention, days: float | None, matched_days: float | None, size_mib: float | None
) -> Retention:
    from crawler.config import Retention
    from crawler.errors import UsageError

    given = {
        "articles_days": days,
        "matched_days": matched_days,
        "size_max_mib": size_mib,
    }
    values = held.model_dump() | {name: one for name, one in given.items() if one is not None}
    try:
        return Retention(**values)
    except ValueError as error:
        raise UsageError("--matched-days must not be less than --days") from error


def _tell_forecast(said: Forecast, settings: Retention, *, as_json: bool, zone: str) -> None:
    from crawler.cli.showing import plain, row_of, show_json
    from crawler.cli.wording import count, local, one_line, size

    if as_json:
        document: dict[str, Any] = plain(said)
        show_json(document | {"settings": plain(row_of_settings(settings))})
        return
    if not (settings.articles_days or settings.matched_days or settings.size_max_mib):
        print("Everything is kept: [retention] sets neither days nor a size.")
    age, rows = said.by_age, [row_of(one) for one in said.first]
    if age.stories:
        print(
            f"By age {count(age.stories, 'story', 'stories')} with "
            f"{count(age.articles, 'article')} would go, "
            f"last told of between {local(age.oldest, zone)} and {local(age.newest, zone)}."
        )
    if said.over_bytes:
        print(
            f"{size(said.used_bytes)} are used, {size(said.over_bytes)} more than may be: "
            "the oldest stories would go until they fit."
        )
    if said.pages:
        print(f"{count(said.pages, 'kept page')} would go; their articles stay.")
    for row in rows:
        matched = "  (a topic matched it)" if row["matched"] else ""
        print(f"  {row['id']:>8}  {local(row['last_at'], zone)}  {one_line(row['title'])}{matched}")
    if not (rows or said.pages) and (age.stories == 0):
        print("Nothing would go now.")


def row_of_settings(settings: Retention) -> dict[str, float]:
    """The settings that were heard, by name."""
    return {name: float(value) for name, value in settings.model_dump().items()}


def _tell_done(done: Pruned, *, as_json: bool) -> None:
    from crawler.cli.showing import row_of, show_json
    from crawler.cli.wording import count

    if as_json:
        show_json(row_of(done))
    elif done.stories or done.pages:
        print(
            f"{count(done.stories, 'story', 'stories')} with {count(done.articles, 'article')} "
            f"and {count(done.pages, 'kept page')} have left."
        )
    else:
        print("Nothing was old enough to go.")
