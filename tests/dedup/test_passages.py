from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from crawler.dedup.passages import boilerplate, cut, is_boilerplate, keys, read_passages

NEWSLETTER = "Mit unserem Newsletter starten Sie gut informiert in den Tag."
TEXT = f"Der Vertrag ist am Donnerstag ausgelaufen. Nein.\n\n{NEWSLETTER}\n\nLesen Sie auch\n\nMehr"


def fold(text: str) -> str:
    return " ".join(text.casefold().replace(".", " ").split())


def test_sentences_and_whole_lines_are_counted_and_fragments_are_not() -> None:
    found = [TEXT[p.start : p.end].strip() for p in read_passages(TEXT, fold)]

    assert found == ["Der Vertrag ist am Donnerstag ausgelaufen.", NEWSLETTER, "Lesen Sie auch"]


def test_a_sentence_has_one_key_wherever_and_however_it_is_set() -> None:
    (one,) = read_passages(NEWSLETTER, fold)
    (_, two) = read_passages(f"Etwas ganz anderes steht hier davor. {NEWSLETTER.upper()}", fold)

    assert one.key == two.key
    assert -(1 << 63) <= one.key < 1 << 63
    assert keys([one, two]) == {one.key}


def test_what_stood_in_many_articles_of_a_site_belongs_to_its_pages() -> None:
    passages = read_passages(TEXT, fold)
    newsletter = passages[1]

    found = boilerplate(passages, {newsletter.key: 15, passages[0].key: 2}, n_articles=200)

    assert found == (newsletter,)
    assert cut(TEXT, found) == (
        "Der Vertrag ist am Donnerstag ausgelaufen. Nein.\n\nLesen Sie auch\n\nMehr"
    )


def test_the_background_of_a_long_story_is_no_boilerplate() -> None:
    assert is_boilerplate(15, 200)
    assert not is_boilerplate(15, 3000)
    assert not is_boilerplate(14, 200)


def test_a_new_site_shows_its_boilerplate_early() -> None:
    assert is_boilerplate(5, 8)
    assert not is_boilerplate(4, 4)
    assert not is_boilerplate(5, 30)
    assert not is_boilerplate(0, 0)


@given(st.text(alphabet="Ab .\n!?”", max_size=60))
def test_passages_follow_each_other_and_can_be_cut_out(text: str) -> None:
    passages = read_passages(text, fold)

    assert all(one.end <= two.start for one, two in pairwise(passages))
    assert len("".join(cut(text, passages).split())) <= len("".join(text.split()))


def test_nothing_cut_leaves_the_paragraphs_as_they_are() -> None:
    assert cut("One.\n\nTwo.", ()) == "One.\n\nTwo."
