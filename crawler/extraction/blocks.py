"""A parsed page -> its blocks of text in reading order, and the boxes they stand in. One walk.

A block is what a reader sees as one piece: a paragraph, a heading, an item of a list, a line
between two breaks. A box is an element that can hold blocks; boxes form the tree that the
features look at. The tree of the page is never changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from crawler.extraction.phrases import words

INLINE = frozenset(
    words(
        """a abbr acronym b bdi bdo big center-inline cite code data del dfn em font i ins kbd label
    mark nobr q rp rt ruby s samp small span strike strong sub sup time tt u var wbr"""
    )
)
SKIPPED = frozenset(
    words(
        """amp-ad amp-analytics amp-iframe amp-img amp-sidebar amp-video applet area audio base
    button     canvas datalist dialog embed frameset head iframe img input link map math meta meter
    noscript object option param picture progress script select source style svg template
    textarea title track video"""
    )
)
IMAGES = frozenset(("img", "picture", "svg", "amp-img"))
# Tags that mean something to the model, by number; every other block tag is OTHER_TAG.
TAGS = words(
    """p div li h1 h2 h3 h4 h5 h6 blockquote td pre figcaption dd dt section article th caption
    summary address legend"""
)
TAG_NUMBER = {tag: number for number, tag in enumerate(TAGS)}
OTHER_TAG = 30
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

# What a block stands in, inherited downwards, as bits.
NAV, FOOT, ASIDE, FORM, HEADER, FIGURE, TABLE, LIST, QUOTE, ARTICLE, MAIN, HIDDEN = (
    1 << bit for bit in range(12)
)
N_PLACES = 12
BY_TAG = {
    "nav": NAV,
    "menu": NAV,
    "footer": FOOT,
    "aside": ASIDE,
    "form": FORM,
    "fieldset": FORM,
    "header": HEADER,
    "figure": FIGURE,
    "figcaption": FIGURE,
    "table": TABLE,
    "ul": LIST,
    "ol": LIST,
    "dl": LIST,
    "blockquote": QUOTE,
    "article": ARTICLE,
    "main": MAIN,
}
BY_ROLE = {
    "navigation": NAV,
    "menu": NAV,
    "menubar": NAV,
    "contentinfo": FOOT,
    "complementary": ASIDE,
    "banner": HEADER,
    "main": MAIN,
    "article": ARTICLE,
    "search": FORM,
    "dialog": HIDDEN,
    "alertdialog": HIDDEN,
}
PRUNED = NAV | FOOT  # not entered at all, unless nothing much is left without them

MAX_DEPTH = 180
MAX_BLOCKS = 6_000
ENOUGH_TEXT = 300  # characters outside of links; below it the pruned boxes are read too

# Words in class, id, itemprop and data-testid, by what they say; the order gives the bit.
HINTS: tuple[tuple[str, str], ...] = (
    ("comment", r"comment|kommentar|disqus|reply|respond|discussion|replies"),
    (
        "related",
        r"relat|recommend|recirc|outbrain|taboola|read-?more|also|trending|popular|most-?read"
        r"|latest|more-|-more|similar|next|prev|teaser|card|tile",
    ),
    ("share", r"share|sharing|social|facebook|twitter|whatsapp|follow"),
    (
        "offer",
        r"newsletter|subscri|sign-?up|paywall|login|register|piano|donat|membership|cta",
    ),
    ("ad", r"(^|[\s_-])ads?([\s_-]|$)|advert|anzeige|sponsor|promo|dfp|gpt-"),
    (
        "picture",
        r"caption|credit|copyright|image|img|photo|foto|picture|gallery|slide|video|figure|player"
        r"|bild",
    ),
    (
        "about",
        r"meta|byline|author|autor|date|time|publish|kicker|tags?([\s_-]|$)|breadcrumb|label"
        r"|categor|topic|bio|profile|info",
    ),
    (
        "nav",
        r"nav|menu|breadcrumb|foot|sidebar|side-|widget|toolbar|masthead|pagina|pager|skip|search"
        r"|lang",
    ),
    (
        "legal",
        r"cookie|consent|gdpr|privacy|popup|modal|overlay|disclaimer|alert|notice|banner|sticky"
        r"|toast",
    ),
    (
        "body",
        r"article-?_*body|story-?_*body|post-?_*content|entry-?content|article-?_*text|richtext"
        r"|rich-text|body-?text|article-?_*content|post-?_*body|rte|paragraph|textblock|text-block"
        r"|prose|wysiwyg|markdown",
    ),
    ("content", r"content|main|text|body|copy"),
    ("article", r"article|story|post|entry|news|detail|artikel|beitrag|single|blog"),
    (
        "lead",
        r"lead|lede|intro|summary|standfirst|dek([\s_-]|$)|subtitle|sub-?head|vorspann|abstract"
        r"|description|excerpt|perex|chapo",
    ),
    ("hidden", r"hidden|hide|sr-only|visually|screen-?reader|print|invisible|d-none"),
    ("aside", r"box|inset|aside|embed|pull|quote|module|component|callout|highlight|fact"),
    ("title", r"title|headline|heading|header|hed([\s_-]|$)"),
    ("list", r"list|items?([\s_-]|$)|grid|row|col|carousel|swiper|slider|collection|feed"),
    ("contents", r"toc|contents|accordion|faq|tab"),
)
HINT_BIT = {name: 1 << bit for bit, (name, _) in enumerate(HINTS)}
_HINTS = tuple((1 << bit, re.compile(words)) for bit, (_, words) in enumerate(HINTS))
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_ENDINGS = frozenset(".!?…:;\"”“»)'’。！？」）।؟")


class Block(NamedTuple):
    """A piece of text; lengths in characters. All but text and tag are the features' numbers."""

    text: str
    tag: str  # of the box it stands in
    length: int
    link_length: int
    leading_link: int  # characters of the link that it begins with
    links: int
    strong_length: int
    tag_number: int
    places: int  # NAV | FORM | ...
    box: int
    commas: int
    ends: bool  # with a mark that ends a sentence
    upper: bool
    words: int
    after_image: bool  # a picture stands between the block before and this one


