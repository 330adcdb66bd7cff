"""The standard example: a treaty whose name is also an English idiom."""

from __future__ import annotations

import pytest

from tests.topics.making import found

SAVED = {
    "nuclear_arms": "warhead* OR nuclear* OR nuklear* OR nucléaire* OR atom* OR abrüst* OR disarm* "
    "OR désarm* OR sprengköpf* OR strategic* OR ядерн* OR вооружен*"
}
NEW_START = """
case:"New START"
OR "new start vertrag*" OR "new start abkommen*" OR "new start treaty" OR newstart*vertrag*
OR ("new start" NEAR/30 @nuclear_arms)
OR "strategic arms reduction treaty"
"""
SPELLINGS = [
    "Das atomare Abrüstungsprogramm “New Start” läuft im Februar aus.",
    "Der New-Start-Vertrag begrenzt die Zahl der Waffen beider Staaten.",
    "Washington and Moscow are talking about New START again.",
    "NEW START IS DEAD, SAYS MOSCOW",
    "Das New START-Abkommen von 2010 galt als Eckpfeiler.",
    "Moskau setzt den Newstart-Vertrag aus.",
    "Der Streit um den „New\u00a0Start“-Vertrag geht weiter.",
    "Le traité New Start limite les arsenaux nucléaires des deux pays.",
    "The Strategic Arms Reduction Treaty expires in February.",
    "Die Zukunft der New‑Start‑Verträge und der Sprengköpfe ist offen.",
]
TRAPS = [
    "After the divorce she wanted a new start in life.",
    "The company promises a new start for its 4,000 workers.",
    "Ein Neustart für die Bahn: Der Vorstand geht.",
    "A NEW START FOR THE CLUB: coach signs contract until 2028",
    "New start-ups are hiring in Berlin, the treaty of the founders says.",
    "He made a new start as a teacher after leaving the army.",
    "The school year is a new start, and the new head wants peace.",
    "Der Film erzählt vom New Start einer Familie in Kanada.",
]


@pytest.mark.parametrize("text", SPELLINGS)
def test_every_spelling_of_the_treaty_is_found(text: str) -> None:
    assert found(NEW_START, text, SAVED)


def test_of_eight_traps_at_most_one_is_taken() -> None:
    taken = [text for text in TRAPS if found(NEW_START, text, SAVED)]

    assert len(taken) <= 1, taken


@pytest.mark.parametrize("text", [*SPELLINGS[:5], TRAPS[0], TRAPS[1], TRAPS[4], TRAPS[7]])
def test_who_only_types_the_two_words_gets_every_text_with_them_in_a_row(text: str) -> None:
    assert found('"New Start"', text)
    assert found("“New Start”", text)
    assert found("New-Start", text)


def test_a_headline_in_capitals_hides_the_case_and_the_words_alone_count() -> None:
    assert found('case:"New START"', "NEW START IS DEAD, SAYS MOSCOW")
    assert not found('case:"New START"', "The NEW START was only a slogan of the club's campaign.")
