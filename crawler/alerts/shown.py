"""Matter -> what of it is shown: short, safe lines in a reader's language and time. Pure.

The templates decide how it looks; every value here may stand in a terminal as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from crawler.alerts.details import NAME_MAX, result_of, title
from crawler.alerts.excerpts import Excerpt, excerpts
from crawler.alerts.matter import Carrier, Digest, Occasion, Section
from crawler.alerts.phrases import (
    Phrases,
    access_note,
    day_text,
    language_name,
    time_text,
    usual_text,
)
from crawler.alerts.plain import one_line, web_link
from crawler.storage.coverage import Coverage

SENTENCES_MAX = 3
OTHERS_MAX = 8
NAMES_MAX = 5
QUERY_MAX = 240
DETAIL_MAX = 240
# A digest shows so many stories of a topic with their sentence, then headlines only, then a count.
FULL_MAX, LISTED_MAX = 20, 200
BARS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Another outlet with the story."""

    head: str  # "Elbtaler (KND): the headline"
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line with a label."""

    label: str
    value: str
    is_link: bool = False
    shown: str = ""  # in place of a link that is long, where it can be clicked


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An occasion as it is shown."""

    title: str
    outlet: str
    about: tuple[str, ...]  # when, in which language, by whom; then how we read it
    news: tuple[str, ...]
    sentences: tuple[Excerpt, ...]
    best: Excerpt | None  # of them, where there is room for one
    more_sentences: str
    also: str
    others: tuple[Other, ...]
    more_others: str
    link: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A section of a digest as it is shown."""

    name: str
    summary: str
    bars: str
    days: tuple[int, ...]
    surges: tuple[str, ...]
    stories: tuple[Story, ...]
    headlines: tuple[Story, ...]  # those beyond the first
    more: str
    nothing: str  # said where there is nothing


def story_of(occasion: Occasion, words: Phrases, zone: tzinfo, *, mute_link: str = "") -> Story:
    """One alert; *mute_link* leads to where it can be muted."""
    found = excerpts_of(occasion)
    quoted = [one for one in found if one.field != "title"] or list(found)
    others = _carriers(occasion, words)
    left = len(quoted) - SENTENCES_MAX
    return Story(
        title=title(occasion.article.title),
        outlet=one_line(occasion.outlet, NAME_MAX),
        about=tuple(_about(occasion, words, zone)),
        news=tuple(words.news[one.kind].format(detail=one_line(one.detail, DETAIL_MAX))
                   for one in occasion.news),
        # The headline stands above already; it is quoted only where nothing else matched.
        sentences=tuple(quoted[:SENTENCES_MAX]),
        best=max(quoted, key=lambda one: len(one.marks), default=None),
        more_sentences=_more(left, words.more_sentences_one, words.more_sentences),
        also=_also(occasion, words),
        others=others[:OTHERS_MAX],
        more_others=_more(len(others) - OTHERS_MAX, words.more_outlets, words.more_outlets),
        link=web_link(occasion.link),
        rows=tuple(_rows(occasion, words, mute_link)),
    )  # fmt: skip


def excerpts_of(occasion: Occasion) -> tuple[Excerpt, ...]:
    """The sentences that matched."""
    article = occasion.article
    fields = (("title", article.title), ("lead", article.lead or ""), ("body", article.text))
    return excerpts(fields, occasion.places)


def topic_of(section: Section, digest: Digest, words: Phrases, zone: tzinfo) -> Topic:
    """One section of a digest."""
    stories = [story_of(one, words, zone) for one in section.occasions[:LISTED_MAX]]
    result = result_of(len(section.occasions), digest.coverage)
    nothing = {"verified nothing": words.verified, "blind": words.blind}.get(result, "")
    coverage = digest.coverage
    return Topic(
        name=one_line(section.topic, NAME_MAX),
        summary=_summary(section, words),
        bars=bars(section.days),
        days=section.days,
        surges=tuple(
            words.surge.format(n=one.articles, usual=usual_text(one.usual, words))
            for one in section.surges
        ),
        stories=tuple(stories[:FULL_MAX]),
        headlines=tuple(stories[FULL_MAX:]),
        more=_more(len(section.occasions) - LISTED_MAX, words.more_stories, words.more_stories),
        nothing=nothing.format(
            articles=sum(coverage.articles.values()), feeds=coverage.checked, all=coverage.feeds
        ),
    )


def coverage_rows(coverage: Coverage, words: Phrases) -> tuple[Row, ...]:
    """What was looked at."""
    failing = ", ".join(one_line(name, NAME_MAX) for name in coverage.failing[:NAMES_MAX])
    if len(coverage.failing) > NAMES_MAX:
        failing += " …"
    languages = sorted(coverage.articles.items(), key=lambda pair: (-pair[1], pair[0]))
    read = ", ".join(
        f"{language_name(code, words) if code else words.unknown} {n:,}" for code, n in languages
    )
    return (
        Row(label=words.feeds, value=words.checked.format(n=coverage.checked, all=coverage.feeds)),
        Row(
            label=words.failing,
            value=f"{len(coverage.failing)}" + (f" ({failing})" if failing else ""),
        ),
        Row(label=words.overdue, value=str(coverage.overdue)),
        Row(label=words.gaps, value=str(coverage.gaps)),
        Row(label=words.articles, value=read or "0"),
    )


def bars(days: Sequence[int]) -> str:
    """A chart of a line: one block a day, the highest day the highest block."""
    top = max(days, default=0)
    return "".join(BARS[0] if not n else BARS[max(1, round(n / top * 7))] for n in days)


def _about(occasion: Occasion, words: Phrases, zone: tzinfo) -> Iterator[str]:
    """Time, language, agency; then what a reader must know of how we read it."""
    article = occasion.article
    if article.published_at:
        day, at = article.published_day, article.published_at
        when = day_text(day, words) if day else time_text(at, zone, words)
    else:
        when = words.no_date.format(time=time_text(occasion.first_seen_at, zone, words))
    parts = [when]
    if article.language:
        parts.append(language_name(one_line(article.language, 20), words))
    if article.agency:
        parts.append(one_line(article.agency, NAME_MAX))
    parts += _standing(occasion, words)
    yield " · ".join(parts)
    note = access_note(article.access, one_line(article.note or "", NAME_MAX), words)
    if note:
        yield note
    if occasion.changed_since:
        yield words.earlier


def _standing(occasion: Occasion, words: Phrases) -> list[str]:
    """Whether it is the original of the story, or whose copy it is."""
    if occasion.copy_of is not None:
        outlet = next((o.outlet for o in occasion.others if o.article_id == occasion.copy_of), None)
        return [words.copy_of.format(outlet=one_line(outlet, NAME_MAX))] if outlet else []
    copied = any(other.copy_of == occasion.article_id for other in occasion.others)
    return [words.original] if copied else []


def _carriers(occasion: Occasion, words: Phrases) -> tuple[Other, ...]:
    # The original first: it is what a reader wants who reads only one of them.
    in_order = sorted(occasion.others, key=lambda other: other.article_id != occasion.copy_of)
    return tuple(_other(other, occasion, words) for other in in_order)


def _other(other: Carrier, occasion: Occasion, words: Phrases) -> Other:
    credits = [one_line(other.agency, NAME_MAX)] if other.agency else []
    if other.article_id == occasion.copy_of:
        credits.append(words.original)
    credit = f" ({', '.join(credits)})" if credits else ""
    head = f"{one_line(other.outlet, NAME_MAX)}{credit}: {title(other.title)}"
    return Other(head=head, link=web_link(other.link))


def _also(occasion: Occasion, words: Phrases) -> str:
    if not occasion.others:
        return ""
    n_outlets = len({other.outlet for other in occasion.others} - {occasion.outlet})
    if n_outlets == 0:
        return words.also_here
    return words.also_one if n_outlets == 1 else words.also_many.format(n=n_outlets)


def _rows(occasion: Occasion, words: Phrases, mute_link: str) -> Iterator[Row]:
    if link := web_link(occasion.link):
        yield Row(label=words.read, value=link, is_link=True)
    yield Row(label=words.ours, value=f"wirewatch articles show {occasion.article_id}")
    if matched := one_line(" · ".join(occasion.matched), QUERY_MAX):
        yield Row(label=words.why, value=matched)
    if mute_link:
        yield Row(label=words.mute, value=mute_link, is_link=True, shown=words.mute_shown)


def _summary(section: Section, words: Phrases) -> str:
    parts = [
        _more(len(section.occasions), words.story_one, words.stories),
        _more(section.articles, words.article_one, words.articles_n),
        _more(section.muted, words.muted, words.muted),
    ]
    return ", ".join(filter(None, parts))


def _more(n: int, one: str, many: str) -> str:
    if n <= 0:
        return ""
    return (one if n == 1 else many).format(n=n)
