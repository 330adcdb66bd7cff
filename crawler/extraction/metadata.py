"""A page's own words, tags and blocks -> title, kicker, persons, section, image and the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from crawler.extraction import names, phrases
from crawler.extraction.blocks import (
    ASIDE,
    FIGURE,
    FOOT,
    FORM,
    HEADINGS,
    NAV,
    Block,
    Layout,
)
from crawler.extraction.datelines import is_dateline
from crawler.extraction.dates import read as read_date
from crawler.extraction.head import Head, Node, absolute, clean, text_of

MAX_TAGS = 12
MAX_KICKER = 90
AUTHOR_META = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
    "citation_author",
    "cxenseparse:author",
    "twitter:creator:name",
)
SEPARATORS = (" | ", " - ", " – ", " — ", " :: ", " · ", " • ", " » ", " / ")

_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:authors?|byline|by-line|autor(?:in|en|es)?|articleauthor|"
    r"author-?names?|auteur|redacteur|signature)(?:$|[\s_-])",
    re.I,
)
_BY_LINE = re.compile(r"(?:von|by|par|por|di|door|af|av|text:|texte :|autor(?:in)?:) \w", re.I)
_KICKER = re.compile(
    r"kicker|dachzeile|topline|top-line|overline|eyebrow|roofline|pre-?title|"
    r"over-?title|surtitre|antetitulo|occhiello|spitzmarke|headline-intro|supertitle",
    re.I,
)
_SITE_TAIL = re.compile(r"^(.{20,}?)\s+[|·•»]\s+[^|]{2,40}$")
_ARCHIVE = re.compile(
    r"archivbild|archivfoto|archiv\)|symbolbild|symbolfoto|file photo|photo by|foto:|"
    r"bild:|"
    r"photo:|©|getty|ap photo|reuters/|photo d['’]archives|foto de archivo|"
    r"\((?:l|r|left|right|links|rechts|m|li|re)\.?\)",
    re.I,
)
_SENTENCE_END = frozenset('.!?…:;"”“»')
_SECTION_NO = re.compile(
    r"^(?:home|start|startseite|news|nachrichten|aktuell|accueil|inicio|artikel|"
    r"article|archive?|all|alle)$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Caption:
    """The words under a picture, and the block that they are."""

    text: str
    block: int


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over the article: its title as printed, the kicker, where it stands (or -1)."""

    title: str
    kicker: str | None
    block: int
    source: str  # "h1", "json-ld", "og:title" or "title"


def site_name_of(head: Head) -> str | None:
    """The site's name by its own word, or None."""
    name = head.first("og:site_name", "application-name", "apple-mobile-web-app-title")
    if not name:
        name = next(iter(_names(head.article.get("publisher"), head)), "") or next(
            iter(_names(dict(head.publisher), head)), ""
        )
    name = clean(name)[:80]
    if name.startswith(("http://", "https://")):
        name = (urlsplit(name).hostname or "").removeprefix("www.")
    return name or None


def heading_of(head: Head, layout: Layout, site: str | None) -> Heading:
    """The title as the article prints it, without the site's name; the kicker apart.

    A headline of the page's h1 is believed when JSON-LD, og:title or <title> know its words too:
    an h1 may also be the site's logo, and og:title is often written for search engines.
    """
    headline = clean(head.article.get("headline"))
    og = without_site(head.first("og:title", "twitter:title", "dc.title", "parsely-title"), site)
    tag = without_site(head.title, site)
    best = _printed_title(layout, [words for words in (headline, og, tag) if words])
    number, title, kicker = best or (-1, "", None)
    if best:
        kicker = kicker or _kicker_before(layout, number, title)
    if title and (not (headline or og) or _same(title, og) or _only_more(title, kicker, headline)):
        return Heading(title, kicker, number, "h1")
    for words, source in ((headline, "json-ld"), (og, "og:title"), (title, "h1"), (tag, "title")):
        if words:
            apart = kicker if kicker and kicker not in words else None
            return Heading(words, apart, number, source)
    first = next((n for n, b in enumerate(layout.blocks) if b.tag in HEADINGS), -1)
    return Heading(layout.blocks[first].text if first >= 0 else "", None, first, "heading")


