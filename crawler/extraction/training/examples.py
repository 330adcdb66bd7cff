"""Known pages -> examples: features of their blocks, and how much of each the known text has."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from crawler.extraction import body, decode
from crawler.extraction.blocks import lay_out
from crawler.extraction.features import Table, features
from crawler.extraction.head import read_head
from crawler.extraction.training.corpus import KnownPage
from crawler.extraction.training.scores import words

_LCS: Any = import_module("rapidfuzz.distance").LCSseq  # needed for training only, and untyped

MINE = 0.6  # of a block's words must be in the known text for the block to be the article's
SCANT_WORDS = 30  # of known text found in the page: below, page and text do not belong together
# Sets that are news count double: the others are blogs, guides and shops' articles.
WEIGHT_OF_SET = {"wcxb_dev": 1.0}
NEWS_WEIGHT = 2.0
# Every fourth page is learned a second time without its class names, every sixth as pages of 1999
# were written: both are rare in the sets and common in the world.
STRIPPED_PAGES, AGED_PAGES = 4, 6
OUTER = frozenset(("header", "footer", "nav", "aside", "main"))
INNER = frozenset(("div", "section", "article", "figure", "figcaption", "ul", "ol"))
LINES = {"li": "font", **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "b")}


@dataclass(frozen=True, slots=True)
class Example:
    """A page as the model sees it, with the answer."""

    page: KnownPage
    texts: tuple[str, ...]
    lengths: NDArray[np.int64]
    table: Table
    shares: NDArray[np.float32]  # of each block's words that the known text has

    @property
    def answers(self) -> NDArray[np.float32]:
        return (self.shares >= MINE).astype(np.float32)

    @property
    def weights(self) -> NDArray[np.float32]:
        """Weights of the blocks: by words, every page about the same in all."""
        sizes = np.array([len(words(text)) for text in self.texts], np.float32)
        found = float(sizes[self.shares >= MINE].sum())
        own = np.minimum(sizes + 2, 200) / max(found, 100) + 0.002
        own *= WEIGHT_OF_SET.get(self.page.set_name, NEWS_WEIGHT)
        return own.astype(np.float32)

    @property
    def useful(self) -> bool:
        found = sum(
            len(words(t)) for t, s in zip(self.texts, self.shares, strict=True) if s >= MINE
        )
        return found >= SCANT_WORDS


def examples(pages: Iterable[KnownPage]) -> list[Example]:
    """An example for each page that has text."""
    return [made for page in pages if (made := example(page)) is not None]


def example(page: KnownPage) -> Example | None:
    """Its example, or None for a page without text."""
    root = decode.parse(decode.decode(page.html, "text/html; charset=utf-8"), url=page.url)
    layout = lay_out(root)
    if not layout.blocks:
        return None
    table = body.table_of(layout, read_head(root, page.url))
    lengths = np.array([block.length for block in layout.blocks])
    texts = tuple(block.text for block in layout.blocks)
    return Example(page, texts, lengths, table, shares_of(texts, page.gold["text"]))


def again(page: KnownPage) -> list[Example]:
    """The page a second time, for one in four or six: bare, or in tables and breaks."""
    number = zlib.crc32(page.id.encode())
    changes = []
    if number % STRIPPED_PAGES == 0:
        changes.append(_strip)
    if number % AGED_PAGES == 1:
        changes.append(_age)
    return [made for change in changes if (made := _changed(page, change)) is not None]


def _changed(page: KnownPage, change: Callable[[etree._Element], None]) -> Example | None:
    """The page after *change*, without what it says of itself in its head."""
    root = decode.parse(decode.decode(page.html, "text/html; charset=utf-8"), url=page.url)
    change(root)
    layout = lay_out(root)
    if not layout.blocks:
        return None
    texts = tuple(block.text for block in layout.blocks)
    lengths = np.array([block.length for block in layout.blocks])
    return Example(page, texts, lengths, features(layout), shares_of(texts, page.gold["text"]))


def _strip(root: etree._Element) -> None:
    """Take all marks away."""
    for element in root.iter():
        for name in ("class", "id", "itemprop", "data-testid", "data-component", "role"):
            if name in element.attrib:
                del element.attrib[name]


def _age(root: etree._Element) -> None:
    """Boxes become tables, headings bold lines, paragraphs text between breaks."""
    _strip(root)
    for element in list(root.iter(etree.Element)):
        tag = element.tag
        if tag in OUTER:
            element.tag = "table"
        elif tag in INNER:
            element.tag = "td"
        elif tag == "p" or tag in LINES:
            element.tag = LINES.get(tag, "font")
            for _ in range(2 if tag == "p" else 1):
                element.addnext(_break_before(element))


def _break_before(element: etree._Element) -> etree._Element:
    """A break that takes over the text behind *element*."""
    broken = etree.Element("br")
    broken.tail, element.tail = element.tail, None
    return broken


def shares_of(texts: Sequence[str], known: str) -> NDArray[np.float32]:
    """Of each text, the share of its words that stand in *known*, in the order of both."""
    gold = words(known.lower())
    tokens: list[str] = []
    owner: list[int] = []
    for number, text in enumerate(texts):
        mine = words(text.lower())
        tokens += mine
        owner += [number] * len(mine)
    total = np.bincount(owner, minlength=len(texts)) if owner else np.zeros(len(texts))
    missing = {op.src_pos for op in _LCS.editops(tokens, gold) if op.tag == "delete"}
    kept = [own for at, own in enumerate(owner) if at not in missing]
    hits = np.bincount(kept, minlength=len(texts)) if kept else np.zeros(len(texts))
    return (hits / np.maximum(total, 1)).astype(np.float32)
