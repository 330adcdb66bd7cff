"""A page -> what was made of it and why, for a person (`wirewatch extract --explain`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from crawler.extraction import phrases
from crawler.extraction.article import Reading, read
from crawler.extraction.selectors import NONE, Selectors
from crawler.items import Article, Page

MAX_CLASSES = 2  # of a box, in its selector


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockTold:
    """A block of the page, in the order of the page."""

    number: int
    part: str  # "text", "lead", "title", "caption" or "" for what is no part of the article
    chance: float | None  # to be the article's, by the model; None where it was not asked
    where: str  # its box and the one around it, as a selector finds them
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """An article, where its fields came from, and what became of each block."""

    article: Article
    sources: dict[str, str]  # field -> where from
    remarks: tuple[str, ...]
    blocks: tuple[BlockTold, ...]
    next_url: str | None  # the article's next page; it is read by the service, not here


def explain(page: Page, *, timezone: str | None = None, selectors: Selectors = NONE) -> Explanation:
    """What `extract` makes of *page* and why. Raises PageError as it does."""
    reading = read(page, timezone=timezone, selectors=selectors)
    sources = {
        field: where
        for field, where in (reading.sources or {}).items()
        if where and getattr(reading.article, field) not in (None, (), "")
    }
    return Explanation(
        article=reading.article,
        sources=sources,
        remarks=reading.remarks,
        blocks=tuple(_blocks(reading)),
        next_url=reading.next_url,
    )


def _blocks(reading: Reading) -> Iterator[BlockTold]:
    article, layout = reading.article, reading.layout
    named = {
        phrases.key(text): part
        for part, text in (
            ("caption", article.image_caption),
            ("title", article.title),
            ("lead", article.lead),
        )
        if text
    }
    for number, block in enumerate(layout.blocks):
        part = named.get(phrases.key(block.text), "text" if number in reading.kept else "")
        yield BlockTold(
            number=number,
            part=part if number in reading.kept or part in ("title", "caption") else "",
            chance=reading.chances[number] if reading.chances else None,
            where=_where(layout.boxes.element[block.box]),
            text=block.text,
        )


def _where(element: etree._Element) -> str:
    """A box and the one around it (div.story > p): enough to begin a selector with."""
    outer = element.getparent()
    own = _name(element)
    return own if outer is None or outer.tag in ("body", "html") else f"{_name(outer)} > {own}"


def _name(element: etree._Element) -> str:
    own_id = (element.get("id") or "").strip()
    if own_id and " " not in own_id:
        return f"{element.tag}#{own_id}"
    classes = (element.get("class") or "").split()[:MAX_CLASSES]
    return ".".join([str(element.tag), *classes])
