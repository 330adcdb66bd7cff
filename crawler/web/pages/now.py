"""/: what arrived on the topics, by story, newest first; it renews itself."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from crawler.storage import topics
from crawler.storage.arrivals import newest_hit
from crawler.web.pages.seen import COOKIE, KEPT_S, Seen, all_read, seen
from crawler.web.pages.visit import Asked, Edits, Visit
from crawler.web.pages.words.now import WORDS
from crawler.web.shown.now import busy_topics, stream
from crawler.web.state import LOOKS

router = APIRouter()
Number = Annotated[int | None, Query(ge=0, le=2**63 - 1)]


@router.api_route("/", methods=LOOKS)
def now(visit: Asked, topic: Number = None, before: Number = None) -> Response:
    """The stream with the busy topics beside it."""
    known = seen(visit.cookies.get(COOKIE), visit.now)
    since = known.unread_since
    with visit.store.reading() as tx:
        name = topics.by_id(tx, topic).topic.name if topic is not None else None
        found = stream(tx, unread_since=since, before=before, topic_id=topic)
        busy = busy_topics(tx, now=visit.now, unread_since=since)
    answer = visit.page(
        "now.html.j2", WORDS, stream=found, busy=busy, topic_id=topic, topic=name, before=before
    )
    return _keep(answer, visit, known)


@router.api_route("/news", methods=LOOKS)
def news(
    visit: Asked, after: Annotated[int, Query(ge=0, le=2**63 - 1)], topic: Number = None
) -> Response:
    """The stream anew if anything has arrived after the hit of that id; else 204."""
    known = seen(visit.cookies.get(COOKIE), visit.now)
    with visit.store.reading() as tx:
        if newest_hit(tx) <= after:
            return _keep(Response(status_code=204), visit, known)
        found = stream(tx, unread_since=known.unread_since, topic_id=topic)
    answer = visit.page("news.html.j2", WORDS, stream=found, topic_id=topic)
    return _keep(answer, visit, known)


@router.post("/read")
def read(visit: Edits) -> Response:
    """Nothing that is there now is unread."""
    return _keep(visit.go("/"), visit, all_read(visit.now))


def _keep(answer: Response, visit: Visit, known: Seen) -> Response:
    answer.set_cookie(
        COOKIE, known.text, max_age=KEPT_S, httponly=True, samesite="lax", secure=visit.is_secure
    )
    return answer
