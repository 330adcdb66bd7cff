"""The libraries that are compared: each reads a page's HTML and gives the text of its article.

Imports nothing of the program, so that `peer.py` can run it under another Python, in which the
libraries are installed whose versions of lxml contradict ours.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib import import_module
from typing import Any

Reader = Callable[[str, str], str]  # (HTML, address) -> text


def trafilatura() -> dict[str, Reader]:
    """The call that we are measured by, text and metadata, and its four modes of text only.

    That call comes first: whichever meets a page first pays for what the others find in caches.
    """
    library: Any = import_module("trafilatura")
    options: dict[str, dict[str, bool]] = {
        "default": {},
        "fast": {"fast": True},
        "precision": {"favor_precision": True},
        "recall": {"favor_recall": True},
    }

    def text_only(settings: dict[str, bool]) -> Reader:
        def read(html: str, _url: str) -> str:
            return library.extract(html, include_comments=False, **settings) or ""

        return read

    def with_metadata(html: str, url: str) -> str:
        document = library.bare_extraction(
            html, url=url, include_comments=False, with_metadata=True
        )
        return (document.text or "") if document else ""

    readers = {f"trafilatura {name}": text_only(options[name]) for name in options}
    return {"trafilatura + metadata": with_metadata} | readers


def resiliparse() -> dict[str, Reader]:
    """Its main content without comments."""
    library: Any = import_module("resiliparse.extract.html2text")

    def read(html: str, _url: str) -> str:
        return str(library.extract_plain_text(html, main_content=True, comments=False))

    return {"resiliparse": read}


def readability() -> dict[str, Reader]:
    """readability-lxml; it raises on pages that it finds nothing in."""
    library: Any = import_module("readability")
    html_parser: Any = import_module("lxml.html")

    def read(html: str, _url: str) -> str:
        try:
            part = library.Document(html).summary()
        except library.readability.Unparseable:
            return ""
        return str(html_parser.fromstring(part).text_content())

    return {"readability-lxml": read}


def newspaper4k() -> dict[str, Reader]:
    """The language is left to its own detection; pictures are not asked for."""
    library: Any = import_module("newspaper")

    def read(html: str, url: str) -> str:
        article = library.Article(url, fetch_images=False)
        article.download(input_html=html)
        try:
            article.parse()
        except (ImportError, library.ArticleException):  # languages without their tokenizer
            return ""
        return str(article.text)

    return {"newspaper4k": read}


def goose3() -> dict[str, Reader]:
    """With its own settings."""
    library: Any = import_module("goose3")
    goose = library.Goose()

    def read(html: str, _url: str) -> str:
        return str(goose.extract(raw_html=html).cleaned_text)

    return {"goose3": read}


def news_please() -> dict[str, Reader]:
    """Its six extractors and their vote, without pictures."""
    library: Any = import_module("newsplease")

    def read(html: str, url: str) -> str:
        try:
            article = library.NewsPlease.from_html(html, url=url, fetch_images=False)
        except ImportError:  # languages without their tokenizer
            return ""
        return str(getattr(article, "maintext", None) or "")

    return {"news-please": read}


MAKERS: dict[str, Callable[[], dict[str, Reader]]] = {
    "trafilatura": trafilatura,
    "resiliparse": resiliparse,
    "readability-lxml": readability,
    "newspaper4k": newspaper4k,
    "goose3": goose3,
    "news-please": news_please,
}


def installed() -> tuple[dict[str, Reader], list[str]]:
    """(readers by name, names of the libraries that this Python does not have)."""
    logging.disable(logging.CRITICAL)
    found: dict[str, Reader] = {}
    missing = []
    for name, make in MAKERS.items():
        try:
            found |= make()
        except ImportError:
            missing.append(name)
    return found, missing
