"""Title, persons, time and language against what is known, for sets that know them."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from crawler.errors import PageError
from crawler.extraction import extract
from crawler.extraction.names import is_person
from crawler.extraction.training.corpus import KnownPage
from crawler.extraction.training.reading import as_page
from crawler.items import Article

_MARKS = str.maketrans("’‘“”„–—", '\'\'"""--', "\u00ad\u200b")


@dataclass(frozen=True, slots=True)
class Facts:
    """Shares of pages: title exactly right, F1 of authors and of persons among them, times."""

    pages: int
    title: float
    authors: float
    persons: float
    day: float
    minute: float  # of the pages whose time is known with its zone
    language: float


def facts(pages: Iterable[KnownPage]) -> Facts:
    """Of all pages that the program finds an article on; the others count as wrong."""
    rows = [_judge(page) for page in pages]
    minutes = [row[4] for row in rows if row[4] is not None]
    columns = [fmean(float(row[column] or 0) for row in rows) for column in (0, 1, 2, 3, 5)]
    title, authors, persons, day, language = columns
    return Facts(len(rows), title, authors, persons, day, fmean(map(float, minutes)), language)


def _judge(page: KnownPage) -> tuple[bool, float, float, bool, bool | None, bool]:
    known = datetime.fromisoformat(page.gold["date"])
    zoned = known.tzinfo is not None
    try:
        article = extract(as_page(page))
    except PageError:
        return False, 0.0, 0.0, False, False if zoned else None, False
    written: list[str] = page.gold["authors"] or []
    people = [name for name in written if is_person(name, article.site_name or "")]
    at = article.published_at
    day = at is not None and (at.astimezone(known.tzinfo) if zoned else at).date() == known.date()
    minute = at is not None and zoned and abs((at - known).total_seconds()) < 60
    return (
        _plain(page.gold["title"]) == _plain(article.title),
        _overlap(written, article),
        _overlap(people, article),
        day,
        minute if zoned else None,
        not page.language or article.language == page.language,
    )


def _overlap(known: list[str], article: Article) -> float:
    gold, found = set(map(_plain, known)), set(map(_plain, article.authors))
    if not gold and not found:
        return 1.0
    return 2 * len(gold & found) / (len(gold) + len(found))


def _plain(text: str) -> str:
    composed = unicodedata.normalize("NFKC", html.unescape(text or "")).translate(_MARKS)
    return re.sub(r"\s+", "", composed).casefold()
