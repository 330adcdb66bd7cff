"""An occasion, a digest, a notice -> the same in parts, for programs. Pure.

Times are ISO 8601 in UTC; marks count code points. Fields are added, never renamed or removed,
as long as the number in the name of the schema stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from crawler.alerts.excerpts import Excerpt
from crawler.alerts.matter import Carrier, Digest, Notice, Occasion, Surge
from crawler.alerts.plain import one_line, web_link
from crawler.storage.coverage import Coverage

ALERT = "wirewatch.alert/1"
DIGEST = "wirewatch.digest/1"
NOTICE = "wirewatch.notice/1"
BURST = "wirewatch.burst/1"
TITLE_MAX = 300
NAME_MAX = 80


def of_occasion(occasion: Occasion, found: Sequence[Excerpt]) -> dict[str, Any]:
    """One alert; *found* are its sentences."""
    article = occasion.article
    original = occasion.copy_of or occasion.article_id
    return {
        "schema": ALERT,
        "topic": one_line(occasion.topic, NAME_MAX),
        "matched": [one_line(part) for part in occasion.matched],
        "article": {
            "id": occasion.article_id,
            "url": web_link(occasion.link),
            "title": title(article.title),
            "outlet": one_line(occasion.outlet, NAME_MAX),
            "authors": [one_line(name, NAME_MAX) for name in article.authors],
            "agency": _line_or_none(article.agency),
            "language": _line_or_none(article.language),
            "access": article.access.value,
            "note": _line_or_none(article.note),
            "published_at": _iso(article.published_at),
            "first_seen_at": _iso(occasion.first_seen_at),
            "changed_since": occasion.changed_since,
            "is_original": original == occasion.article_id,
        },
        "sentences": [
            {"field": one.field, "text": one.text, "marks": [list(mark) for mark in one.marks]}
            for one in found
        ],
        "news": [
            {"kind": one.kind, "article_id": one.article_id, "detail": one_line(one.detail)}
            for one in occasion.news
        ],
        "story": {
            "id": occasion.story_id,
            "original_id": original,
            "others": [_carrier(other) for other in occasion.others],
        },
    }


def of_surge(surge: Surge) -> dict[str, Any]:
    """A day that stands out."""
    return {
        "schema": BURST,
        "topic": one_line(surge.topic, NAME_MAX),
        "day": surge.day.isoformat(),
        "articles": surge.articles,
        "usual": round(surge.usual, 2),
    }


def of_digest(digest: Digest, alerts: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """A digest; *alerts* are the parts of its occasions by topic."""
    return {
        "schema": DIGEST,
        "since": _iso(digest.since),
        "until": _iso(digest.until),
        "topics": [
            {
                "topic": one_line(section.topic, NAME_MAX),
                "articles": section.articles,
                "days": list(section.days),
                "muted": section.muted,
                "alerts": alerts.get(section.topic, []),
                "bursts": [of_surge(one) for one in section.surges],
                "result": result_of(len(section.occasions), digest.coverage),
            }
            for section in digest.sections
        ],
        "coverage": {
            "feeds": digest.coverage.feeds,
            "checked": digest.coverage.checked,
            "failing": [one_line(name, NAME_MAX) for name in digest.coverage.failing],
            "overdue": digest.coverage.overdue,
            "gaps": digest.coverage.gaps,
            "articles": dict(digest.coverage.articles),
        },
    }


def of_notice(notice: Notice) -> dict[str, Any]:
    """A word about the service."""
    return {"schema": NOTICE, "notice": {"subject": notice.subject, "text": notice.text}}


def result_of(alerts: int, coverage: Coverage) -> str:
    """What a digest says of a topic: "hits", "verified nothing" or "blind"."""
    if alerts:
        return "hits"
    return "blind" if coverage.is_blind else "verified nothing"


def title(text: str) -> str:
    """A headline on one line; a dash for none."""
    return one_line(text, TITLE_MAX) or "—"


def _carrier(other: Carrier) -> dict[str, Any]:
    return {
        "id": other.article_id,
        "url": web_link(other.link),
        "title": title(other.title),
        "outlet": one_line(other.outlet, NAME_MAX),
        "agency": _line_or_none(other.agency),
        "language": _line_or_none(other.language),
        "published_at": _iso(other.published_at),
        "first_seen_at": _iso(other.first_seen_at),
        "copy_of": other.copy_of,
    }


def _line_or_none(text: str | None) -> str | None:
    return one_line(text, NAME_MAX) if text else None


def _iso(time: datetime | None) -> str | None:
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z") if time else None