def _printed_title(layout: Layout, known: list[str]) -> tuple[int, str, str | None] | None:
    """(block, title, kicker) of the h1 that is most like what the page calls itself, if any is.

    An h1 that is like nothing known is the site's logo, unless it is the only one and long.
    """
    printed = [
        (number, *_split_kicker(layout, number))
        for number, block in enumerate(layout.blocks)
        if block.tag == "h1" and 4 < block.length < 400
    ][:8]
    best, agreement = None, 0.0
    for number, title, kicker in printed:
        likeness = max((_likeness(title, words) for words in known), default=0.0)
        if likeness > agreement:
            best, agreement = (number, title, kicker), likeness
    if best is None and printed and (not known or (len(printed) == 1 and len(printed[0][1]) > 20)):
        best = printed[0]
    return best


def _same(left: str, right: str) -> bool:
    return bool(left) and phrases.key(left) == phrases.key(right)


def _only_more(title: str, kicker: str | None, headline: str) -> bool:
    """Whether JSON-LD joins kicker and title, or cuts off a long title."""
    if kicker and _same(f"{kicker} {title}", headline):
        return True
    return headline.endswith(("…", "...")) and title.startswith(headline.rstrip("…. ")[:60])


def without_site(title: str, site: str | None) -> str:
    """*title* without the site's name before or behind it."""
    for separator in SEPARATORS:
        if site and title.casefold().endswith((separator + site).casefold()):
            return title[: -len(separator + site)].strip()
        if site and title.casefold().startswith((site + separator).casefold()):
            return title[len(site + separator) :].strip()
    match = _SITE_TAIL.match(title)
    return match[1] if match else title


def bylines_of(head: Head, layout: Layout, title_block: int) -> list[str]:
    """Bylines as written, from the first source that has any: JSON-LD, meta tags, the page."""
    written = [clean(name) for name in _names(head.article.get("author"), head)]
    written = written or [clean(name) for name in _names(head.article.get("creator"), head)]
    if not any(names.split(name) for name in written):
        written = [
            value
            for name in AUTHOR_META
            if (value := head.first(name)) and not value.startswith("http")
        ][:1]
    printed = _printed_bylines(layout, title_block)
    if not names.persons(written) and printed:
        return written + printed
    return written


def section_of(head: Head) -> str | None:
    """The section that the page names, or the last but one of its breadcrumbs."""
    section = head.article.get("articleSection")
    if isinstance(section, list):
        section = next((s for s in section if isinstance(s, str)), "")
    name = clean(section) or head.first("article:section", "parsely-section", "section")
    if not name:
        crumbs = next((n for n in head.nodes.values() if "itemListElement" in n), head.publisher)
        trail = [clean(_crumb(item)) for item in crumbs.get("itemListElement") or () if item]
        name = next((c for c in reversed(trail[:-1]) if c and not _SECTION_NO.match(c)), "")
    return name[:80] if name and not name.startswith("http") else None


def tags_of(head: Head) -> tuple[str, ...]:
    """Keywords of the page, once each, at most a dozen."""
    words: list[str] = list(head.tags)
    keywords = head.article.get("keywords")
    for source in (keywords, head.meta.get("news_keywords"), head.meta.get("keywords")):
        if words:
            break
        if isinstance(source, str):
            words = clean(source).replace(";", ",").split(",")
        elif isinstance(source, list):
            words = [clean(word) for word in source]
    unique: dict[str, str] = {}
    for word in words:
        plain = word.strip()
        if 1 < len(plain) <= 60 and ":" not in plain:
            unique.setdefault(plain.casefold(), plain)
    return tuple(unique.values())[:MAX_TAGS]


def image_of(head: Head, url: str) -> str | None:
    """The address of the article's picture, absolute, or None."""
    own = head.first("og:image:secure_url", "og:image", "og:image:url", "twitter:image")
    own = own or next(iter(_addresses(head.article.get("image"))), "") or head.first("thumbnail")
    return absolute(own, url) if own else None


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


