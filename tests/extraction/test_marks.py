"""Classes and ids: which hints are in them."""

from __future__ import annotations

import pytest

from crawler.extraction.marks import HINT_BIT, hints_of


@pytest.mark.parametrize(
    ("mark", "hints"),
    [
        ("ad-slot", {"ad"}),
        ("shadow ads", {"ad"}),
        ("loading", set()),
        ("Artikel__Kommentar", {"comment", "article"}),
        ("item", {"list"}),
        ("itemprop-x", set()),
        ("sub-head dek", {"lead"}),
        ("dekor", set()),
        ("read-more", {"related"}),
    ],
)
def test_a_mark_hints_by_its_words(mark: str, hints: set[str]) -> None:
    assert {name for name, bit in HINT_BIT.items() if hints_of(mark) & bit} == hints
