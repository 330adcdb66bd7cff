"""A draft of a query, tried on the newest of the archive; held against another wording."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crawler.backtest.glance import LENGTHS, Glance, glance
from crawler.storage import Tx
from crawler.storage.search import Found
from crawler.topics.query import Query
from crawler.web.shown.excerpts import Pieces, marked_title, sentences


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

    found: Glance
    examples: tuple[Example, ...]
    further: int | None  # what to ask for to look further back; None: that is all, here


def attempt(tx: Tx, query: Query, *, old: Query | None, now: datetime, further: int = 0) -> Attempt:
    """Try *query* (saved queries written out), and *old* on the same articles.

    Each step *further* takes longer and looks further back; beyond the last one is the last.
    """
    last = len(LENGTHS) - 1
    step = min(further, last)
    found = glance(tx, query, old=old, now=now, length=LENGTHS[step])
    return Attempt(
        found=found,
        examples=tuple(map(_example, found.examples)),
        further=None if found.is_whole or step == last else step + 1,
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
