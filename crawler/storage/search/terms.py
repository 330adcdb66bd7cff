"""An article -> what the index holds of it: its words in order, and tags for what else is known.

Words are the topic language's folded words. Tags and the words of names begin with a sign from
Unicode's private area, which no folded word can contain, so that "river" never finds an author of
that name. Everything a query asks of an article's properties is a tag: both databases then narrow
down by outlet, language or day just as they do by word, newest first.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from crawler.topics.document import Document
from crawler.topics.stems import STEMMERS, stem
from crawler.topics.words import fold

BORDER = "\ue000"  # stands between texts that are not next to each other
LANGUAGE, SITE, TYPE, COUNTRY, FEED = "\ue001", "\ue002", "\ue003", "\ue004", "\ue005"
PUBLISHED, SEEN = "\ue006", "\ue007"
BLOCK, LONG, HYPHENS = "\ue008", "\ue009", "\ue00a"
NAMES = {"source": "\ue010", "author": "\ue011", "section": "\ue012"}

# What is longer is not indexed to its end; 400,000 characters are a book, not a news article.
MOST_CHARACTERS = 400_000
# Words are cut in their middle: both databases have limits, and such words are never meant.
_HEAD, _TAIL = 60, 40
LONGEST = _HEAD + _TAIL
# Times outside are kept as the first or the last day.
_FIRST, _LAST = date(1980, 1, 1), date(2089, 12, 31)
_BEGINNING, _END = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_TOO_LONG = re.compile(rf"[^ ]{{{LONGEST + 1},}}")
# FTS5 would part a tag at a full stop or hyphen.
_PARTING = {ord(sign): 0xE100 + ord(sign) for sign in map(chr, range(128)) if not sign.isalnum()}


class Inflection(NamedTuple):
    """A word as the index holds it, and its stem in a language, which is another word."""

    language: str
    stem: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What stands in the index; each is words parted by single blanks."""

    title: str
    body: str  # lead and text
    tags: str
    inflections: frozenset[Inflection] = frozenset()
    # Words that are written as they are folded, so that each has one stem in the language.
    plain: frozenset[str] = frozenset()

    def words(self) -> set[str]:
        """All different words of title and body."""
        found = {*self.title.split(), *self.body.split()}
        found.discard(BORDER)
        return found


def terms_of(
    document: Document, *, feed_id: int, seen: datetime, stemmed: Container[str] = frozenset()
) -> Terms:
    """The terms of an article that *feed_id* brought and that was first *seen* then.

    Words that were *stemmed* before are left out of the inflections where they are plain: "élevé"
    and "eleve" are one word of the index and have two stems.
    """
    title, lead, body = document.fields
    pairs = _pairs(document)
    others = [field.other.decode() for field in document.fields]
    return Terms(
        title=_parted(title.folded.decode(), others[0]),
        body=_parted(lead.folded.decode(), body.folded.decode(), others[1], others[2]),
        tags=" ".join(_tags(document, feed_id, seen, any(others))),
        inflections=_inflections(pairs, document.language, stemmed),
        plain=frozenset(folded for kept, folded in pairs if kept == folded),
    )


def tag(sign: str, value: object) -> str:
    """The one word that says that a property has this value."""
    return sign + str(value).translate(_PARTING)[:LONGEST]


def named(kind: str, value: str) -> list[str]:
    """The folded words of a name as they stand in the index."""
    return [NAMES[kind] + cut(word) for word in value.split()]


def cut(word: str) -> str:
    """A word as the index holds it: the middle of very long ones is left out."""
    return word if len(word) <= LONGEST else word[:_HEAD] + word[-_TAIL:]


def days(sign: str, first: datetime, after: datetime) -> list[str]:
    """The fewest tags that cover all days from *first* to just before *after*; at most about 100.

    Days, months, years and decades each have tags of their own.
    """
    if first >= after:
        return []
    return [sign + one for one in _cover(_day(first), _day(after - timedelta(microseconds=1)))]


def tell_exactly(first: datetime, after: datetime) -> bool:
    """Do the tags of ``days`` say of every article whether its time lies within?

    Not where a day was begun or left in its middle, nor beyond the first and the last day, which
    stand for all that is earlier and later.
    """
    at_midnight = all(one.timetz() == time(tzinfo=UTC) for one in (first, after) if one != _END)
    begins = first == _BEGINNING or _FIRST < first.date() <= _LAST
    return at_midnight and begins and (after == _END or _FIRST < after.date() <= _LAST)


def _parted(*texts: str) -> str:
    joined = f" {BORDER} ".join(text.strip() for text in texts if text.strip())
    return _TOO_LONG.sub(lambda match: cut(match[0]), joined[:MOST_CHARACTERS])


def _pairs(document: Document) -> set[tuple[str, str]]:
    """The words of an article in small letters as they are written, and folded."""
    found: set[tuple[str, str]] = set()
    for field in document.fields:
        kept, folded = field.kept.decode().casefold().split(), field.folded.decode().split()
        found.update(zip(kept, folded, strict=False))
    return found


def _inflections(
    pairs: Iterable[tuple[str, str]], language: str, stemmed: Container[str]
) -> frozenset[Inflection]:
    if language not in STEMMERS:
        return frozenset()
    stems = {
        (stem(kept, language), cut(folded))
        for kept, folded in pairs
        if kept != folded or folded not in stemmed
    }
    return frozenset(Inflection(language, *pair) for pair in stems if pair[0] != pair[1])


def _tags(document: Document, feed_id: int, seen: datetime, has_hyphens: bool) -> Iterator[str]:
    article = document.article
    yield tag(TYPE, article.access.value)
    yield tag(FEED, feed_id)
    if document.language:
        yield tag(LANGUAGE, document.language)
    if document.country:
        yield tag(COUNTRY, document.country)
    yield from (tag(SITE, site) for site in document.sites)
    yield from _moment(SEEN, seen)
    if article.published_at is not None:
        yield from _moment(PUBLISHED, article.published_at)
    if has_hyphens:
        yield HYPHENS
    # The feed's own name may change; it is asked for by the feed's number.
    names = {
        "source": (article.site_name or "", article.agency or ""),
        "author": article.authors,
        "section": (article.section or "",),
    }
    for kind, values in names.items():
        for value in values:
            yield BORDER
            yield from named(kind, fold(value))


def _day(at: datetime) -> date:
    return min(max(at.astimezone(UTC).date(), _FIRST), _LAST)


def _moment(sign: str, at: datetime) -> Iterable[str]:
    text = _day(at).strftime("%Y%m%d")
    return (sign + text, sign + text[:6], sign + text[:4], sign + text[:3])


def _cover(day: date, last: date) -> Iterator[str]:
    while day <= last:
        digits, end = next(stretch for stretch in _stretches(day) if stretch[1] <= last)
        yield day.strftime("%Y%m%d")[:digits]
        day = end + timedelta(days=1)


def _stretches(day: date) -> Iterator[tuple[int, date]]:
    """The stretches that begin on *day*: how many digits name them, and their last day."""
    if day.day == 1:
        if day.month == 1:
            if day.year % 10 == 0:
                yield 3, date(day.year + 9, 12, 31)
            yield 4, date(day.year, 12, 31)
        yield 6, date(day.year, day.month, calendar.monthrange(day.year, day.month)[1])
    yield 8, day
