"""A news sitemap -> a raw feed.

https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from crawler.errors import FeedError, SitemapList
from crawler.feeds.problems import Problems
from crawler.feeds.raw import RawFeed, RawItem

# Sitemaps of a list that an error names, and that are read of it at all.
SHOWN, MOST_NAMED = 5, 1000


def sitemaps_of(root: etree._Element) -> tuple[str, ...]:
    """The addresses in an index, those that speak of news first, else in its order."""
    found: dict[str, None] = {}
    for element in root.iter(etree.Element):
        address = (element.text or "").strip()
        if _name(element) == "loc" and address.startswith(("http://", "https://")):
            found.setdefault(address)
        if len(found) == MOST_NAMED:
            break
    return tuple(sorted(found, key=lambda address: "news" not in address.lower()))


def hardened_parser(*, recover: bool = True) -> etree.XMLParser:
    """An XML parser that reads what is there and nothing else: no DTD, no entities, no network."""
    return etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def read_sitemap(text: str, *, problems: Problems) -> RawFeed:
    """The articles in *text*, which begins at its root element. Raises `FeedError`.

    Addresses without a word of news, as in a sitemap of a whole site, are left out.
    """
    parser = hardened_parser()
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        raise FeedError("a sitemap that cannot be read")
    if _name(root) == "sitemapindex":
        named = sitemaps_of(root)
        shown = ", ".join(named[:SHOWN]) + (" …" if len(named) > SHOWN else "")
        raise SitemapList(
            f"a list of sitemaps, not a news sitemap; it names {shown or 'none'}", named
        )
    if parser.error_log:
        first = parser.error_log[0]
        problems.note("the XML is broken", f"line {first.line}: {first.message}")
    items = tuple(_items(root, problems))
    if not items:
        raise FeedError("a sitemap without news: only news sitemaps can be followed")
    return RawFeed(kind="news sitemap", items=items, title=_publication(root))


def _items(root: etree._Element, problems: Problems) -> Iterable[RawItem]:
    for url in root:
        said = _said(url)
        if said.get("news"):
            yield _item(said)
        else:
            problems.note("an address without news was left out", said.get("loc", ""))


def _item(said: dict[str, str]) -> RawItem:
    keywords = said.get("keywords", "").split(",")
    return RawItem(
        links=(said.get("loc", ""),),
        title=said.get("title", ""),
        tags=tuple(word.strip() for word in keywords),
        language=said.get("language", ""),
        images=(said.get("image loc", ""),),
        published=said.get("publication_date", ""),
        updated=said.get("lastmod", ""),
    )


def _said(url: etree._Element) -> dict[str, str]:
    """The text of every element in one <url>, by its name; the first one counts."""
    said: dict[str, str] = {}
    for element in url.iter(etree.Element):
        name = _name(element)
        parent = element.getparent()
        if name == "loc" and parent is not None and parent is not url:
            name = "image loc"
        text = (element.text or "").strip()
        said.setdefault(name, text or ("yes" if name == "news" else ""))
    return said


def _name(element: etree._Element) -> str:
    """Without its namespace; etree.QName refuses the names that recovery makes up, such as ":"."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()


def _publication(root: etree._Element) -> str:
    name = root.find(".//{*}publication/{*}name")
    return (name.text or "").strip() if name is not None else ""
