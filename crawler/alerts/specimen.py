"""Specimens of messages, to try channels and templates with. Invented: no outlet of these names
exists.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from crawler.alerts.matter import Carrier, Digest, Notice, Occasion, Section, Surge
from crawler.items import Access, Article, Place
from crawler.measure.measure import NEWS
from crawler.measure.updates import News
from crawler.storage.coverage import Coverage

SENTENCE = (
    "Whoever reads this sentence in a mail, a chat or a log can rely on it that the next alert of "
    "Wirewatch arrives there, too."
)


def specimen(now: datetime) -> Occasion:
    """An occasion that was never stored."""
    start = SENTENCE.index("Wirewatch")
    published = now - timedelta(minutes=4)
    return Occasion(
        topic="Specimen",
        matched=("wirewatch",),
        article_id=0,
        story_id=0,
        outlet="The Example",
        link="https://example.org/specimen",
        article=Article(
            url="https://example.org/specimen",
            title="This channel works",
            text=SENTENCE,
            access=Access.FULL,
            language="en",
            published_at=published,
        ),
        places=(Place("body", start, start + len("Wirewatch")),),
        first_seen_at=now,
        others=(
            Carrier(
                article_id=0,
                outlet="The Other Example",
                title="This channel works, says another",
                link="https://example.com/specimen",
                published_at=published,
                first_seen_at=now,
            ),
        ),
    )


def specimens(now: datetime) -> tuple[Occasion, ...]:
    """One of each sort: told for the first time, carried by nobody else, told again."""
    first = specimen(now)
    alone = replace(first, others=(), places=(), matched=())
    news = tuple(News(kind=kind, article_id=0, detail="3") for kind in sorted(NEWS))
    again = replace(first, news=news, changed_since=True, copy_of=1, others=first.others * 40)
    return first, alone, again


def digests(now: datetime) -> tuple[Digest, ...]:
    """One with something of everything, one of a day without news, and a blind one."""
    days = tuple(range(14))
    section = Section(
        topic="Specimen",
        occasions=specimens(now),
        surges=(surge(now),),
        articles=3,
        days=days,
        muted=1,
    )
    empty = replace(section, occasions=(), surges=(), articles=0, muted=0)
    seen = Coverage(
        feeds=4,
        checked=3,
        failing=("The Example",),
        overdue=1,
        gaps=1,
        articles={"en": 3, "": 1},
    )
    blind = replace(seen, checked=0, articles={})
    since = now - timedelta(days=1)
    return tuple(
        Digest(id=1, since=since, until=now, sections=sections, coverage=coverage)
        for sections, coverage in (((section, empty), seen), ((empty,), seen), ((empty,), blind))
    )


def surge(now: datetime) -> Surge:
    """A day that stands out."""
    return Surge(topic="Specimen", day=now.date(), articles=12, usual=2.5)


def notice() -> Notice:
    """A word about the service."""
    return Notice(subject="This is a specimen", text="Nothing has happened.\nThis is only a try.")
