"""Keep a query under a name, so that @name asks it again."""

from __future__ import annotations

import re
from collections.abc import Mapping

from crawler.errors import UsageError
from crawler.storage import Tx, searches, topics
from crawler.topics.parsing import expand, parse
from crawler.topics.query import Query

NAME_MAX = 100
MOST_NAMED = 4  # of what needs a query, when one is told of it


def read(text: str, known: Mapping[str, str]) -> tuple[Query, Query]:
    """A query as it was written, and with all that is saved written out. Raises QueryError."""
    tree = parse(text, known)
    return tree, expand(tree, known, text=text)


def keep(tx: Tx, name: str, text: str, known: Mapping[str, str]) -> str:
    """Keep the query under *name* (with or without its @); the name.

    Raises QueryError for the query, also where it would name itself, UsageError for the name, and
    StorageError where it is one of the configuration.
    """
    name = name.removeprefix("@")
    if not re.fullmatch(r"\w+", name) or len(name) > NAME_MAX:
        fitting = re.sub(r"\W+", "_", name).strip("_")[:NAME_MAX] or "my_search"
        raise UsageError(f"{name}: a name has letters, digits and _ only\nTry: {fitting}")
    tree, _ = read(text, known)
    expand(tree, {**known, name: str(tree)}, text=text)  # a circle is refused
    searches.save(tx, name, str(tree))
    return name


def forget(tx: Tx, name: str) -> None:
    """Remove what somebody keeps under *name* (with or without its @).

    NotFound when there is nothing, UsageError while a topic or another kept query names it.
    """
    name = name.removeprefix("@")
    if users := users_of(tx, name):
        some = ", ".join(users[:MOST_NAMED]) + (" and others" if len(users) > MOST_NAMED else "")
        raise UsageError(f"@{name} is part of {some}; change that first")
    searches.forget(tx, name)


def users_of(tx: Tx, name: str) -> list[str]:
    """The topics and kept queries that name it: ``"Floods"``, ``@water``."""
    said = re.compile(rf"@{re.escape(name)}(?![\w\-])")
    followed = [f'"{one.name}"' for one in topics.active(tx) if said.search(one.query)]
    kept = [f"@{other}" for other, (query, _) in searches.saved(tx).items() if said.search(query)]
    return followed + kept
