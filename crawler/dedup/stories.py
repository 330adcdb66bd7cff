"""A new article and the stories that are open -> the story it belongs to, or none.

Different texts about one event share its rare names, figures and title words within a few days.
Copies share their story for free: see `verdict`. The one closest report decides and not the whole
story, so that a story cannot grow into its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.dedup.gist import Gist, alike, in_common

# Measured over 270 news articles of 40 countries: 88 % of the halves of one report are this alike;
# of 36,000 pairs of other articles 19 are, most of them reports of one event.
SAME_EVENT = 0.25
# Less will do where both have the same five words in a row: they quote the same people.
QUOTED_EVENT = 0.18
# Two languages have little but names and figures in common, and other events not even those: of
# 20,000 pairs across languages none that told of two events came to 0.14.
FOREIGN_EVENT = 0.15
WINDOW = timedelta(days=3)

# The sites of the agencies that articles credit, by their names in small letters.
AGENCY_SITES = {
    "afp": "afp.com",
    "ansa": "ansa.it",
    "ap": "apnews.com",
    "apa": "apa.at",
    "associated press": "apnews.com",
    "bloomberg": "bloomberg.com",
    "dpa": "dpa.com",
    "efe": "efe.com",
    "epd": "epd.de",
    "interfax": "interfax.ru",
    "kna": "kna.de",
    "keystone-sda": "keystone-sda.ch",
    "kyodo": "kyodonews.net",
    "pa": "pa.media",
    "reuters": "reuters.com",
    "sda": "keystone-sda.ch",
    "tass": "tass.com",
    "upi": "upi.com",
    "xinhua": "news.cn",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An article as one telling of an event."""

    article_id: int
    story_id: int
    gist: Gist
    at: datetime
    site: str = ""
    language: str | None = None  # ISO 639-1
    title: str = ""  # for people
    agency: str | None = None  # who is credited
    shingles: frozenset[int] = frozenset()  # sampled runs of its fingerprint


@dataclass(frozen=True, slots=True)
class Kinship:
    """The report that tells of the same event."""

    story_id: int
    article_id: int
    score: float  # 0 to 1
    reason: str


def find_story(candidate: Report, held: Iterable[Report]) -> Kinship | None:
    """The story of the held report closest to *candidate*; None when none is close enough.

    The ids of *candidate* itself do not matter. Ties go to the older report.
    """
    best: tuple[float, Report] | None = None
    for other in sorted(held, key=lambda report: (report.at, report.article_id)):
        if abs(candidate.at - other.at) > WINDOW:
            continue
        score = alike(candidate.gist, other.gist)
        if score >= _enough(candidate, other) and (best is None or score > best[0]):
            best = score, other
    if best is None:
        return None
    score, other = best
    words = ", ".join(in_common(candidate.gist, other.gist, 4))
    reason = f"tells of the same as article {other.article_id}: {words}"
    return Kinship(other.story_id, other.article_id, score, reason)


def _enough(candidate: Report, other: Report) -> float:
    if candidate.language and other.language and candidate.language != other.language:
        return FOREIGN_EVENT
    return QUOTED_EVENT if candidate.shingles & other.shingles else SAME_EVENT


def original_of(members: Sequence[Report]) -> Report:
    """Of copies of one text the one that the others go back to.

    The agency's own page where others credit that agency; else the earliest.
    """
    credited = {AGENCY_SITES.get((member.agency or "").casefold()) for member in members}
    own = [member for member in members if member.site in credited]
    return min(own or members, key=lambda member: (member.at, member.article_id))


def title_of(members: Sequence[Report]) -> str:
    """The title that says best what the others are about: the one of the most typical report.

    Of equally typical ones the earliest; the empty string without members.
    """
    if not members:
        return ""

    def typical(member: Report) -> tuple[float, float, int]:
        score = sum(alike(member.gist, other.gist) for other in members)
        return (-round(score, 6), member.at.timestamp(), member.article_id)

    return min(members, key=typical).title
