"""What messages are made of: the occasion of one alert, a digest of many, a word to the operator.

Taken from the database as it is when the message is made; words of strangers are still as they
wrote them. `wording.py` makes them safe and readable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from crawler.items import Article, Place
from crawler.measure.updates import News
from crawler.storage.coverage import Coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """An article of the same story."""

    article_id: int
    outlet: str
    title: str
    link: str
    agency: str | None = None
    language: str | None = None
    published_at: datetime | None = None
    first_seen_at: datetime
    copy_of: int | None = None  # the article that it repeats


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """All that one alert has to tell."""

    topic: str
    matched: tuple[str, ...]  # the parts of the query that hold
    article_id: int
    story_id: int
    outlet: str
    link: str  # where a reader finds it
    article: Article
    places: tuple[Place, ...]  # offsets into title, lead and text of *article*
    first_seen_at: datetime
    changed_since: bool = False  # *article* is an earlier text of it
    copy_of: int | None = None
    others: tuple[Carrier, ...] = ()  # who else carries the story, in the order of arrival
    news: tuple[
        News, ...
    ] = ()  # what became of it since it was told; none: told for the first time


@dataclass(frozen=True, slots=True, kw_only=True)
class Surge:
    """A day of a topic that stands out."""

    topic: str
    day: date
    articles: int
    usual: float  # a day before


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One topic of a digest."""

    topic: str
    occasions: tuple[Occasion, ...]  # the newest first
    surges: tuple[Surge, ...]
    articles: int  # of the topic in the time that the digest covers
    days: tuple[int, ...]  # articles of the last fourteen days, the newest last
    muted: int = 0  # stories that nobody wanted to hear of


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What was gathered for one channel."""

    id: int
    since: datetime
    until: datetime
    sections: Sequence[Section]
    coverage: Coverage

    @property
    def occasions(self) -> int:
        """How many alerts it tells."""
        return sum(len(section.occasions) for section in self.sections)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A word about the service."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a channel sends. Everything in it is safe to show."""

    topic: str
    gist: str  # headline and outlet on one line
    subject: str
    text: str  # the whole message, in lines
    body: str  # the same without the gist
    html: str  # the same for a mailer that shows HTML
    story_id: int | None  # messages about one story make one thread
    details: Mapping[str, Any]  # the same in parts, for JSON
