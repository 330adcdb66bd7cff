"""A draft of a query, tried on the archive within a short time; held against another wording."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from crawler.backtest.trial import Difference, Match, Trial, compared, run, sample, shown
from crawler.storage import Store
from crawler.storage.backtests import reach
from crawler.storage.search import Found
from crawler.storage.search.patience import Patience
from crawler.topics.query import Query
from crawler.web.shown.excerpts import Pieces, marked_title, sentences

# A page waits for it, so that it sees the newest of the archive only.
TRIAL_S, MATCHES = 1.5, 400
EXAMPLES, LISTED = 6, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An article that a draft finds."""

    article_id: int
    title: Pieces
    outlet: str
    seen_at: datetime
    sentence: Pieces | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What came of a draft."""

    query: str  # canonical
    trial: Trial
    difference: Difference | None  # to the wording that is followed
    gained: tuple[Match, ...]  # some of them
    lost: tuple[Match, ...]
    examples: tuple[Example, ...]


def attempt(
    store: Store, query: Query, written: str, *, old: Query | None, now: datetime, zone: tzinfo
) -> Attempt:
    """Try *query* (saved queries written out), and *old* on the same archive."""
    with store.reading() as tx:
        top = reach(tx).top_id
    trial = _run(store, query, now, zone, top)
    difference = compared(trial, _run(store, old, now, zone, top)) if old is not None else None
    chosen = sample(difference.gained if difference and difference.gained else trial.matches,
                    EXAMPLES)  # fmt: skip
    return Attempt(
        query=written,
        trial=trial,
        difference=difference,
        gained=tuple(difference.gained[:LISTED]) if difference else (),
        lost=tuple(difference.lost[:LISTED]) if difference else (),
        examples=tuple(map(_example, shown(store, chosen, query, now=now))),
    )


def _run(store: Store, query: Query, now: datetime, zone: tzinfo, top: int) -> Trial:
    return run(
        store, query, now=now, before=top + 1, zone=zone, most=MATCHES, patience=Patience(TRIAL_S)
    )


def _example(found: Found) -> Example:
    stored = found.stored
    inside = sentences(stored.article, found.places, most=1)
    return Example(
        article_id=stored.id,
        title=marked_title(stored.article, found.places),
        outlet=stored.outlet,
        seen_at=stored.first_seen_at,
        sentence=inside[0] if inside else None,
    )
