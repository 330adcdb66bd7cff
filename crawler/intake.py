"""What was found becomes rows: a feed's entries in one transaction, an article in the next.

Each function is one transaction, complete or without a trace, so that a process may be killed
at any moment: entries are kept together with the feed's validators, and an article with its
verdict, its story, its hits and the alerts that they earn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from crawler.dedup.corrections import NoteKind, find_notes
from crawler.dedup.diff import changed_words, diff
from crawler.dedup.passages import RECURS_IN
from crawler.dedup.urls import site_of
from crawler.dedup.verdict import Candidate, Held, Verdict, judge
from crawler.items import Access, Finding, Hit, Relation, Topic
from crawler.storage import (
    Store,
    Tx,
    alerts,
    articles,
    entries,
    feeds,
    mending,
    passages,
    revisions,
    search,
    stories,
    tellings,
    topics,
)
from crawler.storage.articles import Placing, Stored
from crawler.storage.entries import Announced, Receipt
from crawler.storage.feeds import LookRow
from crawler.storage.revisions import Event, EventKind
from crawler.stories import Newcomer, StoryMemory, goes_back_to
from crawler.topics.words import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRules:
    """When a hit earns an alert."""

    topics: Mapping[int, Topic]
    settle: timedelta  # how long an alert waits for copies of its story
    max_age: timedelta | None  # older articles alert nobody; None: no limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How long an article is compared with new ones, and when it is looked at again."""

    look_alike_weeks: int = 3
    # After an article was first seen, if a topic matched its story.
    look_again_after: tuple[timedelta, ...] = tuple(timedelta(hours=h) for h in (1, 6, 24, 72))


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """What became of a finding."""

    relation: Relation
    article_id: int
    story_id: int
    title: str
    outlet: str
    reason: str
    hits: tuple[str, ...] = ()  # names of the topics that matched for the first time
    alerts: int = 0  # owed because of it


def receive(
    store: Store,
    feed_id: int,
    announced: Sequence[Announced],
    look: Callable[[Receipt], LookRow],
    *,
    now: datetime,
    rest: timedelta,
) -> tuple[Receipt, LookRow]:
    """Keep a feed's entries, its validators and its next due time, all or nothing.

    *look* says how the look ended, once it is known which entries are new.
    """
    with store.writing() as tx:
        receipt = entries.receive(tx, feed_id, announced, now, rest=rest)
        row = look(receipt)
        feeds.record(tx, row)
    return receipt, row


def admit(
    store: Store,
    finding: Finding,
    *,
    known_as: Sequence[str],
    rules: AlertRules,
    now: datetime,
    habits: Habits | None = None,
    memory: StoryMemory | None = None,
) -> Admission | None:
    """Judge a finding against what is held and store what it is; None when it was read already.

    *known_as* are all canonical addresses it goes by (the entry's link, where that led, the
    page's own word). Without *memory* only copies share a story.
    """
    habits = habits or Habits()
    with store.judging() as tx:
        unread = entries.unread(tx, finding.entry_id)
        if unread is None:
            return None
        weeks = habits.look_alike_weeks
        case = _gather(tx, finding, unread, known_as=known_as, now=now, weeks=weeks)
        verdict = _verdict(tx, case)
        intake = _Intake(tx, case, rules, now, memory)
        admission = intake.apply(verdict)
        articles.remember_addresses(tx, admission.article_id, known_as)
        entries.read(tx, finding.entry_id, admission.article_id, now)
        intake.plan_looks(admission, habits)
    if memory is not None and admission.relation in ARRIVED:
        memory.learn(finding)
    return admission


def note_absence(
    store: Store, entry_id: int, reason: str, *, gone: bool, now: datetime
) -> Admission | None:
    """The page of an article that is held could not be had again: what was read stays.

    *gone* says that its server knows it no longer (404, 410); that is an event, once. None when
    the entry led to no article or was read meanwhile.
    """
    with store.judging() as tx:
        article_id = entries.held_article(tx, entry_id)
        if article_id is None or not entries.read(tx, entry_id, article_id, now):
            return None
        held = articles.by_id(tx, article_id)
        if gone and not revisions.is_gone(tx, article_id):
            kind, number = EventKind.GONE, held.revision
            event = Event(article_id=article_id, kind=kind, at=now, revision=number, detail=reason)
            revisions.add_events(tx, [event])
    return _unchanged(held, f"{reason}; what was read before stays")


def forget(store: Store, *, now: datetime, habits: Habits) -> int:
    """Take away what is too old to be compared with; how many rows. For upkeep, once a day."""
    before = now - timedelta(weeks=habits.look_alike_weeks)
    week = articles.week_of(before)
    with store.writing() as tx:
        rows = articles.forget(tx, before=before) + tellings.forget(tx, before=before)
        return rows + passages.prune(tx, before_week=week, rare=RECURS_IN)


