"""A page becomes an article: extracted, recognised, matched, stored with what it earns."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http import HTTPStatus

from crawler.dedup.fingerprint import fingerprint
from crawler.dedup.passages import Passage, blank, boilerplate, keys, read_passages
from crawler.dedup.urls import address_key, believed_canonical, site_of
from crawler.errors import PageError
from crawler.extraction import article_of, extract
from crawler.feeds.headers import asked
from crawler.intake import Admission, AlertRules, Habits, admit, note_absence
from crawler.items import Article, Entry, Feed, Finding, NoAnswer, Page, Topic
from crawler.pool import Pool
from crawler.reading.answers import OURS_PERHAPS, PASSING, page_objection
from crawler.reading.writer import Writer
from crawler.storage import entries, feeds, passages
from crawler.storage.entries import Waiting
from crawler.storage.passages import Counts
from crawler.stories import StoryMemory
from crawler.topics.document import Document
from crawler.topics.matching import Matcher
from crawler.topics.words import fold

# When a page cannot be had for a passing reason it is asked for again after these times; then
# the feed's own text must do.
TRY_AGAIN = (timedelta(minutes=1), timedelta(minutes=5))
# When we stumble over a page ourselves it is tried again after 5 minutes, 10, 20, … a day: a new
# version may read it.
FAULT_WAIT = timedelta(minutes=5)
FAULT_WAIT_MOST = timedelta(days=1)
NOTHING_COUNTED = Counts()
GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleHabits:
    """What of the configuration matters for articles and their alerts."""

    settle: timedelta  # how long an alert waits for copies of its story
    max_age: timedelta | None  # older articles alert nobody
    archive: Habits = field(default_factory=Habits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Postponed:
    """A page could not be had; another try is due at ``waiting.next_try_at``."""

    waiting: Waiting
    reason: str


@dataclass(frozen=True, slots=True)
class Followed:
    """The topics in force, ready to match."""

    topics: dict[int, Topic]
    matcher: Matcher
    saved: dict[str, str] = field(default_factory=dict)  # queries that topics use by name


class ArticleReader:
    """Turns pages into rows. Its methods are called from the loop.

    The heavy part runs in the pool, the transaction on the writer's thread.
    """

    def __init__(
        self, writer: Writer, pool: Pool, habits: ArticleHabits, followed: Followed
    ) -> None:
        self.writer, self.pool, self.habits, self.followed = writer, pool, habits, followed
        self._memory = StoryMemory()  # used on the writer's thread

    async def read(self, waiting: Waiting, page: Page) -> Admission | Postponed | None:
        """A server answered for an article; None when it had been read already."""
        reason = page_objection(waiting.url, page)
        if reason and page.status in PASSING and waiting.tries < len(TRY_AGAIN):
            wish = asked(page.headers, now=page.fetched_at).retry_after_min
            return await self._try_again(waiting, reason, page.fetched_at, wish_min=wish)
        feed, entry = await self.writer.run(self._load, waiting)
        if reason is None:
            try:
                article = await self.pool.run(extract, page, entry=entry, timezone=feed.timezone)
                return await self.writer.run(self._admit, waiting, feed, article, page.fetched_at)
            except PageError as error:
                reason = str(error).removeprefix(f"{page.url}: ")
        held = await self.writer.run(
            self._note_absence, waiting, entry, reason, page.status in GONE, page.fetched_at
        )
        return held or await self._admit_entry(waiting, feed, entry, reason, page.fetched_at)

    async def without_answer(
        self, waiting: Waiting, why: NoAnswer, *, blamed: bool
    ) -> Admission | Postponed | None:
        """A page could not be had: try again soon, or let the feed's own text do."""
        passing = why.cause in OURS_PERHAPS
        if passing and (not blamed or waiting.tries < len(TRY_AGAIN)):
            return await self._try_again(waiting, why.reason, why.at, counted=blamed)
        feed, entry = await self.writer.run(self._load, waiting)
        held = await self.writer.run(self._note_absence, waiting, entry, why.reason, False, why.at)
        return held or await self._admit_entry(waiting, feed, entry, why.reason, why.at)

    async def after_fault(self, waiting: Waiting, fault: Exception, now: datetime) -> Postponed:
        """We stumbled over this one: it rests, longer each time, and nothing of it is lost."""
        wait = min(FAULT_WAIT * 2 ** min(waiting.tries, 20), FAULT_WAIT_MOST)
        await self.writer.run(self._note_try, waiting.entry_id, now + wait)
        return _postponed(waiting, f"{type(fault).__name__}: {fault}", now + wait)

    async def _admit_entry(
        self, waiting: Waiting, feed: Feed, entry: Entry, reason: str, now: datetime
    ) -> Admission | None:
        article = await self.pool.run(article_of, entry, note=reason, timezone=feed.timezone)
        return await self.writer.run(self._admit, waiting, feed, article, now)

    async def _try_again(
        self,
        waiting: Waiting,
        reason: str,
        now: datetime,
        *,
        wish_min: float | None = None,
        counted: bool = True,
    ) -> Postponed:
        wait = TRY_AGAIN[min(waiting.tries, len(TRY_AGAIN) - 1)]
        if wish_min is not None:
            wait = max(wait, timedelta(minutes=min(wish_min, 24 * 60)))
        if counted:
            await self.writer.run(self._note_try, waiting.entry_id, now + wait)
        return _postponed(waiting, reason, now + wait, counted=counted)

    # From here on: on the writer's thread.

    def _load(self, waiting: Waiting) -> tuple[Feed, Entry]:
        with self.writer.store.reading() as tx:
            return feeds.by_id(tx, waiting.feed_id), entries.load(tx, waiting.entry_id)

    def _note_try(self, entry_id: int, at: datetime) -> None:
        with self.writer.store.writing() as tx:
            entries.try_again(tx, entry_id, at)

    def _note_absence(
        self, waiting: Waiting, entry: Entry, reason: str, gone: bool, now: datetime
    ) -> Admission | None:
        """A page that was read before is not there; None when the feed's own text may do."""
        if not gone and (entry.summary_html or entry.content_html):
            return None
        return note_absence(self.writer.store, waiting.entry_id, reason, gone=gone, now=now)

    def _admit(
        self, waiting: Waiting, feed: Feed, article: Article, now: datetime
    ) -> Admission | None:
        followed, memory = self.followed, self._memory
        pieces = read_passages(article.text, fold)
        with self.writer.store.reading() as tx:
            counts = passages.counts(tx, site_of(article.url), keys(pieces))
            if not memory.is_ready:
                memory.prepare(tx)
        finding = find(
            article, waiting, feed, followed.matcher, pieces=pieces, counts=counts, now=now
        )
        rules = AlertRules(
            topics=followed.topics, settle=self.habits.settle, max_age=self.habits.max_age
        )
        known_as = sorted({finding.address_key, address_key(waiting.url), address_key(article.url)})
        return admit(
            self.writer.store,
            finding,
            known_as=known_as,
            rules=rules,
            now=now,
            habits=self.habits.archive,
            memory=memory,
        )


