"""Layout of a page -> a table of numbers, one row for each block, for the model to judge.

Every column says something that holds on any site: how long a block is, how much of it is link,
what its box and the boxes around it hold, what its class names say, what stands before and after,
and whether the page repeats it in its description or its JSON-LD. NAMES gives the columns.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from crawler.extraction import phrases, wording
from crawler.extraction.blocks import HEADINGS, OTHER_TAG, TAG_NUMBER, Block, Layout
from crawler.extraction.marks import HINTS, N_PLACES

Array = NDArray[np.float64]
Table = NDArray[np.float32]

PROSE = 60  # characters outside of links that make a block prose
WINDOWS = (3, 8)  # blocks before and after over which prose is summed
# Tags that get a column each where a tag is a feature; see blocks.TAGS.
TAGS_TOLD_APART = (0, 1, 2, 3, 4, 5, 9, 10, 12, 13, OTHER_TAG)

_ARTICLE = TAG_NUMBER["article"]

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
    parts = [
        np.log1p(np.maximum(np.stack(columns.counts(), 1), 0.0)),
        np.stack(columns.shares(), 1),
        says,
        columns.bits(),
        columns.near(),
        columns.tags(),
    ]
    return np.concatenate(parts, axis=1, dtype=np.float32)


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


class _Columns:
    """The numbers of a layout as arrays, and the groups of columns made of them."""

    def __init__(self, layout: Layout, title: int | None, says: Array) -> None:
        rows = np.array([block[2:] for block in layout.blocks], np.float64)
        (
            self.chars, self.linked, self.lead_link, self.links, self.strong, self.slanted,
            self.tag, places, box, self.commas, self.ends, self.upper, self.words,
            self.after_image,
        ) = rows.T  # fmt: skip
        boxes = layout.boxes
        self.n, self.says, self.title = len(rows), says, title
        self.number = np.arange(self.n, dtype=np.float64)
        self.places, self.box = places.astype(np.int64), box.astype(np.int64)
        self.parents = boxes.parent
        (
            self.parent, self.depth, self.box_tag, self.hints, self.outer_hints, self.look,
            self.first, self.last, self.images,
        ) = np.array(
            (
                boxes.parent, boxes.depth, boxes.tag, boxes.hints, boxes.outer_hints, boxes.look,
                boxes.first, boxes.last, boxes.images,
            ),
            np.int64,
        )  # fmt: skip
        self.outer = self.parent[self.box]
        self.outer2 = self.parent[self.outer]
        self.outer3 = self.parent[self.outer2]
        self.total = self.chars.sum()
        own = self.chars - self.linked
        self.prose = np.where(own >= PROSE, own, 0.0)
        self.prose_sum = _running(self.prose)
        self.heading = np.array([b.tag in HEADINGS for b in layout.blocks], np.float64)
        self.h1 = self.tag == TAG_NUMBER["h1"]
        self.link_share = self.linked / self.chars
        # As readability weighs it: a box has its own prose, half its children's, a quarter below.
        count = len(self.parent)
        self.score = (
            np.bincount(self.box, self.prose, count)
            + 0.5 * np.bincount(self.outer, self.prose, count)
            + 0.25 * np.bincount(self.outer2, self.prose, count)
        )
        self.top_score = self.score.max() or 1.0
        self.common = self._common_with_title()
        self.articles = self._articles()
        self.since_heading, self.heading_label = self._from_heading()
        self.looks = self._looks()

    def counts(self) -> list[Array]:
        """The columns of _COUNTS, _BOX_COUNTS and the windows, before their logarithm."""
        up, down = self._way_to_best()
        _, number, _, mean = self.looks
        alike = self._alike()
        columns = [
            self.chars, self.words, self.links, self.commas, self.depth[self.box], self.number,
            self._all(self.n), self._all(self.total), self.score[self.outer],
            self._all(self.top_score), up, down, number, mean, self.lead_link, *self.common,
            self._all(self.articles[1]), self.since_heading,
        ]  # fmt: skip
        for box in (self.box, self.outer, self.outer2, self.outer3):
            columns += [self.last[box] - self.first[box], self.images[box], alike[box]]
        rows = np.arange(self.n)
        for size in WINDOWS:
            before, after = np.maximum(0, rows - size), np.minimum(self.n, rows + size + 1)
            columns.append(self.prose_sum[:-1] - self.prose_sum[before])
            columns.append(self.prose_sum[after] - self.prose_sum[1:])
        return columns

    def shares(self) -> list[Array]:
        """The columns of _OWN and _BOX."""
        chars, number, score = self.chars, self.number, self.score
        share, _, linked, _ = self.looks
        since = number - self.title if self.title is not None else self._all(-500.0)
        running, running_links = _running(chars), _running(self.linked)
        headings = _running(self.heading)
        columns = [
            chars / self.words, self.link_share, self.strong / chars, self.slanted / chars,
            self.ends, self.upper, number / self.n, running[:-1] / self.total,
            self.prose_sum[:-1] / (self.prose_sum[-1] or 1.0),
            np.sign(since) * np.log1p(abs(since)), since >= 0, score[self.box] / self.top_score,
            score[self.outer] / self.top_score, score[self.outer2] / self.top_score, share,
            linked, self.lead_link / chars, (self.lead_link >= 15) & (self.lead_link < chars),
            self.after_image, *self._after_title(), self.heading_label,
        ]  # fmt: skip
        for box in (self.box, self.outer, self.outer2, self.outer3):
            first, last = self.first[box], self.last[box]
            inside = np.maximum(running[last] - running[first], 1.0)
            columns += [
                inside / self.total,
                (running_links[last] - running_links[first]) / inside,
                (headings[last] - headings[first]) / np.maximum(last - first, 1),
                (self.prose_sum[last] - self.prose_sum[first]) / inside,
            ]
        return columns

    def bits(self) -> Array:
        """Places, and the hints of three boxes and of all around them."""
        hints = np.stack(
            [
                self.hints[self.box],
                self.hints[self.outer],
                self.hints[self.outer2],
                self.outer_hints[self.outer2],
            ],
            1,
        )
        parts = [
            (self.places[:, None] >> np.arange(N_PLACES)) & 1,
            ((hints[:, :, None] >> np.arange(len(HINTS))) & 1).reshape(self.n, -1),
        ]
        return np.concatenate(parts, 1)

    def near(self) -> Array:
        """The columns of _NEAR for the neighbours at _AT; -1 where there is none."""
        base = np.full((self.n + 4, len(_NEAR) - 1), -1.0)
        base[2:-2] = np.stack(
            [
                np.log1p(self.chars), self.link_share, self.ends,
                self.score[self.outer] / self.top_score, self.says[:, wording.LABEL],
                self.says[:, wording.OFFER],
            ],
            1,
        )  # fmt: skip
        outer = np.full(self.n + 4, -1)
        outer[2:-2] = self.outer
        parts = []
        for at in _AT:
            there = slice(2 - at, 2 - at + self.n)
            parts += [base[there], (outer[there] == self.outer)[:, None]]
        return np.concatenate(parts, 1)

    def tags(self) -> NDArray[np.bool_]:
        """One column for each of TAGS_TOLD_APART, for the block, its outer box and neighbours."""
        padded = np.full(self.n + 4, -1.0)
        padded[2:-2] = self.tag
        shifted = [padded[2 - at : 2 - at + self.n] for at in _AT]
        columns = np.stack([self.tag, self.box_tag[self.outer], *shifted], 1)
        told_apart: NDArray[np.bool_] = columns[:, :, None] == np.array(TAGS_TOLD_APART)
        return told_apart.reshape(self.n, -1)

    def _all(self, value: float) -> Array:
        return np.full(self.n, float(value))

    def _alike(self) -> NDArray[np.int64]:
        """For each box, how many brothers of the same look hold text, itself counted."""
        key = self.parent * 1_000_003 + self.look
        _, group, number = np.unique(key, return_inverse=True, return_counts=True)
        alike: NDArray[np.int64] = number[group]
        return alike

    def _looks(self) -> tuple[Array, Array, Array, Array]:
        """Of the blocks that look alike (tag, class and outer class are the same).

        Their share of all characters, their number, how much of them is link, their mean length.
        """
        look = (self.look[self.box] * 100_003 + self.look[self.outer]) * 64
        key = look + self.tag.astype(np.int64)
        _, group, count = np.unique(key, return_inverse=True, return_counts=True)
        chars, linked = np.bincount(group, self.chars), np.bincount(group, self.linked)
        table = np.stack([chars / self.total, count, linked / chars, chars / count])[:, group]
        return table[0], table[1], table[2], table[3]

    def _from_heading(self) -> tuple[Array, Array]:
        """Blocks since the last heading, and whether that one reads like a label."""
        headings = np.where(self.heading > 0, self.number, -1.0)
        last = np.maximum.accumulate(headings).astype(np.int64)
        label = np.maximum(self.says[:, wording.LABEL], self.says[:, wording.IS_LABEL])
        return self.number - last, np.where(last >= 0, label[last], 0.0)

    def _common_with_title(self) -> tuple[Array, Array, Array]:
        """Where blocks stand in the tree, seen from the title: pages may hold several articles.

        Steps up to the box that holds both, from there down to the title, that box's depth; -1
        where there is no title.
        """
        if self.title is None:
            nothing = self._all(-1.0)
            return nothing, nothing, nothing
        common, up, down = self._ways_to(int(self.box[self.title]))
        return up[self.box], down[self.box], self.depth[common[self.box]].astype(np.float64)

    def _after_title(self) -> tuple[Array, Array]:
        """h1 headings since the title; whether the title's <article> is the block's."""
        if self.title is None:
            return self._all(-1.0), self._all(-1.0)
        titles, article = np.cumsum(self.h1), self.articles[0]
        since = np.clip(titles - titles[self.title], -1, 5)
        return since, article[self.box] == article[self.box[self.title]]

    def _articles(self) -> tuple[NDArray[np.int64], float]:
        """(the outermost <article> around each box or -1, how many there are)."""
        around, count = [-1] * len(self.parents), 0
        tags = self.box_tag.tolist()
        for number, parent in enumerate(self.parents):
            if number and around[parent] >= 0:
                around[number] = around[parent]
            elif tags[number] == _ARTICLE:
                around[number], count = number, count + 1
        return np.array(around, np.int64), float(count)

    def _way_to_best(self) -> tuple[Array, Array]:
        """Steps up from each block's box to the line of the best box, and down from there."""
        _, up, down = self._ways_to(int(self.score.argmax()))
        return up[self.box], down[self.box]

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


def _running(values: Array) -> Array:
    """Sums of the first 0, 1, 2, … values."""
    sums = np.zeros(len(values) + 1)
    np.cumsum(values, out=sums[1:])
    return sums
