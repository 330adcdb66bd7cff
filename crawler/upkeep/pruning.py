"""The settings of retention become stories that leave, in batches that hold nobody up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from crawler.config import Retention
from crawler.storage import Store, Tx, raw_pages, retention, space
from crawler.storage.retention import Extent, Leaving, Rule

# Stories taken away in one transaction: about as long as the storing of ten articles.
BATCH = 25
# So many kept pages leave in one transaction.
PAGES = 500
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What has left so far."""

    stories: int = 0
    articles: int = 0
    pages: int = 0  # kept pages; their articles stay

    def __add__(self, other: Pruned) -> Pruned:
        return Pruned(
            stories=self.stories + other.stories,
            articles=self.articles + other.articles,
            pages=self.pages + other.pages,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What would leave now."""

    by_age: Extent
    first: tuple[Leaving, ...]  # the first that would go, whether for age or for size
    used_bytes: int
    over_bytes: int  # by so much the database is larger than it may be
    pages: int


class Pruning:
    """One go through the archive. Each `step` is a transaction of its own.

    Stories leave by age first; then, while the database is larger than it may be, the oldest
    that no topic matched. What was let go of stays gone when a go is broken off.
    """

    def __init__(self, store: Store, settings: Retention, now: datetime) -> None:
        self.store, self.settings, self.now = store, settings, now
        self._ages = rule_of(settings, now)
        self._after = 0
        self._by_size = False
        self._pages_over = False

    def step(self) -> Pruned | None:
        """What one more batch took away; None when nothing is left to go."""
        with self.store.writing() as tx:
            if not self._after and not self._by_size:
                space.note_density(tx)
            if not self._pages_over:
                pages = self._prune_pages(tx)
                if pages:
                    return Pruned(pages=pages)
                self._pages_over = True
            batch = self._next(tx)
            if not batch:
                return None
            taken = retention.remove(tx, [one.id for one in batch])
        self._after = batch[-1].id
        return Pruned(stories=len(batch), articles=taken)

    def _next(self, tx: Tx) -> list[Leaving]:
        if not self._by_size:
            batch = retention.leaving(tx, self._ages, limit=BATCH, after=self._after)
            if batch:
                return batch
            self._by_size, self._after = True, 0
        if excess_bytes(tx, self.settings) <= 0:
            return []
        rule = Rule(before=_far(self.now))
        return retention.leaving(tx, rule, limit=BATCH, after=self._after)

    def _prune_pages(self, tx: Tx) -> int:
        before = self.now - timedelta(days=self.settings.raw_pages_days)
        most = int(self.settings.raw_pages_mib * MIB)
        return raw_pages.prune(tx, before=before, most_bytes=most, limit=PAGES)


def prune(
    store: Store,
    settings: Retention,
    now: datetime,
    *,
    told: Callable[[Pruned], None] = lambda _so_far: None,
    rest: Callable[[], None] = lambda: None,
) -> Pruned:
    """Take away all that the settings let go; *rest* is called between two batches."""
    pruning, so_far = Pruning(store, settings, now), Pruned()
    while (step := pruning.step()) is not None:
        so_far += step
        told(so_far)
        rest()
    return so_far


def forecast(tx: Tx, settings: Retention, now: datetime, *, first: int = 10) -> Forecast:
    """What would leave now, without touching anything."""
    rule = rule_of(settings, now)
    by_age = retention.extent(tx, rule)
    over = excess_bytes(tx, settings)
    names = retention.leaving(tx, rule, limit=first)
    if over > 0 and len(names) < first:
        chosen = {one.id for one in names}
        more = retention.leaving(tx, Rule(before=_far(now)), limit=2 * first)
        names += [one for one in more if one.id not in chosen][: first - len(names)]
    before = now - timedelta(days=settings.raw_pages_days)
    most = int(settings.raw_pages_mib * MIB)
    return Forecast(
        by_age=by_age,
        first=tuple(names),
        used_bytes=space.used_bytes(tx),
        over_bytes=max(0, over),
        pages=raw_pages.prunable(tx, before=before, most_bytes=most),
    )


def rule_of(settings: Retention, now: datetime) -> Rule:
    """What may leave by age."""
    rule = Rule()
    if settings.articles_days:
        rule = replace(rule, before=now - timedelta(days=settings.articles_days))
    if settings.matched_days:
        rule = replace(rule, matched_before=now - timedelta(days=settings.matched_days))
    return rule


def excess_bytes(tx: Tx, settings: Retention) -> int:
    """By how much the database is larger than it may be; 0 or less when it is not."""
    if not settings.size_max_mib:
        return 0
    return space.used_bytes(tx) - int(settings.size_max_mib * MIB)


def _far(now: datetime) -> datetime:
    """After everything that is held, whatever a clock once said."""
    return now + timedelta(days=3650)
