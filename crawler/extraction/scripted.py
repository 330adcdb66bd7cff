"""A page whose scripts draw its text -> that text as HTML, from the data that the page carries.

It stands in one of three places: articleBody of the JSON-LD; JSON in a script of its own, such as
`__NEXT_DATA__`; or the stream of Next.js's app router, calls of `self.__next_f.push`, whose rows
are `24:T1a2b,<p>…` (text of so many bytes) or `3:{"title":…}` (JSON).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from typing import Any

from lxml import etree

from crawler.extraction.head import Head, clean

ENOUGH = 400  # characters of text; less is a description or a notice
MAX_SCRIPTS = 4_000_000  # characters of data that are looked at
MAX_VALUES = 60_000
NAMED = 10  # times as believable is text beside the page's own headline

_PUSHED = re.compile(r'self\.__next_f\.push\(\[1,("(?:[^"\\]|\\.)*")\]\)')
_TEXT_KEYS = ("text", "html", "content", "value", "body", "data")
_SENTENCE_END = re.compile(r"[.!?…。！？।](?:\s|[\"”»'’<]|$)|。")
_TAGS = re.compile(r"<[^<>]{0,2000}>")


def html_in_scripts(root: etree._Element, head: Head) -> str:
    """The article's text as HTML or plain paragraphs; empty where no script has one."""
    titles = {clean(head.article.get("headline")), head.first("og:title"), head.title} - {""}
    found = [*_candidates(head.article.get("articleBody"), titles)]
    stream: list[str] = []
    read = 0
    for script in root.iter("script"):
        text, kind = script.text or "", (script.get("type") or "").lower()
        read += len(text)
        if read > MAX_SCRIPTS:
            break
        if "__next_f" in text:
            stream += (_loaded(match[1]) or "" for match in _PUSHED.finditer(text))
        elif kind.endswith("json") and "ld+json" not in kind:
            found += _candidates(_loaded(text), titles)
    for value in _rows("".join(stream).encode("utf-8", "replace")):
        found += _candidates(value, titles)
    return max(found, key=lambda pair: pair[0] * len(pair[1]), default=(0, ""))[1]


def _candidates(value: Any, titles: set[str]) -> list[tuple[int, str]]:
    """(how believable, text) for every text of an article's length in *value*."""
    found = []
    stack, seen = [(value, 1)], 0
    while stack and seen < MAX_VALUES:
        item, worth = stack.pop()
        seen += 1
        if isinstance(item, str):
            if _is_article(item):
                found.append((worth, item))
        elif isinstance(item, dict):
            named = any(isinstance(v, str) and clean(v) in titles for v in item.values())
            inner = max(worth, NAMED if named else 1)
            stack += [(v, inner) for v in item.values() if isinstance(v, (str, list, dict))]
        elif isinstance(item, list):
            joined = "".join(f"<p>{text}</p>" for text in map(_text_of, item) if text)
            if _is_article(joined):
                found.append((worth, joined))
            stack += [(v, worth) for v in item if isinstance(v, (str, list, dict))]
    return found


def _text_of(item: Any) -> str:
    """The text of one block of a list of blocks: plain, or under a name that tells so."""
    if isinstance(item, dict):
        item = next((item[key] for key in _TEXT_KEYS if isinstance(item.get(key), str)), "")
    if not isinstance(item, str) or " " not in item.strip():
        return ""
    return item if "<" in item and ">" in item else escape(item, quote=False)


def _is_article(text: str) -> bool:
    """Whether *text* has an article's length, sentences, and no look of code."""
    if len(text) < ENOUGH or text.lstrip()[:1] in "{[" or text.count("{") > 5:
        return False
    plain = _TAGS.sub(" ", text)
    return len(plain.strip()) >= ENOUGH and len(_SENTENCE_END.findall(plain)) >= 3


def _rows(stream: bytes) -> Iterator[Any]:
    """The values of a stream's rows, texts and JSON."""
    at = 0
    while (colon := stream.find(b":", at)) >= 0:
        start = colon + 1
        if stream[start : start + 1] == b"T":
            comma = stream.find(b",", start, start + 12)
            try:
                size = int(stream[start + 1 : comma], 16) if comma > 0 else 0
            except ValueError:
                size = 0
            if size > 0:
                yield stream[comma + 1 : comma + 1 + size].decode("utf-8", "replace")
                at = comma + 1 + size
                continue
        end = stream.find(b"\n", start)
        end = len(stream) if end < 0 else end
        if stream[start : start + 1] in (b"[", b"{"):
            yield _loaded(stream[start:end].decode("utf-8", "replace"))
        at = end + 1


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
