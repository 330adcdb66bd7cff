"""A slow, obvious evaluator: what the language means, without any of the matcher's ideas.

It cuts text into words one character at a time, tries every word against every pattern and every
pair of places for NEAR. It shares the parser and the tree with the program, nothing else but the
table of single letters (``words.fold`` of one character).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import product

from crawler.topics import query as q
from crawler.topics.words import fold, keep

Place = tuple[str, int, int]  # field, first word, last word

APOSTROPHES = "'’‘ʼ＇‛`´"
SPELLED = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}


@dataclass(frozen=True)
class Word:
    """A word as written, and whether no blank parts it from the one before."""

    text: str
    tight: bool


def words_of(text: str) -> list[Word]:
    """The words of a text, punctuation removed."""
    text = unicodedata.normalize("NFC", text)
    words: list[Word] = []
    word, tight = "", True

    def close() -> None:
        nonlocal word, tight
        if word:
            words.append(Word(word, tight))
            word, tight = "", True

    for i, char in enumerate(text):
        is_not = re.search("[nN]$", word) and re.match("[tT](?!\\w)", text[i + 1 :])
        if char in APOSTROPHES and is_not:
            continue
        if fold(char).strip() and not _stands_alone(char):
            word += char
        elif fold(char).strip():
            close()
            word = char
            close()
        elif _parts(char):
            close()
            tight = tight and not char.isspace()
    close()
    return words


def _stands_alone(char: str) -> bool:
    return len(fold(char * 2).split()) == 2


def _parts(char: str) -> bool:
    return len(fold(f"x{char}x").split()) == 2


class Reference:
    """One article, and what is true of it."""

    def __init__(self, title: str, lead: str, body: str) -> None:
        self.texts = {"title": title, "lead": lead, "body": body}
        self.words = {name: words_of(text) for name, text in self.texts.items()}

    def holds(self, node: q.Query, fields: tuple[str, ...] = q.FIELDS) -> bool:
        match node:
            case q.And(parts):
                return all(self.holds(part, fields) for part in parts)
            case q.Or(parts):
                return any(self.holds(part, fields) for part in parts)
            case q.Not(part):
                return not self.holds(part, fields)
            case q.In(field, part, None):
                return self.holds(part, (field,))
            case q.AtLeast(count, part):
                return len(self.find(part, fields)) >= count
            case _:
                return bool(self.find(node, fields))

    def find(self, node: q.Query, fields: tuple[str, ...] = q.FIELDS) -> set[Place]:
        match node:
            case q.Phrase(words) | q.Case(words):
                return self._phrase(words, fields, in_case=isinstance(node, q.Case))
            case q.Or(parts):
                return set().union(*(self.find(part, fields) for part in parts))
            case q.In(field, part, None):
                return self.find(part, (field,))
            case q.Near():
                return self._near(node, self.find(node.left, fields), self.find(node.right, fields))
        raise AssertionError(node)

    def _phrase(
        self, words: tuple[str, ...], fields: tuple[str, ...], *, in_case: bool
    ) -> set[Place]:
        found = set()
        for field in fields:
            text = self.words[field]
            exact = in_case and not _shouts(self.texts[field])
            for first, last in product(range(len(text)), repeat=2):
                if first <= last and _same(words, text[first : last + 1], exact=exact):
                    found.add((field, first, last))
        return found

    def _near(self, node: q.Near, lefts: set[Place], rights: set[Place]) -> set[Place]:
        if node.without:
            return {
                a for a in lefts if not any(_close(node, a, b) or _overlap(a, b) for b in rights)
            }
        found = set()
        for a, b in product(lefts, rights):
            if _close(node, a, b) and (_closest(a, b, rights) or _closest(b, a, lefts)):
                found.add((a[0], min(a[1], b[1]), max(a[2], b[2])))
        return found


def _shouts(text: str) -> bool:
    capitals, small = sum(map(str.isupper, text)), sum(map(str.islower, text))
    return capitals > 0.6 * (capitals + small)


def _overlap(a: Place, b: Place) -> bool:
    return a[0] == b[0] and a[1] <= b[2] and b[1] <= a[2]


def _close(node: q.Near, a: Place, b: Place) -> bool:
    assert node.distance is not None
    if a[0] != b[0] or _overlap(a, b) or (node.ordered and b[1] < a[1]):
        return False
    return max(a[1], b[1]) - min(a[2], b[2]) - 1 <= node.distance


def _closest(a: Place, b: Place, others: set[Place]) -> bool:
    """Is *b* the first of *others* on its side of *a*? Of several, the shortest."""
    if b[1] > a[2]:
        return (b[1], b[2]) == min((o[1], o[2]) for o in others if o[0] == a[0] and o[1] > a[2])
    return (b[2], b[1]) == max((o[2], o[1]) for o in others if o[0] == a[0] and o[2] < a[1])


def _same(wanted: tuple[str, ...], text: list[Word], *, exact: bool) -> bool:
    """Do these words of the text say what the query wants, each in one of its spellings?"""
    if exact:
        plain = [keep(word.text).strip() for word in text]
        forms = _dotted([keep(word).strip() for word in _pieced(wanted)])
        return any(_fits(form, plain) for form in forms)
    plain = [fold(word.text).strip() for word in text]
    if any(_fits(form, plain) for form in _dotted([_folded(word) for word in wanted])):
        return True
    if len(wanted) == 1 and len(text) == 2 and text[1].tight and re.search(".[*].", wanted[0]):
        return _fits([_folded(wanted[0])], [" ".join(plain)])  # newstart*vertrag: Newstart-Vertrag
    if len(wanted) != len(text):
        return False
    return all(_same_word(a, b.text) for a, b in zip(wanted, text, strict=True))


def _same_word(wanted: str, word: str) -> bool:
    folded = _folded(wanted)
    if _fits([folded], [fold(word).strip()]) or _fits(
        [_folded(wanted, spelled=True)], [fold(word).strip()]
    ):
        return True
    spells_out = re.search("(?<![aeiouqy])[aou]e", folded) is not None
    return spells_out and _fits([folded], [_spell(word)])


def _pieced(words: tuple[str, ...]) -> tuple[str, ...]:
    assert not any(set(word) & set("*?") for word in words), "no wildcards in case: here"
    return words


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
