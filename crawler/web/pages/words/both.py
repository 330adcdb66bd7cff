"""Words of ours in each language of the pages, side by side, so that none can be forgotten.

`title = both("Channels", "Kanäle")` in a class of words; `WORDS["de"].title` is then "Kanäle".
"""

from __future__ import annotations

from typing import Any, Generic, Self, TypeVar

T = TypeVar("T")


class both(Generic[T]):  # noqa: N801  # it reads as a word of the lists that it is used in
    """One word, or a few by name."""

    def __init__(self, english: T, german: T) -> None:
        self._said = {"en": english, "de": german}

    def __get__(self, words: Spoken, _kind: type[Any] | None = None) -> T:
        """As the language of *words* says it."""
        return self._said[words.spoken]


class Spoken:
    """The words of one page, in one language."""

    def __init__(self, language: str) -> None:
        self.spoken = language

    @classmethod
    def by_language(cls) -> dict[str, Self]:
        """In each of them."""
        return {language: cls(language) for language in ("en", "de")}
