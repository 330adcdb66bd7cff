"""What elements say of themselves: their tags' places, roles, and the words in their marks.

A mark is the class, id, itemprop and test marks of an element as one text. A place is what an
element makes of all that stands in it: navigation, a form, a figure. A hint is what a word in a
mark says: "comment", "related", "caption". Both are kept as bits.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

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
# Words in class, id, itemprop and data-testid, by what they say; the order gives the bit. Each is a
# regular expression that begins with three characters as they are.
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
    ("ad", r"advert|anzeige|sponsor|promo|dfp|gpt-"),
    (
        "picture",
        r"caption|credit|copyright|image|img|photo|foto|picture|gallery|slide|video|figure|player"
        r"|bild",
    ),
    (
        "about",
        r"meta|byline|author|autor|date|time|publish|kicker|tags?(?![^_-])|breadcrumb|label"
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
        r"lead|lede|intro|summary|standfirst|dek(?![^_-])|subtitle|sub-?head|vorspann|abstract"
        r"|description|excerpt|perex|chapo",
    ),
    ("hidden", r"hidden|hide|sr-only|visually|screen-?reader|print|invisible|d-none"),
    ("aside", r"box|inset|aside|embed|pull|quote|module|component|callout|highlight|fact"),
    ("title", r"title|headline|heading|header|hed(?![^_-])"),
    ("list", r"list|items?(?![^_-])|grid|row|col|carousel|swiper|slider|collection|feed"),
    ("contents", r"toc|contents|accordion|faq|tab"),
)
HINT_BIT = {name: 1 << bit for bit, (name, _) in enumerate(HINTS)}
# In the midst of a sentence, and seen by nobody who does not point at it or listens to the page.
_POPUP = re.compile(
    r"tooltip-?_*(?:text|content|inner|box)|pop-?over|pop-?up|rollover\S*block|hover-?card"
    r"|\bsr-only\b|visually-?hidden|screen-?reader|\bassistive",
    re.I,
)


def _by_start() -> dict[str, list[tuple[int, Callable[[str, int], object]]]]:
    """(bit, what matches at a place) for the words of HINTS, by their first three characters."""
    found: dict[str, list[tuple[int, Callable[[str, int], object]]]] = {}
    for name, words in HINTS:
        for word in words.split("|"):
            found.setdefault(word[:3], []).append((HINT_BIT[name], re.compile(word).match))
    return found


_BY_START = _by_start()
_AD = re.compile(r"(?<![^_-])ads?(?![^_-])")
_TEST_MARKS = frozenset(("itemprop", "data-testid", "data-component"))
_TELLING = _TEST_MARKS | {"id", "role", "hidden", "aria-hidden", "style"}
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
HINTED, MAX_MARK = 300, 1_000  # characters of a mark that are looked at
Answer = TypeVar("Answer")


def kept(size: int) -> Callable[[Callable[[str], Answer]], Callable[[str], Answer]]:
    """Let a function see the first *size* characters of a mark, and keep its answers by them.

    A site's pages share their marks; and no page can fill the memory with long ones.
    """

    def keep(judge: Callable[[str], Answer]) -> Callable[[str], Answer]:
        judged = lru_cache(maxsize=20_000)(judge)
        return wraps(judge)(lambda mark: judged(mark[:size]))

    return keep


@kept(HINTED)
def hints_of(mark: str) -> int:
    """Which HINTS the beginning of a class-and-id text gives, as bits."""
    bits = 0
    for word in mark.lower().split():
        bits |= _hints_in(word)
    return bits


@lru_cache(maxsize=50_000)
def _hints_in(word: str) -> int:
    """The same of one word: a page has a hundred that no page before it had."""
    bits = HINT_BIT["ad"] if "ad" in word and _AD.search(word) else 0
    for at in range(len(word) - 2):
        for bit, begins in _BY_START.get(word[at : at + 3], ()):
            if not bits & bit and begins(word, at):
                bits |= bit
    return bits


@kept(MAX_MARK)
def pops_up(mark: str) -> bool:
    """Whether an inline element with this mark is seen by nobody who just reads."""
    return _POPUP.search(mark) is not None


def marks_of(attributes: list[tuple[str, str]]) -> tuple[str, int]:
    """(class, id and test marks as one text, places told by role, hidden and style)."""
    look = number = test = ""
    places = 0
    for name, value in attributes:
        if name == "class":
            look = value
        elif name not in _TELLING:
            continue
        elif name == "id":
            number = value
        elif name in _TEST_MARKS:
            test = test or value
        elif name == "role":
            places |= BY_ROLE.get(value, 0)
        elif (
            name == "hidden"
            or (name == "aria-hidden" and value == "true")
            or (name == "style" and _INVISIBLE.search(value))
        ):
            places |= HIDDEN
    if number or test:
        return " ".join(part for part in (look, number, test) if part), places
    return look, places
