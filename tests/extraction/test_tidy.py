"""Line rules: what is dropped as a whole line, and what must stay."""

from __future__ import annotations

import pytest

from crawler.extraction.tidy import Line, tidy

LONG = "The river rose by two metres in one night, and nobody in Marden slept for fear of it. " * 3


def kept(*texts: str) -> list[str]:
    return [line.text for line in tidy([Line(text) for text in texts])]


def test_a_question_to_every_guest_is_asked_again() -> None:
    question = "What inspired you to begin a page about cooking at home?"

    found = kept(question, LONG + "a", question, LONG + "b", question, LONG + "c")

    assert found.count(question) == 3


def test_a_second_copy_of_the_article_goes() -> None:
    text = [f"{LONG}{n}" for n in range(3)]
    short = "A line of the article that is rather short."

    assert kept(*text, short, *text, short) == [*text, short]


@pytest.mark.parametrize(
    "caption",
    [
        "In this Nov. 18, 2019, file photo, the dam of Marden is seen from the air over the town.",
        "FILE - The dam of Marden stands full in this picture taken over the town on a Tuesday.",
        "FILE PHOTO: A man walks along the dam of Marden, in the rain, on a Tuesday in November.",
    ],
)
def test_captions_of_agencies_are_no_paragraphs(caption: str) -> None:
    assert kept(LONG, caption, LONG + "b") == [LONG, LONG + "b"]
    assert kept(LONG, f"{caption} {LONG}"[:500], LONG + "b") == [LONG, LONG + "b"]


def test_a_sentence_about_a_photograph_stays() -> None:
    sentence = "In this town nobody had ever seen a photo of the dam from before the war, he said."

    assert sentence in kept(LONG, sentence)


def test_what_stands_over_the_text_is_not_its_beginning() -> None:
    lines = ["Accueil > Région", "jeudi 5 février 2026 par Ann Other", LONG, "Stand > Rang", LONG]

    found = [line.text for line in tidy([Line(text) for text in lines], authors=["Ann Other"])]

    assert found == [LONG, "Stand > Rang"]


def test_a_first_sentence_with_a_date_stays() -> None:
    first = "Marden, 5 February 2026: nobody slept when the river rose in the night."

    assert kept(first, LONG)[0] == first


@pytest.mark.parametrize(
    "consent",
    [
        "You may revoke this consent at any time with effect for the future; your data will go.",
        "Sie können diese Einwilligung jederzeit widerrufen, mit Wirkung für die Zukunft.",
    ],
)
def test_a_forms_consent_below_the_text_goes(consent: str) -> None:
    assert kept(LONG, LONG + "b", consent) == [LONG, LONG + "b"]
    assert consent in kept(LONG, consent, LONG + "b")
