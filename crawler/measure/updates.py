"""What became of a story since somebody was told of it -> whether that is worth a message. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from crawler.measure.measure import Measure

_NUMBER = re.compile(r"\d+(?:[.,:  ]\d+)*")
# What an event is called in the settings; those that are not here are never news by themselves.
_BY_EVENT = {
    "correction": "correction",
    "gone": "vanished",
    "topic entered": "topic",
    "topic left": "topic",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something that became of an article of the story."""

    kind: str  # as events are called: "revised", "correction", "gone", …
    article_id: int
    matched: bool  # the article is one that the topic matched
    detail: str  # for people
    before: str = ""  # of a revision: headline and lead as they were
    after: str = ""
    headline_before: str = ""
    headline_after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One reason for another message."""

    kind: str  # of measure.NEWS
    article_id: int | None
    detail: str


def news_of(
    measure: Measure, changes: Sequence[Change], *, outlets_told: int, outlets: int
) -> tuple[News, ...]:
    """What of it the topic wants to hear, in the order of time, each thing once.

    *outlets* counts those with a text of their own (no copies); *outlets_told* is what it was when
    the story was last told.
    """
    wanted = set(measure.updates)
    found = [*_of_changes(changes)]
    if measure.outlets_more and outlets - outlets_told >= measure.outlets_more:
        found.append(News(kind="outlets", article_id=None, detail=str(outlets)))
    return tuple(dict.fromkeys(one for one in found if one.kind in wanted))


def _of_changes(changes: Iterable[Change]) -> Iterator[News]:
    for change in changes:
        if not change.matched:
            continue
        kind = _BY_EVENT.get(change.kind)
        if kind:
            yield News(kind=kind, article_id=change.article_id, detail=change.detail)
        elif change.kind == "revised":
            yield from _of_revision(change)


def _of_revision(change: Change) -> Iterator[News]:
    if change.headline_before != change.headline_after:
        detail = f"{change.headline_before} → {change.headline_after}"
        yield News(kind="headline", article_id=change.article_id, detail=detail)
    out, into = numbers(change.before), numbers(change.after)
    gone, new = sorted(out - into), sorted(into - out)
    if new:
        detail = f"{', '.join(gone)} → {', '.join(new)}" if gone else ", ".join(new)
        yield News(kind="numbers", article_id=change.article_id, detail=detail)


def numbers(text: str) -> frozenset[str]:
    """The numbers of a text, however they group their digits ("1,200" and "1.200" are one)."""
    return frozenset(re.sub(r"\D", "", found) for found in _NUMBER.findall(text))