def _split_kicker(layout: Layout, number: int) -> tuple[str, str | None]:
    """(title, kicker) of an h1 that holds both: `<h1><span class="kicker">…</span> …</h1>`."""
    block = layout.blocks[number]
    element = layout.boxes.element[block.box]
    text = clean(block.text)
    for child in element.iter("span", "small", "strong", "em", "a", "b"):
        mark = f"{child.get('class') or ''} {child.get('data-testid') or ''}"
        if not _KICKER.search(mark):
            continue
        kicker = text_of(child)
        if kicker and text.startswith(kicker) and len(text) > len(kicker) + 8:
            return text[len(kicker) :].lstrip(" :|–-"), kicker.rstrip(" :|")
    return text, None


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
                return clean(block.text).rstrip(" :|")
    return None


def _likeness(left: str, right: str) -> float:
    """Share of words in common (Dice)."""
    a, b = set(phrases.key(left).split()), set(phrases.key(right).split())
    if not a or not b:
        key = phrases.key(left)
        return 1.0 if key and key == phrases.key(right) else 0.0
    return 2 * len(a & b) / (len(a) + len(b))


def _names(value: Any, head: Head, depth: int = 0) -> list[str]:
    """The names in a JSON-LD author: text, node, reference to a node, or a list of them."""
    if depth > 4:
        return []
    if isinstance(value, str):
        return [value] if not value.startswith(("http://", "https://")) else []
    if isinstance(value, list):
        return [name for item in value[:30] for name in _names(item, head, depth + 1)]
    if isinstance(value, dict):
        name = value.get("name")
        if name:
            return _names(name, head, depth + 1)
        referred = head.nodes.get(str(value.get("@id")))
        if referred is not None and referred is not value:
            return _names(dict(referred), head, depth + 1)
    return []


def _printed_bylines(layout: Layout, title_block: int) -> list[str]:
    """Lines in boxes named as bylines or under rel=author, else "By Ann Other" near the title."""
    found: list[str] = []
    for number, block in enumerate(layout.blocks[:400]):
        if block.length > 160 or block.places & (NAV | FOOT | ASIDE | FORM):
            continue
        if not any(_is_full_name(name) for name in names.persons([block.text])):
            continue
        near = title_block - 4 <= number <= title_block + 15
        if _is_byline_box(layout, block) or (near and _BY_LINE.match(block.text)):
            found.append(block.text)
        elif found and block.length > 100:
            break
    return found[:4]


def _is_byline_box(layout: Layout, block: Block) -> bool:
    element = layout.boxes.element[block.box]
    for outer in (element, layout.boxes.element[layout.boxes.parent[block.box]]):
        mark = f"{outer.get('class') or ''} {outer.get('itemprop') or ''} {outer.get('rel') or ''}"
        if _BYLINE.search(mark):
            return True
    if not block.links:
        return False
    links = list(element.iter("a"))[:6]
    return any("author" in f"{a.get('rel') or ''} {a.get('itemprop') or ''}" for a in links)


def _is_full_name(name: str) -> bool:
    """Two or more words that begin as names do, where the script knows capitals."""
    parts = [part for part in name.split() if len(part) > 1]
    capital = sum(part[0].isupper() for part in parts)
    return len(parts) >= 2 and capital >= 2 if name[0].isupper() else not name[0].islower()


def _crumb(item: Any) -> str:
    if not isinstance(item, dict):
        return ""
    inner = item.get("item")
    name = item.get("name") or (inner.get("name") if isinstance(inner, dict) else "")
    return name if isinstance(name, str) else ""


def _addresses(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [address for item in value[:5] for address in _addresses(item)]
    if isinstance(value, dict):
        address = value.get("url") or value.get("contentUrl") or value.get("@id")
        return [address] if isinstance(address, str) else []
    return []


def _image_texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [text for item in value[:10] for text in _image_texts(item)]
    if not isinstance(value, dict):
        return []
    texts: list[Node | str] = [value.get("caption", ""), value.get("description", "")]
    return [text for text in texts if isinstance(text, str)]
