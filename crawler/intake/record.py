"""A case and its verdict -> rows: the article, and what follows for stories, topics and alerts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from crawler.dedup.verdict import Verdict
from crawler.intake import debts, events
from crawler.intake.admission import Admission, unchanged
from crawler.intake.case import Case
from crawler.intake.decision import decide_anew
from crawler.intake.rules import AlertRules
from crawler.items import Relation
from crawler.storage import (
    Tx,
    lookalikes,
    owing,
    passages,
    placing,
    revisions,
    search,
    sites,
    stories,
    tellings,
    topics,
)
from crawler.storage.articles import Stored
from crawler.storage.placing import Placing
from crawler.storage.revisions import EventKind
from crawler.storage.sites import SiteChange
from crawler.stories import StoryMemory, goes_back_to


@dataclass(frozen=True, slots=True)
class Record:
    """Writes down what a verdict says; in one open transaction."""

    tx: Tx
    case: Case
    rules: AlertRules
    now: datetime
    memory: StoryMemory | None

    def write(self, verdict: Verdict) -> Admission:
        """The rows that the verdict demands."""
        held = self.case.found.get(verdict.of or 0)
        if held and verdict.relation in (Relation.SAME, Relation.REVISION):
            self._note_return(held)
            placing.remember_addresses(self.tx, held.id, self.case.known_as)
            if verdict.relation is Relation.REVISION:
                return self._revise(held, verdict)
            return unchanged(held, verdict.reason)
        return self._add(verdict)

    def _add(self, verdict: Verdict) -> Admission:
        tx, finding, newcomer = self.tx, self.case.finding, self.case.newcomer
        copies, place = self._led(self._place(verdict))
        is_reprint_here = place.original_id is not None and placing.is_carried(
            tx, place.original_id, place.site
        )
        known_as, seen = self.case.known_as, self.case.seen
        stored = placing.add(tx, finding, place, seen=seen, now=self.now, known_as=known_as)
        if copies:
            placing.lead(tx, stored.id, copies, f"the same text as article {stored.id}")
        search.index(tx, stored, self.memory.indexed if self.memory is not None else None)
        if not is_reprint_here:  # what a site prints twice is not thereby a part of its pages
            week = lookalikes.week_of(self.now)
            passages.count(tx, place.site, finding.passages, week=week)
        if self.memory is not None:
            self.memory.remember(tx, stored.id, newcomer)
            if stored.relation is Relation.STORY:
                self.memory.entitle(tx, stored.story_id)
        revisions.add_events(tx, events.of_arrival(stored, self.now))
        change = self._note_reading(place.site)
        # The first of a chain that it takes over stays a copy to those who ask what came in.
        relation = verdict.relation if copies else stored.relation
        verdict = replace(verdict, relation=relation, reason=place.reason)
        return replace(self._admission(verdict, stored), site=change)

    def _note_reading(self, site: str) -> SiteChange | None:
        """How the site's texts are; those who run the service are told of a change, once."""
        finding = self.case.finding
        if finding.read_chars is None:
            return None
        change = sites.note_reading(self.tx, site, finding.read_chars, finding.read_mark, self.now)
        if change:
            owing.notify(
                self.tx,
                key=f"site-{change.name}-{int(self.now.timestamp())}",
                subject=change.subject,
                text=change.text(finding.article.url),
                channels=self.rules.operator,
                now=self.now,
            )
        return change

    def _place(self, verdict: Verdict, *, itself: int = 0) -> Placing:
        """Where a new article belongs: to its original, to a story, or to itself (as *itself*, if
        it is held already).
        """
        place = Placing(
            site=self.case.newcomer.site,
            reason=verdict.reason,
            story_id=verdict.story_id,
            original_id=verdict.of,
            relation=verdict.relation,
            likeness=verdict.containment,
            like_id=verdict.of,
        )
        if verdict.relation is not Relation.NEW or self.memory is None:
            return place
        kin = self.memory.find(self.tx, self.case.newcomer, itself=itself)
        if kin is None:
            return place
        return replace(
            place,
            reason=kin.reason,
            story_id=kin.story_id,
            relation=Relation.STORY,
            likeness=kin.score,
            like_id=kin.article_id,
        )

    def _led(self, place: Placing) -> tuple[list[int], Placing]:
        """The copies that go back to the newcomer, if it is the original of them all."""
        if place.original_id is None:
            return [], place
        chain = tellings.chain(self.tx, place.original_id)
        if goes_back_to(self.case.newcomer, chain) is not None:
            return [], place
        reason = f"{place.reason}; this is the original"
        return [one.id for one in chain], replace(
            place, original_id=None, relation=Relation.NEW, reason=reason
        )

    def _revise(self, held: Stored, verdict: Verdict) -> Admission:
        tx, finding = self.tx, self.case.finding
        is_first = events.is_first_reading(held.article, finding.article)
        revised = placing.revise(tx, held, finding, now=self.now)
        if is_first and stories.is_left_alone(tx, held.story_id):
            revised = self._placed_anew(revised)
        search.reindex(tx, held, revised)
        if self.memory is not None:
            self.memory.remember(tx, held.id, self.case.newcomer)
        happened = events.of_revision(tx, held, revised, finding, self.rules.topics)
        revisions.add_events(tx, happened)
        admission = self._admission(verdict, revised)
        revisions.stand(tx, held.id, self._standing(held.id))
        return admission

    def _placed_anew(self, revised: Stored) -> Stored:
        """Where the article would be, had its page been there at once: else the story of which
        it is one more report would be told again as its own.
        """
        tx, verdict = self.tx, decide_anew(self.tx, self.case, revised)
        copies, place = self._led(self._place(verdict, itself=revised.id))
        if place.story_id in (None, revised.story_id):
            return revised
        moved = placing.move(tx, revised, place, now=self.now)
        if copies:
            placing.lead(tx, moved.id, copies, f"the same text as article {moved.id}")
        if self.memory is not None and moved.relation is Relation.STORY:
            self.memory.entitle(tx, moved.story_id)
        return moved

    def _admission(self, verdict: Verdict, stored: Stored) -> Admission:
        tx, finding, rules = self.tx, self.case.finding, self.rules
        fresh = topics.add_hits(tx, stored.id, finding.hits, revision=stored.revision, now=self.now)
        place = (stored.id, stored.story_id)
        is_old = rules.is_old(finding.article, self.now)
        return Admission(
            relation=verdict.relation,
            article_id=stored.id,
            story_id=stored.story_id,
            title=finding.article.title,
            outlet=finding.outlet,
            reason=verdict.reason,
            hits=tuple(rules.topics[h.topic_id].name for h in fresh if h.topic_id in rules.topics),
            alerts=0 if is_old else debts.owe(tx, fresh, place, rules, self.now),
        )

    def _note_return(self, held: Stored) -> None:
        if held.id == self.case.before and revisions.is_gone(self.tx, held.id):
            back = events.happened(held, EventKind.BACK, self.now, "it can be read again")
            revisions.add_events(self.tx, [back])

    def _standing(self, article_id: int) -> Mapping[int, frozenset[str]]:
        """In which fields each topic that ever matched the article stands now."""
        hits = self.case.finding.hits
        now = {hit.topic_id: frozenset(place.field for place in hit.places) for hit in hits}
        every = revisions.standings(self.tx, article_id)
        return {one.topic_id: now.get(one.topic_id, frozenset()) for one in every}
