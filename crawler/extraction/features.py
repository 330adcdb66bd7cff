"""Layout of a page -> a table of numbers, one row for each block, for the model to judge.

Every column says something that holds on any site: how long a block is, how much of it is link,
what its box and the boxes around it hold, what its class names say, what stands before and after,
and whether the page repeats it in its description or its JSON-LD. NAMES gives the columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from crawler.extraction import phrases
from crawler.extraction.blocks import (
    HEADINGS,
    HINTS,
    N_PLACES,
    OTHER_TAG,
    TAG_NUMBER,
    Block,
    Layout,
)

Array = NDArray[np.float64]
Table = NDArray[np.float32]

PROSE = 60  # characters outside of links that make a block prose
SAMPLE = 400  # characters of a block whose words are looked at
WINDOWS = (3, 8)  # blocks before and after over which prose is summed
# Tags that get a column each where a tag is a feature; see blocks.TAGS.
TAGS_TOLD_APART = (0, 1, 2, 3, 4, 5, 9, 10, 12, 13, OTHER_TAG)

_ARTICLE = TAG_NUMBER["article"]

_OWN = phrases.words(
    """chars words word_chars linked links strong commas ends upper depth number position
    n_blocks all_chars chars_before prose_before from_title after_title best_box
    outer_box outest_box outer_score top_score up down look_share look_linked
    look_number look_mean lead_link_share lead_link lead_linked after_image
    from_common to_title common_depth titles_since in_title_article articles"""
)
_SAYS = phrases.words(
    """question quote digits capitals colon pipe label see_also credit is_label in_body
    in_description is_title has_body repeated consent offer photo bio tweet at_sign"""
)
_BOX = phrases.words("share linked blocks headings prose images alike")
_NEAR = phrases.words("chars linked ends outer_score same_box says_label")
_BOXES = ("own", "outer", "outer2", "outer3")
_AT = (1, 2, -1, -2)
_TAG_COLUMNS = ("tag", "box_tag", "tag_1", "tag_-1", "tag_2", "tag_-2")

NAMES: tuple[str, ...] = (
    *_OWN,
    *_SAYS,
    *(f"{box}_{what}" for box in _BOXES for what in _BOX),
    *(f"place_{bit}" for bit in range(N_PLACES)),
    *(f"{box}_{hint}" for box in ("own", "outer", "outer2", "around") for hint, _ in HINTS),
    *(f"{what}_{at}" for at in _AT for what in _NEAR),
    *(f"prose_{side}{n}" for n in WINDOWS for side in ("before", "after")),
    *(f"{column}={tag}" for column in _TAG_COLUMNS for tag in TAGS_TOLD_APART),
)

# Words that betray what a paragraph is, whatever site and (within reason) language it stands on.
_CONSENT = frozenset(
    phrases.words(
        """cookie cookies consent gdpr privacy einwilligung datenschutz datenschutzerklärung
    tracking opt vendors partners personalised personalisierte zustimmung zustimmen
    confidentialité traceurs privacidad informativa preferences browser preferencias
    samtycke toestemming"""
    )
)
_OFFER = frozenset(
    phrases.words(
        """newsletter newsletters subscribe subscription subscriber subscribers abo
    abonnement abonnieren abonnenten inbox unsubscribe signup sign login register
    registrieren anmelden download app donate donation spenden support membership
    patreon paypal affiliate commission advertisement advertising sponsored anzeige
    werbung copyright reserved rights rechte vorbehalten follow facebook twitter
    instagram youtube whatsapp telegram podcast share teilen click here suscríbete
    suscriptores abonnez abonnés inscrivez iscriviti abbonati assine prenumerera
    nieuwsbrief zapisz подписывайтесь подпишитесь コメント"""
    )
)
_PHOTO = frozenset(
    phrases.words(
        """photo photos photograph photographer getty afp reuters imago dpa pictured picture
    image foto fotos bild archivbild symbolbild archivfoto courtesy credit
    shutterstock alamy epa file screenshot fotografía imagen photographie crédit
    zdjęcie fot фото archiv"""
    )
)
_BIO = frozenset(
    phrases.words(
        """author journalist reporter writer editor correspondent columnist redakteur
    redakteurin autor autorin reporterin korrespondent korrespondentin journalistin
    contributor freelance editorial coverage joined graduated degree lives email
    contact reach contributed auteur periodista redactor giornalista"""
    )
)
_LABEL = re.compile(
    r"^(?:von|by|par|por|foto|photo|bild|image|source|quelle|©|\(c\)|copyright|mehr|more|read|lesen|"
    r"share|teilen|follow|published|updated|veröffentlicht|aktualisiert|stand|newsletter|sign|"
    r"subscribe|abonn\w+|related|comments?|kommentare?|tags?|themen?|topics?|\d+\s+(?:min|comments))\b",
    re.I,
)


def features(layout: Layout, *, title: str = "", description: str = "", body: str = "") -> Table:
    """One row of len(NAMES) numbers for each block of *layout*.

    *title*, *description* and *body* are what the page says of itself: its headline, its
    description and the articleBody of its JSON-LD, each empty where it says nothing.
    """
    blocks = layout.blocks
    if not blocks:
        return np.zeros((0, len(NAMES)), np.float32)
    table = _Columns(layout, title_block(blocks, title))
    says = _says(blocks, title, description, body)
    parts = [
        table.own(),
        says,
        table.boxes(),
        table.bits(),
        table.near(says[:, _SAYS.index("label")]),
        table.windows(),
        table.tags(),
    ]
    return np.concatenate(parts, axis=1).astype(np.float32)


def title_block(blocks: Sequence[Block], title: str) -> int | None:
    """The h1 that has the most words of *title*; the first one where none has any."""
    printed = [number for number, block in enumerate(blocks) if block.tag == "h1"][:20]
    wanted = set(phrases.key(title).split())

    def likeness(number: int) -> float:
        found = set(phrases.key(blocks[number].text[:300]).split())
        return len(found & wanted) / (len(found | wanted) or 1)

    return max(printed, key=lambda number: (likeness(number), -number), default=None)


class _Columns:
    """The numbers of a layout as arrays, and the groups of columns made of them."""

    def __init__(self, layout: Layout, title: int | None) -> None:
        rows = np.array([block[2:] for block in layout.blocks], np.float64)
        (
            self.chars, self.linked, self.lead_link, self.links, self.strong, self.tag, places,
            box, self.commas, self.ends, self.upper, self.words, self.after_image,
        ) = rows.T  # fmt: skip
        boxes = layout.boxes
        self.n = len(rows)
        self.number = np.arange(self.n, dtype=np.float64)
        self.places, self.box = places.astype(np.int64), box.astype(np.int64)
        self.parent = np.array(boxes.parent, np.int64)
        self.depth, self.box_tag = np.array(boxes.depth), np.array(boxes.tag)
        self.hints, self.outer_hints = np.array(boxes.hints), np.array(boxes.outer_hints)
        self.first, self.last = np.array(boxes.first), np.array(boxes.last)
        self.images = (np.array(boxes.image_last) - np.array(boxes.image_first)).astype(float)
        self.alike, self.look = np.array(boxes.alike, float), np.array(boxes.look, np.int64)
        self.outer = self.parent[self.box]
        self.outer2 = self.parent[self.outer]
        self.outer3 = self.parent[self.outer2]
        self.total = self.chars.sum()
        own = self.chars - self.linked
        self.prose = np.where(own >= PROSE, own, 0.0)
        self.prose_sum = _running(self.prose)
        headings = [block.tag in HEADINGS for block in layout.blocks]
        self.heading = np.array(headings, np.float64)
        self.blocks = layout.blocks
        self.title = title
        self.link_share = self.linked / self.chars
        # As readability weighs it: a box has its own prose, half its children's, a quarter below.
        count = len(self.parent)
        self.score = (
            np.bincount(self.box, self.prose, count)
            + 0.5 * np.bincount(self.outer, self.prose, count)
            + 0.25 * np.bincount(self.outer2, self.prose, count)
        )
        self.top_score = self.score.max() or 1.0

    def own(self) -> Array:
        chars, number = self.chars, self.number
        up, down = self._way_to_best()
        from_title = number - self.title if self.title is not None else np.full(self.n, -500.0)
        running = _running(chars)
        all_prose = self.prose_sum[-1] or 1.0
        columns = [
            _log(chars), _log(self.words), chars / self.words, self.link_share, _log(self.links),
            self.strong / chars, _log(self.commas), self.ends, self.upper,
            _log(self.depth[self.box]), _log(number), number / self.n, self._all(_log(self.n)),
            self._all(_log(self.total)), running[:-1] / self.total,
            self.prose_sum[:-1] / all_prose, np.sign(from_title) * _log(abs(from_title)),
            from_title >= 0, self.score[self.box] / self.top_score,
            self.score[self.outer] / self.top_score, self.score[self.outer2] / self.top_score,
            _log(self.score[self.outer]), self._all(_log(self.top_score)), _log(up), _log(down),
            *self._looks(), self.lead_link / chars, _log(self.lead_link),
            (self.lead_link >= 15) & (self.lead_link < chars), self.after_image,
            *self._from_title(),
        ]  # fmt: skip
        return np.stack(columns, 1)

    def boxes(self) -> Array:
        chars, linked = _running(self.chars), _running(self.linked)
        headings = _running(self.heading)
        columns = []
        for box in (self.box, self.outer, self.outer2, self.outer3):
            first, last = self.first[box], self.last[box]
            inside = np.maximum(chars[last] - chars[first], 1.0)
            blocks = (last - first).astype(np.float64)
            columns += [
                inside / self.total,
                (linked[last] - linked[first]) / inside,
                _log(blocks),
                (headings[last] - headings[first]) / np.maximum(blocks, 1.0),
                (self.prose_sum[last] - self.prose_sum[first]) / inside,
                _log(self.images[box]),
                _log(self.alike[box]),
            ]
        return np.stack(columns, 1)

    def bits(self) -> Array:
        places, hints = np.arange(N_PLACES), np.arange(len(HINTS))
        parts = [(self.places[:, None] >> places) & 1]
        for box in (self.box, self.outer, self.outer2):
            parts.append((self.hints[box][:, None] >> hints) & 1)
        parts.append((self.outer_hints[self.outer2][:, None] >> hints) & 1)
        return np.concatenate(parts, 1).astype(np.float64)

    def near(self, label: Array) -> Array:
        outer_score = self.score[self.outer] / self.top_score
        base = np.stack([_log(self.chars), self.link_share, self.ends, outer_score], 1)
        parts = []
        for at in _AT:
            shifted = np.full((self.n, len(_NEAR)), -1.0)
            if self.n > abs(at):
                here, there = _slices(at)
                shifted[here, :4] = base[there]
                shifted[here, 4] = self.outer[here] == self.outer[there]
                shifted[here, 5] = label[there]
            parts.append(shifted)
        return np.concatenate(parts, 1)

    def windows(self) -> Array:
        rows = np.arange(self.n)
        columns = []
        for size in WINDOWS:
            before, after = np.maximum(0, rows - size), np.minimum(self.n, rows + size + 1)
            columns.append(_log(self.prose_sum[rows] - self.prose_sum[before]))
            columns.append(_log(self.prose_sum[after] - self.prose_sum[rows + 1]))
        return np.stack(columns, 1)

    def tags(self) -> Array:
        told_apart = np.array(TAGS_TOLD_APART)
        columns = [self.tag, self.box_tag[self.outer]]
        for at in (1, -1, 2, -2):
            shifted = np.full(self.n, -1.0)
            if self.n > abs(at):
                here, there = _slices(at)
                shifted[here] = self.tag[there]
            columns.append(shifted)
        parts = [column[:, None] == told_apart for column in columns]
        return np.concatenate(parts, 1).astype(np.float64)

    def _all(self, value: Array | float) -> Array:
        return np.full(self.n, float(value))

    def _looks(self) -> list[Array]:
        """Shares of the blocks that look alike (tag, class and outer class are the same)."""
        look = (self.look[self.box] * 100_003 + self.look[self.outer]) * 64
        _, group = np.unique(look + self.tag.astype(np.int64), return_inverse=True)
        chars, count = np.bincount(group, self.chars), np.bincount(group)
        linked = np.bincount(group, self.linked)
        share, number = chars[group] / self.total, count[group].astype(np.float64)
        return [share, linked[group] / chars[group], _log(number), _log(chars[group] / number)]

    def _from_title(self) -> list[Array]:
        """Where blocks stand in the tree, seen from the title: pages may hold several articles.

        Steps up to the box that holds both, from there down to the title, that box's depth; h1
        headings since the title; whether the title's <article> is the block's; all <article>s.
        """
        titles = np.array([block.tag == "h1" for block in self.blocks], np.float64)
        if self.title is None:
            nothing = self._all(-1.0)
            return [nothing, nothing, nothing, nothing, nothing, self._all(self._articles()[1])]
        line: dict[int, int] = {}
        box, steps = int(self.box[self.title]), 0
        parents = self.parent.tolist()
        while box not in line:
            line[box] = steps
            box, steps = parents[box], steps + 1
        common, steps_up = list(range(len(parents))), [0] * len(parents)
        for number, parent in enumerate(parents):
            if number not in line:
                common[number], steps_up[number] = common[parent], steps_up[parent] + 1
        at = np.array(common)[self.box]
        to_title = np.array([line[box] for box in at.tolist()], np.float64)
        article, count = self._articles()
        mine = article[self.box] == article[self.box[self.title]]
        since = np.maximum(np.cumsum(titles) - np.cumsum(titles)[self.title], -1)
        return [
            _log(np.array(steps_up, float)[self.box]), _log(to_title), _log(self.depth[at]),
            np.minimum(since, 5), mine.astype(np.float64), self._all(_log(count)),
        ]  # fmt: skip

    def _articles(self) -> tuple[NDArray[np.int64], float]:
        """(the outermost <article> around each box or -1, how many there are)."""
        around, count = [-1] * len(self.parent), 0
        for number, parent in enumerate(self.parent.tolist()):
            if number and around[parent] >= 0:
                around[number] = around[parent]
            elif self.box_tag[number] == _ARTICLE:
                around[number], count = number, count + 1
        return np.array(around, np.int64), float(count)

    def _way_to_best(self) -> tuple[Array, Array]:
        """Steps up from each block's box to the line of the best box, and down from there."""
        line: dict[int, int] = {}
        parents = self.parent.tolist()
        box, steps = int(self.score.argmax()), 0
        while box not in line:
            line[box] = steps
            box, steps = parents[box], steps + 1
        up, down = [0] * len(parents), [0] * len(parents)
        for number, parent in enumerate(parents):  # a parent comes before its children
            if number in line:
                down[number] = line[number]
            else:
                up[number], down[number] = up[parent] + 1, down[parent]
        return np.array(up, float)[self.box], np.array(down, float)[self.box]


