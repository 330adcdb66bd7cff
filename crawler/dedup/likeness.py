"""Two texts of folded words -> how they are alike: how much, where, and what was exchanged.

Equal five-word runs are lined up into blocks, as a reader would lay one text beside the other. What
stands between two blocks was exchanged: in a reprint a word here and there, in two reports from one
form the figures and names, everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from crawler.dedup.fingerprint import RUN_WORDS, Hashes, runs

SLOT_WORDS = 12  # a longer piece between two blocks is a text of its own, not an exchange


@dataclass(frozen=True, slots=True)
class Block:
    """Words that stand in both texts, in the same order, without a gap."""

    here: int  # place of its first word, from 0
    there: int
    n_words: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """What one text has where the other has something else, between two blocks."""

    here: tuple[str, ...]
    there: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """One text laid beside another."""

    here: tuple[str, ...]  # all words
    there: tuple[str, ...]
    blocks: tuple[Block, ...]  # in the order of *here*
    exchanges: tuple[Exchange, ...]

    @property
    def n_shared(self) -> int:
        """Words of *here* that stand in a block."""
        return len(self.shared_words())

    def shared_words(self) -> list[str]:
        """The words of *here* in blocks, in order."""
        reached = 0
        found: list[str] = []
        for block in self.blocks:
            end = block.here + block.n_words
            found += self.here[max(block.here, reached) : end]
            reached = max(reached, end)
        return found


def lay_beside(here: str, there: str) -> Likeness:
    """*here* beside *there*. A run that recurs in *there* is found at its first place."""
    words, others = tuple(here.split()), tuple(there.split())
    blocks = _blocks(runs(here), runs(there), min(RUN_WORDS, len(words), len(others)))
    return Likeness(words, others, blocks, tuple(_exchanges(words, others, blocks)))


def _blocks(here: Hashes, there: Hashes, n_words: int) -> tuple[Block, ...]:
    if not len(here) or not len(there):
        return ()
    order = np.argsort(there, kind="stable")
    ranked = there[order]
    places = np.minimum(np.searchsorted(ranked, here), len(ranked) - 1)
    first = np.flatnonzero(ranked[places] == here)
    second = order[places[first]]
    if not len(first):
        return ()
    begins = np.flatnonzero((np.diff(first, prepend=-9) != 1) | (np.diff(second, prepend=-9) != 1))
    lengths = np.diff(begins, append=len(first)) + n_words - 1
    return tuple(map(Block, first[begins].tolist(), second[begins].tolist(), lengths.tolist()))


def _exchanges(
    here: tuple[str, ...], there: tuple[str, ...], blocks: tuple[Block, ...]
) -> Iterator[Exchange]:
    """What differs before the first block, between two that follow in both, and after the last."""
    edges = (Block(0, 0, 0), *blocks, Block(len(here), len(there), 0)) if blocks else ()
    for one, two in pairwise(edges):
        mine = here[one.here + one.n_words : two.here]
        theirs = there[one.there + one.n_words : two.there]
        in_order = two.there >= one.there + one.n_words and two.here >= one.here + one.n_words
        if in_order and (mine or theirs) and max(len(mine), len(theirs)) <= SLOT_WORDS:
            yield Exchange(mine, theirs)
