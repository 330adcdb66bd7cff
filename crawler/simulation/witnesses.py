"""A query -> a sentence that it matches, so that an invented article can be about a topic."""

from __future__ import annotations

from collections.abc import Mapping

from crawler.errors import QueryError
from crawler.items import Access, Article
from crawler.topics.document import Document
from crawler.topics.parsing import parse_whole
from crawler.topics.places import holds
from crawler.topics.query import And, AtLeast, Case, In, Near, Or, Phrase, Query, Stem

# A wildcard stands for some letters.
STAR, MARK = "en", "e"
LANGUAGES = ("en", "de", "fr")


def witness(text: str, saved: Mapping[str, str]) -> dict[str, str]:
    """Sentences that the query matches, by language; empty when none was found.

    Alternatives are tried in their order. What only an author, a place or a pattern decides has
    no sentence.
    """
    try:
        query = parse_whole(text, dict(saved))
    except QueryError:
        return {}
    return {
        language: sentence
        for language in LANGUAGES
        if (sentence := _first(query, language)) is not None
    }


def _first(query: Query, language: str) -> str | None:
    for words in _tries(query):
        sentence = f"{words[:1].upper()}{words[1:]}."
        if _matches(query, sentence, language):
            return sentence
    return None


def _tries(query: Query) -> list[str]:
    """Texts that may match, the likeliest first; a handful at most."""
    match query:
        case Phrase(words=words) | Case(words=words):
            return [" ".join(word.replace("*", STAR).replace("?", MARK) for word in words)]
        case Stem(word=word):
            return [word]
        case Or(parts=parts):
            return [text for part in parts for text in _tries(part)][:12]
        case And(parts=parts):
            found = [_tries(part)[:1] for part in parts]
            return [" ".join(one[0] for one in found if one)]
        case Near(left=left, right=right):
            return [f"{a} {b}" for a in _tries(left)[:3] for b in _tries(right)[:3]]
        case In(part=part):
            return _tries(part)
        case AtLeast(count=count, part=part):
            return [", ".join([text] * count) for text in _tries(part)[:3]]
    return []


def _matches(query: Query, sentence: str, language: str) -> bool:
    article = Article(
        url="https://outlet.example/a",
        title=sentence,
        text=sentence,
        access=Access.FULL,
        language=language,
    )
    return holds(query, Document.of(article))
