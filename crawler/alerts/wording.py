"""An occasion -> the message about it: subject, plain text, and the same in parts. Pure.

The text is made to be read in a terminal: lines of at most WIDTH characters but for addresses,
the matched words between asterisks, nothing that a stranger wrote left as it could act.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

from crawler.alerts.excerpts import Excerpt, excerpts
from crawler.alerts.phrases import Phrases, access_note, language_name, phrases_of, time_text
from crawler.alerts.plain import one_line, web_link
from crawler.items import Article, Place

SCHEMA = "wirewatch.alert/1"
WIDTH = 76
SUBJECT_MAX = 160
TITLE_MAX = 300
NAME_MAX = 80
SENTENCES_MAX = 3
OTHERS_MAX = 8
QUERY_MAX = 240


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a channel sends. Everything in it is safe to show."""

    topic: str
    gist: str  # headline and outlet on one line
    body: str  # the rest, in lines
    story_id: int
    details: Mapping[str, Any]  # the same in parts, for JSON

    @property
    def subject(self) -> str:
        """Topic, headline and outlet on one line."""
        return one_line(f"{self.topic}: {self.gist}", SUBJECT_MAX)

    @property
    def text(self) -> str:
        """The whole message, in lines."""
        return f"{textwrap.fill(self.gist, WIDTH)}\n{self.body}"


def compose(occasion: Occasion, *, language: str, zone: tzinfo) -> Message:
    """The message in *language* ("en" or "de") with times in the reader's *zone*."""
    words = phrases_of(language)
    article = occasion.article
    found = excerpts(
        (("title", article.title), ("lead", article.lead or ""), ("body", article.text)),
        occasion.places,
    )
    outlet = one_line(occasion.outlet, NAME_MAX)
    blocks = [
        _about(occasion, words, zone),
        *_sentences(found, words),
        *_others(occasion, words),
        _links(occasion, words),
    ]
    return Message(
        topic=one_line(occasion.topic, NAME_MAX),
        gist=f"{_title(article.title)} ({outlet})",
        body="\n\n".join(blocks),
        story_id=occasion.story_id,
        details=_details(occasion, found),
    )


def _title(title: str) -> str:
    return one_line(title, TITLE_MAX) or "—"


def _about(occasion: Occasion, words: Phrases, zone: tzinfo) -> str:
    """Time, language, agency; then what a reader must know of how we read it."""
    article = occasion.article
    if article.published_at:
        when = time_text(article.published_at, zone, words)
    else:
        when = words.no_date.format(time=time_text(occasion.first_seen_at, zone, words))
    parts = [when]
    if article.language:
        parts.append(language_name(one_line(article.language, 20), words))
    if article.agency:
        parts.append(one_line(article.agency, NAME_MAX))
    parts += _standing(occasion, words)
    note = access_note(article.access, one_line(article.note or "", NAME_MAX), words)
    notes = [note] if note else []
    if occasion.changed_since:
        notes.append(words.earlier)
    return "\n".join(_filled(line, "") for line in (" · ".join(parts), *notes))


def _standing(occasion: Occasion, words: Phrases) -> list[str]:
    """Whether it is the original of the story, or whose copy it is."""
    if occasion.copy_of is not None:
        outlet = next((o.outlet for o in occasion.others if o.article_id == occasion.copy_of), None)
        return [words.copy_of.format(outlet=one_line(outlet, NAME_MAX))] if outlet else []
    copied = any(other.copy_of == occasion.article_id for other in occasion.others)
    return [words.original] if copied else []


def _sentences(found: Sequence[Excerpt], words: Phrases) -> Iterator[str]:
    # The headline stands above already; it is quoted only where nothing else matched.
    quoted = [one for one in found if one.field != "title"] or list(found)
    for one in quoted[:SENTENCES_MAX]:
        yield _filled(one.marked(), "  ")
    left = len(quoted) - SENTENCES_MAX
    if left == 1:
        yield f"  {words.more_sentences_one}"
    elif left > 1:
        yield f"  {words.more_sentences.format(n=left)}"


def _others(occasion: Occasion, words: Phrases) -> Iterator[str]:
    others = occasion.others
    if not others:
        return
    lines = [_also(len({other.outlet for other in others} - {occasion.outlet}), words)]
    # The original first: it is what a reader wants who reads only one of them.
    in_order = sorted(others, key=lambda other: other.article_id != occasion.copy_of)
    for other in in_order[:OTHERS_MAX]:
        lines.append(_filled(_carrier(other, occasion, words), "  ", "    "))
        if link := web_link(other.link):
            lines.append(f"    {link}")
    if len(others) > OTHERS_MAX:
        lines.append(f"  {words.more_outlets.format(n=len(others) - OTHERS_MAX)}")
    yield "\n".join(lines)


def _also(n_outlets: int, words: Phrases) -> str:
    if n_outlets == 0:
        return words.also_here
    return words.also_one if n_outlets == 1 else words.also_many.format(n=n_outlets)


def _carrier(other: Carrier, occasion: Occasion, words: Phrases) -> str:
    credits = [one_line(other.agency, NAME_MAX)] if other.agency else []
    if other.article_id == occasion.copy_of:
        credits.append(words.original)
    credit = f" ({', '.join(credits)})" if credits else ""
    return f"{one_line(other.outlet, NAME_MAX)}{credit}: {_title(other.title)}"


def _links(occasion: Occasion, words: Phrases) -> str:
    rows = [
        (words.read, web_link(occasion.link)),
        (words.ours, f"wirewatch articles show {occasion.article_id}"),
        (words.why, one_line(" · ".join(occasion.matched), QUERY_MAX)),
    ]
    width = max(len(name) for name, _ in rows) + 2
    indent = " " * width
    return "\n".join(_filled(value, name.ljust(width), indent) for name, value in rows if value)


def _filled(text: str, first: str, rest: str | None = None) -> str:
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _details(occasion: Occasion, found: Sequence[Excerpt]) -> dict[str, Any]:
    """The message in parts, for programs. Times are ISO 8601 in UTC; marks count code points."""
    article = occasion.article
    original = occasion.copy_of or occasion.article_id
    return {
        "schema": SCHEMA,
        "topic": one_line(occasion.topic, NAME_MAX),
        "matched": [one_line(part) for part in occasion.matched],
        "article": {
            "id": occasion.article_id,
            "url": web_link(occasion.link),
            "title": _title(article.title),
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
        "story": {
            "id": occasion.story_id,
            "original_id": original,
            "others": [
                {
                    "id": other.article_id,
                    "url": web_link(other.link),
                    "title": _title(other.title),
                    "outlet": one_line(other.outlet, NAME_MAX),
                    "agency": _line_or_none(other.agency),
                    "language": _line_or_none(other.language),
                    "published_at": _iso(other.published_at),
                    "first_seen_at": _iso(other.first_seen_at),
                    "copy_of": other.copy_of,
                }
                for other in occasion.others
            ],
        },
    }


def _line_or_none(text: str | None) -> str | None:
    return one_line(text, NAME_MAX) if text else None


def _iso(time: datetime | None) -> str | None:
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z") if time else None
