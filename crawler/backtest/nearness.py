"""A query that an article does not match, explained -> the parts that came nearest. Pure.

"new start" NEAR/5 treaty          14 words apart at the closest
"new start treaty"                 without: treaty
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean

from crawler.topics.document import Document
from crawler.topics.explain import Explanation
from crawler.topics.places import find
from crawler.topics.query import And, Case, Near, Or, Phrase, Query, children

MOST = 3  # alternatives that are told


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A part that would have had to hold."""

    part: str  # canonical
    note: str  # what it lacked, for people; may be empty
    nearness: float  # 0: nothing of it occurs; below 1


def nearest(query: Query, explanation: Explanation, document: Document) -> list[NearMiss]:
    """What failed, the nearest first: of alternatives the best, of what must hold all of it.

    Empty for a query that holds.
    """
    misses = _misses(query, explanation, document)
    best = {miss.part: miss for miss in sorted(misses, key=lambda miss: miss.nearness)}
    return sorted(best.values(), key=lambda miss: -miss.nearness)


def _misses(query: Query, explanation: Explanation, document: Document) -> list[NearMiss]:
    if explanation.holds:
        return []
    pairs = list(zip(children(query), explanation.parts, strict=True))
    if isinstance(query, And):
        return [miss for pair in pairs for miss in _misses(*pair, document)]
    if isinstance(query, Or):
        ranked = sorted(
            ((_nearness(part, one, document), n) for n, (part, one) in enumerate(pairs)),
            key=lambda one: (-one[0], one[1]),
        )
        best = [n for near, n in ranked if near > 0][:MOST] or [0]
        return [miss for n in best for miss in _misses(*pairs[n], document)]
    if isinstance(query, Near) and not query.without:
        below = [miss for pair in pairs for miss in _misses(*pair, document)]
        if below:
            held = any(part.holds for _, part in pairs)
            return [NearMiss(one.part, one.note, max(one.nearness, 0.5 * held)) for one in below]
    near = _nearness(query, explanation, document)
    return [NearMiss(explanation.text, explanation.note, near)]


def _nearness(query: Query, explanation: Explanation, document: Document) -> float:
    """From 0, nothing of it occurs, to 1, it holds. Only the order matters."""
    if explanation.holds:
        return 1.0
    if isinstance(query, Phrase | Case):
        words = [word.casefold() for word in query.words]
        return 0.8 * fmean(bool(find(Phrase((word,)), document)) for word in words)
    below = [
        _nearness(part, one, document)
        for part, one in zip(children(query), explanation.parts, strict=True)
    ]
    if not below:
        return 0.0
    return max(below) * 0.9 if isinstance(query, Or) else fmean(below) * 0.9
