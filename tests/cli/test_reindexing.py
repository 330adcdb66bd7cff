"""`db reindex` makes the word index anew, and what is found stays the same."""

from __future__ import annotations

import pytest

from crawler.cli import reindexing
from crawler.cli.codes import Code
from crawler.storage import Store
from crawler.storage.search import rebuilding
from tests.cli.conftest import DATABASE, Wirewatch


def test_the_index_is_made_anew(filled: Wirewatch) -> None:
    before = filled("search", "the", "--json").json
    answer = filled("db", "reindex")

    assert answer.code == Code.FINE
    assert "articles are indexed." in answer.out
    assert filled("search", "the", "--json").json == before


def test_what_was_interrupted_is_told_and_gone_on_with(filled: Wirewatch) -> None:
    store = Store.connect(f"sqlite:///{filled.folder / DATABASE}")
    with store.judging() as tx:
        rebuilding.begin(tx)
        rebuilding.step(tx, most=2)
    store.close()

    meanwhile = filled("search", "the")
    done = filled("db", "reindex", "--json").json

    assert "See: wirewatch db reindex" in meanwhile.err
    assert done["resumed"] is True
    assert filled("db", "reindex", "--json").json["resumed"] is False
    assert "db reindex" not in filled("search", "the").err


def test_a_large_archive_is_asked_about(filled: Wirewatch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reindexing, "MANY", 1)

    answer = filled("db", "reindex")

    assert answer.code == Code.USAGE
    assert "say --yes" in answer.err
    assert filled("db", "reindex", "--yes").code == Code.FINE
