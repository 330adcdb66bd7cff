"""Scores and folds of the training; learning itself only where its packages are installed."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import numpy as np
import pytest

from crawler.extraction.network import load
from crawler.extraction.training import corpus, scores
from crawler.extraction.training.__main__ import NEEDED, main
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


@pytest.fixture
def extras() -> None:
    """Skips loudly where the packages of wirewatch[train] are missing."""
    for name in NEEDED:
        pytest.importorskip(name, reason=f"{name} is missing: pip install 'wirewatch[train]'")


@pytest.mark.usefixtures("extras")
def test_the_same_pages_give_the_same_network(folder: Path) -> None:
    from crawler.extraction.training.examples import examples
    from crawler.extraction.training.learning import learn

    known = examples(corpus.pages(folder, "small")) * 40
    first, second = learn(known), learn(known)

    assert known[0].useful
    assert np.array_equal(first.layers[0][0], second.layers[0][0])
    assert (first.probabilities(known[0].table) > 0.5).sum() >= len(pages.SENTENCES)


@pytest.mark.usefixtures("extras")
def test_a_page_is_judged_by_trees_that_saw_no_page_of_its_site() -> None:
    from crawler.extraction.training.learning import Material, doubts

    # What is the article's on the sites of one part is not on those of the other.
    table = np.tile(np.array([[1.0], [0.0]], np.float32), (400, 1))
    parts = np.repeat([0, 1], 400)
    answers = np.where(parts == 0, table[:, 0], 1 - table[:, 0]).astype(np.float32)

    told = doubts(Material(table, answers, np.ones(800, np.float32), parts))

    assert np.array_equal(told > 0.5, answers < 0.5)


@pytest.mark.usefixtures("extras")
def test_weights_are_written_with_where_they_come_from(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    weights = tmp_path / "new.npz"

    code = main(["--corpora", str(folder), "--folds", "2", "--output", str(weights)])

    about = json.loads(weights.with_suffix(".json").read_text(encoding="utf-8"))
    assert code == 0
    assert about["sets"]["small"]["pages"] == 3
    assert about["seed"]
    with weights.open("rb") as file:
        assert json.loads(load(file).about) == about
    shown = capsys.readouterr()
    assert "small" in shown.out
    assert "networks of the folds: 2 in " in shown.err


@pytest.mark.usefixtures("extras")
def test_a_terminal_is_told_how_long_training_will_take(
    folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)

    main(["--corpora", str(folder), "--folds", "2", "--output", str(tmp_path / "new.npz")])

    shown = capsys.readouterr().err.split("\r")
    assert any(re.match(r"networks of the folds: 2 of 2, \d+ s left", line) for line in shown)


@pytest.mark.usefixtures("extras")
def test_the_same_model_again_is_not_refused(folder: Path, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in (folder / "small.jsonl").read_text().splitlines()]
    for row in rows:  # a score that is no round number, as most are
        row["gold"]["text"] += " Auf der Seite steht dieser Satz nicht."
    (folder / "small.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    call = ["--corpora", str(folder), "--folds", "2", "--output", str(tmp_path / "new.npz")]

    assert (main(call), main(call)) == (0, 0)


@pytest.mark.usefixtures("extras")
def test_a_worse_model_is_refused(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    weights = tmp_path / "new.npz"
    call = ["--corpora", str(folder), "--folds", "2", "--output", str(weights)]
    main(call)
    about = json.loads(weights.with_suffix(".json").read_text(encoding="utf-8"))
    better = about | {"mean_f1": about["mean_f1"] + 0.0001}
    weights.with_suffix(".json").write_text(json.dumps(better), encoding="utf-8")
    before = weights.read_bytes()

    code = main(call)

    assert code == 1
    assert weights.read_bytes() == before
    assert "worse" in capsys.readouterr().out
    assert main([*call, "--anyway"]) == 0


@pytest.mark.usefixtures("extras")
def test_a_folder_without_pages_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--corpora", str(tmp_path)]) == 2
    assert "--corpora" in capsys.readouterr().err
