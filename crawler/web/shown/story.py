"""A story across outlets: who carried it when, who copied whom, how the headlines differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.alerts.plain import one_line
from crawler.dedup.diff import Change, Kind, diff
from crawler.storage import Tx, mending, revisions, stories
from crawler.storage.mending import Mending
from crawler.storage.revisions import Event
from crawler.storage.stories import Member, StoryRow
from crawler.stories import appeared

MEMBERS, TOPICS, EVENTS, HEADLINES = 100, 30, 50, 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An article on the time line."""

    member: Member
    at: datetime  # when it appeared, as far as can be believed
    share: float  # of the time from the first to the last, 0 to 1
    original: Member | None  # whose text it is
    copies: int  # of it, in this story


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline, what of it differs from the first, and who prints it."""

    changes: tuple[Change, ...]
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryShown:
    """A story."""

    story: StoryRow
    topics: tuple[tuple[int, str], ...]
    steps: tuple[Step, ...]  # by the time at which they appeared
    next_after: int | None  # there are more members than these
    headlines: tuple[Headline, ...]  # each once, the first first
    events: tuple[Event, ...]
    mendings: tuple[Mending, ...]
    first_at: datetime
    last_at: datetime

    @property
    def titles(self) -> dict[int, Member]:
        """The members by id, for events."""
        return {step.member.id: step.member for step in self.steps}


def story(tx: Tx, story_id: int, *, after: int = 0) -> StoryShown:
    """The story, or the one that it was merged into; NotFound when there is none."""
    row = stories.by_id(tx, story_id)
    found = stories.members(tx, row.id, limit=MEMBERS + 1, after=after)
    members = found[:MEMBERS]
    steps = _steps(members)
    return StoryShown(
        story=row,
        topics=tuple(stories.topics_of(tx, row.id, limit=TOPICS)),
        steps=steps,
        next_after=members[-1].id if len(found) > MEMBERS else None,
        headlines=_headlines(steps),
        events=tuple(revisions.events_of(tx, [one.id for one in members], most=EVENTS)),
        mendings=tuple(mending.mendings(tx, row.id)),
        first_at=min((step.at for step in steps), default=row.first_at),
        last_at=max((step.at for step in steps), default=row.last_at),
    )


def _steps(members: Sequence[Member]) -> tuple[Step, ...]:
    times = {one.id: appeared(one.published_at, one.published_from, one.first_seen_at)
             for one in members}  # fmt: skip
    by_id = {one.id: one for one in members}
    first, last = min(times.values(), default=None), max(times.values(), default=None)
    length = last - first if first and last else timedelta()
    ordered = sorted(members, key=lambda one: (times[one.id], one.id))
    return tuple(
        Step(
            member=one,
            at=times[one.id],
            share=(times[one.id] - first) / length if first and length else 0.0,
            original=by_id.get(one.original_id) if one.original_id else None,
            copies=sum(other.original_id == one.id for other in members),
        )
        for one in ordered
    )


def _headlines(steps: Sequence[Step]) -> tuple[Headline, ...]:
    """Those of one language are held against the first in it."""
    found: dict[tuple[str | None, str], list[Member]] = {}
    for step in steps:
        title = one_line(step.member.title, 300)
        found.setdefault((step.member.language, title), []).append(step.member)
    firsts: dict[str | None, str] = {}
    told = []
    for (language, title), members in list(found.items())[:HEADLINES]:
        first = firsts.setdefault(language, title)
        changes = (Change(Kind.KEPT, title),) if title == first else diff(first, title)
        told.append(Headline(changes, tuple(members)))
    return tuple(told)
