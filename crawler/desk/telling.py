"""What became of a look or an article, as a line in the log and a number in the tally."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import datetime

from crawler.intake import Admission
from crawler.items import Feed, Outcome, Relation
from crawler.storage.entries import Waiting
from crawler.storage.looks import LookRow

log = logging.getLogger("wirewatch")

# How often looks that found nothing new are told of.
COUNT_S = 60.0


class Telling:
    """One a desk. *tally* counts by kind, for the summary at the end."""

    def __init__(self, seconds: float) -> None:
        self.tally: Counter[str] = Counter()
        self._unchanged, self._told_at = 0, seconds  # looks that were not told of yet

    def count_now_and_then(self, seconds: float) -> None:
        """Say in one line how many looks found nothing new, if it is time to."""
        if self._unchanged and seconds >= self._told_at + COUNT_S:
            log.info("polls    %d looks found nothing new", self._unchanged)
            self._unchanged, self._told_at = 0, seconds

    def of_feed(self, feed: Feed, row: LookRow, now: datetime, *, announced: int = 0) -> None:
        """How a look ended, and a gap if it found one."""
        self.tally[f"feed {row.outcome.value}"] += 1
        if announced:
            self.tally["entries"] += announced
        if row.gap:
            log.warning(
                "gap      %s: no item of the last look is left; some of %s to %s UTC may be lost",
                feed.name,
                f"{row.gap.from_at:%d %b %H:%M}",
                f"{row.gap.to_at:%d %b %H:%M}",
            )
        # What found nothing is told of once a minute, the outage once at all.
        level = logging.INFO
        if row.outcome is Outcome.OUTAGE:
            level = logging.DEBUG
        elif row.outcome is Outcome.UNCHANGED:
            level = logging.DEBUG
            self._unchanged += 1
        if log.isEnabledFor(level):
            minutes = (row.next_look_at - now).total_seconds() / 60
            log.log(level, "poll     %s: %s (again in %s)", feed.name, row.note, _span(minutes))

    def of_delay(self, waiting: Waiting, reason: str) -> None:
        """Why a page is tried again later."""
        self.tally["postponed"] += 1
        log.debug("later    %s: %s", waiting.url, reason)

    def of_article(self, waiting: Waiting, admission: Admission) -> None:
        """What a page was to us."""
        self.tally[f"article {admission.relation.value}"] += 1
        self.tally["alerts"] += admission.alerts
        if admission.relation is Relation.SAME:
            log.debug("same     %d %s: %s", admission.article_id, waiting.url, admission.reason)
            return
        log.info(
            "article  %d %s, %s: %s",
            admission.article_id,
            admission.relation.value,
            admission.outlet,
            admission.title,
        )
        for topic in admission.hits:
            log.info("match    article %d is about %s", admission.article_id, topic)


def _span(minutes: float) -> str:
    return f"{minutes:.0f} min" if minutes >= 1 else f"{max(minutes, 0) * 60:.0f} s"
