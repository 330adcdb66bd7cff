"""Precision and recall on sentences written for five topics in four languages.

Queries and sentences are by the same hand, so this shows what the language can say, and keeps it
from getting worse; it does not show how well a stranger's first query does.
"""

from __future__ import annotations

import pytest

from tests.topics.labelled import Score, scores, sentences


def test_there_are_sentences_enough() -> None:
    rows = sentences()

    assert len(rows) >= 150
    assert {row["language"] for row in rows} == {"de", "en", "fr", "ru"}
    assert len({row["topic"] for row in rows}) == 5


@pytest.mark.parametrize("score", scores(), ids=lambda score: score.topic)
def test_a_topic_finds_most_and_takes_little_else(score: Score) -> None:
    assert score.precision >= 0.9, score.taken
    assert score.recall >= 0.85, score.missed
