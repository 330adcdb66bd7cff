"""The transactions of intake, each complete or without a trace."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from crawler.dedup.passages import RECURS_IN
from crawler.intake.admission import ARRIVED, JOINED, Admission, unchanged
from crawler.intake.case import gather
from crawler.intake.decision import decide
from crawler.intake.events import happened
from crawler.intake.record import Record
from crawler.intake.rules import AlertRules, Habits
from crawler.items import Finding, Relation
from crawler.storage import (
    Store,
    Tx,
    articles,
    entries,
    fences,
    lookalikes,
    looks,
    passages,
    raw_pages,
    revisions,
    second_looks,
    stories,
    tellings,
)
from crawler.storage.entries import Announced, Receipt, Validators
from crawler.storage.looks import LookRow
from crawler.storage.raw_pages import RawPage
from crawler.storage.revisions import EventKind
from crawler.stories import StoryMemory


def receive(
    store: Store,
    feed_id: int,
    announced: Sequence[Announced],
    look: Callable[[Receipt], LookRow],
    *,
    now: datetime,
    rest: timedelta,
    fence: int | None = None,
) -> tuple[Receipt, LookRow]:
    """Keep a feed's entries, its validators and its next due time, all or nothing.

    *look* says how the look ended, once it is known which entries are new. Raises Fenced when
    another worker has taken the feed over.
    """
    with store.writing() as tx:
        if fence is not None:
            fences.check(tx, feed_id, fence)
        receipt = entries.receive(tx, feed_id, announced, now, rest=rest)
        row = look(receipt)
        looks.record(tx, [row])
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
    validators: Validators | None = None,
    page: RawPage | None = None,
    fence: int | None = None,
) -> Admission | None:
    """Judge a finding against what is held and store what it is; None when it was read already,
    or another worker has taken its entry over.

    *known_as* are all canonical addresses it goes by (the entry's link, where that led, the
    page's own word). Without *memory* only copies share a story. *validators* are kept for the
    next look at the page, and *page* to be read again, if this is not known already.
    """
    habits = habits or Habits()
    with store.judging() as tx:
        unread = entries.unread(tx, finding.entry_id, fence)
        if unread is None:
            return None
        weeks = habits.look_alike_weeks
        case = gather(tx, finding, unread, known_as=known_as, now=now, weeks=weeks)
        admission = Record(tx, case, rules, now, memory).write(decide(tx, case))
        kept = validators or Validators()
        entries.read(tx, finding.entry_id, admission.article_id, now, kept)
        if page is not None and admission.relation is not Relation.SAME:
            raw_pages.keep(tx, admission.article_id, page)
        _plan_looks(tx, admission, finding, habits, now)
        if case.before is not None and not finding.awaits_page:
            _end_looks(tx, admission.article_id, admission.story_id)
    if memory is not None and admission.relation in ARRIVED:
        memory.learn(finding)
        memory.indexed.settle()
    return admission


def note_absence(
    store: Store,
    entry_id: int,
    reason: str,
    *,
    gone: bool,
    owed: bool = False,
    now: datetime,
    fence: int | None = None,
) -> Admission | None:
    """The page of an article that is held could not be had again: what was read stays.

    *gone* says that its server knows it no longer (404, 410); that is an event, once. Unless it is
    *owed*, for a reason that may pass, it is not looked for again without a match. None when the
    entry led to no article or was read meanwhile.
    """
    with store.judging() as tx:
        article_id = _read_before(tx, entry_id, now, fence)
        if article_id is None:
            return None
        held = articles.by_id(tx, article_id)
        if gone and not revisions.is_gone(tx, article_id):
            revisions.add_events(tx, [happened(held, EventKind.GONE, now, reason)])
        if not owed:
            _end_looks(tx, held.id, held.story_id)
    return unchanged(held, f"{reason}; what was read before stays")


def note_unchanged(
    store: Store, entry_id: int, reason: str, *, now: datetime, fence: int | None = None
) -> Admission | None:
    """The server says that the page of a held article is as it was read.

    That it can be had again is an event, if it had gone. None when the entry led to no article or
    was read meanwhile.
    """
    with store.judging() as tx:
        article_id = _read_before(tx, entry_id, now, fence)
        if article_id is None:
            return None
        held = articles.by_id(tx, article_id)
        if revisions.is_gone(tx, article_id):
            back = happened(held, EventKind.BACK, now, "it can be read again")
            revisions.add_events(tx, [back])
    return unchanged(held, reason)


def _read_before(tx: Tx, entry_id: int, now: datetime, fence: int | None) -> int | None:
    """The article that an entry led to before, and does still; the entry rests."""
    _, article_id = entries.unread(tx, entry_id, fence) or (None, None)
    if article_id is not None:
        entries.read(tx, entry_id, article_id, now)
    return article_id


def forget(store: Store, *, now: datetime, habits: Habits) -> int:
    """Take away what is too old to be compared with; how many rows. For upkeep.

    Beforehand room is made for what is to come, where a database keeps it in parts.
    """
    before = now - timedelta(weeks=habits.look_alike_weeks)
    week = lookalikes.week_of(before)
    with store.judging() as tx:
        lookalikes.make_room(tx, now)
        tellings.make_room(tx, now)
    # While nobody judges: who reads one of the tables and then the other must not wait for us.
    with store.judging() as tx:
        rows = lookalikes.forget(tx, before=before) + tellings.forget(tx, before=before)
        return rows + passages.prune(tx, before_week=week, rare=RECURS_IN)


def _plan_looks(
    tx: Tx, admission: Admission, finding: Finding, habits: Habits, now: datetime
) -> None:
    """Articles of a story that a topic matched are looked at again, and those whose page is owed:
    a topic may be told of in it alone.
    """
    after = habits.look_again_after
    if finding.awaits_page:
        second_looks.plan(tx, [admission.article_id], (habits.catch_up_after, *after), now)
    if admission.hits:
        every = articles.of_story_ids(tx, admission.story_id)
        second_looks.plan(tx, every, after, now)
    elif admission.relation in JOINED and stories.is_matched(tx, admission.story_id):
        second_looks.plan(tx, [admission.article_id], after, now)


def _end_looks(tx: Tx, article_id: int, story_id: int) -> None:
    """The page is owed no longer; without a match nobody needs another look."""
    if not stories.is_matched(tx, story_id):
        second_looks.end(tx, article_id)
