"""Files for spreadsheets: right in type, and nothing in them runs."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.web.sheets import CELL_MAX, csv_of, json_of, xlsx_of

FORMULAS = ('=cmd|"/c calc"!A0', "+1", "-1+1", "@SUM(A1)", "\t=1", "http://x.example/")
AT = datetime(2026, 2, 5, 21, 0, tzinfo=UTC)
ROWS = [{"title": text, "at": AT, "n": 7, "none": None} for text in FORMULAS]
COLUMNS = ("title", "at", "n", "none")


def test_a_formula_is_text_in_csv() -> None:
    text = csv_of(ROWS, COLUMNS, UTC).decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(text)))[1:]
    assert [row[0] for row in rows] == [
        *(f"'{one}" for one in FORMULAS[:5]), FORMULAS[5],
    ]  # fmt: skip
    assert rows[0][1:] == ["2026-02-05T21:00:00+00:00", "7", ""]


def test_a_workbook_holds_neither_formulas_nor_links() -> None:
    made = xlsx_of([*ROWS, {**ROWS[0], "title": "x" * 40_000}], COLUMNS, ZoneInfo("Europe/Berlin"))

    with zipfile.ZipFile(io.BytesIO(made)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        strings = book.read("xl/sharedStrings.xml").decode()
        names = book.namelist()
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert not [name for name in names if "rels" in name and "sheet1" in name]
    assert "=cmd|" in strings
    assert f">{'x' * CELL_MAX}<" in strings
    # 22:00 in Berlin, as Excel counts days.
    assert "<v>46058.916666" in sheet


def test_json_has_what_there_is() -> None:
    first = json.loads(json_of(ROWS, COLUMNS, UTC))[0]

    assert first == {
        "title": FORMULAS[0], "at": "2026-02-05T21:00:00+00:00", "n": 7, "none": None,
    }  # fmt: skip


@pytest.mark.parametrize("write", [csv_of, xlsx_of, json_of])
def test_nothing_found_is_a_file_as_well(write) -> None:  # type: ignore[no-untyped-def]
    assert write([], COLUMNS, UTC)
