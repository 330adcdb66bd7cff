"""`wirewatch topics test`: what a draft would have found, and how often it would tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from crawler.cli.completing import topic_names
from crawler.cli.drafts import Draft, drafts
from crawler.cli.session import AsJson, session_of

if TYPE_CHECKING:
    from crawler.backtest.nearness import NearMiss
    from crawler.backtest.trial import Difference, Match, Trial
    from crawler.config import Config
    from crawler.storage import Store
    from crawler.storage.articles import Stored
    from crawler.storage.search import Found
    from crawler.topics.query import Query

SENTENCES, SENTENCE_MAX = 1, 220  # of each sample; characters
OUTLETS, DAYS = 6, 14  # shown


@dataclass(frozen=True, slots=True)
class Tried:
    """A draft and what came of it."""

    draft: Draft
    trial: Trial
    samples: Sequence[Found]
    difference: Difference | None
    absent: Sequence[str]  # where nothing matches: the words that are nowhere
    near: Sequence[tuple[Stored, NearMiss]]  # or else the articles that come nearest


def try_draft(  # noqa: PLR0917  # typer calls it by name
    context: typer.Context,
    draft: Annotated[
        str,
        typer.Argument(
            metavar="QUERY|FILE",
            help="A query in one argument, a file with a query, a topics.toml with drafts, or - .",
        ),
    ],
    against: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            autocompletion=topic_names,
            help="What the draft finds more and less than this topic.",
        ),
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="Only what was first seen since: 24h, 7d, 2026-02-01.")
    ] = None,
    samples: Annotated[
        int, typer.Option("--samples", "-n", min=0, help="Show so many articles, one a story.")
    ] = 20,
    as_json: AsJson = False,
) -> None:
    """Try a draft on the stored archive before following it. Nothing is saved, nobody is told.

    Says how much it finds a day and a week, where, with samples, and how many messages a week it
    would send a channel: at once for each story, or gathered by hour, day or week.

    Examples: wirewatch topics test '"new start" NEAR/30 treaty' --since 30d;
    wirewatch topics test '"new start"' --against "New START";
    wirewatch topics test drafts.toml --json
    """
    from crawler.cli.showing import show_json
    from crawler.wishes.moments import moment

    session = session_of(context)
    config = session.config()
    now = datetime.now(UTC)
    after = moment(since, now=now, zone=config.clock.timezone) if since else None
    with session.store(config) as store:
        read = _read(draft, store, config)
        tried = _try_all(read, against, store, config, _Scope(now, after, samples))
    if as_json:
        show_json([_document(one, against) for one in tried])
        return
    for number, one in enumerate(tried):
        if number:
            print()
        _tell(one, against, config.clock.timezone, samples)


@dataclass(frozen=True, slots=True)
class _Scope:
    now: datetime
    since: datetime | None
    samples: int


def _read(text: str, store: Store, config: Config) -> list[Draft]:
    from crawler.wishes.asking import saved_queries

    with store.reading() as tx:
        return drafts(text, saved_queries(tx, config))


def _try_all(
    read: Sequence[Draft], against: str | None, store: Store, config: Config, scope: _Scope
) -> list[Tried]:
    from crawler.backtest.evidence import absent, near_misses
    from crawler.backtest.trial import compared, run, sample, shown
    from crawler.cli.progress import bar
    from crawler.storage.backtests import reach
    from crawler.wishes.asking import active_topic, followed_query

    age = config.alerts.max_age_days
    max_age, zone = timedelta(days=age) if age else None, ZoneInfo(config.clock.timezone)

    def attempt(query: Query, title: str) -> Trial:
        with bar(title) as step:
            return run(
                store, query, now=scope.now, since=scope.since, before=top + 1,
                max_age=max_age, zone=zone, step=step,
            )  # fmt: skip

    with store.reading() as tx:
        top = reach(tx).top_id  # what arrives meanwhile would look like a difference
    old: Trial | None = None
    if against is not None:
        with store.reading() as tx:
            query = followed_query(tx, active_topic(tx, against, config), config)
        old = attempt(query, against)
    tried = []
    for one in read:
        trial = attempt(one.whole, one.name or "trying")
        samples = shown(store, sample(trial.matches, scope.samples), one.whole, now=scope.now)
        nowhere = [] if trial.matches else absent(store, one.whole, now=scope.now)
        near = [] if trial.matches else near_misses(store, one.whole, now=scope.now)
        difference = compared(trial, old) if old else None
        tried.append(Tried(one, trial, samples, difference, nowhere, near))
    return tried


def _document(tried: Tried, against: str | None) -> dict[str, Any]:
    trial, difference = tried.trial, tried.difference
    document: dict[str, Any] = {
        "name": tried.draft.name or None,
        "query": tried.draft.query,
        "articles": len(trial.matches),
        "stories": trial.stories,
        "copies": sum(one.is_copy for one in trial.matches),
        "articles_a_day": round(trial.a_day, 3),
        "articles_a_week": round(trial.a_week, 3),
        "archive_days": round(trial.length / timedelta(days=1), 3),
        "outlets": [{"outlet": name, "articles": n} for name, n in trial.outlets],
        "days": [{"day": day.isoformat(), "articles": n} for day, n in trial.days],
        "messages": [
            {"way": one.way, "in_archive": one.messages, "a_week": round(one.a_week, 3)}
            for one in trial.forecasts
        ],
        "absent": tried.absent,
        "near": [
            {"id": stored.id, "title": stored.article.title, "part": miss.part, "lacks": miss.note}
            for stored, miss in tried.near
        ],
        "samples": [_row(one) for one in tried.samples],
    }
    if difference is not None:
        document["against"] = {
            "topic": against,
            "kept": difference.kept,
            "gained": [_named(one) for one in difference.gained],
            "lost": [_named(one) for one in difference.lost],
        }
    return document


def _row(found: Found) -> dict[str, Any]:
    stored = found.stored
    return {
        "id": stored.id,
        "title": stored.article.title,
        "outlet": stored.outlet,
        "url": stored.article.url,
        "first_seen_at": stored.first_seen_at,
        "story_id": stored.story_id,
        "sentences": [one.marked("**", "**") for one in _sentences(found)],
        "places": [[place.field, place.start, place.end] for place in found.places],
    }


def _named(match: Match) -> dict[str, Any]:
    return {
        "id": match.article_id,
        "title": match.title,
        "outlet": match.outlet,
        "first_seen_at": match.seen_at,
        "story_id": match.story_id,
    }


def _sentences(found: Found) -> Sequence[Any]:
    from crawler.alerts.excerpts import excerpts

    article = found.stored.article
    fields = (("lead", article.lead or ""), ("body", article.text), ("title", article.title))
    return excerpts(fields, found.places, most=SENTENCE_MAX)


def _tell(tried: Tried, against: str | None, zone: str, most: int) -> None:
    from crawler.cli.showing import hint, say, show_record
    from crawler.cli.wording import count, one_line

    trial = tried.trial
    if tried.draft.name:
        say(one_line(tried.draft.name), "bold")
    copies = sum(one.is_copy for one in trial.matches)
    of = f"{count(len(trial.matches), 'article')} in {count(trial.stories, 'story', 'stories')}"
    rate = f"{_number(trial.a_day)} a day, {_number(trial.a_week)} a week"
    show_record([
        ("query", tried.draft.query),
        ("finds", f"{of}, {count(copies, 'copy', 'copies')}" if trial.matches else "nothing"),
        ("rate", rate if trial.matches else ""),
        ("outlets", _outlets(trial)),
        ("messages a week", _messages(trial)),
        ("looked at", _archive(trial)),
    ])  # fmt: skip
    _tell_days(trial)
    if tried.samples:
        print()
        say(_samples_head(len(tried.samples), trial.stories), "bold")
        _tell_samples(tried.samples, zone)
    if tried.difference is not None:
        print()
        _tell_difference(tried.difference, against or "", most or 20)
    if tried.absent:
        hint(f"In no article at all: {one_line(', '.join(tried.absent))}")
    for stored, miss in tried.near:
        title = one_line(stored.article.title)
        hint(f"Near: {stored.id} {title}; {one_line(miss.part)}: {one_line(miss.note)}")


def _samples_head(shown: int, stories: int) -> str:
    return (
        "Samples" if shown == stories else f"Samples, one a story, {shown} of {stories:,} stories"
    )


def _number(rate: float) -> str:
    return f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}"


def _outlets(trial: Trial) -> str:
    from crawler.cli.wording import one_line

    named = [f"{one_line(name)} {n:,}" for name, n in trial.outlets[:OUTLETS]]
    more = len(trial.outlets) - len(named)
    return ", ".join([*named, f"{more} more"] if more else named)


def _messages(trial: Trial) -> str:
    """To each channel of the topic."""
    ways = [f"{one.way.value} {_number(one.a_week)}" for one in trial.forecasts]
    return ", ".join(ways) if trial.matches else ""


def _archive(trial: Trial) -> str:
    from crawler.cli.wording import span

    guess = "; numbers a week are guesses" if trial.is_guess and trial.matches else ""
    if not trial.length:
        return f"an archive of one moment{guess}"
    return f"{span(trial.length)} of the archive{guess}"


def _tell_days(trial: Trial) -> None:
    """The last two weeks with matches, day by day, if there is more than one day."""
    from crawler.cli.charts import Bar, draw

    if len(trial.days) < 2:
        return
    numbers: dict[date, int] = dict(trial.days)
    newest, oldest = trial.days[0][0], trial.days[-1][0]
    first = max(oldest, newest - timedelta(days=DAYS - 1))
    length = (newest - first).days + 1
    days = [first + timedelta(days=n) for n in range(length)]
    print()
    draw([Bar(day, numbers.get(day, 0)) for day in days])


def _tell_samples(samples: Sequence[Found], zone: str) -> None:
    from crawler.cli.quoting import quote
    from crawler.cli.wording import moment_of, one_line

    for found in samples:
        stored, article = found.stored, found.stored.article
        when = moment_of(article.published_at or stored.first_seen_at, article.published_day, zone)
        print(f"{stored.id:>7}  {when}  {one_line(stored.outlet)}: {one_line(article.title)}")
        inside = _sentences(found)
        for one in inside[:SENTENCES]:
            quote(one, indent=9)


def _tell_difference(difference: Difference, against: str, most: int) -> None:
    from crawler.cli.showing import say
    from crawler.cli.wording import count, one_line

    gained, lost = difference.gained, difference.lost
    say(
        f'Against "{one_line(against)}": gains {len(gained):,}, loses {len(lost):,}, '
        f"{count(difference.kept, 'article')} as before",
        "bold",
    )
    for sign, some in (("+", gained), ("-", lost)):
        for one in some[:most]:
            say(
                f"{sign} {one.article_id:>6}  {one_line(one.outlet)}: {one_line(one.title)}",
                "green" if sign == "+" else "red",
            )
        if len(some) > most:
            print(f"{sign} and {len(some) - most:,} more (--json has all)")
