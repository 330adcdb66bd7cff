"""A prefilter in each database's own words.

Both give a superset of what matches. What an index cannot say (words that are known by their end)
is left out of a conjunction; an alternative that holds it cannot be asked for at all.
"""

from __future__ import annotations

from collections.abc import Iterable

from crawler.topics.prefilter import AllOf, AnyOf, Prefilter, Words


def match_of(narrow: Prefilter) -> str | None:
    """For FTS5's MATCH; None when the index cannot help."""
    match narrow:
        case Words(suffix=True):
            return None
        case Words(text, prefix, _, column):
            field = {"title": "title : ", "text": "body : ", None: ""}[column]
            return f'{field}"{text}"{" *" if prefix else ""}'
        case AllOf(parts):
            return _joined(_known(match_of(part) for part in parts), " AND ")
        case AnyOf(parts):
            return _joined(_all_or_none([match_of(part) for part in parts]), " OR ")


def tsquery_of(narrow: Prefilter) -> str | None:
    """For PostgreSQL's to_tsquery; None when the index cannot help."""
    match narrow:
        case Words(suffix=True):
            return None
        case Words(text, prefix, _, column):
            return _tsquery(text.split(), prefix, {"title": "A", "text": "B", None: ""}[column])
        case AllOf(parts):
            return _joined(_known(tsquery_of(part) for part in parts), " & ")
        case AnyOf(parts):
            return _joined(_all_or_none([tsquery_of(part) for part in parts]), " | ")


def _tsquery(words: list[str], prefix: bool, weight: str) -> str:
    """Words next to each other. PostgreSQL cuts a quoted word as it cut the text."""
    lexemes = ["'" + word.replace("'", "''") + "'" for word in words]
    marks = [weight] * len(lexemes)
    if prefix:
        marks[-1] = "*" + weight
    parts = [f"{word}:{mark}" if mark else word for word, mark in zip(lexemes, marks, strict=True)]
    return " <-> ".join(parts)


def _known(parts: Iterable[str | None]) -> list[str]:
    return [part for part in parts if part]


def _all_or_none(parts: list[str | None]) -> list[str]:
    return [part for part in parts if part] if all(parts) else []


def _joined(parts: list[str], sign: str) -> str | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else sign.join(f"({part})" for part in parts)
