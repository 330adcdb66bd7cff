"""Layout of a page -> a table of numbers, one row for each block, for the model to judge.

Every column says something that holds on any site: how long a block is, how much of it is link,
what its box and the boxes around it hold, what its class names say, what stands before and after,
and whether the page repeats it in its description or its JSON-LD. NAMES gives the columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from crawler.extraction import phrases, wording
from crawler.extraction.blocks import OTHER_TAG, TAG_NUMBER, Block, Layout
from crawler.extraction.marks import HINTS, N_PLACES

Array = NDArray[np.float64]
Table = NDArray[np.float32]

PROSE = 60  # characters outside of links that make a block prose
WINDOWS = (3, 8)  # blocks before and after over which prose is summed
# Tags that get a column each where a tag is a feature; see blocks.TAGS.
TAGS_TOLD_APART = (0, 1, 2, 3, 4, 5, 9, 10, 12, 13, OTHER_TAG)

_ARTICLE, _H1, _H6 = (TAG_NUMBER[tag] for tag in ("article", "h1", "h6"))
_TOLD_APART = np.array(TAGS_TOLD_APART)

# Numbers without an upper end come in logarithms; the others are shares, depths of doubt and bits.
_COUNTS = phrases.words(
    """chars words links commas depth number n_blocks all_chars outer_score top_score up down
    look_number look_mean lead_link from_common to_title common_depth articles since_heading"""
)
_OWN = phrases.words(
    """word_chars linked strong slanted ends upper position chars_before prose_before from_title
    after_title best_box outer_box outest_box look_share look_linked lead_link_share lead_linked
    after_image titles_since in_title_article heading_label"""
)
_BOX = phrases.words("share linked headings prose")
_BOX_COUNTS = phrases.words("blocks images alike")
_NEAR = phrases.words("chars linked ends outer_score label offer same_box")
_BOXES = ("own", "outer", "outer2", "outer3")
_AT = (1, 2, -1, -2)
_TAG_COLUMNS = ("tag", "box_tag", "tag_1", "tag_2", "tag_-1", "tag_-2")

NAMES: tuple[str, ...] = (
    *_COUNTS,
    *(f"{box}_{what}" for box in _BOXES for what in _BOX_COUNTS),
    *(f"prose_{side}{n}" for n in WINDOWS for side in ("before", "after")),
    *_OWN,
    *(f"{box}_{what}" for box in _BOXES for what in _BOX),
    *wording.NAMES,
    *(f"place_{bit}" for bit in range(N_PLACES)),
    *(f"{box}_{hint}" for box in ("own", "outer", "outer2", "around") for hint, _ in HINTS),
    *(f"{what}_{at}" for at in _AT for what in _NEAR),
    *(f"{column}={tag}" for column in _TAG_COLUMNS for tag in TAGS_TOLD_APART),
)


def features(layout: Layout, *, title: str = "", description: str = "", body: str = "") -> Table:
    """One row of len(NAMES) numbers for each block of *layout*.

    *title*, *description* and *body* are what the page says of itself: its headline, its
    description and the articleBody of its JSON-LD, each empty where it says nothing.
    """
    blocks = layout.blocks
    if not blocks:
        return np.zeros((0, len(NAMES)), np.float32)
    says = wording.tell(blocks, title=title, description=description, body=body)
    columns = _Columns(layout, title_block(blocks, title), says)
    parts = (
        np.log1p(np.maximum(columns.counts(), 0.0)),
        columns.shares(),
        says,
        columns.bits(),
        columns.near(),
        columns.tags(),
    )
    return np.concatenate(parts, dtype=np.float32).T


def title_block(blocks: Sequence[Block], title: str) -> int | None:
    """The h1 that has the most words of *title*; the first one where none has any."""
    printed = [number for number, block in enumerate(blocks) if block.tag == "h1"][:20]
    if len(printed) < 2:
        return printed[0] if printed else None
    wanted = set(phrases.key(title).split())

    def likeness(number: int) -> float:
        found = set(phrases.key(blocks[number].text[:300]).split())
        return len(found & wanted) / (len(found | wanted) or 1)

    return max(printed, key=lambda number: (likeness(number), -number))


def _bits(numbers: NDArray[np.int64], count: int) -> NDArray[np.uint8]:
    """A row for each of the lowest *count* bits of *numbers*."""
    octets = numbers.astype("<u4").view(np.uint8).reshape(-1, 4)
    return np.unpackbits(octets, axis=1, bitorder="little", count=count).T


def _groups(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each key the number of its group: equal keys have the same."""
    numbers: dict[int, int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys.tolist()])


