"""Two texts of an article -> what was taken out and put in, by word, with a little around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from crawler.alerts.plain import plain
from crawler.dedup.diff import Change, Kind, diff
from crawler.storage import Tx, articles
from crawler.storage.articles import Stored

AROUND = 160  # characters kept on either side of a change
MORE = " […] "
_BREAK = re.compile(r"\n+")
_SIGN = re.compile(r"^(?:## |- |> )")  # of a heading, an item, a quotation


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """From one revision to the next."""

    stored: Stored
    number: int  # of the newer
    before_at: datetime
    after_at: datetime
    title: tuple[Change, ...]
    lead: tuple[Change, ...]
    text: tuple[Change, ...]  # long kept pieces are cut in their middle
    added: int  # words of the text
    removed: int


def changes(tx: Tx, article_id: int, number: int | None = None) -> Changes:
    """What revision *number*, or the present one, changed. NotFound when it changed nothing."""
    stored = articles.by_id(tx, article_id)
    number = stored.revision if number is None else number
    old = articles.revision_at(tx, article_id, number - 1)
    article = stored.article
    if number == stored.revision:
        new = (article.title, article.lead, article.text, stored.fetched_at)
    else:
        after = articles.revision_at(tx, article_id, number)
        new = (after.title, after.lead, after.text, after.fetched_at)
    text = diff(old.text, new[2])
    return Changes(
        stored=stored,
        number=number,
        before_at=old.fetched_at,
        after_at=new[3],
        title=_plain(diff(old.title, new[0])),
        lead=_plain(diff(old.lead or "", new[1] or "")),
        text=_plain(_cut(text)),
        added=sum(one.n_words for one in text if one.kind is Kind.ADDED),
        removed=sum(one.n_words for one in text if one.kind is Kind.REMOVED),
    )


def _cut(some: tuple[Change, ...]) -> Iterator[Change]:
    for place, one in enumerate(some):
        if one.kind is not Kind.KEPT or len(one.text) <= 2 * AROUND + len(MORE):
            yield one
            continue
        head = "" if place == 0 else one.text[:AROUND].rpartition(" ")[0]
        tail = "" if place == len(some) - 1 else one.text[-AROUND:].partition(" ")[2]
        yield Change(Kind.KEPT, f"{head}{MORE}{tail}")


def _plain(some: Iterable[Change]) -> tuple[Change, ...]:
    """Without what would steer; paragraphs stay apart."""
    return tuple(Change(one.kind, _lines(one.text)) for one in some)


def _lines(text: str) -> str:
    # Parted by one sign in any case: nobody wants to see that an empty line was put in.
    return "\n".join(plain(_SIGN.sub("", line)) for line in _BREAK.split(text))
