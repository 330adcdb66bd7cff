"""Page -> what was made of it and why, as lines for a person (`wirewatch extract --explain`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from crawler.extraction import decode
from crawler.extraction.article import Reading, read
from crawler.extraction.body import table_of
from crawler.extraction.head import read_head
from crawler.extraction.network import bundled
from crawler.items import Entry, Page

LINE = 100  # characters of a block that are shown


def explain(page: Page, *, entry: Entry | None = None, timezone: str | None = None) -> list[str]:
    """The article's fields, the remarks made on the way, and every block with its score.

    A `+` before a block says that it is in the article's text or lead. Raises PageError as
    `extract` does.
    """
    reading = read(page, entry=entry, timezone=timezone)
    return [*_fields(reading), "", *_remarks(reading), "", *_blocks(page, reading)]


def _fields(reading: Reading) -> Iterator[str]:
    for field in fields(reading.article):
        value = getattr(reading.article, field.name)
        if field.name == "text":
            value = f"{len(value)} characters in {len(value.split(chr(10) * 2))} paragraphs"
        if value not in (None, (), ""):
            yield f"{field.name:16} {value}"


def _remarks(reading: Reading) -> Iterator[str]:
    yield f"read by {reading.method}, expected F1 {reading.confidence:.2f}"
    yield from reading.remarks


def _blocks(page: Page, reading: Reading) -> Iterator[str]:
    root = decode.parse(decode.decode(page.body, page.content_type), url=page.url)
    table = table_of(reading.layout, read_head(root, page.url))
    chances = bundled().probabilities(table).tolist()
    for number, (block, chance) in enumerate(zip(reading.layout.blocks, chances, strict=True)):
        mark = "+" if number in reading.kept else " "
        yield f"{mark} {chance:4.2f} {block.tag:10} {block.text[:LINE]}"
