"""Where words stand, found without cutting the whole text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.topics.locating import Locator
from crawler.topics.words import spans

ODD = "nNtT' ’aäÄüß\u00ad\u200b\u0301\u0308é.-ﾊﾞ中日น้ัйи\u0306²½™ﬁ\u0640م\u064eα한\n\u00a0_0"


@settings(max_examples=500, deadline=None)
@given(st.text(st.sampled_from(ODD + " \n\n"), max_size=60), st.integers(0, 8))
def test_each_word_stands_where_cutting_everything_says(text: str, piece: int) -> None:
    locator = Locator(text, piece=piece)
    words = spans(text)

    assert [locator.place(number) for number in range(len(words))] == words


def test_there_is_no_word_behind_the_last() -> None:
    with pytest.raises(IndexError):
        Locator("a b c").place(3)