# Verdicts after which there is one article more.
ARRIVED = frozenset({Relation.NEW, Relation.COPY, Relation.STORY})
JOINED = frozenset({Relation.COPY, Relation.STORY})  # with others in its story


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """A finding with all that is held that may be the same."""

    finding: Finding
    seen: datetime
    before: int | None  # the article that its entry led to when it was read before
    found: Mapping[int, Stored]
    held: Sequence[Held]
    newcomer: Newcomer


def _gather(
    tx: Tx,
    finding: Finding,
    unread: tuple[datetime, int | None],
    *,
    known_as: Sequence[str],
    now: datetime,
    weeks: int,
) -> _Case:
    seen, before = unread
    here = articles.at_addresses(tx, known_as)
    sharing = [id_ for id_, _ in articles.sharing(tx, finding.shingles, now=now, weeks=weeks)]
    ids = [] if here is None else [here]
    ids += [*articles.with_text(tx, finding.text_hash), *sharing]
    found = {one.id: one for one in articles.load(tx, list(dict.fromkeys(ids)))}
    # What is held under any address of the candidate is held under its own.
    held = [
        _held(one, finding.address_key if one.id == here else one.address_key)
        for one in found.values()
    ]
    return _Case(
        finding=finding,
        seen=seen,
        before=before,
        found=found,
        held=held,
        newcomer=Newcomer(finding, site_of(finding.article.url), seen, frozenset(sharing)),
    )


def _verdict(tx: Tx, case: _Case) -> Verdict:
    """What the judge says, mended by what people have said."""
    finding = case.finding
    verdict = judge(_candidate(finding, case.seen), case.held)
    held = case.found.get(verdict.of or 0)
    if verdict.relation is Relation.COPY and verdict.of is not None:
        return _unless_doubted(tx, verdict)
    if held is None:
        return verdict
    if verdict.relation is Relation.REVISION and _is_poorer(finding, held):
        return replace(verdict, relation=Relation.SAME, reason="a poorer reading; not kept")
    same_words = _is_same(finding, held)
    other_title = held.id == case.before and fold(held.article.title) != finding.folded_title
    if verdict.relation is Relation.REVISION and same_words and not other_title:
        # Its hash may differ: a sentence was taken for the page's own meanwhile.
        return replace(verdict, relation=Relation.SAME, reason=f"the same text as {held.id}")
    if verdict.relation is Relation.SAME and other_title and not _is_poorer(finding, held):
        return replace(verdict, relation=Relation.REVISION, reason="under another headline")
    return verdict


def _unless_doubted(tx: Tx, verdict: Verdict) -> Verdict:
    """A person has set apart what was as much alike: then this is no copy either."""
    assert verdict.of is not None
    doubt = mending.doubted(tx, verdict.of, Relation.COPY)
    if doubt is None or verdict.containment is None or verdict.containment > doubt:
        return verdict
    reason = f"{verdict.reason}, but as much was set apart from it by hand"
    return Verdict(Relation.NEW, None, reason, verdict.containment)


def _is_same(finding: Finding, held: Stored) -> bool:
    one, other = finding.article, held.article
    if finding.text_hash == held.text_hash or (one.lead, one.text) == (other.lead, other.text):
        return True
    return folded_text(one.lead, one.text) == folded_text(other.lead, other.text)


def _candidate(finding: Finding, seen: datetime) -> Candidate:
    one = finding.article
    return Candidate(
        address_key=finding.address_key,
        text_hash=finding.text_hash,
        folded=finding.folded_text.strip(),
        n_words=finding.n_words,
        seen_at=seen,
        title=finding.folded_title.strip(),
        site=site_of(one.url),
        published_at=one.published_at,
        agency=one.agency,
    )


def _held(stored: Stored, address_key: str) -> Held:
    """A held article as the judge sees it."""
    one = stored.article
    return Held(
        article_id=stored.id,
        story_id=stored.story_id,
        copy_of=stored.original_id,
        address_key=address_key,
        text_hash=stored.text_hash,
        folded=folded_text(one.lead, one.text),
        n_words=stored.n_words,
        seen_at=stored.first_seen_at,
        title=fold(one.title).strip(),
        site=stored.site,
        published_at=one.published_at,
        agency=one.agency,
    )


def folded_text(lead: str | None, text: str) -> str:
    """Lead and body as folded words parted by single blanks, as fingerprints want them."""
    return f"{fold(lead or '')} {fold(text)}".strip().replace("  ", " ")


def _unchanged(held: Stored, reason: str) -> Admission:
    return Admission(
        relation=Relation.SAME,
        article_id=held.id,
        story_id=held.story_id,
        title=held.article.title,
        outlet=held.outlet,
        reason=reason,
    )


