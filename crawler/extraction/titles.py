"""A page -> the title that its article prints, with the kicker and the site's name apart.

What a page calls itself (JSON-LD, og:title, <title>, the feed) is written for machines: with the
site's name, shortened, or in other words for search engines. So those names only tell which of the
lines near the top is the title; where one of them is printed, its print is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from crawler.extraction import phrases
from crawler.extraction.blocks import HEADINGS, Block, Layout
from crawler.extraction.dates import read as read_date
from crawler.extraction.head import Head, clean, visible
from crawler.extraction.marks import ASIDE, FOOT, FORM, NAV
from crawler.extraction.printed import lines_of

MAX_KICKER = 90  # characters
MAX_PRINTED = 400  # characters; a longer heading is the page
LOOK_INTO = 120  # blocks from the top among which a title stands
LIKE = 0.2  # share of words that an h1 has in common with what the page calls itself
PART_MIN = 12  # characters, for a line that is a part of <title>
GLUED_MIN = 20  # the same where no blank parts it from what follows

SEPARATORS = (" | ", " - ", " – ", " — ", " :: ", " · ", " • ", " » ", " « ", " / ", " ‹ ", ": ")
_KICKER = re.compile(
    r"kicker|dachzeile|topline|top-line|overline|eyebrow|roofline|pre-?title|"
    r"over-?title|surtitre|antetitulo|occhiello|spitzmarke|headline-intro|supertitle|vignette",
    re.I,
)
_UNPRINTED = re.compile(r"breadcrumb|seo-?title|visually|sr-only|screen-?reader", re.I)
# Between a title and its site's or section's name, without blanks: Korean and Chinese houses do so.
_GLUE = "-_|｜ㅣ–—"
_GLUED_SECTION = re.compile(r"(?<=[^\s-])[-_|｜ㅣ][^\s\d_|｜ㅣ-]{2,12}$")
_SITE_TAIL = re.compile(r"^(.{20,}?)\s+[|·•»]\s+[^|]{2,40}$")
_JOIN = " :|–—-·"
_PLACED_ELSEWHERE = NAV | FOOT | ASIDE | FORM
_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over the article: its title as printed, the kicker, where it stands (or -1)."""

    title: str
    kicker: str | None
    block: int
    source: str  # "h1", "h2", "line", "json-ld", "og:title", "title" or "heading"


@dataclass(frozen=True, slots=True)
class _Names:
    """What the page is called, the site's name cut off where it is known."""

    headline: str
    og: str
    tag: str
    said: str  # by the feed
    tag_whole: str

    @property
    def official(self) -> tuple[str, ...]:
        return tuple(name for name in (self.headline, self.og, self.said) if name)

    @property
    def known(self) -> tuple[str, ...]:
        """The official names, and <title> unless they agree on another one."""
        agreed = bool(self.headline) and _same(self.headline, self.og)
        return (*self.official, self.tag) if self.tag and not agreed else self.official


def heading_of(head: Head, layout: Layout, site: str | None, said: str = "") -> Heading:
    """The title as the article prints it; *said* is what the feed calls it, if there is a feed."""
    names = _names_of(head, site, said)
    printed = _first_heading(layout, names)
    other = _second_heading(layout, names, printed)
    found = other or printed
    if found and _is_believed(found, names):
        return _joined(found, names)
    if not found and (line := _line_of_title(layout, names)):
        return line
    block = found.block if found else -1
    for title, source in (
        (_without_tail(names.headline, names), "json-ld"),
        (names.og, "og:title"),
        (names.said, "feed"),
        (found.title if found else "", "h1"),
        (names.tag, "title"),
    ):
        if title:
            kicker = found.kicker if found else None
            kicker = kicker if kicker and kicker not in title else None
            return Heading(title, kicker, block, source)
    first = next((n for n, b in enumerate(layout.blocks) if b.tag in HEADINGS), -1)
    return Heading(layout.blocks[first].text if first >= 0 else "", None, first, "heading")


def without_site(title: str, site: str | None, url: str = "") -> str:
    """*title* without the site's name before or behind it: as it says it, or as its address does.

    A part behind " | " or a bullet is cut even when it is no known name: titles do not hold them.
    """
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    names = {_letters(name) for name in (site or "", host, host.rsplit(".", 1)[0]) if name}
    names -= {""}
    for separator in SEPARATORS:
        before, found, last = title.rpartition(separator)
        if found and separator != ": " and before and _letters(last) in names:
            return without_site(before.strip(), site, url)
        first, found, after = title.partition(separator)
        if found and after and _letters(first) in names:
            return after.strip()
    match = _SITE_TAIL.match(title)
    return match[1] if match else _without_glued(title, site)


