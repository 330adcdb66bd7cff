"""The story that a new article belongs to, and who is the original of a text.

Words are weighed by what has been read lately, so a memory of that is kept: how often words occur,
and the gists of articles that were looked at. Nothing here is lost with the process.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import xxhash

from crawler.dedup.gist import Gist, Vocabulary, counts_of, gist, gist_of
from crawler.dedup.names import names_of, share_names
from crawler.dedup.shapes import Told, is_one_form
from crawler.dedup.stories import Kinship, Report, find_story, original_of, title_of
from crawler.items import Finding, Relation
from crawler.storage import Tx, mending, stories, tellings
from crawler.storage.search import KnownWords
from crawler.storage.tellings import Telling
from crawler.topics.words import fold

LEARNT_FROM = 3000  # newest articles, read at the start: about a second
# Then all counts are halved, so that words are as rare as they were lately, in bounded memory.
LEARNT_MOST = 20_000
GISTS_KEPT = 1000  # of about 20 KB
WEIGHED_AGAIN = 0.01  # weights stand until so many articles more were read: they move slowly
TELLING_WORDS = 20
SHARED_LEAST = 3  # of those words
# Who shares no more must be more alike. Of 860 texts cosine alone joined 16 pairs of news; of
# the four that told of two events three shared three words and were less alike than this.
SHARED_FEW, FEW_ALIKE = 3, 0.32
LOOKED_AT = 12  # reports that share the most
MEMBERS_WEIGHED = 12  # of a story, to choose its title


@dataclass(frozen=True, slots=True)
class Newcomer:
    """An article that arrives, and what it shares runs with."""

    finding: Finding
    site: str
    seen: datetime
    sharing: Collection[int]  # ids of held articles that share a sampled run

    @property
    def at(self) -> datetime:
        """When it appeared, as far as can be believed."""
        one = self.finding.article
        return appeared(one.published_at, one.published_from, self.seen)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a newcomer tells, and in which words."""

    report: Report
    told: Sequence[int]  # hashes of the words that tell most of it
    words: Sequence[str]  # all, each once


class _Weights(Vocabulary):
    """A vocabulary that works out each word once."""

    __slots__ = ("_known",)
    _known: dict[str, float]

    def __init__(self, n_articles: int, times: Mapping[str, int]) -> None:
        super().__init__(n_articles, times)
        object.__setattr__(self, "_known", {})

    def weights(self, words: Iterable[str]) -> dict[str, float]:
        """As of when each word was first asked for."""
        known = self._known
        for word in words:
            if word not in known:
                known[word] = self.weight(word)
        return {word: known[word] for word in words}