class _Intake:
    """Writes down what a verdict says, and what follows for stories, topics and alerts."""

    def __init__(
        self, tx: Tx, case: _Case, rules: AlertRules, now: datetime, memory: StoryMemory | None
    ) -> None:
        self.tx, self.case, self.rules, self.now, self.memory = tx, case, rules, now, memory

    def apply(self, verdict: Verdict) -> Admission:
        """The rows that the verdict demands."""
        held = self.case.found.get(verdict.of or 0)
        if held and verdict.relation is Relation.SAME:
            self._note_return(held)
            return _unchanged(held, verdict.reason)
        if held and verdict.relation is Relation.REVISION:
            return self._revise(held, verdict)
        return self._add(verdict)

    def plan_looks(self, admission: Admission, habits: Habits) -> None:
        """Articles of a story that a topic matched are looked at again."""
        if admission.hits:
            every = articles.of_story_ids(self.tx, admission.story_id)
            entries.plan_looks(self.tx, every, habits.look_again_after, self.now)
        elif admission.relation in JOINED and stories.is_matched(self.tx, admission.story_id):
            ids = [admission.article_id]
            entries.plan_looks(self.tx, ids, habits.look_again_after, self.now)

    def _add(self, verdict: Verdict) -> Admission:
        tx, finding, newcomer = self.tx, self.case.finding, self.case.newcomer
        placing, relation = self._place(verdict)
        copies, placing = self._led(placing)
        is_reprint_here = placing.original_id is not None and articles.is_carried(
            tx, placing.original_id, placing.site
        )
        article_id, story_id = articles.add(tx, finding, placing, seen=self.case.seen, now=self.now)
        if copies:
            articles.lead(tx, article_id, copies, f"the same text as article {article_id}")
        search.index(tx, article_id)
        if not is_reprint_here:  # what a site prints twice is not thereby a part of its pages
            week = articles.week_of(self.now)
            passages.count(tx, placing.site, finding.passages, week=week)
        if self.memory is not None:
            self.memory.remember(tx, article_id, newcomer)
            if relation is Relation.STORY:
                self.memory.entitle(tx, story_id)
        revisions.add_events(tx, self._notes(article_id, 1, ""))
        told = replace(verdict, relation=relation, reason=placing.reason)
        return self._admission(told, (article_id, story_id), 1)

    def _place(self, verdict: Verdict) -> tuple[Placing, Relation]:
        """Where a new article belongs: to its original, to a story, or to itself."""
        placing = Placing(
            site=self.case.newcomer.site,
            reason=verdict.reason,
            story_id=verdict.story_id,
            original_id=verdict.of,
            relation=verdict.relation,
            likeness=verdict.containment,
            like_id=verdict.of,
        )
        if verdict.relation is not Relation.NEW or self.memory is None:
            return placing, verdict.relation
        kin = self.memory.find(self.tx, self.case.newcomer)
        if kin is None:
            return placing, verdict.relation
        placing = replace(
            placing,
            reason=kin.reason,
            story_id=kin.story_id,
            relation=Relation.STORY,
            likeness=kin.score,
            like_id=kin.article_id,
        )
        return placing, Relation.STORY

    def _led(self, placing: Placing) -> tuple[list[int], Placing]:
        """The copies that go back to the newcomer, if it is the original of them all."""
        if placing.original_id is None:
            return [], placing
        chain = tellings.chain(self.tx, placing.original_id)
        first = goes_back_to(self.case.newcomer, chain)
        if first is not None:
            return [], placing
        reason = f"{placing.reason}; this is the original"
        return [one.id for one in chain], replace(
            placing, original_id=None, relation=Relation.NEW, reason=reason
        )

    def _revise(self, held: Stored, verdict: Verdict) -> Admission:
        tx, finding = self.tx, self.case.finding
        self._note_return(held)
        number = articles.revise(tx, held, finding, now=self.now)
        search.reindex(tx, held)
        if self.memory is not None:
            self.memory.remember(tx, held.id, self.case.newcomer)
        events = [self._event(held.id, EventKind.REVISED, number, _difference(held, finding))]
        events += self._notes(held.id, number, held.article.text)
        events += self._moved_topics(held, number)
        revisions.add_events(tx, events)
        place = (held.id, held.story_id)
        admission = self._admission(verdict, place, number)
        revisions.stand(tx, held.id, self._fields(held.id))
        return admission

    def _admission(self, verdict: Verdict, place: tuple[int, int], number: int) -> Admission:
        tx, finding, rules = self.tx, self.case.finding, self.rules
        fresh = topics.add_hits(tx, place[0], finding.hits, revision=number, now=self.now)
        owed = 0 if _is_old(finding, rules, self.now) else _owe(tx, fresh, place, rules, self.now)
        return Admission(
            relation=verdict.relation,
            article_id=place[0],
            story_id=place[1],
            title=finding.article.title,
            outlet=finding.outlet,
            reason=verdict.reason,
            hits=tuple(rules.topics[h.topic_id].name for h in fresh if h.topic_id in rules.topics),
            alerts=owed,
        )

    def _event(
        self, article_id: int, kind: EventKind, number: int, detail: str, topic: int | None = None
    ) -> Event:
        return Event(
            article_id=article_id,
            kind=kind,
            at=self.now,
            revision=number,
            detail=detail,
            topic_id=topic,
        )

    def _note_return(self, held: Stored) -> None:
        if held.id == self.case.before and revisions.is_gone(self.tx, held.id):
            event = self._event(held.id, EventKind.BACK, held.revision, "it can be read again")
            revisions.add_events(self.tx, [event])

    def _notes(self, article_id: int, number: int, before: str) -> list[Event]:
        """Corrections and editor's notes that were not in the text *before*."""
        known = {note.text for note in find_notes(before)} if before else set()
        return [
            self._event(article_id, _NOTES[note.kind], number, note.text)
            for note in find_notes(self.case.finding.article.text)
            if note.text not in known
        ]

    def _moved_topics(self, held: Stored, number: int) -> Iterator[Event]:
        """Topics that enter or leave headline or text, asking the same as before."""
        here = {hit.topic_id: _parts(p.field for p in hit.places) for hit in self.case.finding.hits}
        before = {one.topic_id: one for one in revisions.standings(self.tx, held.id)}
        asked = revisions.followed_before(self.tx, [*here], held.fetched_at)
        for topic_id, parts in here.items():
            was = _parts(before[topic_id].fields) if topic_id in before else frozenset()
            if topic_id in asked and parts - was:
                detail = " and ".join(sorted(parts - was))
                yield self._event(held.id, EventKind.ENTERED, number, detail, topic_id)
        for topic_id, standing in before.items():
            topic = self.rules.topics.get(topic_id)
            left = _parts(standing.fields) - here.get(topic_id, frozenset())
            if topic and topic.version == standing.version and left:
                detail = " and ".join(sorted(left))
                yield self._event(held.id, EventKind.LEFT, number, detail, topic_id)

    def _fields(self, article_id: int) -> dict[int, frozenset[str]]:
        now = {
            hit.topic_id: frozenset(p.field for p in hit.places) for hit in self.case.finding.hits
        }
        every = revisions.standings(self.tx, article_id)
        return {one.topic_id: now.get(one.topic_id, frozenset()) for one in every}