def _without_glued(title: str, name: str | None) -> str:
    """*title* without *name* where that is glued to its end: "…커졌다-정치ㅣ한국일보"."""
    rest = title.removesuffix(name) if name else title
    parted = len(rest) < len(title) and len(rest) > PART_MIN and rest[-1] in _GLUE
    return _GLUED_SECTION.sub("", rest.rstrip(_GLUE)).rstrip() if parted else title


def _names_of(head: Head, site: str | None, said: str) -> _Names:
    url = head.canonical or ""
    og = without_site(
        head.first("og:title", "twitter:title", "dc.title", "parsely-title"), site, url
    )
    return _Names(
        clean(head.article.get("headline")),
        og,
        without_site(head.title, site, url),
        without_site(clean(said), site, url),
        head.title,
    )


def _first_heading(layout: Layout, names: _Names) -> Heading | None:
    """The h1 that is most like what the page calls itself, if any is.

    An h1 that is like nothing known is the site's logo, unless it is the only one and long.
    """
    printed = [
        (number, block)
        for number, block in enumerate(layout.blocks)
        if block.tag == "h1" and 4 < block.length < MAX_PRINTED
    ][:8]
    best, agreement = None, 0.0
    for number, block in printed:
        title, kicker = _reading(layout, block, names)
        likeness = max((_likeness(title, name) for name in names.known), default=0.0)
        if likeness > agreement:
            best, agreement = Heading(title, kicker, number, "h1"), likeness
    lonely = len(printed) == 1 and printed[0][1].length > 20
    if best is None and printed and (not names.known or lonely):
        title, kicker = _reading(layout, printed[0][1], names)
        best = Heading(title, kicker, printed[0][0], "h1")
    if best and not best.kicker:
        kicker = _kicker_before(layout, best.block, best.title)
        best = Heading(best.title, kicker, best.block, "h1")
    return best


def _second_heading(layout: Layout, names: _Names, printed: Heading | None) -> Heading | None:
    """An h2 that prints the title where the h1 is in the breadcrumbs or unseen.

    German houses do so: an h1 for search engines, and an h2 of kicker and title for the readers.
    """
    unseen = printed is None or _is_unprinted(layout, printed.block)
    for number, block in enumerate(layout.blocks[:LOOK_INTO]):
        if block.length > MAX_PRINTED or block.places & (NAV | FOOT | FORM):
            if block.length > MAX_PRINTED:
                break
            continue
        if block.tag not in ("h2", "h1") or (printed and number == printed.block):
            continue
        pieces = sorted(_pieces(layout, block), key=lambda piece: piece[1] is None)
        for title, kicker in pieces:
            joined = bool(kicker) and any(_same(f"{kicker} {title}", n) for n in names.official)
            named = any(_same(title, name) for name in names.official)
            if (named or joined) and len(title) >= PART_MIN and (kicker or unseen):
                if printed and _same(title, printed.title):
                    return None
                before = kicker or _kicker_before(layout, number, title)
                return Heading(title, before, number, "h2")
    return None


def _is_believed(found: Heading, names: _Names) -> bool:
    """Whether a heading is the title: what the page calls itself agrees with it or contains it.

    Where it does not, a JSON-LD headline is believed before the heading (which may be a shorter
    one for the site's front), and the heading before the og:title (which is for search engines).
    """
    if found.source == "h2" or not names.official:
        return True
    for name in names.known:
        if _same(found.title, name) or _is_part(found.title, name):
            return True
        if found.kicker and _same(f"{found.kicker} {found.title}", name):
            return True
        if name.endswith(("…", "...")) and found.title.startswith(name.rstrip("…. ")[:60]):
            return True
    return not names.headline and _likeness(found.title, names.official[0]) >= LIKE


def _joined(found: Heading, names: _Names) -> Heading:
    """Kicker and title as one where every official name joins them: then both are the title."""
    if len(names.official) < 2:
        return found
    first = names.official[0]
    if found.kicker:
        whole = ":" in first and _same(first, f"{found.kicker} {found.title}")
    else:  # its kicker stands where we did not see it, or in a line of its own
        whole = first.casefold().endswith(f": {found.title.casefold()}")
        whole = whole or (": " in first and ":" not in found.title and _same(first, found.title))
    if whole and all(_same(name, first) for name in names.official):
        return Heading(first, None, found.block, found.source)
    return found


def _without_tail(headline: str, names: _Names) -> str:
    """A headline without its section or site where another official name ends before them."""
    for name in names.official:
        if name != headline and _is_part(name, headline):
            return name
    return headline


def _line_of_title(layout: Layout, names: _Names) -> Heading | None:
    """A line near the top that is what the page calls itself, or a part of its <title>.

    Old and bare pages print their titles in bold, not as a heading.
    """
    best: Heading | None = None
    whole = clean(names.tag_whole)
    for number, block in enumerate(layout.blocks[:LOOK_INTO]):
        if block.places & (NAV | FOOT | FORM) or not PART_MIN <= block.length < MAX_PRINTED:
            continue
        linked = block.link_length > block.length / 2
        for text in lines_of(layout, block):
            if len(text) < PART_MIN:
                continue
            if any(_same(text, name) for name in names.official):
                return Heading(text, _kicker_before(layout, number, text), number, "line")
            longer = best is None or len(text) > len(best.title)
            if not linked and longer and (_same(text, whole) or _begins(text, whole)):
                best = Heading(text, None, number, "line")
    return best


