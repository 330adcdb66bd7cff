"""Mutes: silence about a topic or a story for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Body

from crawler.errors import NotFound, UsageError
from crawler.storage import mutes, stories
from crawler.storage.mutes import MuteRow
from crawler.web.api.filters import topic_id_of
from crawler.web.api.frame import EXACT, LARGEST, Id, changes_of, looks_of
from crawler.web.state import Known
from crawler.wishes.moments import moment

looks, changes = looks_of("mutes"), changes_of("mutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """About what nobody wants to hear, and how long: 8h, 3d, 2w."""

    __pydantic_config__ = EXACT

    length: Annotated[str, Body(max_length=20)] = "1d"
    topic: Annotated[str, Body(max_length=200)] | None = None
    story: Annotated[int, Body(ge=1, le=LARGEST)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Muted:
    """It is in force."""

    id: int
    until: datetime


@looks.get("/mutes")
def list_mutes(state: Known) -> tuple[MuteRow, ...]:
    """What is muted at present."""
    with state.store.reading() as tx:
        return tuple(mutes.listing(tx, state.now()))


@changes.post("/mutes", status_code=201)
def mute(silence: Silence, state: Known) -> Muted:
    """Be silent about a topic, a story, or a story in one topic."""
    now = state.now()
    try:
        until = now + (now - moment(silence.length, now=now, zone=state.config.clock.timezone))
    except OverflowError:
        until = now
    if until <= now:
        raise UsageError(f'"{silence.length}" is no length of time; write 8h, 3d or 2w')
    with state.store.writing() as tx:
        topic_id = topic_id_of(tx, silence.topic)
        if silence.story is not None:
            stories.by_id(tx, silence.story)
        made = mutes.add(tx, topic_id=topic_id, story_id=silence.story, until=until, now=now)
    return Muted(id=made, until=until)


@changes.delete("/mutes/{mute_id}", status_code=204)
def unmute(mute_id: Id, state: Known) -> None:
    """End a mute before its time."""
    with state.store.writing() as tx:
        if not mutes.end(tx, mute_id):
            raise NotFound(f"no mute has the id {mute_id}")
