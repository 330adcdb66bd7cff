"""Scores and folds of the training; learning itself only where its packages are installed."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from crawler.extraction.training import corpus, scores
from tests.extraction import pages


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two sites with the same article."""
    (tmp_path / "small").mkdir()
    rows = []
    for number, site in enumerate(("a.example", "b.example", "b.example")):
        file = f"small/{number}.html.gz"
        (tmp_path / file).write_bytes(gzip.compress(pages.classic().encode()))
        gold = {"text": "\n".join(pages.SENTENCES)}
        row = {"id": str(number), "url": f"https://www.{site}/{number}", "file": file, "gold": gold}
        rows.append(json.dumps(row))
    (tmp_path / "small.jsonl").write_text("\n".join(rows), encoding="utf-8")
    return tmp_path


def test_a_text_against_itself_is_right_and_against_another_is_not() -> None:
    known = "one two three four five six"

    same, half = scores.count(known, known), scores.count(known, "one two three four and more")

    assert (same.f1, same.right) == (1.0, 3)
    assert (half.right, half.extra, half.missing) == (1, 2, 2)


def test_an_empty_text_misses_everything_but_spoils_no_precision() -> None:
    score = scores.score([scores.count("a b c d", ""), scores.count("a b c d", "a b c d")])

    assert (score.precision, score.recall) == (1.0, 0.5)
    assert score.poor == 0.5


def test_pages_of_one_site_are_in_one_fold(folder: Path) -> None:
    known = list(corpus.pages(folder, "small"))

    assert corpus.sets_in(folder) == ["small"]
    assert [page.site for page in known] == ["a.example", "b.example", "b.example"]
    assert known[1].fold(5) == known[2].fold(5)


def test_the_same_pages_give_the_same_network(folder: Path) -> None:
    pytest.importorskip("lightgbm")
    pytest.importorskip("rapidfuzz")
    from crawler.extraction.training.examples import examples
    from crawler.extraction.training.learning import learn

    known = examples(corpus.pages(folder, "small")) * 40
    first, second = learn(known, threads=1), learn(known, threads=1)

    assert known[0].useful
    assert np.array_equal(first.layers[0][0], second.layers[0][0])
    assert (first.probabilities(known[0].table) > 0.5).sum() >= len(pages.SENTENCES)
