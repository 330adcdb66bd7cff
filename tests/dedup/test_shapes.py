"""Reports of one form are told from reports of one event."""

from __future__ import annotations

from crawler.dedup.shapes import Told, is_one_form

TITLE = "speed traps in {} where police measure today"
TEXT = "In {0} police measure how fast cars are in {0} and where people live near schools"


def traps(town: str, *, site: str = "a.example") -> Told:
    return Told(TITLE.format(town), TEXT.format(town), site)


def test_a_headline_with_another_name_in_its_gap_is_another_report() -> None:
    assert is_one_form(traps("mainz"), traps("jena", site="b.example"), 0.3)


def test_a_headline_in_other_words_is_no_gap() -> None:
    other = Told("police in jena tell where they measure", "police measure in mainz", "b.example")

    assert not is_one_form(traps("mainz"), other, 0.3)


def test_a_name_that_the_other_report_knows_too_is_no_gap() -> None:
    one = Told("two killed as train hits bus near jena", "a train hit a bus in thuringia", "a")
    other = Told("two killed as train hits bus in thuringia", "near jena a train hit a bus", "b")

    assert not is_one_form(one, other, 0.3)


def test_very_alike_reports_of_one_outlet_are_of_one_form() -> None:
    one, other = Told("dax closes higher", "dax up", "a"), Told("dax ends lower", "dax down", "a")

    assert is_one_form(one, other, 0.6)
    assert not is_one_form(one, other, 0.3)
