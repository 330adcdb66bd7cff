"""An article and the places that matched in it -> sentences in pieces, each marked or not."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.alerts.excerpts import excerpts
from crawler.alerts.plain import one_line
from crawler.items import Article, Place

Pieces = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether it matched."""
TITLE_MAX, SENTENCE_MAX, OPENING_MAX = 300, 320, 240  # characters


def marked_title(article: Article, places: Iterable[Place]) -> Pieces:
    """The title with what matched in it, on one line."""
    inside = [place for place in places if place.field == "title"]
    # A title of two sentences gives an excerpt of each: taken as they are if they are all of it.
    found = excerpts([("title", article.title)], inside, most=TITLE_MAX)
    whole = one_line(article.title, TITLE_MAX)
    if len(found) == 1 and found[0].text == whole:
        return tuple(found[0].pieces())
    return ((whole, False),)


def opening(article: Article) -> tuple[Pieces, ...]:
    """How it begins, for one of which no sentence is marked."""
    said = one_line(article.lead or article.text, OPENING_MAX)
    return (((said, False),),) if said else ()


def sentences(article: Article, places: Iterable[Place], *, most: int) -> tuple[Pieces, ...]:
    """Up to *most* sentences of lead and text that matched."""
    fields = (("lead", article.lead or ""), ("body", article.text))
    found = excerpts(fields, places, most=SENTENCE_MAX)
    return tuple(tuple(one.pieces()) for one in found[:most])
