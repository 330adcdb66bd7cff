"""What was found becomes rows: a feed's entries in one transaction, an article in the next.

Each function is one transaction, complete or without a trace, so that a process may be killed
at any moment: entries are kept together with the feed's validators, and an article with its
verdict, its hits and the alerts that they earn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from crawler.dedup.urls import site_of
from crawler.dedup.verdict import Candidate, Held, Verdict, judge
from crawler.items import Access, Finding, Hit, Relation, Topic
from crawler.storage import Store, Tx, alerts, articles, entries, feeds, search, topics
from crawler.storage.articles import Placing, Stored
from crawler.storage.entries import Announced, Receipt
from crawler.storage.feeds import LookRow
from crawler.topics.words import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRules:
    """When a hit earns an alert."""

    topics: Mapping[int, Topic]
    settle: timedelta  # how long an alert waits for copies of its story
    max_age: timedelta | None  # older articles alert nobody; None: no limit


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
) -> Admission | None:
    """Judge a finding against what is held and store what it is; None when it was read already.

    *known_as* are all canonical addresses it goes by (the entry's link, where that led, the
    page's own word).
    """
    with store.judging() as tx:
        seen = entries.waiting_since(tx, finding.entry_id)
        if seen is None:
            return None
        held, verdict = _judge(tx, finding, known_as, seen, now)
        admission = _apply(tx, finding, held, verdict, seen=seen, rules=rules, now=now)
        articles.remember_addresses(tx, admission.article_id, known_as)
        entries.read(tx, finding.entry_id, admission.article_id, now)
    return admission


def _judge(
    tx: Tx, finding: Finding, known_as: Sequence[str], seen: datetime, now: datetime
) -> tuple[Stored | None, Verdict]:
    """The verdict, and the held article that it names."""
    here = articles.at_addresses(tx, known_as)
    ids = [] if here is None else [here]
    ids += articles.with_text(tx, finding.text_hash)
    ids += [id_ for id_, _ in articles.sharing(tx, finding.shingles, now=now)]
    found = {one.id: one for one in articles.load(tx, list(dict.fromkeys(ids)))}
    # What is held under any address of the candidate is held under its own.
    held = [
        _held(one, finding.address_key if one.id == here else one.address_key)
        for one in found.values()
    ]
    verdict = judge(_candidate(finding, seen), held)
    return found.get(verdict.of or 0), verdict


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


def _apply(
    tx: Tx,
    finding: Finding,
    held: Stored | None,
    verdict: Verdict,
    *,
    seen: datetime,
    rules: AlertRules,
    now: datetime,
) -> Admission:
    """Write down what the verdict says, and what follows for topics."""
    if held and verdict.relation is Relation.REVISION and _is_poorer(finding, held):
        verdict = replace(verdict, relation=Relation.SAME, reason="a poorer reading; not kept")
    if held and verdict.relation is Relation.SAME:
        return Admission(
            relation=Relation.SAME,
            article_id=held.id,
            story_id=held.story_id,
            title=held.article.title,
            outlet=held.outlet,
            reason=verdict.reason,
        )
    if held and verdict.relation is Relation.REVISION:
        number = articles.revise(tx, held, finding, now=now)
        search.reindex(tx, held, finding)
        article_id, story_id = held.id, held.story_id
    else:
        placing = Placing(
            site=site_of(finding.article.url),
            reason=verdict.reason,
            story_id=verdict.story_id,
            original_id=verdict.of,
        )
        article_id, story_id = articles.add(tx, finding, placing, seen=seen, now=now)
        search.index(tx, article_id, finding)
        number = 1
    fresh = topics.add_hits(tx, article_id, finding.hits, revision=number, now=now)
    place = (article_id, story_id)
    owed = 0 if _is_old(finding, rules, now) else _owe(tx, fresh, place, rules, now)
    return Admission(
        relation=verdict.relation,
        article_id=article_id,
        story_id=story_id,
        title=finding.article.title,
        outlet=finding.outlet,
        reason=verdict.reason,
        hits=tuple(rules.topics[h.topic_id].name for h in fresh if h.topic_id in rules.topics),
        alerts=owed,
    )


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
    return sum(
        alerts.owe(
            tx,
            topic_id=hit.topic_id,
            story_id=story_id,
            article_id=article_id,
            channels=rules.topics[hit.topic_id].channels,
            now=now,
            due=now + rules.settle,
        )
        for hit in fresh
        if hit.topic_id in rules.topics
    )
