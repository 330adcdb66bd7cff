"""The queries in topics.toml -> complaints about those that the topic language does not know."""

from __future__ import annotations

import re
from collections.abc import Mapping

from crawler.config.complaints import Source
from crawler.config.spots import Path
from crawler.errors import QueryError
from crawler.topics.parsing import parse
from crawler.topics.query import Query

_NAME = re.compile(r"[\w-]+")  # as the language reads it behind an @


def read_queries(source: Source, saved: Mapping[str, str]) -> dict[str, Query] | None:
    """The saved queries by name, or None after complaints about any of them."""
    before = len(source.problems)
    queries: dict[str, Query] = {}
    for name, text in saved.items():
        at, thing = ("queries", name), f'query "{name}"'
        if not _NAME.fullmatch(name):
            source.complain(f"{thing}: a name must be of letters, digits, - and _", at)
        try:
            queries[name] = parse(text)
        except QueryError as error:
            _complain(source, error, at, thing)
    if len(source.problems) == before:  # a broken one would be blamed on all that name it
        for name, text in saved.items():
            refuse_unreadable(source, text, ("queries", name), f'query "{name}"', queries)
    return queries if len(source.problems) == before else None


def refuse_unreadable(
    source: Source, text: str, at: Path, thing: str, saved: Mapping[str, Query] | None
) -> None:
    """Complain about the query *text* at *at*; without *saved*, names in it are not looked up."""
    try:
        parse(text, saved)
    except QueryError as error:
        _complain(source, error, at, thing)


def _complain(source: Source, error: QueryError, at: Path, thing: str) -> None:
    """The reason, with the line of the file that holds the place, and a caret below the place."""
    breaks = error.query.count("\n", 0, error.column)
    source.complain(f"{thing}: {error}", at, breaks=breaks)
