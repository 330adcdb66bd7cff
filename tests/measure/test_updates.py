"""A told story is told again only for what is worth it."""

from __future__ import annotations

import pytest

from crawler.measure.measure import Measure
from crawler.measure.updates import Change, News, news_of, numbers

ALL = Measure(updates=("outlets", "headline", "correction", "vanished", "numbers", "topic"))


def change(kind: str, **more: object) -> Change:
    return Change(**{"kind": kind, "article_id": 1, "matched": True, "detail": "why", **more})  # type: ignore[arg-type]


def news(*changes: Change, measure: Measure = ALL, told: int = 1, now: int = 1) -> list[str]:
    return [one.kind for one in news_of(measure, changes, outlets_told=told, outlets=now)]


def test_nothing_new_is_no_news() -> None:
    assert news() == []


@pytest.mark.parametrize(
    ("kind", "called"),
    [
        ("correction", "correction"),
        ("gone", "vanished"),
        ("topic entered", "topic"),
        ("topic left", "topic"),
    ],
)
def test_what_befalls_a_matched_article_is_news(kind: str, called: str) -> None:
    assert news(change(kind)) == [called]
    assert news(change(kind, matched=False)) == []


def test_so_many_more_outlets_are_news_and_fewer_are_not() -> None:
    assert news(told=2, now=6) == []
    assert news(told=2, now=7) == ["outlets"]


def test_a_revision_is_news_for_its_headline_and_its_numbers() -> None:
    revised = change(
        "revised", headline_before="Two dead", headline_after="Three dead",
        before="Two dead. 1,200 fled", after="Three dead. 1.300 fled",
    )  # fmt: skip

    found = news_of(ALL, [revised], outlets_told=1, outlets=1)

    assert found == (
        News(kind="headline", article_id=1, detail="Two dead → Three dead"),
        News(kind="numbers", article_id=1, detail="1200 → 1300"),
    )


def test_a_revision_that_only_mends_words_is_none() -> None:
    assert news(change("revised", before="teh 5 boats", after="the 5 boats")) == []


def test_only_what_a_topic_wants_is_told() -> None:
    assert news(change("gone"), change("correction"), measure=Measure(updates=("vanished",))) == [
        "vanished"
    ]


def test_numbers_are_the_same_however_they_are_grouped() -> None:
    assert numbers("1,200 and 1.200 and 21:30") == {"1200", "2130"}
