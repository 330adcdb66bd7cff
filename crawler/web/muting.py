"""/mute/SIGNED: from a message to silence about its story or topic.

Looking at the page changes nothing, because mail servers look at links to find malware.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import HTMLResponse

from crawler.alerts.links import Links, Muting
from crawler.alerts.plain import one_line
from crawler.errors import NotFound
from crawler.storage import Tx, mutes, stories, tokens, topics
from crawler.web.state import Known, State
from crawler.web.templating import page

router = APIRouter()
DAYS = (1, 7, 30)


@router.get("/mute/{signed}", response_class=HTMLResponse)
def ask(signed: str, state: Known) -> str:
    """Ask what is to be muted, and for how long."""
    with state.store.reading() as tx:
        muting = _read(tx, state, signed)
        topic, title = _names(tx, muting)
    return page("mute.html.j2", state.config.alerts.language, topic=topic, title=title, days=DAYS)


@router.post("/mute/{signed}", response_class=HTMLResponse)
def mute(
    signed: str,
    state: Known,
    what: Annotated[Literal["story", "topic"], Form()],
    days: Annotated[int, Form(ge=1, le=365)],
) -> str:
    """Be silent about the story in this topic, or about the topic."""
    now = state.now()
    until = now + timedelta(days=days)
    with state.store.writing() as tx:
        muting = _read(tx, state, signed)
        topic, title = _names(tx, muting)
        story_id = muting.story_id if what == "story" else None
        topic_id = topics.by_name(tx, muting.topic).topic.id
        mutes.add(tx, topic_id=topic_id, story_id=story_id, until=until, now=now)
    about = title if what == "story" else topic
    return page("muted.html.j2", state.config.alerts.language, about=about, until=until)


def _read(tx: Tx, state: State, signed: str) -> Muting:
    found = Links(state.config.web.url, tokens.held_secret(tx)).read(signed, state.now())
    if found is None:
        raise HTTPException(404, "This link is not one of ours, or too old.")
    return found


def _names(tx: Tx, muting: Muting) -> tuple[str, str]:
    try:
        topic = topics.by_name(tx, muting.topic).topic.name
        return one_line(topic), one_line(stories.by_id(tx, muting.story_id).title)
    except NotFound:
        raise HTTPException(410, "What this link is about is not followed any more.") from None
