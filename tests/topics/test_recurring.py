"""Names that recur in texts."""

from __future__ import annotations

from crawler.topics.recurring import recurring


def test_names_of_several_words_and_in_capitals_recur() -> None:
    texts = [
        ("Gestern sprach Ursula von der Leyen in der Stadt Prag. Die NATO schwieg.", "de"),
        ("Dort traf Ursula von der Leyen den Rat der NATO; auch Donald Trump kam.", "de"),
        ("Heute war Donald Trump in Prag.", "de"),
    ]

    assert recurring(texts, most=9) == [
        ("Ursula von der Leyen", 2),
        ("Donald Trump", 2),
        ("NATO", 2),
    ]


def test_one_word_is_a_name_where_only_names_are_written_large() -> None:
    texts = [("People in Prague said so.", "en"), ("Rain fell in Prague. People left.", "en")]

    assert recurring(texts, most=9) == [("Prague", 2)]


def test_a_part_of_a_longer_name_is_told_only_when_it_stands_alone_as_well() -> None:
    long = ("It was said that Angela Merkel left.", "en")

    assert recurring([long, long], most=9) == [("Angela Merkel", 2)]
    alone = ("They saw Merkel.", "en")
    assert recurring([long, long, alone, alone, alone], most=9) == [
        ("Merkel", 3),
        ("Angela Merkel", 2),
    ]


def test_no_more_are_told_than_are_wanted_nor_any_that_stands_once() -> None:
    texts = [("We met Ann Other and Bob Other in Rome.", "en")] * 2 + [("Go to Oslo.", "en")]

    assert len(recurring(texts, most=2)) == 2
    assert "Oslo" not in dict(recurring(texts, most=9))
