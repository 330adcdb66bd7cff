from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.topics.parsing import parse
from crawler.topics.words import fold, fold_bytes, keep, spans, spelled_out
from tests.topics.making import found, marked

ODD = "nNtT' ’aäÄüß\u00ad\u200b\u0301\u0308é.-ﾊﾞ中日น้ัйи\u0306²½™ﬁ\u0640م\u064eα한\n\u00a0_0"
texts = st.text(st.sampled_from(ODD), max_size=14) | st.text(max_size=20)


@settings(max_examples=500, deadline=None)
@given(texts)
def test_every_folded_word_has_its_place_and_its_kept_form(text: str) -> None:
    words = fold(text).split()

    assert len(spans(text)) == len(words)
    assert len(keep(text).split()) == len(words)


@settings(max_examples=300, deadline=None)
@given(texts)
def test_places_are_in_order_and_each_folds_to_its_word(text: str) -> None:
    last = 0
    for start, end in spans(text):
        assert last <= start < end <= len(text)
        assert len(fold(text[start:end]).split()) == 1
        last = end


@settings(max_examples=300, deadline=None)
@given(texts)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@settings(max_examples=300, deadline=None)
@given(texts)
def test_words_stand_between_single_blanks(text: str) -> None:
    folded = fold(text)

    assert folded[0] == folded[-1] == " "
    assert "  " not in folded
    assert fold_bytes(text) == folded.encode()


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(max_codepoint=0x24F), max_size=20))
def test_the_byte_table_and_the_slow_way_agree(text: str) -> None:
    slow = fold(text + " 中").removesuffix("中 ")

    assert fold(text) == slow


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", " "),
        (" ,. ", " "),
        ("New-Start", " new start "),
        ("don't l'accord Trump’s", " dont l accord trump s "),
        ("‘can’t’", " cant "),
        ("Atom\u00adwaffen", " atomwaffen "),
        ("U.S.", " u s "),
        ("中国2026", " 中 国 2026 "),
        ("Straße", " strasse "),
        ("CO₂, km²", " co2 km 2 "),
        ("Marke™ ½", " marke "),
        ("µg", " ug "),
        ("น้ำ", " น ้ ำ "),
    ],
)
def test_what_a_word_is(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_umlauts_have_a_second_reading() -> None:
    assert spelled_out("Ärger über Größe") == " aerger ueber groesse "
    assert spelled_out("u\u0308ber") == " ueber "


def test_letter_case_and_accents_can_be_kept() -> None:
    assert keep("Le “New START” d’Élysée") == " Le New START d Élysée "


@pytest.mark.parametrize("query", ["µg", "μg", '"5 µg"'])
@pytest.mark.parametrize("text", ["5 µg", "5 μg"])
def test_a_millionth_is_found_by_either_sign(query: str, text: str) -> None:
    assert found(query, text)


def test_a_letter_that_unicode_would_take_apart_stays_one_word() -> None:
    assert str(parse("ŉ")) == "ŉ"
    assert parse(str(parse('"ŉ boek"'))) == parse('"ŉ boek"')


@pytest.mark.parametrize("query", ["バス", "ハ\u3099ス", "ﾊﾞｽ"])
@pytest.mark.parametrize("text", ["市バス。", "市ハ\u3099ス。", "市ﾊﾞｽ。"])
def test_a_sign_keeps_the_mark_behind_it(query: str, text: str) -> None:
    assert found(query, text)
    assert not found(query, "市ハス。")
    assert marked(query, text) == [text[1:-1]]
