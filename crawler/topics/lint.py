"""A query and a sample of the archive -> what is likely wrong with it, with evidence.

Pure: the caller brings the documents, newest or random ones; a few thousand are plenty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from crawler.topics.document import Document
from crawler.topics.places import find, holds
from crawler.topics.query import And, Case, Not, Or, Phrase, Query, Stem, children, walk
from crawler.topics.rarity import is_common
from crawler.topics.words import fold

_OPERATORS_OF_OTHERS = frozenset({"and", "or", "not", "near", "und", "oder", "nicht", "et", "ou"})
EXPLODES = 60  # different words for one star
MANY_LACK = 0.5  # of a phrase's hits
MIN_STEM = 5  # letters; shorter words are inside too many others
MIN_HITS = 5  # fewer prove nothing


@dataclass(frozen=True, slots=True)
class Remark:
    """What is likely wrong with a part, and a text that would put it right, if there is one."""

    part: str
    message: str
    instead: str = ""


def lint(query: Query, documents: Sequence[Document] = ()) -> list[Remark]:
    """Remarks about *query*, saved queries written out; the first matters most."""
    remarks = list(_operators(query))
    if documents:
        words = _words_of(documents)
        remarks += _never_seen(query, documents)
        remarks += _without_context(query, documents)
        remarks += _explosions(query, documents)
        remarks += _missed_forms(query, words)
    return remarks


def _operators(query: Query) -> Iterator[Remark]:
    for part in walk(query):
        if not isinstance(part, And | Or):
            continue
        for word in part.parts:
            if isinstance(word, Phrase) and len(word.words) == 1:
                text = word.words[0]
                if text in _OPERATORS_OF_OTHERS:
                    message = "is looked for as a word; operators are AND, OR, NOT, in capitals"
                    yield Remark(text, message)


def _never_seen(query: Query, documents: Sequence[Document]) -> Iterator[Remark]:
    for leaf in _leaves(query):
        if not any(holds(leaf, document) for document in documents):
            yield Remark(str(leaf), f"is in none of {len(documents):,} articles")


def _leaves(query: Query) -> list[Query]:
    """The words and phrases that are wanted, once each."""
    if isinstance(query, Phrase | Case | Stem):
        return [query]
    if isinstance(query, Not):
        return []
    return list(dict.fromkeys(leaf for part in children(query) for leaf in _leaves(part)))


def _without_context(query: Query, documents: Sequence[Document]) -> Iterator[Remark]:
    """Phrases of common words that are asked for alone, beside parts that would tell."""
    if not isinstance(query, Or | Phrase):
        return
    alternatives = query.parts if isinstance(query, Or) else (query,)
    for phrase in alternatives:
        if not isinstance(phrase, Phrase) or not all(
            is_common(fold(w).strip()) for w in phrase.words
        ):
            continue
        context = [leaf for leaf in _leaves(query) if leaf != phrase]
        hits = [document for document in documents if holds(phrase, document)]
        lacking = [d for d in hits if not any(holds(leaf, d) for leaf in context)]
        if len(hits) >= MIN_HITS and len(lacking) > MANY_LACK * len(hits):
            message = f"{len(lacking)} of its {len(hits)} articles have no other word of the query"
            yield Remark(str(phrase), message, f"{phrase} NEAR/30 (word OR another)")


def _explosions(query: Query, documents: Sequence[Document]) -> Iterator[Remark]:
    for leaf in _leaves(query):
        if not isinstance(leaf, Phrase) or "*" not in "".join(leaf.words):
            continue
        forms = Counter(
            fold(document.text(document.place(span))).strip()
            for document in documents
            for span in find(leaf, document)
        )
        if len(forms) > EXPLODES:
            some = ", ".join(word for word, _ in forms.most_common(8))
            yield Remark(str(leaf), f"stands for {len(forms)} different words: {some} …")


def _words_of(documents: Iterable[Document]) -> Counter[str]:
    """In how many articles each folded word is."""
    return Counter(
        word
        for document in documents
        for word in set(document.folded_title.split()) | set(document.folded_text.split())
    )


def _missed_forms(query: Query, words: Counter[str]) -> Iterator[Remark]:
    """Inflections and compounds in the archive that a whole word does not find."""
    leaves = [leaf for leaf in _leaves(query) if isinstance(leaf, Phrase) and len(leaf.words) == 1]
    wanted = {fold(leaf.words[0].strip("*")).strip() for leaf in leaves}
    for leaf in leaves:
        word = fold(leaf.words[0]).strip()
        if "*" in leaf.words[0] or "?" in leaf.words[0] or len(word) < MIN_STEM:
            continue
        others = {other: count for other, count in words.items() if other not in wanted}
        begins = _commonest({w: n for w, n in others.items() if w.startswith(word)})
        ends = _commonest({w: n for w, n in others.items() if w.endswith(word)})
        for forms, instead in ((begins, f"{leaf.words[0]}*"), (ends, f"*{leaf.words[0]}")):
            if forms:
                some = ", ".join(f"{form} ({count})" for form, count in forms)
                yield Remark(str(leaf), f"does not find: {some}", instead)


def _commonest(counts: dict[str, int]) -> list[tuple[str, int]]:
    return Counter(counts).most_common(5)
