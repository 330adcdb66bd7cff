"""The readers that are compared: each takes a page's HTML and gives the text of its article.

Libraries that are not installed are left out and named.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib import import_module
from typing import Any

from crawler.extraction.network import Network
from crawler.extraction.training.corpus import KnownPage
from crawler.extraction.training.reading import read_text

Reader = Callable[[KnownPage], str]


def wirewatch(networks: list[Network] | None) -> Reader:
    """The program itself; with *networks*, each page by the one that saw no page of its site."""

    def read(page: KnownPage) -> str:
        network = networks[page.fold(len(networks))] if networks else None
        return read_text(page, network)

    return read


def libraries() -> tuple[dict[str, Reader], list[str]]:
    """(readers by name, names of the libraries that are not here)."""
    logging.disable(logging.CRITICAL)
    found: dict[str, Reader] = {}
    missing = []
    for name, make in _MAKERS.items():
        try:
            found |= make()
        except ImportError:
            missing.append(name)
    return found, missing


def _trafilatura() -> dict[str, Reader]:
    library: Any = import_module("trafilatura")
    options: dict[str, dict[str, bool]] = {
        "default": {},
        "fast": {"fast": True},
        "precision": {"favor_precision": True},
        "recall": {"favor_recall": True},
    }

    def text_only(settings: dict[str, bool]) -> Reader:
        def read(page: KnownPage) -> str:
            html = page.html.decode("utf-8", "replace")
            return library.extract(html, include_comments=False, **settings) or ""

        return read

    def with_metadata(page: KnownPage) -> str:
        html = page.html.decode("utf-8", "replace")
        document = library.bare_extraction(
            html, url=page.url, include_comments=False, with_metadata=True
        )
        return (document.text or "") if document else ""

    readers = {f"trafilatura {name}": text_only(options[name]) for name in options}
    return readers | {"trafilatura + metadata": with_metadata}


def _resiliparse() -> dict[str, Reader]:
    library: Any = import_module("resiliparse.extract.html2text")

    def read(page: KnownPage) -> str:
        html = page.html.decode("utf-8", "replace")
        return str(library.extract_plain_text(html, main_content=True, comments=False))

    return {"resiliparse": read}


def _readability() -> dict[str, Reader]:
    library: Any = import_module("readability")
    html_parser: Any = import_module("lxml.html")

    def read(page: KnownPage) -> str:
        try:
            part = library.Document(page.html.decode("utf-8", "replace")).summary()
        except library.readability.Unparseable:
            return ""
        return str(html_parser.fromstring(part).text_content())

    return {"readability-lxml": read}


def _newspaper() -> dict[str, Reader]:
    library: Any = import_module("newspaper")

    def read(page: KnownPage) -> str:
        article = library.Article(page.url)
        article.download(input_html=page.html.decode("utf-8", "replace"))
        try:
            article.parse()
        except (ImportError, library.ArticleException):  # languages without their tokenizer
            return ""
        return str(article.text)

    return {"newspaper4k": read}


def _goose() -> dict[str, Reader]:
    library: Any = import_module("goose3")
    goose = library.Goose()

    def read(page: KnownPage) -> str:
        return str(goose.extract(raw_html=page.html.decode("utf-8", "replace")).cleaned_text)

    return {"goose3": read}


def _news_please() -> dict[str, Reader]:
    library: Any = import_module("newsplease")

    def read(page: KnownPage) -> str:
        article = library.NewsPlease.from_html(page.html.decode("utf-8", "replace"), url=page.url)
        return str(article.maintext or "")

    return {"news-please": read}


_MAKERS: dict[str, Callable[[], dict[str, Reader]]] = {
    "trafilatura": _trafilatura,
    "resiliparse": _resiliparse,
    "readability-lxml": _readability,
    "newspaper4k": _newspaper,
    "goose3": _goose,
    "news-please": _news_please,
}
