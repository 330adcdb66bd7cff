"""What people want of intake: when a hit earns an alert, how long articles are compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.items import Article, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRules:
    """When a hit earns an alert."""

    topics: Mapping[int, Topic]
    settle: timedelta  # how long an alert waits for copies of its story
    max_age: timedelta | None  # older articles alert nobody; None: no limit
    operator: tuple[str, ...] = ()  # the channels that tell of the service's own troubles

    def is_old(self, article: Article, now: datetime) -> bool:
        """Too old to alert anybody, as when a feed is new to us."""
        published = article.published_at
        return bool(self.max_age is not None and published and now - published > self.max_age)


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How long an article is compared with new ones, and when it is looked at again."""

    look_alike_weeks: int = 3
    # After an article was first seen, if a topic matched its story or its page could not be had.
    look_again_after: tuple[timedelta, ...] = tuple(timedelta(hours=h) for h in (1, 6, 24, 72))
    # The first look for a page that could not be had: most servers are well again by then.
    catch_up_after: timedelta = timedelta(minutes=20)