class _Columns:
    """The numbers of a layout as arrays, and the groups of columns made of them, each as a row.

    A page has some hundred blocks, so that what an operation of numpy costs is the call: what can
    be done for several columns or boxes at once is.
    """

    def __init__(self, layout: Layout, title: int | None, says: Array) -> None:
        self.n, self.says, self.title = len(layout.blocks), says, title
        numbers = chain.from_iterable([block[2:] for block in layout.blocks])
        rows = np.fromiter(numbers, np.float64).reshape(self.n, -1).T.copy()
        (
            self.chars, self.linked, self.lead_link, self.links, self.strong, self.slanted,
            self.tag, places, box, self.commas, self.ends, self.upper, self.words,
            self.after_image,
        ) = rows  # fmt: skip
        boxes = layout.boxes
        self.number = np.arange(self.n, dtype=np.float64)
        self.places, self.box = places.astype(np.int64), box.astype(np.int64)
        self.parents = boxes.parent
        columns = chain(
            boxes.parent, boxes.depth, boxes.tag, boxes.hints, boxes.outer_hints, boxes.look,
            boxes.first, boxes.last, boxes.images,
        )  # fmt: skip
        (
            self.parent, self.depth, self.box_tag, self.hints, self.outer_hints, self.look,
            self.first, self.last, self.images,
        ) = np.fromiter(columns, np.int64).reshape(9, -1)  # fmt: skip
        # Of each block: its box and the three around it.
        self.outer = self.parent[self.box]
        self.outer2 = self.parent[self.outer]
        self.around = np.stack([self.box, self.outer, self.outer2, self.parent[self.outer2]])
        self.total = self.chars.sum()
        own = self.chars - self.linked
        prose = np.where(own >= PROSE, own, 0.0)
        self.heading = (self.tag >= _H1) & (self.tag <= _H6)
        # Running sums of characters, links, headings and prose, from 0 on.
        self.sums = np.zeros((4, self.n + 1))
        np.cumsum([self.chars, self.linked, self.heading, prose], axis=1, out=self.sums[:, 1:])
        self.link_share = self.linked / self.chars
        # As readability weighs it: a box has its own prose, half its children's, a quarter below.
        count = len(self.parents)
        self.score = (
            np.bincount(self.box, prose, count)
            + 0.5 * np.bincount(self.outer, prose, count)
            + 0.25 * np.bincount(self.outer2, prose, count)
        )
        self.top_score = self.score.max() or 1.0
        self.scores = self.score[self.around] / self.top_score
        self.articles = self._articles()
        self.looks = self._looks()

    def counts(self) -> Array:
        """The columns of _COUNTS, _BOX_COUNTS and the windows, before their logarithm."""
        _, up, down = self._ways_to(int(self.score.argmax()))
        of_boxes = np.stack([self.last - self.first, self.images, self._alike()])
        table = np.empty((len(_COUNTS) + 4 * len(_BOX_COUNTS) + 2 * len(WINDOWS), self.n))
        table[:6] = (
            self.chars, self.words, self.links, self.commas, self.depth[self.box], self.number,
        )  # fmt: skip
        table[6:8] = [[self.n], [self.total]]
        table[8] = self.score[self.outer]
        table[9] = self.top_score
        table[10:15] = up[self.box], down[self.box], self.looks[1], self.looks[3], self.lead_link
        table[15:18] = self._common_with_title()
        table[18] = self.articles[1]
        table[19] = self._since_heading()
        table[20:32] = of_boxes[:, self.around].transpose(1, 0, 2).reshape(-1, self.n)
        prose, rows = self.sums[3], np.arange(self.n)
        for at, size in enumerate(WINDOWS):
            table[32 + 2 * at] = prose[:-1] - prose[np.maximum(0, rows - size)]
            table[33 + 2 * at] = prose[np.minimum(self.n, rows + size + 1)] - prose[1:]
        return table

    def shares(self) -> Array:
        """The columns of _OWN and _BOX."""
        chars, number, (running, _, _, prose) = self.chars, self.number, self.sums
        table = np.empty((len(_OWN) + 4 * len(_BOX), self.n))
        table[0] = chars / self.words
        table[1] = self.link_share
        table[2:4] = np.stack([self.strong, self.slanted]) / chars
        table[4:6] = self.ends, self.upper
        table[6] = number / self.n
        table[7] = running[:-1] / self.total
        table[8] = prose[:-1] / (prose[-1] or 1.0)
        since = number - self.title if self.title is not None else np.full(self.n, -500.0)
        table[9] = np.sign(since) * np.log1p(abs(since))
        table[10] = since >= 0
        table[11:14] = self.scores[:3]
        table[14], table[15] = self.looks[0], self.looks[2]
        table[16] = self.lead_link / chars
        table[17] = (self.lead_link >= 15) & (self.lead_link < chars)
        table[18] = self.after_image
        table[19:21] = self._after_title()
        table[21] = self._heading_label()
        # Of each box: its share of the page, and the shares of link, headings and prose in it.
        inside = self.sums[:, self.last] - self.sums[:, self.first]
        size = np.maximum(inside[0], 1.0)
        inside[0] = size / self.total
        inside[1::2] /= size
        inside[2] /= np.maximum(self.last - self.first, 1)
        table[22:] = inside[:, self.around].transpose(1, 0, 2).reshape(-1, self.n)
        return table

    def bits(self) -> NDArray[np.uint8]:
        """Places, and the hints of three boxes and of all around them."""
        hints = (*self.hints[self.around[:3]], self.outer_hints[self.outer2])
        return np.concatenate(
            [_bits(self.places, N_PLACES), *(_bits(h, len(HINTS)) for h in hints)]
        )

    def near(self) -> Array:
        """The rows of _NEAR for the neighbours at _AT; -1 where there is none."""
        base = np.full((len(_NEAR), self.n + 4), -1.0)
        base[0, 2:-2] = np.log1p(self.chars)
        base[1, 2:-2] = self.link_share
        base[2, 2:-2] = self.ends
        base[3, 2:-2] = self.scores[1]
        base[4:6, 2:-2] = self.says[[wording.LABEL, wording.OFFER]]
        base[6, 2:-2] = self.outer
        table = np.concatenate([base[:, 2 - at : 2 - at + self.n] for at in _AT])
        same = slice(len(_NEAR) - 1, None, len(_NEAR))
        table[same] = table[same] == self.outer
        return table

    def tags(self) -> NDArray[np.bool_]:
        """One row for each of TAGS_TOLD_APART, for the block, its outer box and neighbours."""
        padded = np.full(self.n + 4, -1.0)
        padded[2:-2] = self.tag
        shifted = [padded[2 - at : 2 - at + self.n] for at in _AT]
        rows = np.stack([self.tag, self.box_tag[self.outer], *shifted])
        told_apart: NDArray[np.bool_] = rows[:, None] == _TOLD_APART[:, None]
        return told_apart.reshape(-1, self.n)

    def _alike(self) -> NDArray[np.int64]:
        """For each box, how many brothers of the same look hold text, itself counted."""
        group = _groups(self.parent * 1_000_003 + self.look)
        alike: NDArray[np.int64] = np.bincount(group)[group]
        return alike

    def _looks(self) -> Array:
        """Of the blocks that look alike (tag, class and outer class are the same).

        Their share of all characters, their number, how much of them is link, their mean length.
        """
        look = (self.look[self.box] * 100_003 + self.look[self.outer]) * 64
        group = _groups(look + self.tag.astype(np.int64))
        count = np.bincount(group)
        chars, linked = np.bincount(group, self.chars), np.bincount(group, self.linked)
        looks: Array = np.stack([chars / self.total, count, linked / chars, chars / count])
        return looks[:, group]

    def _since_heading(self) -> Array:
        """Blocks since the last heading, or since before the first block."""
        return self.number - self._last_heading()

    def _heading_label(self) -> Array:
        """Whether the last heading reads like a label."""
        last = self._last_heading()
        label = self.says[[wording.LABEL, wording.IS_LABEL]].max(0)
        return np.where(last >= 0, label[last], 0.0)

    def _last_heading(self) -> NDArray[np.int64]:
        """The number of the last heading up to each block, -1 before the first."""
        headings = np.where(self.heading, self.number, -1.0)
        return np.maximum.accumulate(headings).astype(np.int64)

    def _common_with_title(self) -> Array:
        """Where blocks stand in the tree, seen from the title: pages may hold several articles.

        Steps up to the box that holds both, from there down to the title, that box's depth; -1
        where there is no title.
        """
        if self.title is None:
            return np.full((3, self.n), -1.0)
        common, up, down = self._ways_to(int(self.box[self.title]))
        return np.stack([up, down, self.depth[common]])[:, self.box]

    def _after_title(self) -> Array:
        """h1 headings since the title; whether the title's <article> is the block's."""
        if self.title is None:
            return np.full((2, self.n), -1.0)
        titles, article = np.cumsum(self.tag == _H1), self.articles[0][self.box]
        since = (titles - titles[self.title]).clip(-1, 5)
        return np.stack([since, article == article[self.title]])

    def _articles(self) -> tuple[NDArray[np.int64], int]:
        """(the outermost <article> around each box or -1, how many there are)."""
        starts = np.flatnonzero(self.box_tag == _ARTICLE)
        around, count = np.full(len(self.parents), -1), 0
        if not len(starts):
            return around, 0
        tags, found = self.box_tag.tolist(), [-1] * len(self.parents)
        for number, parent in enumerate(self.parents):
            if number and found[parent] >= 0:
                found[number] = found[parent]
            elif tags[number] == _ARTICLE:
                found[number], count = number, count + 1
        return np.array(found, np.int64), count

    def _ways_to(self, goal: int) -> tuple[NDArray[np.int64], Array, Array]:
        """For each box: the innermost box that holds it and *goal*, steps up, steps down."""
        line: dict[int, int] = {}
        parents, box = self.parents, goal
        while box not in line:
            line[box] = len(line)
            box = parents[box]
        common, up = list(range(len(parents))), [0] * len(parents)
        for number, parent in enumerate(parents):  # a parent comes before its children
            if number not in line:
                common[number], up[number] = common[parent], up[parent] + 1
        down = [line[box] for box in common]
        return np.array(common), np.array(up, np.float64), np.array(down, np.float64)
