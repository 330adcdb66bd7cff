from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from crawler.cli import showing
from crawler.cli.showing import Column, Form, show_rows

COLUMNS = (
    Column(key="id", head="Id", right=True),
    Column(key="title", head="Title", least=6),
    Column(key="note", head="Note"),
)
ROWS = [
    {"id": 7, "title": "Abrüstung in 東京", "note": None},
    {"id": 12345, "title": "=1+1", "note": None},
]


def test_a_pipe_gets_plain_columns_with_nothing_cut_off(capsys: pytest.CaptureFixture[str]) -> None:
    show_rows(ROWS, COLUMNS, Form.TABLE, empty="")

    assert capsys.readouterr().out.splitlines() == [
        "   Id  Title              Note",
        "    7  Abrüstung in 東京",
        "12345  =1+1",
    ]


def test_a_spreadsheet_is_not_given_a_formula(capsys: pytest.CaptureFixture[str]) -> None:
    show_rows(ROWS, COLUMNS, Form.CSV, empty="")

    assert capsys.readouterr().out.splitlines()[2] == "12345,'=1+1,"


def test_json_is_whole_and_without_control_signs(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"title": "a\x9b31mü\x1b"}]

    show_rows(rows, (), Form.JSON, empty="")

    out = capsys.readouterr().out
    assert json.loads(out) == rows
    assert not {"\x9b", "\x1b"} & set(out)
    assert "ü" in out


def test_on_a_narrow_terminal_titles_give_way_before_numbers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paper = Console(file=io.StringIO(), width=22, force_terminal=False)
    monkeypatch.setattr(showing, "on_terminal", lambda: True)
    monkeypatch.setattr(showing, "console", lambda: paper)

    show_rows(ROWS, COLUMNS, Form.TABLE, empty="")

    lines = paper.file.getvalue().splitlines()  # type: ignore[attr-defined]
    assert lines[0].split() == ["Id", "Title"]  # a column without anything in it is left out
    assert lines[2].startswith("    7  Abrüstung i")
    assert lines[2].rstrip().endswith("…")
    assert lines[3].split() == ["12345", "=1+1"]