class StoryMemory:
    """One a process; used on the writer's thread alone."""

    def __init__(self) -> None:
        self.is_ready = False
        self.indexed = KnownWords()
        self._times: Counter[str] = Counter()
        self._weights = _Weights(0, self._times)
        self._n_articles = 0
        self._gists: OrderedDict[tuple[int, int], Gist] = OrderedDict()
        self._last: tuple[Newcomer, _Reading] | None = None  # made once for all steps of an intake

    @property
    def vocabulary(self) -> Vocabulary:
        """How rare words are, as of lately."""
        if abs(self._n_articles - self._weights.n_articles) > self._n_articles * WEIGHED_AGAIN:
            self._weights = _Weights(self._n_articles, self._times)
        return self._weights

    def prepare(self, tx: Tx) -> None:
        """Learn from the newest articles how rare words are."""
        for one in tellings.newest(tx, limit=LEARNT_FROM):
            self._learn(*_folded(one))
        self.is_ready = True

    def learn(self, finding: Finding) -> None:
        """One more article was stored."""
        if self._last is not None and self._last[0].finding is finding:
            self._count(self._last[1].words)
        else:
            self._learn(finding.folded_title.strip(), finding.folded_text.strip())

    def find(self, tx: Tx, newcomer: Newcomer, *, itself: int = 0) -> Kinship | None:
        """The report that tells of the same event, or none; *itself* is held already.

        Who shares a form with the newcomer, or is no more like it than what a person has set
        apart, keeps his whole story away from it.
        """
        reading = self._reading_of(newcomer)
        report = reading.report
        shared = tellings.tellers(tx, reading.told, report.at, least=SHARED_LEAST, most=LOOKED_AT)
        held = {
            one.id: one for one in tellings.load(tx, [id_ for id_, _ in shared if id_ != itself])
        }
        reports = [self._held_report(one, newcomer, report) for one in held.values()]
        while found := find_story(report, reports):
            like = held[found.article_id]
            if dict(shared)[like.id] <= SHARED_FEW and found.score < FEW_ALIKE:
                reports = [one for one in reports if one.article_id != like.id]
                continue
            if not self._shares_names(newcomer, report, like):
                reports = [one for one in reports if one.article_id != like.id]
                continue
            doubt = mending.doubted(tx, like.id, Relation.STORY)
            if not (
                is_one_form(_told(newcomer), Told(*_folded(like), like.site), found.score)
                or (doubt or 0.0) >= found.score
            ):
                return found
            reports = [one for one in reports if one.story_id != found.story_id]
        return None

    def _shares_names(self, newcomer: Newcomer, report: Report, like: Telling) -> bool:
        """Guides to one matter are alike; reports of one event name the same as well."""
        one = newcomer.finding.article
        names = (
            names_of(f"{one.title}\n{one.lead or ''}\n{one.text}", fold),
            names_of(f"{like.title}\n{like.lead or ''}\n{like.head}", fold),
        )
        return share_names(report.gist, self._gist_of(like), names, self.vocabulary)

    def remember(self, tx: Tx, article_id: int, newcomer: Newcomer) -> None:
        """Let the article be found by those that come after it."""
        reading = self._reading_of(newcomer)
        tellings.tell(tx, article_id, reading.told, reading.report.at)

    def entitle(self, tx: Tx, story_id: int) -> None:
        """Give a story that has grown the title of its most typical report."""
        members = tellings.members(tx, story_id, limit=MEMBERS_WEIGHED)
        title = title_of([self._report(one) for one in members])
        if title:
            stories.retitle(tx, story_id, title)

    def _learn(self, title: str, folded: str) -> None:
        self._count(counts_of(title, folded).keys())

    def _count(self, words: Iterable[str]) -> None:
        self._times.update(words)
        self._n_articles += 1
        if self._n_articles > LEARNT_MOST:
            halves = {word: times // 2 for word, times in self._times.items() if times > 1}
            self._times, self._n_articles = Counter(halves), self._n_articles // 2

    def _reading_of(self, newcomer: Newcomer) -> _Reading:
        if self._last is None or self._last[0] is not newcomer:
            self._last = newcomer, self._read(newcomer)
        return self._last[1]

    def _read(self, newcomer: Newcomer) -> _Reading:
        finding = newcomer.finding
        counts = counts_of(finding.folded_title.strip(), finding.folded_text.strip())
        report = Report(
            article_id=0,
            story_id=0,
            gist=gist_of(counts, self.vocabulary),
            at=newcomer.at,
            site=newcomer.site,
            language=_language(finding.article.language),
            title=finding.article.title,
            agency=finding.article.agency,
            shingles=frozenset(finding.shingles),
        )
        return _Reading(report, words_told(report.gist), tuple(counts))

    def _held_report(self, one: Telling, newcomer: Newcomer, report: Report) -> Report:
        shares = report.shingles if one.id in newcomer.sharing else frozenset()
        return self._report(one, shares)

    def _report(self, one: Telling, shingles: frozenset[int] = frozenset()) -> Report:
        return report_of(one, self._gist_of(one), shingles)

    def _gist_of(self, one: Telling) -> Gist:
        """From memory, or made anew.

        Only what the database gave comes here: no article that a
        transaction failed to store.
        """
        key = (one.id, one.revision)
        found = self._gists.get(key)
        if found is None:
            found = self._gists[key] = gist(*_folded(one), self.vocabulary)
            if len(self._gists) > GISTS_KEPT:
                self._gists.popitem(last=False)
        else:
            self._gists.move_to_end(key)
        return found


def report_of(one: Telling, its_gist: Gist, shingles: frozenset[int] = frozenset()) -> Report:
    """A held article as one telling of an event."""
    return Report(
        article_id=one.id,
        story_id=one.story_id,
        gist=its_gist,
        at=appeared(one.published_at, one.published_from, one.first_seen_at),
        site=one.site,
        language=_language(one.language),
        title=one.title,
        agency=one.agency,
        shingles=shingles,
    )


def goes_back_to(newcomer: Newcomer, chain: Sequence[Telling]) -> int | None:
    """Which of *chain* a copy goes back to; None: the chain goes back to the newcomer."""
    nothing = Gist({})
    article = newcomer.finding.article
    last = max((one.id for one in chain), default=0) + 1
    itself = Report(
        article_id=last,
        story_id=0,
        gist=nothing,
        at=newcomer.at,
        site=newcomer.site,
        agency=article.agency,
    )
    first = original_of([*(report_of(one, nothing) for one in chain), itself])
    return None if first is itself else first.article_id


def appeared(published: datetime | None, source: str | None, seen: datetime) -> datetime:
    """When an article appeared: by its own word, unless that is a mere day or in the future.

    A day reads as the midnight of some zone, which would make its outlet the first of all.
    """
    if published is None or published > seen or source == "address" or _is_midnight(published):
        return seen
    return published


def words_told(its_gist: Gist) -> list[int]:
    """Hashes of the words that tell most of an article, signed 64-bit."""
    return [_signed(xxhash.xxh3_64_intdigest(w.encode())) for w in its_gist.telling(TELLING_WORDS)]


def _is_midnight(time: datetime) -> bool:
    return time.minute in (0, 30) and time.second == 0 and time.hour in (0, 22, 23)


def _told(newcomer: Newcomer) -> Told:
    finding = newcomer.finding
    return Told(finding.folded_title.strip(), finding.folded_text.strip(), newcomer.site)


def _folded(one: Telling) -> tuple[str, str]:
    """Title, and lead with the beginning of the text."""
    text = f"{fold(one.lead or '')}{fold(one.head)}"
    return fold(one.title).strip(), " ".join(text.split())


def _language(code: str | None) -> str | None:
    return code.casefold().partition("-")[0] if code else None


def _signed(value: int) -> int:
    return value - (1 << 64) if value >> 63 else value
