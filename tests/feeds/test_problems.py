from __future__ import annotations

from crawler.feeds.problems import Problems


def test_a_problem_is_told_once_with_its_count_and_its_first_example() -> None:
    problems = Problems()

    problems.note("a date could not be read", "soon")
    problems.note("was encoded twice")
    problems.note("a date could not be read", "later")

    assert problems.told() == (
        "a date could not be read: 2 times (first: soon)",
        "was encoded twice",
    )


def test_an_example_is_one_short_line() -> None:
    problems = Problems()

    problems.note("a long title", "word\n " * 1000)

    assert len(problems.told()[0]) < 100
    assert "\n" not in problems.told()[0]
