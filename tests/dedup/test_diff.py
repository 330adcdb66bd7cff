from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from crawler.dedup.diff import Change, Kind, changed_words, diff

TEXTS = st.lists(st.sampled_from(["a", "b", "c", "d", "e\n\n", "f.", "g"]), max_size=40).map(
    " ".join
)
KEPT, REMOVED, ADDED = Kind.KEPT, Kind.REMOVED, Kind.ADDED


def test_a_changed_word_is_one_removed_and_one_added() -> None:
    found = diff("Twelve people died on Monday.", "Seventeen people died on Monday.")

    assert found == (
        Change(REMOVED, "Twelve "),
        Change(ADDED, "Seventeen "),
        Change(KEPT, "people died on Monday."),
    )
    assert changed_words(found) == (1, 1)


def test_equal_texts_have_nothing_but_kept_words() -> None:
    assert diff("All is\n\nwell.", "All  is well.") == (Change(KEPT, "All  is well."),)
    assert diff("", "") == ()


def test_a_new_paragraph_keeps_its_borders() -> None:
    found = diff("One.\n\nThree.", "One.\n\nTwo is new.\n\nThree.")

    assert [change for change in found if change.kind is ADDED] == [
        Change(ADDED, "Two is new.\n\n")
    ]


def test_texts_without_a_common_word_are_replaced_whole() -> None:
    assert diff("a b", "c d") == (Change(REMOVED, "a b"), Change(ADDED, "c d"))


@given(TEXTS, TEXTS)
def test_either_text_can_be_put_together_again(old: str, new: str) -> None:
    found = diff(old, new)

    assert "".join(c.text for c in found if c.kind is not REMOVED) == new.strip()
    assert " ".join(c.text for c in found if c.kind is not ADDED).split() == old.split()


def test_five_thousand_words_with_a_thousand_changes_are_compared_at_once() -> None:
    old = [f"word{i % 700}" for i in range(5000)]
    new = [word if i % 5 else f"other{i % 90}" for i, word in enumerate(old)]

    began = time.perf_counter()
    found = diff(" ".join(old), " ".join(new))

    assert time.perf_counter() - began < 2  # difflib alone took a minute
    assert changed_words(found)[1] >= 1000