def _begins(line: str, name: str) -> bool:
    """Whether *line* is a part of *name*, or *name* begins so and is glued to what follows."""
    glued = len(line) >= GLUED_MIN and name.startswith(line) and name[len(line) :][:1] in _GLUE
    return glued or _is_part(line, name)


def _is_part(title: str, name: str) -> bool:
    """Whether *name* is *title* with something parted off before or behind it."""
    if len(title) < PART_MIN or len(title) >= len(name):
        return False
    low, part = name.casefold(), title.casefold()
    if low.startswith(part):
        return name[len(title) :].startswith(SEPARATORS) and name[len(title)] != ":"
    return low.endswith(part) and name[: -len(title)].endswith(SEPARATORS)


def _reading(layout: Layout, block: Block, names: _Names) -> tuple[str, str | None]:
    """(title, kicker) of a heading: the whole where that is a known name, else without kicker."""
    (whole, _), *pieces = _pieces(layout, block)
    for title, kicker in pieces:
        if any(_same(title, name) for name in names.known):
            return title, kicker
    if not any(_same(whole, name) for name in names.known):
        for title, kicker in pieces:  # "Kicker: another title" tells that this span is a kicker
            before = f"{kicker}: ".casefold()
            if kicker and any(name.casefold().startswith(before) for name in names.known):
                return title, kicker
    if pieces and _has_marked_kicker(layout, block):
        title, kicker = pieces[0]
        parted = whole[len(kicker or "") :].lstrip().startswith(tuple(_JOIN.strip()))
        if not (parted and any(_same(whole, name) for name in names.known)):
            return title, kicker
    return whole, None


def _pieces(layout: Layout, block: Block) -> Iterator[tuple[str, str | None]]:
    """(title, kicker) in each way to read a heading: the whole first, then without its first span.

    `<h1><span class="kicker">…</span> <span>…</span></h1>` gives two.
    """
    text = visible(block.text)
    yield text, None
    element = _heading_element(layout, block)
    for child in element.iter("span", "small", "strong", "em", "a", "b", "div", "p"):
        # A colon in it may be for screen readers only, and is not in the heading's text then.
        kicker = visible("".join(str(piece) for piece in child.itertext())).rstrip(_JOIN)
        if not kicker or len(kicker) > MAX_KICKER or not text.startswith(kicker):
            continue
        title = text[len(kicker) :].lstrip(_JOIN)
        if len(title) > 8 and len(kicker) > 1:
            yield title, kicker


def _heading_element(layout: Layout, block: Block) -> etree._Element:
    element: etree._Element = layout.boxes.element[block.box]
    return element


def _has_marked_kicker(layout: Layout, block: Block) -> bool:
    element = _heading_element(layout, block)
    return any(
        _KICKER.search(f"{child.get('class') or ''} {child.get('data-testid') or ''}")
        for child in element.iter("span", "small", "strong", "em", "a", "b", "div", "p")
    )


def _is_unprinted(layout: Layout, number: int) -> bool:
    """Whether a heading stands among the breadcrumbs or is marked as unseen."""
    box = layout.blocks[number].box
    for _ in range(3):
        element = layout.boxes.element[box]
        mark = " ".join(
            element.get(name) or ""
            for name in ("class", "id", "data-testid", "data-external-sdi-mark")
        )
        if _UNPRINTED.search(mark):
            return True
        box = layout.boxes.parent[box]
    return False


def _kicker_before(layout: Layout, number: int, title: str) -> str | None:
    """A short line right before the title whose box is named as a kicker."""
    for near in range(number - 1, max(-1, number - 4), -1):
        block = layout.blocks[near]
        if block.length > MAX_KICKER or read_date(block.text):
            continue
        for box in (block.box, layout.boxes.parent[block.box]):
            element = layout.boxes.element[box]
            mark = f"{element.get('class') or ''} {element.get('data-testid') or ''}"
            if _KICKER.search(mark) and block.text not in title:
                return visible(block.text).rstrip(" :|")
    return None


def _same(left: str, right: str) -> bool:
    return bool(left) and phrases.key(left) == phrases.key(right)


def _letters(text: str) -> str:
    return _LETTERS.sub("", text.casefold())


def _likeness(left: str, right: str) -> float:
    """Share of words in common (Dice)."""
    a, b = set(phrases.key(left).split()), set(phrases.key(right).split())
    if not a or not b:
        key = phrases.key(left)
        return 1.0 if key and key == phrases.key(right) else 0.0
    return 2 * len(a & b) / (len(a) + len(b))
