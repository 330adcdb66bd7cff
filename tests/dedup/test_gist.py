from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawler.dedup.gist import Vocabulary, alike, counts_of, gist, in_common

NONE_HELD = Vocabulary()
TREATY = gist(
    "russia and america resume talks on new start",
    "negotiators of russia and america met in geneva on thursday to talk about the treaty",
    NONE_HELD,
)


def test_before_anything_is_held_long_words_weigh_more_than_small_ones() -> None:
    assert NONE_HELD.weight("geneva") > NONE_HELD.weight("met") > NONE_HELD.weight("of") > 0


def test_a_word_that_stands_everywhere_weighs_nothing_however_long() -> None:
    held = Vocabulary(2000, {"nachrichtenagentur": 1990, "geneva": 3})

    assert held.weight("nachrichtenagentur") < 0.3
    assert held.weight("geneva") > 4


def test_reports_of_one_event_are_more_alike_than_reports_in_the_same_words_of_grammar() -> None:
    event = gist(
        "geneva: new talks on new start",
        "america and russia have resumed their dialogue on the treaty",
        NONE_HELD,
    )
    other = gist(
        "strike and protests on the railways",
        "drivers of trains and buses met in the capital on thursday to talk about the pay",
        NONE_HELD,
    )

    assert alike(TREATY, event) > 0.25 > alike(TREATY, other)
    assert {"geneva", "russia", "america"} & set(in_common(TREATY, event, 4))


def test_the_most_telling_words_come_first() -> None:
    assert set(TREATY.telling(4)) == {"america", "russia", "start", "resume"}


def test_two_signs_that_stand_together_are_a_word_where_nothing_parts_them() -> None:
    assert tuple(counts_of("", "核 軍 縮 new")) == ("核軍", "軍縮", "new")


def test_no_words_make_a_gist_like_nothing() -> None:
    empty = gist("", "", NONE_HELD)

    assert alike(empty, TREATY) == alike(empty, empty) == 0.0


@given(st.text(alphabet="ab 1核", max_size=50), st.text(alphabet="ab 1核", max_size=50))
def test_likeness_is_mutual_and_between_nothing_and_all(one: str, two: str) -> None:
    a, b = gist(one, two, NONE_HELD), gist(two, one, NONE_HELD)

    assert abs(alike(a, b) - alike(b, a)) < 1e-9
    assert -1e-9 <= alike(a, b) <= 1 + 1e-9
