"""The sentences that matched, with the words that did."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.alerts.excerpts import excerpts
from crawler.items import Place

TEXT = (
    "The talks began on Monday.\n\n"
    "They went on about the “New Start” treaty until noon. Nobody was hurt.\n\n"
    "## A new treaty\n\n"
    "- The treaty lapses."
)


def places(text: str, *wanted: str, field: str = "body") -> list[Place]:
    found = []
    for word in wanted:
        at = text.find(word)
        while at >= 0:
            found.append(Place(field, at, at + len(word)))
            at = text.find(word, at + 1)
    return found


def shown(text: str, *wanted: str, most: int = 360) -> list[str]:
    return [one.marked() for one in excerpts([("body", text)], places(text, *wanted), most=most)]


def test_the_words_that_matched_are_marked_in_their_sentence() -> None:
    assert shown(TEXT, "New Start") == ["They went on about the “*New Start*” treaty until noon."]


def test_a_sentence_with_two_matches_is_quoted_once() -> None:
    assert shown(TEXT, "New Start", "noon") == [
        "They went on about the “*New Start*” treaty until *noon*."
    ]


def test_the_signs_of_headings_and_lists_are_no_words() -> None:
    assert shown(TEXT, "treaty") == [
        "They went on about the “New Start” *treaty* until noon.",
        "A new *treaty*",
        "The *treaty* lapses.",
    ]


def test_a_match_over_two_sentences_is_marked_in_both() -> None:
    assert shown(TEXT, "noon. Nobody") == [
        "They went on about the “New Start” treaty until *noon.*",
        "*Nobody* was hurt.",
    ]


def test_a_long_sentence_is_cut_around_its_first_match() -> None:
    text = "word " * 100 + "and then the river rose over " + "everything " * 100 + "at last."

    (quoted,) = shown(text, "river", most=120)

    assert quoted.startswith("…word ")
    assert quoted.endswith("everything…")
    assert " the *river* rose over everything " in quoted
    assert len(quoted) <= 124


def test_signs_that_act_leave_a_quotation_and_the_marks_stay_right() -> None:
    text = "The\u202e ri\u00adver\r\x1b[2J rose\u200b fast."

    (quoted,) = excerpts([("body", text)], places(text, "ri\u00adver", "fast"))

    assert quoted.marked() == "The *river* [2J rose *fast*."


def test_places_that_lie_outside_of_the_text_are_left_out() -> None:
    assert excerpts([("body", "Short.")], [Place("body", 3, 99), Place("lead", 0, 2)]) == ()


@settings(deadline=None)
@given(st.text(max_size=400), st.data())
def test_every_mark_lies_in_its_sentence(text: str, data: st.DataObject) -> None:
    pairs = data.draw(st.lists(st.tuples(st.integers(-5, 410), st.integers(-5, 410)), max_size=6))
    given_places = [Place("body", start, end) for start, end in pairs]

    for one in excerpts([("body", text)], given_places, most=80):
        upto = 0
        for start, end in one.marks:
            assert upto <= start < end <= len(one.text)
            upto = end
        assert len(one.text) <= 82