def _postponed(
    waiting: Waiting, reason: str, until: datetime, *, counted: bool = True
) -> Postponed:
    tries = waiting.tries + int(counted)
    return Postponed(waiting=replace(waiting, tries=tries, next_try_at=until), reason=reason)


def find(
    article: Article,
    waiting: Waiting,
    feed: Feed,
    matcher: Matcher,
    *,
    pieces: tuple[Passage, ...] = (),
    counts: Counts = NOTHING_COUNTED,
    now: datetime | None = None,
) -> Finding:
    """Fold the article once; fingerprint it and match it.

    Of its sentences, *pieces*, those that belong to the site's pages by *counts* are passed over;
    the article itself keeps them. Topics with a relative time count from *now*.
    """
    own = boilerplate(pieces, counts.times, counts.n_articles)
    seen = replace(article, text=blank(article.text, own)) if own else article
    document = Document.of(seen, source=feed.name, country=feed.country, now=now)
    mark = fingerprint(document.folded_text)
    canonical = believed_canonical(article.url, article.canonical_url)
    return Finding(
        article=article,
        feed_id=waiting.feed_id,
        outlet=feed.name,
        entry_id=waiting.entry_id,
        address_key=address_key(canonical or article.url),
        text_hash=mark.text_hash,
        shingles=mark.shingles,
        n_words=mark.n_words,
        folded_title=document.folded_title,
        folded_text=document.folded_text,
        hits=matcher.match(document),
        passages=tuple(sorted(keys(pieces))),
    )
