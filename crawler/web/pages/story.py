"""/stories/ID: one event across outlets."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from crawler.web.pages.visit import Asked
from crawler.web.pages.words import article as of_articles
from crawler.web.pages.words.story import WORDS
from crawler.web.shown import story as shown
from crawler.web.state import LOOKS

router = APIRouter()


@router.api_route("/stories/{number}", methods=LOOKS)
def story(
    visit: Asked,
    number: Annotated[int, Path(ge=0, le=2**63 - 1)],
    after: Annotated[int, Query(ge=0, le=2**63 - 1)] = 0,
) -> Response:
    """The story; *after* the last article of the page before."""
    with visit.store.reading() as tx:
        found = shown.story(tx, number, after=after)
    kinds = of_articles.WORDS[visit.language].kinds
    return visit.page("story.html.j2", WORDS, shown=found, kinds=kinds)