@dataclass(slots=True)
class Boxes:
    """The elements that hold blocks, in order of their beginning; columns, all of one length."""

    element: list[etree._Element]
    parent: list[int]
    depth: list[int]
    tag: list[int]
    hints: list[int]
    outer_hints: list[int]  # of all boxes around it
    first: list[int]  # its blocks are first <= i < last
    last: list[int]
    image_first: list[int]
    image_last: list[int]
    alike: list[int]  # brothers of the same look that hold text, itself counted
    look: list[int]  # number of the look (tag and class)


@dataclass(frozen=True, slots=True)
class Layout:
    """All of a page's text, as blocks in their boxes."""

    blocks: list[Block]
    boxes: Boxes
    truncated: bool


def lay_out(root: etree._Element) -> Layout:
    """The blocks of the page; navigation and footer are left out where enough is left."""
    layout = _Walk(root, PRUNED).layout()
    if sum(block.length - block.link_length for block in layout.blocks) < ENOUGH_TEXT:
        layout = _Walk(root, 0).layout()
    return layout


@lru_cache(maxsize=50_000)
def hints_of(signature: str) -> int:
    """Which HINTS a class-and-id text gives, as bits."""
    text = signature.lower()[:300]
    bits = 0
    for bit, pattern in _HINTS:
        if pattern.search(text):
            bits |= bit
    return bits


