"""/mute/SIGNED: from a message to silence about its story or topic.

Looking at the page changes nothing, because mail servers look at links to find malware. Whoever
comes too late is told so on a page as well: people stand before it, not programs.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Response
from fastapi.responses import HTMLResponse

from crawler.alerts.links import Links, Muting
from crawler.alerts.plain import one_line
from crawler.errors import NotFound
from crawler.storage import Tx, mutes, stories, tokens, topics
from crawler.web.state import LOOKS, Known, State
from crawler.web.templating import page

router = APIRouter()
DAYS = (1, 7, 30)


class _Gone(Exception):
    """The link leads nowhere: the status, and the phrase that says why."""

    def __init__(self, status: int, phrase: Literal["no_link", "not_followed"]) -> None:
        super().__init__(phrase)
        self.status, self.phrase = status, phrase


@router.api_route("/mute/{signed}", response_class=HTMLResponse, methods=LOOKS)
def ask(signed: str, state: Known) -> Response:
    """Ask what is to be muted, and for how long."""
    try:
        with state.store.reading() as tx:
            muting = _read(tx, state, signed)
            topic, title = _names(tx, muting)
    except _Gone as gone:
        return _told(state, gone)
    return _page(state, "mute.html.j2", topic=topic, title=title, days=DAYS)


@router.post("/mute/{signed}", response_class=HTMLResponse)
def mute(
    signed: str,
    state: Known,
    what: Annotated[Literal["story", "topic"], Form()],
    days: Annotated[int, Form(ge=1, le=365)],
) -> Response:
    """Be silent about the story in this topic, or about the topic."""
    now = state.now()
    until = now + timedelta(days=days)
    try:
        with state.store.writing() as tx:
            muting = _read(tx, state, signed)
            topic, title = _names(tx, muting)
            story_id = muting.story_id if what == "story" else None
            topic_id = topics.by_name(tx, muting.topic).topic.id
            mutes.add(tx, topic_id=topic_id, story_id=story_id, until=until, now=now)
    except _Gone as gone:
        return _told(state, gone)
    about = title if what == "story" else topic
    return _page(state, "muted.html.j2", about=about, until=until)


def _read(tx: Tx, state: State, signed: str) -> Muting:
    found = Links(state.config.web.url, tokens.held_secret(tx)).read(signed, state.now())
    if found is None:
        raise _Gone(404, "no_link")
    return found


def _names(tx: Tx, muting: Muting) -> tuple[str, str]:
    try:
        topic = topics.by_name(tx, muting.topic).topic.name
        return one_line(topic), one_line(stories.by_id(tx, muting.story_id).title)
    except NotFound:
        raise _Gone(410, "not_followed") from None


def _told(state: State, gone: _Gone) -> Response:
    return _page(state, "gone.html.j2", status=gone.status, why=gone.phrase)


def _page(state: State, template: str, *, status: int = 200, **values: Any) -> Response:
    return HTMLResponse(page(template, state.config.alerts.language, **values), status)
