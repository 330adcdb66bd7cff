from __future__ import annotations

import pytest

from crawler.storage.search.literals import literals


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"New.?Start\w+", [("start",), ("new",)]),
        ("colou?r", [("colo",)]),
        ("colou*r", [("colo",)]),
        ("ab{0,3}cdef", [("cdef",)]),
        ("(?i)NATO", [("nato",)]),
        ("(?x)new start", []),
        ("one|two", [("one", "two")]),
        ("(one)?three", [("three",)]),
        ("(arms|nuclear) treat(y|ies)", [("treat",), ("nuclear", "arms")]),
        ("(?:one|t.o) three", [("three",)]),
        ("(one|)three", [("three",)]),
        ("((one|two)four|seven)+x", [("seven", "four")]),
        ("(?P<n>abcd){2}", [("abcd",)]),
        ("(abcd){0,2}efg", [("efg",)]),
        ("(?=abc)def", []),
        ("abc(def", []),
        ("abc)def", []),
        ("one|ab", []),
        ("[abc]def", [("def",)]),
        ("[^]abc]def", []),
        (r"\x41bcd", []),
        (r"\pLetter", []),
        (r"\bword\b", [("word",)]),
        (r"1\.\dabc", [("abc",)]),
        ("Müller", [("ller",)]),
        ("ab", []),
    ],
)
def test_only_letters_that_must_be_there_are_promised(
    pattern: str, expected: list[tuple[str, ...]]
) -> None:
    assert literals(pattern) == expected
