"""/articles/ID: our copy of an article, why it matched; /articles/ID/changes: what became of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from crawler.web.pages.visit import Asked
from crawler.web.pages.words.article import WORDS
from crawler.web.shown import article as shown
from crawler.web.shown import changes as changed
from crawler.web.state import LOOKS

router = APIRouter()
Id = Annotated[int, Path(ge=0, le=2**63 - 1)]
Number = Annotated[int | None, Query(ge=1, le=2**31 - 1)]
TopicId = Annotated[int | None, Query(ge=0, le=2**63 - 1)]


@router.api_route("/articles/{number}", methods=LOOKS)
def article(visit: Asked, number: Id, revision: Number = None, topic: TopicId = None) -> Response:
    """The article as it is, or as it was; explained for a topic."""
    with visit.store.reading() as tx:
        found = shown.article(tx, number, now=visit.now, revision=revision, topic=topic)
    return visit.page("article.html.j2", WORDS, shown=found)


@router.api_route("/articles/{number}/changes", methods=LOOKS)
def changes(visit: Asked, number: Id, to: Number = None) -> Response:
    """What the last revision changed, or revision *to*."""
    with visit.store.reading() as tx:
        found = changed.changes(tx, number, to)
    return visit.page("changes.html.j2", WORDS, shown=found)
