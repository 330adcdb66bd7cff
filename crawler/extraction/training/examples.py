"""Known pages -> examples: features of their blocks, and how much of each the known text has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
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
STRIPPED_PAGES = 4  # every fourth page is learned a second time, without its class names


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


def stripped(page: KnownPage) -> tuple[Example, ...]:
    """The page again without class names, and without what it says of itself.

    Bare pages and pages without JSON-LD are rare in the sets and common in the world.
    """
    root = decode.parse(decode.decode(page.html, "text/html; charset=utf-8"), url=page.url)
    for element in root.iter():
        for name in ("class", "id", "itemprop", "data-testid", "data-component", "role"):
            if name in element.attrib:
                del element.attrib[name]
    layout = lay_out(root)
    if not layout.blocks:
        return ()
    texts = tuple(block.text for block in layout.blocks)
    lengths = np.array([block.length for block in layout.blocks])
    shares = shares_of(texts, page.gold["text"])
    return (Example(page, texts, lengths, features(layout), shares),)


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
