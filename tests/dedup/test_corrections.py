from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.dedup.corrections import NoteKind, find_notes

CORRECTION, NOTE, UPDATE = NoteKind.CORRECTION, NoteKind.NOTE, NoteKind.UPDATE


@pytest.mark.parametrize(
    ("text", "kind", "note"),
    [
        ("Ende.\n\nKorrektur: Es waren zwölf.\n\nMehr", CORRECTION, "Korrektur: Es waren zwölf."),
        (
            "Er ging. In einer früheren Version hieß es, er blieb. Das ist falsch.",
            CORRECTION,
            "In einer früheren Version hieß es, er blieb. Das ist falsch.",
        ),
        ("Sagt er (Anm. d. Red.: Name geändert) und geht.", NOTE, "Anm. d. Red.: Name geändert"),
        ("Hinweis der Redaktion: Das Bild.", NOTE, "Hinweis der Redaktion: Das Bild."),
        ("Text. Dieser Artikel wurde aktualisiert.", UPDATE, "Dieser Artikel wurde aktualisiert."),
        (
            "An earlier version of this article erred.",
            CORRECTION,
            "An earlier version of this article erred.",
        ),
        ("Correction, Feb. 5: It was May.", CORRECTION, "Correction, Feb. 5: It was May."),
        ("Editor’s note: Names were changed.", NOTE, "Editor’s note: Names were changed."),
        ("Update (9 pm): Two more.", UPDATE, "Update (9 pm): Two more."),
        ("Rectificatif : le prix est de 5.", CORRECTION, "Rectificatif : le prix est de 5."),
        (
            "Une version précédente de cet article disait 5.",
            CORRECTION,
            "Une version précédente de cet article disait 5.",
        ),
        ("Fe de errores: eran doce.", CORRECTION, "Fe de errores: eran doce."),
    ],
)  # fmt: skip
def test_an_announced_change_is_found_with_its_words(text: str, kind: NoteKind, note: str) -> None:
    found = find_notes(text)

    assert [(one.kind, one.text) for one in found] == [(kind, note)]
    assert text[found[0].start :].startswith(note)


@pytest.mark.parametrize(
    "text",
    [
        "He asked for a correction of the text.",
        "Update your software before Monday.",
        "Corrections officers said: no.",
        "Die Korrektur der Zahlen dauert.",
        "The notes of the editor were lost.",
        "",
    ],
)
def test_the_bare_words_in_a_sentence_announce_nothing(text: str) -> None:
    assert find_notes(text) == ()


def test_one_paragraph_is_one_note() -> None:
    text = "Korrektur: In einer früheren Version hieß es zwölf. Wir haben das korrigiert."

    assert [note.kind for note in find_notes(text)] == [CORRECTION]


@given(st.text(alphabet="()[]:. \nKorrektur", max_size=80))
def test_notes_stand_in_the_text_where_they_say(text: str) -> None:
    for note in find_notes(text):
        assert text[note.start :].lstrip().startswith(note.text)
