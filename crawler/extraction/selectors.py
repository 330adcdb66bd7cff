"""A person's CSS selectors for one site, and what they find on a page.

They are for sites that our model reads wrong: a few lines in the settings in place of a release.
A selector that finds nothing changes nothing, and the reading says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from urllib.parse import urlsplit

from cssselect import HTMLTranslator, SelectorError
from lxml import etree

from crawler.extraction.blocks import Layout
from crawler.extraction.head import clean, text_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Selectors:
    """CSS, by the field that it tells; empty where the page is read as usual."""

    text: str = ""  # the boxes that hold the article's paragraphs
    remove: tuple[str, ...] = ()  # what is no part of any article
    title: str = ""
    author: str = ""
    published: str = ""

    def named(self) -> Iterator[tuple[str, str]]:
        """(field, selector) of all that are set."""
        for field in fields(self):
            value = getattr(self, field.name)
            yield from ((field.name, one) for one in ([value] if isinstance(value, str) else value))


NONE = Selectors()


def selectors_for(url: str, sites: Mapping[str, Selectors]) -> Selectors:
    """Those for the host of *url*, or for the nearest host above it (example.org of m.example.org).

    *sites* is by host, in small letters and without www.
    """
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    while host:
        if host in sites:
            return sites[host]
        host = host.partition(".")[2]
    return NONE


def wrong_with(selector: str) -> str | None:
    """What is wrong with a CSS selector, in words; None when it can be used."""
    try:
        _compiled(selector)
    except SelectorError as error:
        return str(error) or type(error).__name__
    except etree.XPathError as error:
        return f"cannot be looked for: {error}"
    return None


def remove(root: etree._Element, selectors: Selectors) -> list[str]:
    """Take what `remove` finds out of the tree; the selectors that found nothing."""
    idle = []
    for selector in selectors.remove:
        found = _find(root, selector)
        if not found:
            idle.append(selector)
        for element in found:
            _drop(element)
    return idle


def blocks_of(root: etree._Element, layout: Layout, selector: str) -> list[int]:
    """Numbers of the blocks that stand in what *selector* finds, in page order."""
    chosen = set(_find(root, selector)) if selector else set()
    if not chosen:
        return []
    boxes = layout.boxes
    inside: dict[int, bool] = {}
    for box, element in enumerate(boxes.element):  # a box comes behind the one around it
        around = inside.get(boxes.parent[box], False) if box else False
        inside[box] = around or element in chosen
    numbers = [n for n, block in enumerate(layout.blocks) if inside[block.box]]
    if numbers:
        return numbers
    # Only inline elements were found: their boxes' own blocks.
    homes = {_home(element, set(boxes.element)) for element in chosen}
    return [n for n, block in enumerate(layout.blocks) if boxes.element[block.box] in homes]


def texts_of(root: etree._Element, selector: str) -> list[str]:
    """What *selector* finds, as lines of text; of a tag without text its content or datetime."""
    if not selector:
        return []
    found = (
        clean(element.get("content") or element.get("datetime") or "") or text_of(element)
        for element in _find(root, selector)
    )
    return [text for text in found if text]


def _find(root: etree._Element, selector: str) -> list[etree._Element]:
    found = _compiled(selector)(root)
    return (
        [one for one in found if isinstance(one, etree._Element)] if isinstance(found, list) else []
    )


@lru_cache(maxsize=1_000)
def _compiled(selector: str) -> etree.XPath:
    return etree.XPath(HTMLTranslator().css_to_xpath(selector))


def _drop(element: etree._Element) -> None:
    """Out of the tree, the text behind it stays."""
    outer = element.getparent()
    if outer is None:
        return
    before = element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            outer.text = (outer.text or "") + element.tail
    outer.remove(element)


def _home(element: etree._Element, boxes: set[etree._Element]) -> etree._Element | None:
    outer: etree._Element | None = element
    while outer is not None and outer not in boxes:
        outer = outer.getparent()
    return outer
