"""Kept pages are read and matched again: what would change first, and then the change.

Nothing is fetched. Reading happens in the pool of processes, as always; what is decided from a
page is compared with what is held in the transaction that stores it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from crawler.dedup.diff import changed_words, diff
from crawler.dedup.passages import keys, read_passages
from crawler.dedup.urls import site_of
from crawler.errors import NotFound, PageError
from crawler.extraction.article import read_part
from crawler.extraction.paging import Part, broken_off, joined
from crawler.extraction.selectors import Selectors, selectors_for
from crawler.intake import AlertRules
from crawler.intake.debts import owe
from crawler.items import Article, Finding, Page
from crawler.pool import Pool
from crawler.reading.articles import Followed
from crawler.reading.finding import find
from crawler.storage import Store, Tx, articles, feeds, passages, raw_pages, rereadings
from crawler.storage.articles import Stored
from crawler.storage.entries import Waiting
from crawler.storage.raw_pages import Choice, Kept
from crawler.topics.words import fold

# Pages read at a time, and articles put right in one transaction.
BATCH = 20
# Compared by name; text is compared by its words.
FIELDS = ("title", "lead", "authors", "agency", "language", "published_at", "modified_at", "access")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What another reading makes of an article."""

    article_id: int
    url: str
    outlet: str
    title: str  # as held
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # name -> before, after
    words_out: int = 0
    words_in: int = 0
    gained: tuple[str, ...] = ()  # topics
    lost: tuple[str, ...] = ()
    failed: str = ""  # why the page gives no article now; then nothing is changed

    @property
    def is_change(self) -> bool:
        """Whether there is something to put right."""
        words = self.words_out or self.words_in
        return bool(self.changes or words or self.gained or self.lost) and not self.failed


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """All that a reading again came to."""

    pages: int = 0
    changed: int = 0
    failed: int = 0
    titles: int = 0
    texts: int = 0
    dates: int = 0
    gained: int = 0
    lost: int = 0
    alerts: int = 0

    def with_one(self, one: Difference, alerts: int = 0) -> Reread:
        """One page more."""
        dates = {"published_at", "modified_at"} & one.changes.keys()
        return replace(
            self,
            pages=self.pages + 1,
            changed=self.changed + one.is_change,
            failed=self.failed + bool(one.failed),
            titles=self.titles + ("title" in one.changes),
            texts=self.texts + bool(one.words_out or one.words_in),
            dates=self.dates + bool(dates),
            gained=self.gained + len(one.gained),
            lost=self.lost + len(one.lost),
            alerts=self.alerts + alerts,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a reading again needs."""

    store: Store
    pool: Pool
    followed: Followed
    sites: Mapping[str, Selectors]
    now: datetime
    apply: bool = False
    rules: AlertRules | None = None  # with these, hits that are gained alert


@dataclass(frozen=True, slots=True)
class _Case:
    held: Stored
    finding: Finding
    difference: Difference
    lost: frozenset[int]


async def reread(
    terms: Terms, choice: Choice, *, after: int = 0, told: Callable[[int], None] = lambda _id: None
) -> AsyncIterator[tuple[Difference, int]]:
    """Each difference, and how many alerts it earned, in the order of arrival.

    Begins behind the article *after*; *told* hears the last article of each batch once it is
    done, which is where to begin again.
    """
    while True:
        with terms.store.reading() as tx:
            batch = raw_pages.kept(tx, choice, after=after, limit=BATCH)
        if not batch:
            return
        readings = [(kept, await _read(terms, kept)) for kept in batch]
        for found in _settle(terms, readings):
            yield found
        after = batch[-1].article_id
        told(after)


async def _read(terms: Terms, kept: Kept) -> Article | str:
    """The article with all of its kept pages, or why there is none."""
    with terms.store.reading() as tx:
        zone = feeds.by_id(tx, kept.feed_id).timezone
    try:
        part = await _read_page(terms, kept, kept.page, zone)
        article, number = part.article, 2
        for page in kept.later:
            if not part.next_url:
                break
            part = await _read_page(terms, kept, page, zone, number=number)
            whole = joined(article, part.article)
            if whole is None:
                break
            article, number = whole, number + 1
    except PageError as error:
        return str(error).removeprefix(f"{kept.page.url}: ")
    if part.next_url and kept.is_teaser:
        return broken_off(article, number, "it was not there when the others were read")
    return article


async def _read_page(
    terms: Terms, kept: Kept, page: Page, zone: str | None, *, number: int = 1
) -> Part:
    first = number == 1
    return await terms.pool.run(
        read_part,
        page,
        entry=kept.entry if first else None,
        timezone=zone,
        selectors=selectors_for(page.url, terms.sites),
        first_url=None if first else kept.page.url,
        number=number,
    )


def _settle(
    terms: Terms, readings: list[tuple[Kept, Article | str]]
) -> list[tuple[Difference, int]]:
    """Compare, and put right if that is wanted, in one transaction."""
    found: list[tuple[Difference, int]] = []
    with terms.store.judging() if terms.apply else terms.store.reading() as tx:
        for kept, article in readings:
            try:
                held = articles.by_id(tx, kept.article_id)
            except NotFound:
                continue
            if isinstance(article, str):
                found.append((replace(_same(held), failed=article), 0))
                continue
            case = _compare(tx, terms, kept, held, article)
            alerts = 0
            if terms.apply and case.difference.is_change:
                alerts = _put_right(tx, terms, case)
            found.append((case.difference, alerts))
    return found


def _put_right(tx: Tx, terms: Terms, case: _Case) -> int:
    held, before = case.held, rereadings.held_hits(tx, case.held.id)
    rereadings.correct(tx, held, case.finding, set(case.lost), now=terms.now)
    if terms.rules is None:
        return 0
    fresh = [hit for hit in case.finding.hits if hit.topic_id not in before]
    return owe(tx, fresh, (held.id, held.story_id), terms.rules, terms.now)


def _compare(tx: Tx, terms: Terms, kept: Kept, held: Stored, article: Article) -> _Case:
    feed = feeds.by_id(tx, held.feed_id)
    pieces = read_passages(article.text, fold)
    counts = passages.counts(tx, site_of(article.url), keys(pieces))
    waiting = Waiting(
        entry_id=kept.entry_id,
        feed_id=held.feed_id,
        host=site_of(kept.page.url),
        url=kept.page.url,
        tries=0,
        next_try_at=held.fetched_at,
    )
    finding = find(
        article,
        waiting,
        feed,
        terms.followed.matcher,
        pieces=pieces,
        counts=counts,
        now=held.fetched_at,
    )
    names, before = terms.followed.topics, rereadings.held_hits(tx, held.id)
    here = {hit.topic_id for hit in finding.hits}
    # A hit of another version of the query was found by other rules: it is left alone.
    lost = {
        id_ for id_, version in before.items()
        if id_ in names and names[id_].version == version and id_ not in here
    }  # fmt: skip
    out, into = _words(held.article, article)
    difference = replace(
        _same(held),
        changes=_changes(held.article, article),
        words_out=out,
        words_in=into,
        gained=tuple(sorted(names[id_].name for id_ in here - before.keys() if id_ in names)),
        lost=tuple(sorted(names[id_].name for id_ in lost)),
    )
    return _Case(held, finding, difference, frozenset(lost))


def _same(held: Stored) -> Difference:
    return Difference(
        article_id=held.id, url=held.article.url, outlet=held.outlet, title=held.article.title
    )


def _changes(before: Article, after: Article) -> dict[str, tuple[str, str]]:
    found = {}
    for name in FIELDS:
        one, other = getattr(before, name), getattr(after, name)
        if _plain(one) != _plain(other):
            found[name] = (_plain(one), _plain(other))
    return found


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(part.replace(";", ",").strip() for part in value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="minutes")
    return str(value)


def _words(before: Article, after: Article) -> tuple[int, int]:
    if before.text == after.text:
        return 0, 0
    return changed_words(diff(before.text, after.text))
