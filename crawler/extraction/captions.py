"""A page's blocks -> the captions of its pictures, with their credits apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from crawler.extraction import phrases
from crawler.extraction.blocks import ASIDE, FIGURE, FOOT, HEADINGS, NAV, Block, Layout
from crawler.extraction.datelines import is_dateline
from crawler.extraction.dates import read as read_date
from crawler.extraction.head import Head, Node, clean

_ARCHIVE = re.compile(
    r"archivbild|archivfoto|archiv\)|symbolbild|symbolfoto|file photo|photo by|foto:|"
    r"bild:|"
    r"photo:|©|getty|ap photo|reuters/|photo d['’]archives|foto de archivo|"
    r"\((?:l|r|left|right|links|rechts|m|li|re)\.?\)",
    re.I,
)
_SENTENCE_END = frozenset('.!?…:;"”“»')


@dataclass(frozen=True, slots=True)
class Caption:
    """The words under a picture, and the block that they are."""

    text: str
    block: int


def captions_of(layout: Layout, title_block: int, head: Head) -> list[Caption]:
    """Every caption on the page, that of the main picture (the first after the title) first.

    A caption is what stands in a figcaption or a box named so; or, on bare pages, a short line
    without the end of a sentence right behind a picture, before the text begins.
    """
    found = []
    written = {phrases.key(clean(text)) for text in _image_texts(head.article.get("image"))} - {""}
    before_text = True
    for number, block in enumerate(layout.blocks):
        if block.places & (NAV | FOOT):
            continue
        marked = _is_marked_caption(layout, block) or phrases.key(block.text) in written
        if marked or (number > title_block and _is_bare_caption(block, before_text)):
            found.append(Caption(block.text, number))
        elif number > title_block and block.length > 250:
            before_text = False
    after = [
        c for c in found if c.block > title_block and not layout.blocks[c.block].places & ASIDE
    ]
    return after + [caption for caption in found if caption not in after]


def _is_bare_caption(block: Block, before_text: bool) -> bool:
    if not block.after_image or block.tag in HEADINGS or block.length > 250:
        return False
    if _ARCHIVE.search(block.text):
        return True
    open_end = block.text[-1] not in _SENTENCE_END
    return (
        before_text
        and open_end
        and block.length <= 160
        and not (block.link_length or is_dateline(block.text) or read_date(block.text))
    )


def _is_marked_caption(layout: Layout, block: Block) -> bool:
    if block.length > 600:
        return False
    if block.tag == "figcaption" or block.places & FIGURE:
        return True
    for box in (block.box, layout.boxes.parent[block.box]):
        attributes = layout.boxes.element[box].attrib
        mark = f"{attributes.get('class', '')} {attributes.get('id', '')}".lower()
        if "caption" in mark or "bildunterschrift" in mark or "legende" in mark:
            return True
    return False


def _image_texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [text for item in value[:10] for text in _image_texts(item)]
    if not isinstance(value, dict):
        return []
    texts: list[Node | str] = [value.get("caption", ""), value.get("description", "")]
    return [text for text in texts if isinstance(text, str)]
