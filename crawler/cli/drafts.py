"""A query, or a file with one or with several -> drafts: queries that are not followed yet."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.errors import ConfigErrors, UsageError

if TYPE_CHECKING:
    from crawler.config.complaints import Source
    from crawler.topics.query import Query

# A word that ends so was meant as a file.
_FILES = (".toml", ".txt", ".query")


@dataclass(frozen=True, slots=True)
class Draft:
    """A query that is not followed yet."""

    name: str  # empty when it has none
    query: str  # canonical
    whole: Query  # with its saved queries written out


def drafts(text: str, saved: Mapping[str, str]) -> list[Draft]:
    """What *text* is or names; *saved* are the queries that it may use with an @.

    ``-`` reads standard input. Raises QueryError, ConfigErrors with the lines of a TOML file, or
    UsageError for a file that cannot be read.
    """
    if text == "-":
        return [_draft("", sys.stdin.read(), saved)]
    path = Path(text)
    if not _is_file(path):
        if path.suffix in _FILES and " " not in text:
            raise UsageError(f"{text}: there is no such file")
        return [_draft("", text, saved)]
    if path.suffix == ".toml":
        return _listed(path, saved)
    try:
        return [_draft(path.stem, path.read_text("utf-8-sig"), saved)]
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read as text: {error}") from None


def _is_file(path: Path) -> bool:
    with suppress(OSError, ValueError):  # a long query is no name of a file
        return path.is_file()
    return False


def _draft(name: str, text: str, saved: Mapping[str, str]) -> Draft:
    from crawler.topics.parsing import parse, parse_whole

    text = text.strip()
    return Draft(name, str(parse(text, saved)), parse_whole(text, saved))


def _listed(path: Path, saved: Mapping[str, str]) -> list[Draft]:
    """The topics of a TOML file; its [queries] come before those that are in force."""
    from crawler.config.reading import read

    source = read(path)
    own, listed = source.tables.get("queries", {}), source.tables.get("topic")
    if not isinstance(own, dict) or not isinstance(listed, list) or not listed:
        raise UsageError(f'{path}: has no [[topic]] with a name and a query = "…"')
    known = {**saved, **_queries(source, own)}
    found = (
        [] if source.problems else [_topic(source, n, one, known) for n, one in enumerate(listed)]
    )
    if source.problems:
        raise ConfigErrors(source.in_order())
    return [one for one in found if one is not None]


def _queries(source: Source, own: Mapping[str, Any]) -> dict[str, str]:
    """The readable ones of [queries], after complaints about the others."""
    from crawler.config.queries import read_queries

    texts = {name: text for name, text in own.items() if isinstance(text, str)}
    for name in own.keys() - texts.keys():
        source.complain(f'query "{name}": must be text in quotes', ("queries", name))
    read_queries(source, texts)
    return texts


def _topic(source: Source, n: int, table: Any, known: Mapping[str, str]) -> Draft | None:
    """The draft of one [[topic]], or None after a complaint."""
    from crawler.config.queries import refuse_unreadable
    from crawler.topics.parsing import parse

    text = table.get("query") if isinstance(table, dict) else None
    name = str(table.get("name") or f"topic {n + 1}") if isinstance(table, dict) else f"{n + 1}"
    if not isinstance(text, str):
        source.complain(f'topic "{name}" needs a key "query", a text', ("topic", n))
        return None
    before, trees = len(source.problems), {key: parse(one) for key, one in known.items()}
    refuse_unreadable(source, text, ("topic", n, "query"), f'topic "{name}" query', trees)
    return _draft(name, text, known) if len(source.problems) == before else None
