from __future__ import annotations

from crawler.topics.lint import Remark, lint
from crawler.topics.parsing import parse
from tests.topics.making import make_document

ARCHIVE = [
    *[make_document(f"A new start in life for number {i}.") for i in range(8)],
    make_document("Der Vertrag und die Verträge; der Atomvertrag, des Vertrags."),
    make_document("The New Start treaty on warheads."),
]


def remarks(query: str) -> dict[str, list[Remark]]:
    found: dict[str, list[Remark]] = {}
    for remark in lint(parse(query), ARCHIVE):
        found.setdefault(remark.part, []).append(remark)
    return found


def test_a_part_that_never_matched_is_named() -> None:
    assert remarks("treaty OR wombat")["wombat"][0].message == "is in none of 10 articles"


def test_a_phrase_of_common_words_without_context_is_named_with_numbers() -> None:
    (remark,) = remarks('"new start" OR treaty')['"new start"']

    assert remark.message == "8 of its 9 articles have no other word of the query"
    assert parse(remark.instead)


def test_compounds_and_inflections_that_are_missed_are_listed() -> None:
    begins, ends = remarks("vertrag")["vertrag"]

    assert "vertrage (1)" in begins.message
    assert "vertrags (1)" in begins.message
    assert begins.instead == "vertrag*"
    assert ends.message == "does not find: atomvertrag (1)"


def test_a_star_that_stands_for_too_many_words_is_named() -> None:
    archive = [make_document(" ".join(f"word{i}x" for i in range(100)))]

    (remark,) = lint(parse("wor*"), archive)

    assert remark.message.startswith("stands for 100 different words: word")


def test_operators_of_other_languages_are_words_here() -> None:
    (remark,) = lint(parse("krieg und frieden"))

    assert remark.part == "und"


def test_a_good_query_gets_no_remark() -> None:
    assert lint(parse('"new start" NEAR/5 warhead*'), ARCHIVE) == []
