"""/alerts/channels and /alerts/mutes: by which ways alerts leave, and what nobody is told of."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Path, Query, Response

from crawler.alerts.trying import try_channel
from crawler.errors import NotFound
from crawler.storage import mutes, stories, topics
from crawler.web.errands import Busy
from crawler.web.pages.visit import Asked, Edits, Visit
from crawler.web.pages.words.alerts import WORDS
from crawler.web.shown.alerts import channels_page, mutes_page
from crawler.web.state import LOOKS
from crawler.wishes.choosing import topic_of

router = APIRouter()
SPECIMEN = "specimen"


@router.api_route("/alerts/channels", methods=LOOKS)
def channels(visit: Asked) -> Response:
    """The channels, with what left by each and what waits."""
    return _channels(visit)


@router.post("/alerts/channels/{name}/test")
def test(visit: Edits, name: Annotated[str, Path(max_length=200)]) -> Response:
    """Send a specimen by a channel."""
    config, now = visit.config, visit.state.now
    if name not in {one.name for one in config.channels}:
        raise NotFound(f"no channel has the name {name}")
    try:
        key = visit.state.errands.begin(
            SPECIMEN, lambda: try_channel(name, config, now).answer, name=name
        )
    except Busy:
        return _channels(visit, busy=True, status=429)
    return visit.go(f"/alerts/channels/tests/{key}")


@router.api_route("/alerts/channels/tests/{key}", methods=LOOKS)
def tested(visit: Asked, key: Annotated[str, Path(max_length=40)]) -> Response:
    """What the receiver said to the specimen."""
    errand = visit.state.errands.found(key)
    errand = errand if errand is not None and errand.kind == SPECIMEN else None
    template = "alerts/answer.html.j2" if visit.is_part else "alerts/tested.html.j2"
    return visit.page(
        template, WORDS, errand=errand, key=key, status=404 if errand is None else 200
    )


@router.api_route("/alerts/mutes", methods=LOOKS)
def muted(
    visit: Asked,
    said: Literal["", "muted", "unmuted"] = "",
    story: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
) -> Response:
    """What is muted, and a form to mute more."""
    return _mutes(visit, said=said, story=story)


@router.post("/alerts/mutes")
def mute(
    visit: Edits,
    days: Annotated[int, Form(ge=1, le=365)],
    topic: Annotated[str, Form(max_length=200)] = "",
    story: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Be silent about a topic, a story, or a story in one topic."""
    words = WORDS[visit.language]
    story_id = int(story) if story.strip().isascii() and story.strip().isdigit() else None
    if story.strip() and (story_id is None or story_id >= 2**63):
        return _mutes(visit, error=words.no_story, status=422)
    if not topic.strip() and story_id is None:
        return _mutes(visit, error=words.nothing_to_mute, status=422)
    try:
        with visit.store.writing() as tx:
            chosen = topic_of(topic, topics.listing(tx)).topic.id if topic.strip() else None
            if story_id is not None:
                stories.by_id(tx, story_id)
            until = visit.now + timedelta(days=days)
            mutes.add(tx, topic_id=chosen, story_id=story_id, until=until, now=visit.now)
    except NotFound:
        return _mutes(visit, error=words.no_topic_or_story, status=422)
    return visit.go("/alerts/mutes?said=muted")


@router.post("/alerts/mutes/{number:int}/end")
def unmute(visit: Edits, number: Annotated[int, Path(ge=1, le=2**63 - 1)]) -> Response:
    """End a mute before its time; one that has ended already is no fault."""
    with visit.store.writing() as tx:
        mutes.end(tx, number)
    return visit.go("/alerts/mutes?said=unmuted")


def _channels(visit: Visit, *, busy: bool = False, status: int = 200) -> Response:
    with visit.store.reading() as tx:
        shown = channels_page(tx, visit.config)
    return visit.page("alerts/channels.html.j2", WORDS, status=status, shown=shown, busy=busy)


def _mutes(
    visit: Visit, *, said: str = "", error: str = "", story: int | None = None, status: int = 200
) -> Response:
    with visit.store.reading() as tx:
        held, names = mutes_page(tx, visit.now)
    return visit.page(
        "alerts/mutes.html.j2", WORDS, status=status, mutes=held, names=names, said=said,
        error=error, story=story,
    )  # fmt: skip
