"""Rows -> a file for people who go on in a spreadsheet or a program: CSV, JSON, XLSX.

What publishers wrote must not run: a cell that a spreadsheet would take for a formula is text.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from xlsxwriter import Workbook

from crawler.alerts.plain import cell

Row = Mapping[str, Any]
# Excel's own limits: the characters of a cell, and the rows of a sheet that we never reach.
CELL_MAX = 32_767
WIDTHS = {"title": 60, "url": 40, "sentences": 80, "outlet": 24}


def csv_of(rows: Sequence[Row], columns: Sequence[str], _zone: tzinfo) -> bytes:
    """Comma-separated, with the mark at the front by which Excel knows UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_text(row[name]) for name in columns] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def json_of(rows: Sequence[Row], columns: Sequence[str], _zone: tzinfo) -> bytes:
    """An array of objects; times in ISO 8601."""
    plain = [{name: _plain(row[name]) for name in columns} for row in rows]
    return json.dumps(plain, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def xlsx_of(rows: Sequence[Row], columns: Sequence[str], zone: tzinfo) -> bytes:
    """A workbook with one sheet; times by the clock of *zone*, as Excel knows no zones."""
    out = io.BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, settings) as book:
        sheet = book.add_worksheet("Wirewatch")
        head = book.add_format({"bold": True, "bottom": 1})
        times = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for x, name in enumerate(columns):
            sheet.write_string(0, x, name, head)
            sheet.set_column(x, x, WIDTHS.get(name, 16))
        for y, row in enumerate(rows, start=1):
            for x, name in enumerate(columns):
                value = row[name]
                if isinstance(value, datetime):
                    local = value.astimezone(zone).replace(tzinfo=None)
                    sheet.write_datetime(y, x, local, times)
                elif isinstance(value, int):
                    sheet.write_number(y, x, value)
                elif value is not None:
                    sheet.write_string(y, x, str(value)[:CELL_MAX])
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    return out.getvalue()


Writer = Callable[[Sequence[Row], Sequence[str], tzinfo], bytes]
# By how the file's name ends: what writes it, and what it is called on the wire.
FORMS: dict[str, tuple[Writer, str]] = {
    "csv": (csv_of, "text/csv; charset=utf-8"),
    "json": (json_of, "application/json"),
    "xlsx": (xlsx_of, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def _text(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return cell(value) if isinstance(value, str) else value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
