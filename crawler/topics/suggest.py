"""A plain form -> a query, for people who do not want to learn the language.

compose("New Start", mentions=["Vertrag", "nuclear*"], without=["football"])
"new start" AND (vertrag OR nuclear*) NOT football
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crawler.topics.parsing import parse
from crawler.topics.query import Case, Near, Not, Phrase, Query, both, either
from crawler.topics.rarity import is_common

NEAR_BY = 30  # words; about two sentences on either side
_QUOTES = dict.fromkeys(
    map(ord, '"“”„‟«»「」『』＂'), " "
)  # one in the middle would end the phrase


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A query and what it would do, in a sentence."""

    query: str
    reason: str


def compose(
    phrase: str,
    *,
    mentions: Iterable[str] = (),
    without: Iterable[str] = (),
    exact: bool = False,
    near: bool = False,
) -> Query:
    """The query for: this phrase, one of *mentions* (*near* it), none of *without*.

    *exact* asks for the capitals as typed. Raises QueryError for what is no phrase.
    """
    wanted = _phrase(phrase, exact=exact)
    context = [_phrase(text) for text in mentions]
    unwanted = [_phrase(text) for text in without]
    if context and near:
        parts: list[Query] = [Near(wanted, either(context), NEAR_BY)]
    else:
        parts = [wanted, either(context)] if context else [wanted]
    return both([*parts, Not(either(unwanted))] if unwanted else parts)


def suggest(phrase: str) -> list[Suggestion]:
    """Ways to follow *phrase*, from the widest to the narrowest. Raises QueryError."""
    plain = _phrase(phrase)
    found = [Suggestion(str(plain), "every article with these words in a row")]
    if isinstance(plain, Phrase):
        last = plain.words[-1]
        if last.isalpha() and len(last) >= 3:
            wider = Phrase((*plain.words[:-1], f"{last}*"))
            found.insert(0, Suggestion(str(wider), "its inflections and compounds too"))
        if all(map(is_common, plain.words)):
            example = compose(phrase, mentions=["word", "another word"], near=True)
            reason = "these words are common: ask for words that belong to the matter close by"
            found.append(Suggestion(str(example), reason))
    if phrase != phrase.lower():
        exact = _phrase(phrase, exact=True)
        found.append(Suggestion(str(exact), "only in these capitals, except in all-caps headlines"))
    return found


def _phrase(text: str, *, exact: bool = False) -> Query:
    quoted = '"' + text.translate(_QUOTES).strip().strip("'") + '"'
    query = parse(f"case:{quoted}" if exact else quoted)
    assert isinstance(query, Phrase | Case)
    return query
