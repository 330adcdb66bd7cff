"""What a search looks up about the index before it asks it; each thing once, however often needed.

A query is planned in parts, and a page asks the same query for results and for counts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import select

from crawler.storage import facts
from crawler.storage.search import inflections, neighbours, standing, vocabulary
from crawler.storage.store import Tx
from crawler.storage.tables import feed


class Lookups:
    """Of one transaction."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._words: dict[tuple[str, int], list[str] | None] = {}
        self._stems: dict[tuple[tuple[str, str], ...], dict[str, list[str]]] = {}

    def words(self, glob: str, *, most: int) -> list[str] | None:
        """The words that *glob* stands for, as `vocabulary.expand` finds them."""
        if (glob, most) not in self._words:
            self._words[glob, most] = vocabulary.expand(self._tx, glob, most=most)
        return self._words[glob, most]

    def inflections(self, stems: Mapping[str, str]) -> dict[str, list[str]]:
        """The words of each language's stem."""
        key = tuple(stems.items())
        if key not in self._stems:
            self._stems[key] = inflections.words_of(self._tx, stems)
        return self._stems[key]

    @property
    def has_stems(self) -> bool:
        """Have all indexed articles been stemmed?"""
        return self._facts.get(inflections.FACT) == facts.COMPLETE

    @property
    def has_marks(self) -> bool:
        """Have all indexed articles the marks of their neighbours?"""
        return self._facts.get(neighbours.FACT) == facts.COMPLETE

    @property
    def indexed_from(self) -> int | None:
        """As `standing.indexed_from`."""
        held = self._facts.get(standing.FACT)
        return None if held is None else int(json.loads(held))

    @cached_property
    def feeds(self) -> Sequence[Any]:
        """All feeds as rows: id, name, country."""
        return self._tx.execute(select(feed.c.id, feed.c.name, feed.c.country)).all()

    @cached_property
    def _facts(self) -> dict[str, str]:
        return facts.some(self._tx, (inflections.FACT, neighbours.FACT, standing.FACT))
