"""An article as queries see it: folded once, everything else made when first asked for."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import re2

from crawler.items import Article, Place
from crawler.topics import sentences
from crawler.topics.effort import Effort
from crawler.topics.locating import Locator
from crawler.topics.patterns import TIGHT, Pattern
from crawler.topics.query import FIELDS
from crawler.topics.words import (
    SOFT_HYPHEN,
    fold,
    fold_bytes,
    has_umlauts,
    keep,
    spans,
    spelled_out,
)

# Code points of a field that queries see, so that no query takes long; the longest live tickers
# have as many. An article may be stored with more: people read on, queries do not.
MAX_CHARS = 200_000
# A word's number counts through the article; each field starts at a multiple of this, so that
# nothing in one field is near anything in another.
FIELD_STEP = 1 << 24

_NO_CAPITALS = bytes(i for i in range(256) if not chr(i).isascii() or not chr(i).isupper())
_NO_SMALL = bytes(i for i in range(256) if not chr(i).isascii() or not chr(i).islower())

_TIGHT = TIGHT.encode()

Span = tuple[int, int]  # the numbers of the first and the last word


class Field:
    """Title, lead or body: its text and its folded words."""

    def __init__(self, name: str, text: str, base: int, effort: Effort) -> None:
        self.name = name
        self.is_cut = len(text) > MAX_CHARS
        self.text = text[:MAX_CHARS] if self.is_cut else text
        self.base = base  # the number of its first word
        self.folded = fold_bytes(self.text)
        self._effort = effort

    def _spend(self, letters_in_us: int) -> None:
        """Count one reading of the text, of which so many letters take a microsecond.

        Beyond the byte table (``words``) it takes four times as long.
        """
        wide = 1 if self.folded.isascii() else 4
        self._effort.spend(wide * len(self.text) // letters_in_us)

    @cached_property
    def places(self) -> list[tuple[int, int]]:
        """Where each word stands in ``text``."""
        self._spend(12)
        return spans(self.text)

    @cached_property
    def _locator(self) -> Locator:
        self._spend(30)
        return Locator(self.text)

    @cached_property
    def kept(self) -> bytes:
        """``folded`` with letter case and accents."""
        self._spend(25)
        return keep(self.text).encode()

    @cached_property
    def kept_words(self) -> list[str]:
        """The words of ``kept`` in small letters."""
        self._spend(8)
        return self.kept.decode().casefold().split()

    @cached_property
    def spelled(self) -> bytes:
        """The folded words in the reading that spells umlauts out; empty when there is none."""
        self._spend(30)
        return spelled_out(self.text).encode() if has_umlauts(self.text) else b""

    @cached_property
    def _utf8(self) -> bytes:
        return self.text.encode("utf-8", "surrogatepass")

    def is_written(self, shape: bytes) -> bool:
        """Does the regular expression find anything in ``text``?"""
        self._effort.spend(1 + len(self._utf8) // 500)
        return _compiled(shape).search(self._utf8) is not None

    @cached_property
    def other(self) -> bytes:
        """The folded words with each soft hyphen as a border; empty when there is none.

        ``folded`` reads a soft hyphen as nothing.
        """
        if SOFT_HYPHEN not in self.text:
            return b""
        self._spend(30)
        return fold_bytes(self.text.replace(SOFT_HYPHEN, " "))

    @cached_property
    def other_kept(self) -> bytes:
        """``kept`` for ``other``."""
        self._spend(25)
        return keep(self.text.replace(SOFT_HYPHEN, " ")).encode()

    @cached_property
    def _other_words(self) -> list[int]:
        """For each word of ``other``, the place of the word of ``folded`` that it is part of."""
        starts = [start for start, _ in self.places]
        self._spend(10)
        parts = spans(self.text.replace(SOFT_HYPHEN, " "))
        return [max(bisect_right(starts, start) - 1, 0) for start, _ in parts]

    @cached_property
    def shouts(self) -> bool:
        """Are most letters capitals, so that case says nothing?"""
        ascii_letters = (
            self.kept.translate(None, _NO_CAPITALS),
            self.kept.translate(None, _NO_SMALL),
        )
        if len(ascii_letters[1]) > 2 * len(ascii_letters[0]):
            return False  # ordinary text; counting letter by letter takes a hundred times as long
        capitals = sum(map(str.isupper, self.text))
        return capitals > 0.6 * (capitals + sum(map(str.islower, self.text)))

    @cached_property
    def sentence_numbers(self) -> list[int]:
        """For each word, the number of its sentence."""
        self._spend(8)
        starts = [start for start, _ in sentences.sentences(self.text)]
        return [bisect_right(starts, start) for start, _ in self.places]

    @cached_property
    def paragraph_numbers(self) -> list[int]:
        """For each word, the number of its paragraph."""
        self._spend(20)
        starts = [start for start, _ in sentences.paragraphs(self.text)]
        return [bisect_right(starts, start) for start, _ in self.places]

    def find(self, needle: bytes, text: bytes | None = None) -> list[Span]:
        """Every occurrence of *needle* as word numbers; in *text* instead of ``folded``."""
        text = self.folded if text is None else text
        self._effort.spend(1 + len(text) // 2_000)
        found, word, counted = [], self.base - 1, 0
        inner = needle.strip().count(b" ")
        at = text.find(needle)
        while at >= 0:
            upto = at + (needle[:1] == b" ")
            word += text.count(b" ", counted, upto)
            counted = upto
            found.append((word, word + inner))
            # An open beginning can stand in a word many times; the word counts once.
            at = text.find(needle, at + 1 if inner or upto > at else text.find(b" ", at))
        self._effort.spend(len(found) // 2)
        return found

    def find_shape(self, pattern: Pattern, text: bytes | None = None) -> list[Span]:
        """``find`` for a pattern that has a regular expression."""
        assert pattern.shape is not None
        text = self.folded if text is None else text
        self._effort.spend(1 + len(text) // 500)
        compiled, found, word, counted, at = _compiled(pattern.shape), [], self.base - 1, 0, 0
        while match := compiled.search(text, at):
            start, end = match.span()
            # A long word may be tried from each letter, and its ends are sought step by step.
            self._effort.spend(4 + (start - at) // 200 + (end - start) // 6)
            start += text[start : start + 1] == b" "
            end -= text[end - 1 : end] == b" "
            word += text.count(b" ", counted, start)
            counted = start
            span = (word, word + text.count(b" ", start, end))
            is_longer = span[1] - word >= pattern.n_words
            if not is_longer or self._is_tight(pattern, match[0], span):
                found.append(span)
            at = match.start() + 1
        return found

    def _is_tight(self, pattern: Pattern, found: bytes, span: Span) -> bool:
        """Did the stars of *pattern*, by which the words of *span* were *found*, pass no blank?"""
        assert pattern.tight is not None
        self._effort.spend(10 + 2 * (span[1] - span[0]))
        places = [self._locator.place(n - self.base) for n in range(span[0], span[1] + 1)]
        gaps = [self.text[a[1] : b[0]] for a, b in pairwise(places)]
        signs = [b" " if any(map(str.isspace, gap)) else _TIGHT for gap in gaps]
        words = found.strip(b" ").split(b" ")
        parted = b"".join(one for pair in zip(words, [*signs, b""], strict=True) for one in pair)
        edges = found[: found[:1] == b" "], found[len(found) - (found[-1:] == b" ") :]
        return _compiled(pattern.tight).fullmatch(edges[0] + parted + edges[1]) is not None

    def find_other(self, needle: bytes, *, in_case: bool = False) -> list[Span]:
        """``find`` in the other reading, as word numbers of the first."""
        if not self.other:
            return []
        text = self.other_kept if in_case else self.other
        if needle not in text:
            return []
        words, base = self._other_words, self.base
        spans = self.find(needle, text)
        return [(base + words[first - base], base + words[last - base]) for first, last in spans]

    def place(self, span: Span) -> Place:
        """Where the words of *span* stand in the stored text."""
        first, last = (self._locator.place(number - self.base) for number in span)
        return Place(self.name, first[0], last[1])


@lru_cache(maxsize=4096)
def _compiled(shape: bytes) -> Any:
    options = re2.Options()
    options.encoding = re2.Options.Encoding.UTF8
    options.log_errors = False
    return re2.compile(shape, options)


class Document:
    """One article. ``scan`` is what automata read: all fields and readings, parted by line ends."""

    def __init__(self, article: Article, source: str, now: datetime | None) -> None:
        self.article, self.source, self.now = article, source, now
        self.effort = Effort()
        self.title = Field("title", article.title, 0, self.effort)
        self.lead = Field("lead", article.lead or "", FIELD_STEP, self.effort)
        self.body = Field("body", article.text, 2 * FIELD_STEP, self.effort)
        self.fields = (self.title, self.lead, self.body)
        parts = [self.title.folded, self.lead.folded, self.body.folded]
        parts += [field.other for field in self.fields if SOFT_HYPHEN in field.text]
        self.scan = b"\n".join(parts)

    @classmethod
    def of(
        cls,
        article: Article,
        *,
        source: str = "",
        country: str | None = None,
        now: datetime | None = None,
    ) -> Document:
        """*article* as it came from the feed *source* (its name) of *country*.

        *now* is only needed for queries with a relative time (``published:7d``).
        """
        document = cls(article, source, now)
        if country is not None:
            document.__dict__["country"] = country.casefold()
        return document

    @cached_property
    def folded_title(self) -> str:
        """The title's words; for fingerprints."""
        return self.title.folded.decode()

    @cached_property
    def folded_text(self) -> str:
        """The words of lead and body; for fingerprints."""
        return fold(f"{self.lead.text}\n{self.body.text}")

    @cached_property
    def indexed_title(self) -> str:
        """``folded_title`` and its other reading; for a search index."""
        return self.folded_title + self.title.other.decode()

    @cached_property
    def indexed_text(self) -> str:
        """``folded_text`` and its other reading; for a search index."""
        return self.folded_text + self.lead.other.decode() + self.body.other.decode()

    @cached_property
    def language(self) -> str:
        """ISO 639-1, or empty."""
        return (self.article.language or "").casefold().replace("_", "-").partition("-")[0]

    @cached_property
    def country(self) -> str:
        """ISO 3166-1 alpha-2 in small letters, or empty."""
        return (self.article.country or "").casefold()

    @cached_property
    def sites(self) -> tuple[str, ...]:
        """The host of the address and the domains above it: news.example.org, example.org, org."""
        host = (urlsplit(self.article.url).hostname or "").casefold().removeprefix("www.")
        labels = host.split(".")
        return tuple(".".join(labels[i:]) for i in range(len(labels)))

    @cached_property
    def names(self) -> dict[str, str]:
        """Folded words of the properties that are names, in both readings, parted by line ends."""
        article = self.article
        names = {
            "source": (self.source, article.site_name or "", article.agency or ""),
            "author": article.authors,
            "section": (article.section or "",),
        }
        return {
            kind: "\n".join(reading(one) for one in some for reading in (fold, spelled_out))
            for kind, some in names.items()
        }

    @cached_property
    def memory(self) -> dict[object, list[Span]]:
        """What was found for a part of a query; many queries ask for the same words."""
        return {}

    @cached_property
    def words_by_letter(self) -> dict[str, dict[str, list[int]]]:
        """The numbers of each word, in small letters with accents, by its first folded letter."""
        found: dict[str, dict[str, list[int]]] = {}
        for field in self.fields:
            self.effort.spend(len(field.text) // 8)
            for number, (word, folded) in enumerate(
                zip(field.kept_words, field.folded.decode().split(), strict=True), field.base
            ):
                found.setdefault(folded[0], {}).setdefault(word, []).append(number)
        return found

    def place(self, span: Span) -> Place:
        """Where the words of *span* stand in the stored text."""
        return self.fields[span[0] // FIELD_STEP].place(span)

    def text(self, place: Place) -> str:
        """What stands at *place*."""
        return self.fields[FIELDS.index(place.field)].text[place.start : place.end]

    def field_of(self, span: Span) -> Field:
        """The field that *span* is in."""
        return self.fields[span[0] // FIELD_STEP]

    def has(self, name: str, value: str) -> bool:
        """Is the property so? Names are found by a part of theirs, in whole words."""
        if name == "lang":
            return self.language == value
        if name == "country":
            return self.country == value
        if name == "site":
            return value in self.sites
        if name == "type":
            return self.article.access.value == value
        if name == "url":
            return value in self.article.url.casefold()
        return f" {value} " in self.names[name]


assert FIELDS == ("title", "lead", "body"), "Document.__init__ lays the fields out in this order"