class _Walk:
    """One pass over the tree. The text of the block at hand gathers in `buffer`."""

    __slots__ = (
        "blocks",
        "boxes",
        "brothers",
        "buffer",
        "images",
        "images_before",
        "keys",
        "lead",
        "link",
        "links",
        "looks",
        "open_links",
        "pruned",
        "strong",
    )

    def __init__(self, root: etree._Element, pruned: int) -> None:
        body = root.find("body")
        body = root if body is None else body
        self.pruned = pruned
        self.blocks: list[Block] = []
        self.boxes = Boxes([body], [0], [0], [OTHER_TAG], [0], [0], [0], [0], [0], [0], [1], [0])
        self.keys: list[tuple[int, str, str]] = [(0, "", "")]
        self.brothers: dict[tuple[int, str, str], int] = {}
        self.looks: dict[tuple[str, str], int] = {}
        self.buffer: list[str] = []
        self.link = self.links = self.strong = self.lead = self.open_links = 0
        self.images = self.images_before = 0
        if body.text:
            self.buffer.append(body.text)
        self.children(body, 0, "div", 0, 1)
        self.flush(0, "div", 0)
        self.boxes.last[0], self.boxes.image_last[0] = len(self.blocks), self.images

    def layout(self) -> Layout:
        brothers = self.brothers
        self.boxes.alike = [brothers.get(key, 1) for key in self.keys]
        return Layout(self.blocks, self.boxes, len(self.blocks) >= MAX_BLOCKS)

    def flush(self, box: int, tag: str, places: int) -> None:
        """End the block at hand, if there is one."""
        text = " ".join("".join(self.buffer).split())
        self.buffer.clear()
        if text and len(self.blocks) < MAX_BLOCKS:
            length = len(text)
            self.blocks.append(
                Block(
                    text,
                    tag,
                    length,
                    length if self.open_links else min(self.link, length),
                    self.lead,
                    self.links,
                    self.strong,
                    TAG_NUMBER.get(tag, OTHER_TAG),
                    places,
                    box,
                    text.count(","),
                    text[-1] in _ENDINGS,
                    text[0].isupper(),
                    text.count(" ") + 1,
                    self.images > self.images_before,
                )
            )
            self.images_before = self.images
        self.link = self.links = self.strong = self.lead = 0

    def children(
        self, element: etree._Element, box: int, tag: str, places: int, depth: int
    ) -> None:
        buffer = self.buffer
        for child in element:
            name = child.tag
            if name in INLINE:
                self.inline(child, name, box, tag, places, depth)
            elif name == "br":
                if buffer and buffer[-1] == "\n":  # two breaks in a row end a paragraph
                    self.flush(box, tag, places)
                else:
                    buffer.append("\n")
            elif name in SKIPPED:
                if name in IMAGES:
                    self.images += 1
                elif name == "button" and _holds_article(child):
                    self.enter(child, name, box, tag, places, depth)
            elif type(name) is str:
                if buffer:
                    self.flush(box, tag, places)
                self.enter(child, name, box, tag, places, depth)
            tail = child.tail
            if tail:
                buffer.append(tail)

    def inline(  # noqa: PLR0917 - ten calls a millisecond: no names, no records
        self, child: etree._Element, name: str, box: int, tag: str, places: int, depth: int
    ) -> None:
        buffer = self.buffer
        is_link = name == "a"
        is_strong = name in ("strong", "b")
        if is_link:
            first = not self.link and not "".join(buffer).strip()
            self.open_links += 1
        start = len(buffer)
        if child.text:
            buffer.append(child.text)
        if len(child) and depth < MAX_DEPTH:
            self.children(child, box, tag, places, depth + 1)
        if is_link:
            self.open_links -= 1
            size = sum(map(len, buffer[start:]))
            self.links += 1
            self.link += size
            if first:
                self.lead = size
        elif is_strong:
            self.strong += sum(map(len, buffer[start:]))

    def enter(  # noqa: PLR0917 - as above
        self, child: etree._Element, name: str, outer: int, tag: str, places: int, depth: int
    ) -> None:
        if name == "main":
            places &= ~(NAV | FOOT | HEADER | ASIDE)
        places |= BY_TAG.get(name, 0)
        signature = ""
        if child.attrib:
            signature, found = _attributes(child)
            places |= found
        if places & self.pruned and not _holds_article(child):
            return
        if depth >= MAX_DEPTH:
            self.buffer.append(" ".join(str(piece) for piece in child.itertext()))
            self.flush(outer, tag, places)
            return
        box = self.open(child, name, signature, outer, depth)
        before = len(self.blocks)
        if child.text:
            self.buffer.append(child.text)
        if len(child):
            self.children(child, box, name, places, depth + 1)
        if self.buffer:
            self.flush(box, name, places)
        self.boxes.last[box], self.boxes.image_last[box] = len(self.blocks), self.images
        if len(self.blocks) > before:
            key = self.keys[box]
            self.brothers[key] = self.brothers.get(key, 0) + 1

    def open(
        self, element: etree._Element, name: str, signature: str, outer: int, depth: int
    ) -> int:
        boxes = self.boxes
        boxes.element.append(element)
        boxes.parent.append(outer)
        boxes.depth.append(depth)
        boxes.tag.append(TAG_NUMBER.get(name, OTHER_TAG))
        boxes.hints.append(hints_of(signature) if signature else 0)
        boxes.outer_hints.append(boxes.outer_hints[outer] | boxes.hints[outer])
        boxes.first.append(len(self.blocks))
        boxes.last.append(len(self.blocks))
        boxes.image_first.append(self.images)
        boxes.image_last.append(self.images)
        boxes.look.append(self.looks.setdefault((name, signature), len(self.looks) + 1))
        self.keys.append((outer, name, signature))
        return len(boxes.parent) - 1


def _holds_article(element: etree._Element) -> bool:
    """Whether an unclosed tag swallowed the page: no button or menu holds a <main>."""
    return len(element) > 0 and element.find(".//main") is not None


def _attributes(element: etree._Element) -> tuple[str, int]:
    """(class, id and test marks as one text, places told by role, hidden and style)."""
    get = element.get
    parts = [
        get("class"),
        get("id"),
        get("itemprop") or get("data-testid") or get("data-component"),
    ]
    places = 0
    role = get("role")
    if role:
        places = BY_ROLE.get(role, 0)
    if get("hidden") is not None or get("aria-hidden") == "true":
        places |= HIDDEN
    style = get("style")
    if style and _INVISIBLE.search(style):
        places |= HIDDEN
    return " ".join(part for part in parts if part), places
