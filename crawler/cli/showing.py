"""Rows and records -> what is printed: tables for people, JSON and CSV for scripts.

A terminal gets tables with colours; a pipe gets plain columns, nothing cut off. What comes from
publishers is printed only after signs that steer terminals were taken out.
"""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from enum import Enum, StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from crawler.alerts.plain import cell
from crawler.cli import wording
from crawler.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

Row = Mapping[str, Any]
# What steers a terminal and is no control character to JSON: C1 and the directions of writing.
_STEERING = (0x7F, *range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_ESCAPED = {code: f"\\u{code:04x}" for code in _STEERING}


class Form(StrEnum):
    """How something is shown."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def form_of(*, as_json: bool = False, as_csv: bool = False) -> Form:
    """What was asked for; UsageError when it was both."""
    if as_json and as_csv:
        raise UsageError("--json and --csv exclude each other")
    return Form.JSON if as_json else Form.CSV if as_csv else Form.TABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table for people."""

    key: str
    head: str
    say: Callable[[Any], str] = lambda value: "" if value is None else str(value)
    right: bool = False  # numbers
    least: int | None = None  # may be cut to so many characters; None: is shown in full
    folds: bool = False  # long text goes on in the next line instead of ending with …
    style: Callable[[Row], str] | str = ""


def on_terminal() -> bool:
    """Whether a person looks: standard output is a terminal (or FORCE_COLOR says so)."""
    return sys.stdout.isatty() or bool(os.environ.get("FORCE_COLOR"))


@lru_cache(maxsize=4)
def _console(out: Any, *, wide: bool) -> Console:
    from rich.console import Console

    return Console(
        file=out, markup=False, highlight=False, emoji=False, width=100_000 if wide else None
    )


def console() -> Console:
    """The terminal; honours NO_COLOR, FORCE_COLOR, TERM=dumb."""
    return _console(sys.stdout, wide=not on_terminal())


def error_console() -> Console:
    """Where hints, progress and errors go."""
    return _console(sys.stderr, wide=not sys.stderr.isatty())


def say(text: str, style: str = "") -> None:
    """A line for people on standard output."""
    if on_terminal() and style:
        console().print(text, style=style, soft_wrap=True)
    else:
        print(text)


def hint(text: str) -> None:
    """A line for people that is no part of the result."""
    print(text, file=sys.stderr)


def show_json(value: object) -> None:
    """One JSON document, indented; times in ISO 8601, UTC."""
    text = json.dumps(plain(value), ensure_ascii=False, indent=2)
    print(text.translate(_ESCAPED))


def show_rows(rows: Sequence[Row], columns: Sequence[Column], form: Form, *, empty: str) -> None:
    """A listing: all keys of *rows* for scripts, the *columns* for people."""
    if form is Form.JSON:
        show_json(rows)
    elif form is Form.CSV:
        show_csv(rows, [column.key for column in columns])
    elif not rows:
        hint(empty)
    elif on_terminal():
        _show_table(rows, columns)
    else:
        _show_columns(rows, columns)


def show_csv(rows: Sequence[Row], keys: Sequence[str]) -> None:
    """Rows as RFC 4180; *keys* are the head when there is no row to tell it."""
    names = list(rows[0]) if rows else list(keys)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in names])


def row_of(value: Any) -> dict[str, Any]:
    """The fields of a dataclass by name, as they are."""
    return {field.name: getattr(value, field.name) for field in fields(value)}


def plain(value: Any) -> Any:
    """*value* in the kinds that JSON knows."""
    match value:
        case None | bool() | int() | float():
            return value
        case Enum():
            return value.value
        case str():
            return value
        case datetime():
            return wording.utc(value)
        case bytes():
            return value.hex()
        case Mapping():
            return {str(key): plain(one) for key, one in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {name: plain(one) for name, one in row_of(value).items()}
    return str(value)


def _cell(value: Any) -> object:
    value = plain(value)
    if isinstance(value, list):
        value = "; ".join(str(one) for one in value)
    elif isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, str):
        return cell(value)
    return "" if value is None else value


def _show_columns(rows: Sequence[Row], columns: Sequence[Column]) -> None:
    """Plain columns, two blanks between, for pipes and files."""
    from rich.cells import cell_len

    lines = [[column.head for column in columns]]
    lines += [[wording.one_line(column.say(row[column.key])) for column in columns] for row in rows]
    widths = [max(cell_len(line[n]) for line in lines) for n in range(len(columns))]
    for line in lines:
        cells = []
        for text, width, column in zip(line, widths, columns, strict=True):
            blanks = " " * (width - cell_len(text))
            cells.append(blanks + text if column.right else text + blanks)
        print("  ".join(cells).rstrip())


def _show_table(rows: Sequence[Row], columns: Sequence[Column]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        pad_edge=False,
        show_edge=False,
        header_style="bold",
    )
    columns = [one for one in columns if any(one.say(row[one.key]) for row in rows)]
    cells = [[_styled(column, row, Text) for column in columns] for row in rows]
    for column, width in zip(columns, _widths(cells, columns), strict=True):
        table.add_column(
            column.head,
            justify="right" if column.right else "left",
            overflow="fold" if column.folds else "ellipsis",
            no_wrap=not column.folds,
            width=width,
        )
    for line in cells:
        table.add_row(*line)
    console().print(table)


def _widths(cells: Sequence[Sequence[Text]], columns: Sequence[Column]) -> list[int]:
    """How wide each column is: whole where there is room, else the widest give way first.

    rich itself would take from all alike, and leave nothing of a number.
    """
    widths = [
        max(len(column.head), *(line[n].cell_len for line in cells))
        for n, column in enumerate(columns)
    ]
    room = console().width - 2 * (len(columns) - 1)  # two blanks between columns
    while sum(widths) > room:
        spare = [
            0 if column.least is None else width - column.least
            for width, column in zip(widths, columns, strict=True)
        ]
        if max(spare) <= 0:
            break
        widths[spare.index(max(spare))] -= 1
    return widths


def _styled(column: Column, row: Row, text: Any) -> Any:
    style = column.style if isinstance(column.style, str) else column.style(row)
    return text(wording.one_line(column.say(row[column.key])), style=style)


def show_record(pairs: Sequence[tuple[str, str]]) -> None:
    """Names and values under each other; empty values are left out."""
    pairs = [(name, wording.one_line(value)) for name, value in pairs if value]
    width = max((len(name) for name, _ in pairs), default=0)
    if not on_terminal():
        for name, value in pairs:
            print(f"{name:<{width}}  {value}")
        return
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in pairs:
        table.add_row(name, Text(value))
    console().print(table)
