"""Stories: articles that tell of one event, and mending them by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Body, Query

from crawler.errors import UsageError
from crawler.storage import articles as held
from crawler.storage import mending, revisions, stories
from crawler.storage.mending import Mending
from crawler.storage.revisions import Event
from crawler.storage.stories import Member, StoryRow
from crawler.web.api.cursors import listing, place_of
from crawler.web.api.filters import since_of, topic_id_of
from crawler.web.api.frame import (
    LARGEST,
    MOST,
    Cursor,
    Id,
    Limit,
    Listing,
    Since,
    TopicWord,
    changes_of,
    looks_of,
)
from crawler.web.state import Known

looks, changes = looks_of("stories"), changes_of("stories")
NAME = "stories"
EVENTS_MOST = 50
Number = Annotated[int, Body(ge=1, le=LARGEST)]
Articles = Annotated[list[Number], Body(embed=True, min_length=1, max_length=MOST)]
Others = Annotated[list[Number], Body(embed=True, alias="stories", min_length=1, max_length=MOST)]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryFull:
    """A story with its articles in the order of arrival; `next` where there are more of them."""

    story: StoryRow
    members: tuple[Member, ...]
    next: str | None
    events: tuple[Event, ...]
    mendings: tuple[Mending, ...]


@looks.get("/stories")
def list_stories(
    state: Known,
    limit: Limit = 50,
    cursor: Cursor = None,
    since: Since = None,
    topic: TopicWord = None,
    least: Annotated[int, Query(ge=1, le=100_000, description="Of so many articles at least.")] = 2,
) -> Listing[StoryRow]:
    """Stories, those that grew last first."""
    place, after = place_of(state, NAME, cursor), since_of(state, since)
    before = (datetime.fromisoformat(place[0]), place[1]) if place else None
    with state.store.reading() as tx:
        found = stories.listing(
            tx, limit=limit + 1, least=least, since=after, topic_id=topic_id_of(tx, topic),
            before=before,
        )  # fmt: skip
    return listing(state, NAME, found, limit, lambda one: (one.last_at.isoformat(), one.id))


@looks.get("/stories/{story_id}")
def one_story(story_id: Id, state: Known, limit: Limit = 100, cursor: Cursor = None) -> StoryFull:
    """A story, or the one that it was merged into, and who carries it."""
    with state.store.reading() as tx:
        row = stories.by_id(tx, story_id)
        name = f"{NAME}.{row.id}"
        after = place_of(state, name, cursor) or 0
        found = stories.members(tx, row.id, limit=limit + 1, after=after)
        shown = listing(state, name, found, limit, lambda one: one.id)
        return StoryFull(
            story=row,
            members=shown.items,
            next=shown.next,
            events=tuple(
                revisions.events_of(tx, [one.id for one in shown.items], most=EVENTS_MOST)
            ),
            mendings=tuple(mending.mendings(tx, row.id)),
        )


@changes.post("/stories/{story_id}/split")
def split_story(story_id: Id, articles: Articles, state: Known) -> StoryRow:
    """Put articles of this story into one of their own, for good; no alert is sent."""
    with state.store.judging() as tx:
        row = stories.by_id(tx, story_id)
        others = set(articles) - set(held.of_story_ids(tx, row.id))
        if others:
            named = ", ".join(map(str, sorted(others)))
            raise UsageError(f"story {row.id} has no article {named}")
        return stories.by_id(tx, mending.split(tx, articles, state.now()))


@changes.post("/stories/{story_id}/merge")
def merge_stories(story_id: Id, others: Others, state: Known) -> StoryRow:
    """Make these stories part of this one, for good; what was told of one is told of all."""
    with state.store.judging() as tx:
        mending.merge(tx, story_id, others, state.now())
        return stories.by_id(tx, story_id)
