"""One query x one article -> why: each part true or false, its places, and how near a miss was.

new AND (treaty NEAR/5 signed)          false
  new                                   true   body 4-7
  treaty NEAR/5 signed                  false  14 words apart at the closest
    treaty                              true   body 20-26
    signed                              true   body 101-107
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice

from crawler.items import Place
from crawler.topics.document import FIELD_STEP, MAX_CHARS, Document, Span
from crawler.topics.places import (
    MAX_PLACES,
    Scope,
    evidence,
    find,
    holds,
    pairs_on_either_side,
)
from crawler.topics.query import (
    And,
    AtLeast,
    Case,
    In,
    Near,
    Not,
    Or,
    Phrase,
    Property,
    Query,
    Stem,
    children,
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A part of a query and what it came to; its own parts below it."""

    text: str  # canonical
    holds: bool
    places: tuple[Place, ...] = ()
    note: str = ""  # for people: what a miss lacked, or what the article has instead
    parts: tuple[Explanation, ...] = ()

    def lines(self, depth: int = 0) -> list[str]:
        """The tree as indented lines."""
        mark = "✓" if self.holds else "✗"
        note = f"  ({self.note})" if self.note else ""
        below = [line for part in self.parts for line in part.lines(depth + 1)]
        return [f"{'  ' * depth}{mark} {self.text}{note}", *below]


def explain(query: Query, document: Document, scope: Scope | None = None) -> Explanation:
    """Why *document* matches *query* or not; saved queries must have been written out."""
    true = holds(query, document, scope)
    inner = Scope(query.field, query.first) if isinstance(query, In) else scope
    parts = tuple(explain(part, document, inner) for part in children(query))
    note = _note(query, document, scope, true=true)
    if not true and not parts and not isinstance(query, Property):
        note = "; ".join(filter(None, [note, _unread(document)]))
    return Explanation(str(query), true, _places(query, document, scope), note, parts)


def _places(query: Query, document: Document, scope: Scope | None) -> tuple[Place, ...]:
    """Where a part stands, whether or not the whole holds."""
    if isinstance(query, Phrase | Case | Stem):
        return tuple(map(document.place, islice(find(query, document, scope), MAX_PLACES)))
    if isinstance(query, Not | Property | And | Or) or not holds(query, document, scope):
        return ()
    return evidence(query if scope is None else In(scope.field, query, scope.first), document)


def _note(query: Query, document: Document, scope: Scope | None, *, true: bool) -> str:
    match query:
        case Near() if not true:
            return _how_near(query, document, scope)
        case Phrase(words) if not true and len(words) > 1:
            return _what_lacks(words, document, scope)
        case Case(words) if not true:
            return _other_case(words, document, scope)
        case In(field, part, None) if not true:
            return _other_fields(field, part, document)
        case AtLeast(_, part):
            return f"{len(find(part, document, scope))} times"
        case Property(name, _) if not true:
            return f"the article's {name}: {_property(name, document) or 'unknown'}"
        case _:
            return ""


def _unread(document: Document) -> str:
    cut = [field.name for field in document.fields if field.is_cut]
    return f"only the first {MAX_CHARS:,} letters of {' and '.join(cut)} are read" if cut else ""


def _how_near(query: Near, document: Document, scope: Scope | None) -> str:
    lefts, rights = find(query.left, document, scope), find(query.right, document, scope)
    missing = [str(side) for side, some in ((query.left, lefts), (query.right, rights)) if not some]
    if query.without:
        return f"{missing[0]} does not occur" if not lefts else "never without the other close by"
    if missing:
        return " and ".join(missing) + (" do not occur" if len(missing) > 1 else " does not occur")
    gaps = _gaps(query, lefts, rights)
    if not gaps:
        other = _gaps(Near(query.left, query.right), lefts, rights)
        return "only in the other order" if other else "never in the same field"
    apart = f"{min(gaps)} words apart at the closest"
    return apart if query.unit == "words" else f"never in one {query.unit}; {apart}"


def _gaps(query: Near, lefts: list[Span], rights: list[Span]) -> list[int]:
    """The words between the two, for each pair in one field."""
    return [
        after[0] - before[1] - 1
        for before, after in pairs_on_either_side(query, lefts, rights)
        if before[0] // FIELD_STEP == after[0] // FIELD_STEP
    ]


def _what_lacks(words: tuple[str, ...], document: Document, scope: Scope | None) -> str:
    lacking = [word for word in words if not find(Phrase((word,)), document, scope)]
    if lacking:
        return f"without: {', '.join(lacking)}"
    return "all of its words, but not in a row"


def _other_case(words: tuple[str, ...], document: Document, scope: Scope | None) -> str:
    found = find(Phrase(tuple(word.casefold() for word in words)), document, scope)
    places = map(document.place, found)
    forms = dict.fromkeys(document.text(place) for place in places)
    return f"written {', '.join(islice(forms, 3))}" if forms else ""


def _other_fields(field: str, part: Query, document: Document) -> str:
    others = [
        other.name
        for other in document.fields
        if other.name != field and holds(part, document, Scope(other.name))
    ]
    return f"only in: {', '.join(others)}" if others else ""


def _property(name: str, document: Document) -> str:
    article = document.article
    if name == "published":
        return article.published_at.isoformat() if article.published_at else ""
    if name in document.names:
        each = map(str.strip, document.names[name].split("\n"))
        return ", ".join(dict.fromkeys(filter(None, each)))
    known = {
        "lang": document.language,
        "country": document.country,
        "site": document.sites[0],
        "type": article.access.value,
        "url": article.url,
    }
    return known[name]


def deepest_misses(explanation: Explanation) -> list[Explanation]:
    """The innermost parts that failed: what to look at first."""
    if explanation.holds:
        return []
    below = list(chain.from_iterable(map(deepest_misses, explanation.parts)))
    return below or [explanation]
