from __future__ import annotations

import pytest

from crawler.topics.sentences import marked, paragraphs, sentence_of, sentences


@pytest.mark.parametrize(
    "parts",
    [
        ["It ended.", "Then it began again!", "Did it?", "Yes."],
        ["Am 5. Februar endete der Vertrag.", "Danach kam z. B. nichts."],
        ["He met J. K. Rowling and Dr. Brown.", "They talked."],
        ["The U.S. troops left.", "Nobody came."],
        ["„Das ist vorbei.“", "Er ging."],
        ["Es kostet 1.500 Euro.", "Das ist viel."],
        ["Он ушёл.", "Она осталась."],
        ["Он купил сто тыс. ёлок.", "Потом ушёл."],
        ["Přišel tzv. šéf.", "Odešel."],
        ["条约到期。", "没有新条约。"],
        ["C’est fini.", "« Non ! »", "Il part."],
        ["Nach dem 2. Weltkrieg kam der Kalte Krieg.", "Er dauerte lange."],
    ],
)
def test_sentences_end_where_readers_end_them(parts: list[str]) -> None:
    text = ("" if parts[0].endswith("。") else " ").join(parts)

    assert [text[start:end] for start, end in sentences(text)] == parts


def test_a_heading_is_a_sentence_without_a_full_stop() -> None:
    text = "## Gespräche\n\nEs gab sie."

    assert [text[a:b] for a, b in sentences(text)] == ["## Gespräche", "Es gab sie."]


def test_paragraphs_are_parted_by_line_ends() -> None:
    assert paragraphs("a b\n\nc\n") == [(0, 3), (5, 6)]


def test_the_sentence_around_a_place() -> None:
    text = "It ended. The treaty died! Nobody cried."
    start = text.index("treaty")

    assert text[slice(*sentence_of(text, start, start + 6))] == "The treaty died!"


def test_a_place_across_two_sentences_gives_both() -> None:
    text = "One. Two three. Four five. Six."

    assert text[slice(*sentence_of(text, 9, 20))] == "Two three. Four five."


@pytest.mark.parametrize("text", ["", "   ", "no end"])
def test_a_text_without_sentences_is_its_own(text: str) -> None:
    start, end = sentence_of(text, 0, len(text))

    assert (start, end) == (0, len(text))


def test_places_are_marked_once_where_they_overlap() -> None:
    assert marked("a new start now", [(2, 11), (6, 11), (12, 15)]) == "a [new start] [now]"