_NOTES = {
    NoteKind.CORRECTION: EventKind.CORRECTION,
    NoteKind.UPDATE: EventKind.UPDATE,
    NoteKind.NOTE: EventKind.NOTE,
}


def _parts(fields: Iterable[str]) -> frozenset[str]:
    """A reader sees a headline and a text."""
    return frozenset("headline" if field == "title" else "text" for field in fields)


def _difference(held: Stored, finding: Finding) -> str:
    """What a revision changed, for people."""
    old, new = held.article, finding.article
    out, into = changed_words(
        diff(f"{old.lead or ''}\n{old.text}", f"{new.lead or ''}\n{new.text}")
    )
    parts = ["another headline"] if old.title != new.title else []
    parts += [f"{out} words out, {into} in"] if out or into else []
    return ", ".join(parts) or "nothing that a reader sees"


def _is_poorer(finding: Finding, held: Stored) -> bool:
    """The page could not be had this time, or shows less than it did: keep what was read."""
    rank = {Access.ENTRY: 0, Access.TEASER: 1, Access.FULL: 2}
    return rank[finding.article.access] < rank[held.article.access]


def _is_old(finding: Finding, rules: AlertRules, now: datetime) -> bool:
    """Too old to alert anybody, as when a feed is new to us."""
    published = finding.article.published_at
    return bool(rules.max_age is not None and published and now - published > rules.max_age)


def _owe(
    tx: Tx, fresh: Sequence[Hit], place: tuple[int, int], rules: AlertRules, now: datetime
) -> int:
    """The alerts that new hits earn for *place* (article, story): one a topic and channel."""
    article_id, story_id = place
    told = stories.told(tx, story_id) if fresh else set()  # also under the key of a merged story
    return sum(
        alerts.owe(
            tx,
            topic_id=hit.topic_id,
            story_id=story_id,
            article_id=article_id,
            channels=[
                channel
                for channel in rules.topics[hit.topic_id].channels
                if (hit.topic_id, channel) not in told
            ],
            now=now,
            due=now + rules.settle,
        )
        for hit in fresh
        if hit.topic_id in rules.topics
    )
