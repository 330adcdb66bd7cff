"""A draft of a topic, tried on the archive before anybody is told; and past matches counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Body

from crawler.backtest.forecast import Forecast
from crawler.backtest.trial import Counts, Match, Trial, compared, run, sample, shown
from crawler.storage import topics
from crawler.storage.backtests import hit_articles, reach
from crawler.web.api.filters import since_of, topic_id_of
from crawler.web.api.frame import EXACT, Id, Since, looks_of
from crawler.web.api.searches import Result, result_of
from crawler.web.heavy import heavy
from crawler.web.state import Known
from crawler.wishes import searches as wishes
from crawler.wishes.asking import followed_query, saved_queries

looks = looks_of("topics")
DIFFERENCES_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A query that is not followed yet."""

    __pydantic_config__ = EXACT

    query: Annotated[str, Body(min_length=1, max_length=10_000)]
    since: Annotated[str, Body(max_length=40)] | None = None
    against: Annotated[str, Body(max_length=200)] | None = None
    samples: Annotated[int, Body(ge=0, le=50)] = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """What the draft finds that a topic does not, and the other way round (200 of each)."""

    topic: str
    kept: int
    n_gained: int
    n_lost: int
    gained: tuple[Match, ...]
    lost: tuple[Match, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What a draft finds. `back_to`: the time was over, and it looked no further back."""

    query: str
    articles: int
    stories: int
    copies: int
    a_day: float
    a_week: float
    archive_days: float
    outlets: Counts
    days: tuple[tuple[date, int], ...]
    messages: tuple[Forecast, ...]
    samples: tuple[Result, ...]
    against: Against | None
    back_to: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What a topic matches in the archive: `wirewatch topics backfill` records it."""

    matches: int
    recorded: int
    back_to: datetime | None


@looks.post("/topics/test")
def try_draft(draft: Draft, state: Known) -> Tried:
    """Try a draft on the archive. Nothing is saved, and nobody is told."""
    store, config, now = state.store, state.config, state.now()
    since, zone = since_of(state, draft.since), ZoneInfo(config.clock.timezone)
    max_age = timedelta(days=config.alerts.max_age_days) if config.alerts.max_age_days else None
    with store.reading() as tx:
        tree, query = wishes.read(draft.query, saved_queries(tx, config))
        topic_id = topic_id_of(tx, draft.against)
        other = topics.by_id(tx, topic_id) if topic_id is not None else None
        old_query = followed_query(tx, other, config) if other else None
        top = reach(tx).top_id  # what arrives meanwhile would look like a difference
    against = None
    with heavy(config) as patience:
        trial = run(
            store, query, now=now, since=since, before=top + 1, max_age=max_age, zone=zone,
            patience=patience,
        )  # fmt: skip
        if other and old_query is not None:
            old = run(
                store, old_query, now=now, since=since, before=top + 1, max_age=max_age,
                zone=zone, patience=patience,
            )  # fmt: skip
            against = _against(other.topic.name, trial, old)
        some = shown(store, sample(trial.matches, draft.samples), query, now=now)
    return Tried(
        query=str(tree),
        articles=len(trial.matches),
        stories=trial.stories,
        copies=sum(one.is_copy for one in trial.matches),
        a_day=trial.a_day,
        a_week=trial.a_week,
        archive_days=trial.length / timedelta(days=1),
        outlets=trial.outlets,
        days=trial.days,
        messages=trial.forecasts,
        samples=tuple(result_of(one) for one in some),
        against=against,
        back_to=trial.cut_at,
    )


@looks.get("/topics/{topic_id}/past")
def count_past(topic_id: Id, state: Known, since: Since = None) -> Past:
    """How many articles of the archive it matches, and how many of them are recorded."""
    after = since_of(state, since)
    with state.store.reading() as tx:
        query = followed_query(tx, topics.by_id(tx, topic_id), state.config)
        held = hit_articles(tx, topic_id)
    with heavy(state.config) as patience:
        trial = run(state.store, query, now=state.now(), since=after, patience=patience)
    recorded = sum(one.article_id in held for one in trial.matches)
    return Past(matches=len(trial.matches), recorded=recorded, back_to=trial.cut_at)


def _against(name: str, new: Trial, old: Trial) -> Against:
    found = compared(new, old)
    return Against(
        topic=name,
        kept=found.kept,
        n_gained=len(found.gained),
        n_lost=len(found.lost),
        gained=found.gained[:DIFFERENCES_MOST],
        lost=found.lost[:DIFFERENCES_MOST],
    )
