"""Words and their stems: what all inflections of a word begin with."""

from __future__ import annotations

import random

import pytest

from crawler.topics.stems import STEMMERS, beginnings, stem
from crawler.topics.words import fold
from tests.topics.making import found, make_document

LETTERS = {
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "el": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώ",
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةأإآءؤئ",
}
LATIN = "abcdefghijklmnopqrstuvwxyz" + "aeiou" * 4
ACCENTED = {
    "de": "äöüß", "fr": "éèêàùçïë", "es": "áéíóúñü", "it": "àèéìòù", "pt": "ãõáéíóúâêôç",
    "ro": "ăâîșțşţ", "tr": "ıİşğüöç", "sv": "åäö", "da": "æøå", "no": "æøå", "nb": "æøå",
    "hu": "áéíóöőúüű",
}  # fmt: skip
ENDINGS_TEXT = {
    "en": "s es ies ied ing ed edly ational ization iveness alli ness ful able ator logy y",
    "de": "en em er e s es ung ungen heit keit lich ig isch ern st est end ieren",
    "fr": "ement ements euse euses ivité ique iques ation ations ité er ée ées",
    "ru": "ами ого ому ыми ение ениями ость остью ться лась ует",
}


@pytest.mark.parametrize("language", STEMMERS)
def test_every_word_begins_as_its_stem_says(language: str) -> None:
    rng = random.Random(language)
    letters = LETTERS.get(language, LATIN + ACCENTED.get(language, "") * 3)
    endings = [*ENDINGS_TEXT.get(language, "").split(), ""]

    for _ in range(1_000):
        word = "".join(rng.choices(letters, k=rng.randint(1, 8))) + rng.choice(endings)
        begins = beginnings(stem(word, language), language)

        assert not begins or fold(word).strip().startswith(begins), (word, begins)


INFLECTED = [
    ("de", "haus", "Die Häuser"),
    ("de", "verhandlung", "Verhandlungen"),
    ("de", "häuser", "in den Haeusern"),
    ("en", "treaty", "treaties"),
    ("en", "die", "dying"),
    ("fr", "traité", "les traités"),
    ("ru", "договор", "договорами"),
    ("ar", "معاهدة", "المعاهدة"),
    ("nl", "vergadering", "vergaderingen"),
    ("tr", "kitap", "kitabı"),
    ("el", "συνθήκη", "συνθήκες"),
]


@pytest.mark.parametrize(("language", "word", "text"), INFLECTED)
def test_an_inflection_is_found(language: str, word: str, text: str) -> None:
    assert found(f"stem:{word}", make_document(text, language=language))


def test_a_word_is_cut_once_for_however_many_queries() -> None:
    document = make_document("Verhandlungen " * 50, language="de")
    document.effort.begin()
    found("stem:verhandlung", document)
    first = document.effort.spent

    document.effort.begin()
    found("stem:verhandeln", document)

    assert document.effort.spent < first + 40
