"""A slow, obvious evaluator: what the language means, without any of the matcher's ideas.

It cuts text into words one character at a time, tries every word against every pattern and every
pair of places for NEAR. It shares the parser and the tree with the program, nothing else but the
table of single letters (``words.fold`` of one character). Regular expressions are Python's, stems
those of the stemmer itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product

import snowballstemmer

from crawler.items import Article
from crawler.topics import query as q
from crawler.topics.words import fold, keep

Place = tuple[str, int, int]  # field, first word, last word

APOSTROPHES = "'’‘ʼ＇‛`´"
STEMMERS = {"de": "german", "en": "english", "fr": "french", "nl": "dutch", "ru": "russian"}
SPELLED = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}


@dataclass(frozen=True)
class Word:
    """A word as written, and what parts it from the one before."""

    text: str
    tight: bool  # no blank
    sentence: bool  # the end of a sentence
    paragraph: bool


def words_of(text: str) -> list[Word]:
    """The words of a text, punctuation removed."""
    half_width = "[\uff65-\uff9f]+"  # kana whose marks stand behind them
    text = re.sub(half_width, lambda some: unicodedata.normalize("NFKC", some[0]), text)
    text = unicodedata.normalize("NFC", text)
    words: list[Word] = []
    word, start, end = "", 0, 0

    def close(at: int) -> None:
        nonlocal word, end
        if word:
            gap = text[end:start]
            ends = _ends_sentence(text[:end], gap, text[start])
            words.append(Word(word, not any(map(str.isspace, gap)), ends, "\n" in gap))
            word, end = "", at

    for i, char in enumerate(text):
        is_not = re.search("[nN]$", word) and re.match("[tT](?!\\w)", text[i + 1 :])
        if char in APOSTROPHES and is_not:
            continue
        if fold(char).strip():
            if _stands_alone(char):
                close(i)
            start = start if word else i
            word += char
            if _stands_alone(char):
                close(i + 1)
        elif _parts(char):
            close(i)
    close(len(text))
    return words


def _ends_sentence(before: str, gap: str, following: str) -> bool:
    """Is there the end of a sentence in what parts two words? Line ends are; a full stop when
    neither one letter stands before it nor a small one behind."""
    stop = re.search("[.]+\\s", gap)
    if "\n" in gap:
        return True
    return bool(stop) and not re.search(r"\b[^\W\d_]$", before) and not following.islower()


def _stands_alone(char: str) -> bool:
    return len(fold(char * 2).split()) == 2


def _parts(char: str) -> bool:
    return len(fold(f"x{char}x").split()) == 2


Scope = tuple[tuple[str, ...], int | None]  # fields, and of lead and body only so many words
ANYWHERE: Scope = (q.FIELDS, None)


class Reference:
    """One article, and what is true of it."""

    def __init__(
        self,
        article: Article,
        *,
        source: str = "",
        now: datetime | None = None,
        saved: Mapping[str, q.Query] | None = None,
    ) -> None:
        self.article, self.source, self.now, self.saved = article, source, now, saved or {}
        self.texts = {"title": article.title, "lead": article.lead or "", "body": article.text}
        self.words = {name: words_of(text) for name, text in self.texts.items()}

    def holds(self, node: q.Query, scope: Scope = ANYWHERE) -> bool:
        match node:
            case q.And(parts):
                return all(self.holds(part, scope) for part in parts)
            case q.Or(parts):
                return any(self.holds(part, scope) for part in parts)
            case q.Not(part):
                return not self.holds(part, scope)
            case q.In(field, part, first):
                return self.holds(part, _scope(field, first))
            case q.AtLeast(count, part):
                return len(self.find(part, scope)) >= count
            case q.Saved(name):
                return self.holds(self.saved[name], scope)
            case q.Regex(pattern):
                return any(self._regex(pattern, field, scope[1]) for field in scope[0])
            case q.Property(name, value):
                return self._property(name, value)
            case _:
                return bool(self.find(node, scope))

    def find(self, node: q.Query, scope: Scope = ANYWHERE) -> set[Place]:
        match node:
            case q.Phrase(words) | q.Case(words):
                return self._phrase(words, scope, in_case=isinstance(node, q.Case))
            case q.Stem(word):
                return self._stem(word, scope)
            case q.Or(parts):
                return set().union(*(self.find(part, scope) for part in parts))
            case q.In(field, part, first):
                return self.find(part, _scope(field, first))
            case q.Saved(name):
                return self.find(self.saved[name], scope)
            case q.Near():
                return self._near(node, self.find(node.left, scope), self.find(node.right, scope))
        raise AssertionError(node)

    def _regex(self, pattern: str, field: str, first: int | None) -> bool:
        text = self.texts[field]
        matches = re.finditer(pattern, text, re.IGNORECASE)
        ends = (match.end() for match in matches if match[0])
        return any(
            first is None or self._before(field) + len(words_of(text[:end])) <= first
            for end in ends
        )

    def _before(self, field: str) -> int:
        """How many words of lead and body stand before the field."""
        return len(self.words["lead"]) if field == "body" else 0

    def _property(self, name: str, value: str) -> bool:
        article, host = self.article, self.article.url.split("/")[2].removeprefix("www.")
        names = {
            "source": [self.source, article.site_name or "", article.agency or ""],
            "author": article.authors,
            "section": [article.section or ""],
        }
        if name in names:
            readings = [_of_name(one, change) for one in names[name] for change in (fold, _spell)]
            return any(f" {value} " in f" {one} " for one in readings)
        return {
            "lang": lambda: (article.language or "").lower().split("-")[0] == value,
            "country": lambda: (article.country or "").lower() == value,
            "type": lambda: article.access.value == value,
            "url": lambda: value in article.url.lower(),
            "site": lambda: host == value or host.endswith(f".{value}"),
            "published": lambda: self._published(value),
        }[name]()

    def _published(self, value: str) -> bool:
        at = self.article.published_at
        if at is None:
            return False
        if value.endswith("d"):
            assert self.now is not None
            return at >= self.now - timedelta(days=int(value[:-1]))
        day, (sign, first, last) = at.astimezone(UTC).date().isoformat(), _dates(value)
        begun, over = day[: len(first)], day[: len(last)]  # of a month or year as of a day
        return {">=": begun >= first, "<": begun < first, "": begun >= first and over <= last}[sign]

    def _stem(self, word: str, scope: Scope) -> set[Place]:
        language = self.article.language or ""
        if language not in STEMMERS:
            return self._phrase((word,), scope, in_case=False)
        stemmer = snowballstemmer.stemmer(STEMMERS[language])
        return {
            (field, at, at)
            for field in scope[0]
            for at, one in enumerate(self.words[field])
            if stemmer.stemWord(keep(one.text).strip().casefold()) == stemmer.stemWord(word)
            if self._within(field, at, scope[1])
        }

    def _within(self, field: str, last: int, first: int | None) -> bool:
        return first is None or self._before(field) + last < first

    def _phrase(self, words: tuple[str, ...], scope: Scope, *, in_case: bool) -> set[Place]:
        found = set()
        for field in scope[0]:
            text = self.words[field]
            exact = in_case and not _shouts(self.texts[field])
            for first, last in product(range(len(text)), repeat=2):
                if not (first <= last and self._within(field, last, scope[1])):
                    continue
                if _same(words, text[first : last + 1], exact=exact):
                    found.add((field, first, last))
        return found

    def _near(self, node: q.Near, lefts: set[Place], rights: set[Place]) -> set[Place]:
        if node.without:
            return {
                a
                for a in lefts
                if not any(self._close(node, a, b) or _overlap(a, b) for b in rights)
            }
        found = set()
        for a, b in product(lefts, rights):
            if self._close(node, a, b) and (_closest(a, b, rights) or _closest(b, a, lefts)):
                found.add((a[0], min(a[1], b[1]), max(a[2], b[2])))
        return found

    def _close(self, node: q.Near, a: Place, b: Place) -> bool:
        if a[0] != b[0] or _overlap(a, b) or (node.ordered and b[1] < a[1]):
            return False
        last, first = min(a[2], b[2]), max(a[1], b[1])  # of the one before, of the one behind
        if node.distance is not None:
            return first - last - 1 <= node.distance
        between = self.words[a[0]][last + 1 : first + 1]
        return not any(getattr(word, node.unit) for word in between)


def _scope(field: str, first: int | None) -> Scope:
    return ((field,), None) if first is None else (("lead", "body"), first)


def _of_name(name: str, change: Callable[[str], str]) -> str:
    return " ".join(change(word.text).strip() for word in words_of(name))


def _dates(value: str) -> tuple[str, str, str]:
    """>=day, <day, day, day..day, day.. -> sign, first, last."""
    sign = re.match("[<>=]*", value)
    assert sign is not None
    first, dots, last = value.removeprefix(sign[0]).partition("..")
    return sign[0], first, last or ("9" if dots else first)


def _shouts(text: str) -> bool:
    capitals, small = sum(map(str.isupper, text)), sum(map(str.islower, text))
    return capitals > 0.6 * (capitals + small)


def _overlap(a: Place, b: Place) -> bool:
    return a[0] == b[0] and a[1] <= b[2] and b[1] <= a[2]


def _closest(a: Place, b: Place, others: set[Place]) -> bool:
    """Is *b* the first of *others* on its side of *a*? Of several, the shortest."""
    if b[1] > a[2]:
        return (b[1], b[2]) == min((o[1], o[2]) for o in others if o[0] == a[0] and o[1] > a[2])
    return (b[2], b[1]) == max((o[2], o[1]) for o in others if o[0] == a[0] and o[2] < a[1])


def _same(wanted: tuple[str, ...], text: list[Word], *, exact: bool) -> bool:
    """Do these words of the text say what the query wants, each in one of its spellings?"""
    if exact:
        plain = [keep(word.text).strip() for word in text]
        forms = _dotted([_kept(word) for word in wanted])
        return any(_fits(form, plain) for form in forms) or _hyphened(_edged(forms[0]), text, plain)
    plain = [fold(word.text).strip() for word in text]
    if any(_fits(form, plain) for form in _dotted([_folded(word) for word in wanted])):
        return True
    if _hyphened(_edged([_folded(word) for word in wanted]), text, plain):
        return True
    if len(wanted) != len(text):
        return False
    return all(_same_word(a, b.text) for a, b in zip(wanted, text, strict=True))


def _same_word(wanted: str, word: str) -> bool:
    return any(_spelled_alike(one, word) for one in (wanted, *_other_micro(wanted)))


def _other_micro(wanted: str) -> list[str]:
    """A millionth is written by a sign of its own, or by a Greek letter among Latin ones."""
    swaps = [("µ", "μ"), ("μ", "µ")]
    return [
        wanted.replace(a, b) for a, b in swaps if a in wanted and wanted.replace(a, "").isascii()
    ]


def _spelled_alike(wanted: str, word: str) -> bool:
    folded = _folded(wanted)
    if _fits([folded], [fold(word).strip()]) or _fits(
        [_folded(wanted, spelled=True)], [fold(word).strip()]
    ):
        return True
    spells_out = re.search("(?<![aeiouqy])[aou]e", folded) is not None
    return spells_out and _fits([folded], [_spell(word)])


def _hyphened(wanted: list[str], text: list[Word], plain: list[str]) -> bool:
    """``newstart*vertrag``: Newstart-Vertrag. Each star passes one such sign, but for those at the
    edges of a phrase."""
    if not wanted:
        return not text
    word, *others = wanted
    for taken in range(1, 1 + len(text)):
        if not all(one.tight for one in text[1:taken]):
            return False
        if _passes(word, " ".join(plain[:taken])) and _hyphened(
            others, text[taken:], plain[taken:]
        ):
            return True
    return False


def _edged(wanted: list[str]) -> list[str]:
    """With the stars at the edges of the phrase as ~."""
    text = " ".join(wanted)
    text = re.sub("^[*]", "~", text)
    return re.sub("[*]$", "~", text).split(" ")


def _passes(word: str, text: str) -> bool:
    signs = {"*": "[^ ]*( [^ ]*)?", "~": "[^ ]*", "?": "[^ ]"}
    return bool(re.fullmatch("".join(signs.get(x, re.escape(x)) for x in word), text))


def _kept(word: str) -> str:
    return "".join(x if x in ("*", "?") else keep(x).strip() for x in re.split("([*?])", word))


def _folded(word: str, *, spelled: bool = False) -> str:
    change = _spell if spelled else (lambda piece: fold(piece).strip())
    return "".join(x if x in ("*", "?") else change(x) for x in re.split("([*?])", word))


def _spell(word: str) -> str:
    text = unicodedata.normalize("NFC", word).casefold()
    return fold("".join(SPELLED.get(char, char) for char in text)).strip()


def _dotted(words: list[str]) -> list[list[str]]:
    if len(words) == 1 and 2 <= len(words[0]) <= 4 and words[0].isalpha():
        return [words, list(words[0])]
    return [words]


def _fits(form: list[str], text: list[str]) -> bool:
    if len(form) != len(text):
        return False
    shapes = ("".join({"*": ".*", "?": "."}.get(x, re.escape(x)) for x in word) for word in form)
    return all(re.fullmatch(shape, word) for shape, word in zip(shapes, text, strict=True))
