"""Words that stand in the index's tables for certain, so that nobody asks for them again.

An article has a few hundred words, of which the archive has all but a few. One a process, used on
the writer's thread. An index that another process makes anew meanwhile loses words of articles
that are gone; those are missed by patterns until the process ends or forgets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set

MOST = 300_000  # then all are forgotten; about 30 MB


class KnownWords:
    """Words by the language of the article that they were indexed for."""

    def __init__(self) -> None:
        self._known: defaultdict[str | None, set[str]] = defaultdict(set)
        self._count = 0
        self._written: tuple[str | None, Set[str]] = (None, frozenset())

    def of(self, language: str | None) -> Set[str]:
        """Those that articles in this language had."""
        return self._known[language]

    def note(self, language: str | None, words: Iterable[str]) -> None:
        """These are written in the open transaction; what an earlier one wrote is dropped."""
        self._written = language, frozenset(words)

    def settle(self) -> None:
        """The transaction is committed: what it wrote is known."""
        language, words = self._written
        if self._count > MOST:
            self._known.clear()
            self._count = 0
        self._known[language] |= words
        self._count += len(words)
        self._written = language, frozenset()
