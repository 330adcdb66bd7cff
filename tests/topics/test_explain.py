from __future__ import annotations

import pytest

from crawler.items import Place
from crawler.topics.explain import deepest_misses, explain
from crawler.topics.parsing import parse
from tests.topics.making import make_document


def test_each_part_is_true_or_false_with_its_places() -> None:
    document = make_document("A treaty was signed.", title="Treaty")

    result = explain(parse("treaty AND (signed OR broken)"), document)

    treaty, either = result.parts
    assert result.holds
    assert treaty.places == (Place("title", 0, 6), Place("body", 2, 8))
    assert [(part.text, part.holds) for part in either.parts] == [
        ("signed", True),
        ("broken", False),
    ]


def test_a_miss_in_a_text_that_is_read_in_part_says_so() -> None:
    document = make_document("word " * 40_000 + "treaty")

    result = explain(parse("treaty AND word"), document)

    treaty, word = result.parts
    assert (treaty.holds, treaty.note) == (False, "only the first 200,000 letters of body are read")
    assert (word.holds, word.note) == (True, "")


MISSES = [
    ("treaty NEAR/2 signed", "7 words apart at the closest"),
    ("signed ONEAR/9 treaty", "only in the other order"),
    ("treaty NEAR/s signed", "never in one sentence; 7 words apart at the closest"),
    ("treaty NEAR/9 start", "never in the same field"),
    ("treaty NEAR/9 broken", "broken does not occur"),
    ("treaty NOT NEAR/9 signed", "never without the other close by"),
    ("case:TREATY", "written treaty"),
    ('"signed treaty"', "all of its words, but not in a row"),
    ('"treaty broken"', "without: broken"),
    ("title:treaty", "only in: body"),
    ("atleast/3:treaty", "1 times"),
    ("lang:de treaty", ""),
]
DOCUMENT = make_document(
    "The treaty is old. It will be, they say, signed.", title="A start", language="en"
)


@pytest.mark.parametrize(("query", "note"), MISSES)
def test_a_miss_tells_how_near_it_was(query: str, note: str) -> None:
    result = explain(parse(query), DOCUMENT)

    assert not result.holds
    assert result.note == note


def test_a_property_tells_what_the_article_has_instead() -> None:
    (miss,) = deepest_misses(explain(parse("treaty lang:de"), DOCUMENT))

    assert (miss.text, miss.note) == ("lang:de", "the article's lang: en")


def test_the_tree_prints_as_indented_lines() -> None:
    lines = explain(parse("treaty AND (broken OR kept)"), DOCUMENT).lines()

    assert lines == [
        "✗ treaty AND (broken OR kept)",
        "  ✓ treaty",
        "  ✗ broken OR kept",
        "    ✗ broken",
        "    ✗ kept",
    ]
