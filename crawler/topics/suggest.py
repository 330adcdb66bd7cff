"""A plain form -> a query, for people who do not want to learn the language.

compose("New Start", mentions=["Vertrag", "nuclear*"], without=["football"])
"new start" AND (vertrag OR nuclear*) NOT football

compose("talks between Russia and the United States about warheads")
"united states" AND stem:warheads AND russia

A few words are a phrase. Nobody prints a whole sentence as somebody else typed it, so of a sentence
the words that say most are asked for, wherever they stand in an article.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crawler.topics.parsing import parse
from crawler.topics.query import Case, Near, Not, Phrase, Query, Stem, both, either
from crawler.topics.rarity import Rarity, is_common
from crawler.topics.words import fold, written

NEAR_BY = 30  # words; about two sentences on either side
_QUOTES = dict.fromkeys(
    map(ord, '"“”„‟«»「」『』＂'), " "
)  # one in the middle would end the phrase
SENTENCE = 5  # words; from there on it is no name and no term
SAY_MOST = 3  # words of a sentence; with all of them little is found
# What people say to somebody who listens, and no article for it.
_WISHES_TEXT = """
tell inform alert watch follow find show want know news article articles anything everything
something please whenever happens happen says say between what where which who why how already
during sag sage mir uns suche finde zeige melde informiere alles etwas nachrichten artikel bitte
sobald wenn passiert zwischen wahrend was wer wo warum schon dites cherche montre articles tout
lorsque entre pendant quand quoi moi deja между
"""
_WISHES = frozenset(_WISHES_TEXT.split())
# Words by which a sentence is German, where every noun has a capital and two in a row are no name.
_GERMAN_TEXT = "der die das den dem des und mit von zu im ist ein eine einen wenn"
_GERMAN = frozenset(_GERMAN_TEXT.split())
_EDGES = " .,;:!?()[]…–—-/'’"


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

    *exact* asks for the capitals as typed. Of a sentence that is asked for alone or with *mentions*
    anywhere, the words that say most. Raises QueryError for what is no phrase.
    """
    wanted = _phrase(phrase, exact=exact)
    wishes = [] if exact or near else _matter(phrase)[:SAY_MOST]
    context = [_phrase(text) for text in mentions]
    unwanted = [_phrase(text) for text in without]
    if context and near:
        parts: list[Query] = [Near(wanted, either(context), NEAR_BY)]
    else:
        parts = [*(wishes or [wanted]), *([either(context)] if context else [])]
    return both([*parts, Not(either(unwanted))] if unwanted else parts)


def suggest(phrase: str) -> list[Suggestion]:
    """Ways to follow *phrase*, from the widest to the narrowest. Raises QueryError."""
    plain = _phrase(phrase)
    if matter := _matter(phrase):
        return _of_sentence(plain, matter)
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


def _of_sentence(plain: Query, matter: list[Query]) -> list[Suggestion]:
    most = both(matter[:SAY_MOST])
    found = [Suggestion(str(most), "the words that say most, wherever they stand in an article")]
    if len(matter) > SAY_MOST:
        reason = "all words that say something: little is found"
        found.append(Suggestion(str(both(matter)), reason))
    reason = "this very sentence, word by word, as in a quotation"
    return [*found, Suggestion(str(plain), reason)]


def _matter(text: str) -> list[Query]:
    """Names and words of a sentence, what says most first; empty for what is no sentence."""
    words = [word for word in (x.strip(_EDGES) for x in text.translate(_QUOTES).split()) if word]
    if len(words) < SENTENCE:
        return []
    names, others = dict[Query, None](), dict[Query, float]()
    rarity = Rarity()
    for run in _runs(words):
        if len(run) > 1:
            names[_phrase(" ".join(run))] = None
            continue
        may_be_name = run[0][0].isupper() and run[0] is not words[0]
        for word in written(run[0]).replace("'", " ").split():
            folded = fold(word).strip()
            if len(folded) < 3 or is_common(folded) or folded in _WISHES:
                continue
            is_word = folded.isalpha() and not may_be_name
            query = parse(f"stem:{word}" if is_word else f'"{word}"')
            if isinstance(query, Phrase | Stem):
                others[query] = rarity(f" {folded} ".encode())
    return [*names, *sorted(others, key=lambda one: others[one])]


def _runs(words: list[str]) -> list[list[str]]:
    """Words in a row that begin with capitals as one, every other word alone."""
    runs: list[list[str]] = []
    joins = _GERMAN.isdisjoint(words)
    for number, word in enumerate(words):
        # The first word of a sentence has a capital in any case.
        goes_on = joins and number > 1 and word[0].isupper() and words[number - 1][0].isupper()
        if goes_on:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _phrase(text: str, *, exact: bool = False) -> Query:
    quoted = '"' + text.translate(_QUOTES).strip().strip("'") + '"'
    query = parse(f"case:{quoted}" if exact else quoted)
    assert isinstance(query, Phrase | Case)
    return query