def _says(blocks: Sequence[Block], title: str, description: str, body: str) -> Array:
    """What the words of each block tell: marks, labels, and whether the page repeats them."""
    body_key, description_key = phrases.key(body), phrases.key(description)
    title_key = phrases.key(title)
    has_body = len(body_key) > 200
    seen: dict[str, int] = {}
    for block in blocks:
        seen[block.text] = seen.get(block.text, 0) + 1
    rows = []
    for block in blocks:
        text, size = block.text, block.length
        start = text[:80]
        short = size < 200
        key = phrases.key(text[:SAMPLE])
        rows.append(
            (
                "?" in text,
                "“" in text or '"' in text or "„" in text or "«" in text,
                sum(map(str.isdigit, start)) / len(start),
                sum(map(str.isupper, start)) / len(start),
                text[-1] == ":",
                "|" in start,
                short and _LABEL.match(start) is not None,
                short and phrases.SEE_ALSO.match(start) is not None,
                short and phrases.PHOTO_CREDIT.match(text) is not None,
                short and key in phrases.LABELS,
                has_body and len(key) > 12 and key[:100] in body_key,
                len(key) > 30 and key[:80] in description_key,
                bool(title_key) and key == title_key,
                has_body,
                min(seen[text], 4) - 1,
                *_vocabulary(key),
                "pic.twitter.com" in text or "https://t.co/" in text or text.startswith("— "),
                "@" in text,
            )
        )
    return np.array(rows, np.float64)


def _vocabulary(key: str) -> tuple[float, float, float, float]:
    """Shares of words that speak of consent, of offers, of photos and of authors."""
    found = key.split()
    size = len(found) + 4
    unique = set(found)
    return (
        len(unique & _CONSENT) / size,
        len(unique & _OFFER) / size,
        len(unique & _PHOTO) / size,
        len(unique & _BIO) / size,
    )


def _running(values: Array) -> Array:
    """Sums of the first 0, 1, 2, … values."""
    sums = np.zeros(len(values) + 1)
    np.cumsum(values, out=sums[1:])
    return sums


def _slices(at: int) -> tuple[slice, slice]:
    """(rows that have a neighbour *at* blocks before them, those neighbours)."""
    if at > 0:
        return slice(at, None), slice(None, -at)
    return slice(None, at), slice(-at, None)


def _log(values: Array | float) -> Array:
    return np.log1p(np.maximum(values, 0.0))
