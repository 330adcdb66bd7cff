"""An article that its site cuts into pages -> where it goes on, and its pages as one.

A page goes on where a link says so (rel=next, "Seite 2", "›", a bare number) and leads to the
same address with the next number in it. Both are asked for: rel=next alone is what WordPress puts
on the link to the next article, and a number alone numbers comments and pictures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import parse_qsl, urljoin, urlsplit

from lxml import etree

from crawler.extraction import phrases
from crawler.extraction.blocks import HEADINGS, Layout
from crawler.extraction.head import Head, text_of
from crawler.items import Access, Article

MAX_PAGES = 10  # of one article; what is longer is a book
MAX_LINKS = 5_000  # of a page that are looked at
MAX_LABEL = 40  # characters of a link that leads on
TEASERS = 3  # headings that are links in what was taken for text: a list of articles
REPEATED = 0.8  # of a page's characters that earlier pages had: it is the same page again
MIN_TEXT = 80  # characters that a page must add

LISTS = frozenset(("collectionpage", "searchresultspage"))
_ON = re.compile(
    r"(?:zur )?(?:nächste|naechste)n? seite|weiter(?:lesen)?(?: auf seite \d+)?|seite \d+.*|"
    r"(?:go to )?(?:the )?next(?: page)?|continue(?: reading)?|page \d+.*|"
    r"(?:la )?page suivante|suivante?|lire la suite|"
    r"(?:página |pagina )?(?:siguiente|seguinte|successiva|próxima)|(?:página|pagina) \d+|avanti|"
    r"volgende(?: pagina)?|nästa(?: sida)?|næste(?: side)?|neste(?: side)?|seuraava|"
    r"następna(?: strona)?|dalej|strona \d+|další(?: strana)?|sonraki(?: sayfa)?|"
    r"следующая(?: страница)?|далее|страница \d+|наступна|次へ|次のページ|下一页|다음",
    re.I,
)
_ARROWS = " \u00a0>›»→▶:|.…-–"
_KEYS = frozenset(
    ("page", "seite", "p", "pg", "pagina", "página", "pagenumber", "page_no", "pageno")
)
_WORD = r"(?:page|seite|pagina|strona|sida|side|sivu|p|s)"
# What stands at the end of a path: …/2, …/seite-2, …/page/2, …-2.html, …,seite-2.html, …_p2.html
_NUMBERED = (
    re.compile(rf"^(?P<stem>.+?)/{_WORD}[/_-]?(?P<n>\d{{1,2}})(?P<end>\.\w{{3,5}})?/?$", re.I),
    re.compile(r"^(?P<stem>.+?)/(?P<n>\d{1,2})(?P<end>\.\w{3,5})?/?$"),
    re.compile(rf"^(?P<stem>.+?)[-_,.]{_WORD}?[-_]?(?P<n>\d{{1,2}})(?P<end>\.\w{{3,5}})?/?$", re.I),
)
_SUFFIX = re.compile(r"\.(?:s?html?|php|aspx?|jsp)$", re.I)
_TRACKING = re.compile(r"utm_|wt[._-]|at_|xtor|ref|from|source|cid|rss|fbclid|gclid", re.I)
_COMMENTS = re.compile(r"comment|kommentar|disqus|gallery|galerie|slideshow|bilderstrecke", re.I)


@dataclass(frozen=True, slots=True)
class Part:
    """One page of an article, and the address of the next one, absolute; None: it ends here."""

    article: Article
    next_url: str | None = None


def next_page(root: etree._Element, head: Head, url: str, number: int = 1) -> str | None:
    """Where the article of the page *url* goes on; *number* is that of *root*'s own page.

    *url* is the article's first page. The answer is on the same host and no address of comments
    or pictures; None for the last page and for articles on one page.
    """
    if number >= MAX_PAGES or (head.kinds & LISTS and not head.article):
        return None
    here = [url, *([head.canonical] if head.canonical and number == 1 else [])]
    for address in _leads(root, head, url, str(number + 1)):
        if any(_continues(address, base, number + 1) for base in here):
            return address
    return None


def is_list(layout: Layout, kept: Sequence[int]) -> bool:
    """Whether what was read is a list of articles: several of its headings are links."""
    blocks = [layout.blocks[n] for n in kept]
    linked = [b for b in blocks if b.tag in HEADINGS and b.link_length >= 0.8 * b.length > 0]
    return len(linked) >= TEASERS


def joined(first: Article, more: Article) -> Article | None:
    """*first* with the text of its next page; None when that is not its next page.

    What every page repeats (the lead, a heading over all of them) stands once. A page that brings
    nothing new is the same page again; one under another title is another article.
    """
    if not _same_title(first.title, more.title):
        return None
    held = {phrases.key(line) for line in (*first.text.split("\n\n"), first.lead or "")}
    lines = more.text.split("\n\n")
    if more.lead:
        lines = [more.lead, *lines]
    fresh = [line for line in lines if phrases.key(line) not in held]
    added = sum(map(len, fresh))
    if added < MIN_TEXT or added < (1 - REPEATED) * sum(map(len, lines)):
        return None
    later = more.modified_at and (first.modified_at is None or more.modified_at > first.modified_at)
    changed = more if later else first
    teased = Access.TEASER in (first.access, more.access)
    return replace(
        first,
        text="\n\n".join([first.text, *fresh]),
        access=Access.TEASER if teased else first.access,
        note=first.note or more.note,
        agency=first.agency or more.agency,
        authors=first.authors or more.authors,
        modified_at=changed.modified_at,
        modified_day=changed.modified_day,
        modified_from=changed.modified_from,
    )


def broken_off(article: Article, number: int, reason: str) -> Article:
    """*article* of which page *number* could not be had: a teaser of itself, and says so."""
    note = f"page {number} of it could not be had: {reason}"
    return replace(article, access=Access.TEASER, note=note)


def _leads(root: etree._Element, head: Head, url: str, number: str) -> Iterator[str]:
    """Addresses behind links that say that they lead to page *number*."""
    yield from (urljoin(url, address) for address in head.following)
    name = _bare(urlsplit(url).path).rpartition("/")[2]
    for link in islice(root.iter("a"), MAX_LINKS):
        href = link.get("href")
        if not href or number not in href:
            continue
        if name not in href and "/" in href and href[0] != "?":
            continue  # the next page has this one's name in its address
        said = "next" in (link.get("rel") or "").lower().split() or _says_on(link, number)
        if said and not _is_of_comments(link):
            yield urljoin(url, href)


def _says_on(link: etree._Element, number: str) -> bool:
    for label in (text_of(link), link.get("title") or "", link.get("aria-label") or ""):
        words = label.strip(_ARROWS)
        if words == number or (label.strip() and not words and len(label) < 4):
            return True
        if len(words) <= MAX_LABEL and _ON.fullmatch(words):
            return True
    return False


def _is_of_comments(link: etree._Element) -> bool:
    outer: etree._Element | None = link
    for _ in range(8):
        if outer is None or outer.tag == "body":
            return False
        if _COMMENTS.search(f"{outer.get('class') or ''} {outer.get('id') or ''}"):
            return True
        outer = outer.getparent()
    return False


def _continues(address: str, base: str, number: int) -> bool:
    """Whether *address* is *base* with the number of a page in it."""
    try:
        one, other = urlsplit(address), urlsplit(base)
    except ValueError:
        return False
    if (
        one.scheme not in ("http", "https")
        or one.hostname != other.hostname
        or one.port != other.port
    ):
        return False
    if _COMMENTS.search(one.fragment):
        return False
    here, there = parse_qsl(one.query), parse_qsl(other.query)
    pages = [value for key, value in here if key.lower() in _KEYS and value.isdigit()]
    rest = [item for item in here if item[0].lower() not in _KEYS]
    own = [item for item in there if not _TRACKING.match(item[0]) and item[0].lower() not in _KEYS]
    if any(item not in rest for item in own) or any(item not in there for item in rest):
        return False
    if pages == [str(number)] and _bare(one.path) == _bare(other.path):
        return True
    return not pages and any(
        _bare(match["stem"] + (match["end"] or "")) == _bare(other.path)
        for pattern in _NUMBERED
        if (match := pattern.match(one.path)) and int(match["n"]) == number
    )


def _bare(path: str) -> str:
    return _SUFFIX.sub("", path.rstrip("/"))


def _same_title(one: str, other: str) -> bool:
    """The same words, or those of one in the other ("… – Seite 2")."""
    a, b = set(phrases.key(one).split()), set(phrases.key(other).split())
    return not a or not b or len(a & b) >= 0.6 * min(len(a), len(b))
