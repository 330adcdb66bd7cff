"""Scripts and spellings: what a person types, and the text where they expect it (or do not)."""

from __future__ import annotations

import pytest

from tests.topics.making import found, make_document

FOUND = [
    # quotation marks, hyphens and blanks of every kind
    ('"new start"', "Das Programm „New Start“ läuft aus."),
    ('"new start"', "Das Programm »New Start« läuft aus."),
    ('"new start"', "le programme « New Start » expire"),
    ('"new start"', "the ‘New Start’ programme"),
    ('"new start"', "Der New-Start-Vertrag"),
    ('"new start"', "Der New‑Start‑Vertrag"),  # non-breaking hyphens
    ('"new start"', "Der New–Start–Vertrag"),  # dashes
    ('"new start"', "New\u00a0Start"),
    ('"new start"', "New\u2009Start"),  # thin
    ('"new start"', "New\u3000Start"),  # ideographic
    ('"new start"', "New\n\nStart"),
    ('"new start"', "New/Start"),
    ('"new start"', "new_start"),
    ("“new start”", "New Start"),
    ("«new start»", "New Start"),
    ("„new start“", "New Start"),
    ("new-start", "New Start"),
    # what cannot be seen
    ("atomwaffen", "Atom\u00adwaffen"),
    ('"atom waffen"', "Atom\u00adwaffen"),
    ("waffen", "Atom\u00adwaffen"),
    ("atomwaffen", "Atom\u200bwaffen"),
    ("atomwaffen", "\ufeffAtom\u2060waffen"),
    ("atom\u00adwaffen", "Atomwaffen"),
    # forms of letters
    ("finanz", "ﬁnanz"),
    ("start 2026", "ＳＴＡＲＴ　２０２６"),
    ("elysee", "Élysée"),
    ("élysée", "Elysee"),
    ("élysée", "E\u0301lyse\u0301e"),  # loose accents
    ("co2", "CO₂-Ausstoß"),
    ("vertrag", "Vertrag² gilt"),
    ("cœur", "le coeur"),
    ("smörgås", "Smorgas"),
    ("łódź", "Lodz"),
    ("lodz", "Łódź"),
    ("istanbul", "İstanbul"),
    # German
    ("abrüstung", "ABRÜSTUNG"),
    ("abrüstung", "Abruestung"),
    ("abrüstung", "Abrustung"),
    ("abruestung", "Abrüstung"),
    ("abruestung", "Abrustung"),
    ("abrustung", "Abrüstung"),
    ("abrustung", "Abruestung"),
    ("koeln", "in Köln"),
    ('"joe mueller"', "Joe Müller"),
    ("straße", "Strasse"),
    ("strasse", "Straße"),
    ("GROẞ", "groß"),
    ("*vertrag", "Der Atomwaffenvertrag"),
    ("abrüst*", "Abrüstungsgespräche"),
    ("*abrüst*", "Atomabrüstungsgespräche"),
    ("newstart*vertrag*", "Newstart-Vertrag und Newstartvertrags"),
    ("stem:verhandlung", "Die Verhandlungen"),
    # English
    ("trump", "Trump’s plan"),
    ("don't", "They don’t know"),
    ("don't", "‘They don’t’"),
    ("us", "the U.S. troops"),
    ("US", "the U. S. troops"),
    ("usa", "U.S.A."),
    ('"us army"', "the U.S. Army"),
    ('"mosque in queensland"', "a mosque in Queensland"),
    ("organi?ation", "organisation"),
    ("stem:negotiate", "negotiations and negotiating"),
    # French
    ("accord", "l’accord"),
    ("aujourd'hui", "Aujourd’hui"),
    ("état", "d'État"),
    ("stem:traité", "les traités"),
    # Russian
    ("россия", "РОССИЯ"),
    ("ёлка", "елка"),
    ("й", "и\u0306"),
    ("ядерн*", "ядерного оружия"),
    ("stem:договор", "договоры и договоров"),
    # Ukrainian, Greek
    ("київ", "КИЇВ"),
    ("οδός", "ΟΔΟΣ"),
    # Arabic, Hebrew
    ("معاهدة", "مُعَاهَدَة جديدة"),
    ("ايران", "إيران"),
    ("محمد", "محمـــد"),
    ("*معاهدة", "المعاهدة"),
    ("שלום", "שָׁלוֹם"),
    # Chinese, Japanese, Thai, Korean
    ("条约", "美俄新削减战略武器条约到期"),
    ("战略武器", "美俄新削减战略武器条约到期"),
    ("新start条約", "新START条約が失効"),
    ("条約", "新START条約が失効"),
    ("バス", "ﾊﾞｽ"),
    ("สนธิสัญญา", "ลงนามสนธิสัญญาใหม่"),
    ("조약", "조약"),
    ("조약*", "조약은"),
    # Hindi
    ("संधि", "नई संधि पर"),
]
LANGUAGE = {
    "stem:verhandlung": "de",
    "stem:negotiate": "en",
    "stem:traité": "fr",
    "stem:договор": "ru",
}
NOT_FOUND = [
    ('"new start"', "a new fresh start"),
    ('"new start"', "Newstart"),
    ('"new start"', "start new"),
    ("neu", "neue"),
    ("poet", "the pot"),
    ("muller", "Mueller"),
    ("mueller", "Muller"),
    ("us", "bus"),
    ("don", "They don't"),
    ("й", "и"),
    ("мой", "мои"),
    ("条约", "条 件 约"),
    ("バス", "ハス"),
    ("case:NATO", "nato"),
    ("case:Élysée", "Elysée"),
    ("wo?d", "wod"),
    ("abrüst*", "Vorabrüstung"),
    ("stem:verhandlung", "Handlung"),
]


@pytest.mark.parametrize(("query", "text"), FOUND)
def test_found(query: str, text: str) -> None:
    assert found(query, make_document(text, language=LANGUAGE.get(query)))


@pytest.mark.parametrize(("query", "text"), NOT_FOUND)
def test_not_found(query: str, text: str) -> None:
    assert not found(query, make_document(text, language="de"))


def test_there_are_cases_enough() -> None:
    assert len(FOUND) + len(NOT_FOUND) >= 77
