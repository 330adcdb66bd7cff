"""Jinja's templates: ours in this package, an operator's own in `config/templates/` before them.

Templates of HTML escape every value. They may do nothing but arrange what they are given: the
environment is sandboxed, so that a template from elsewhere cannot run code.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import (
    ChoiceLoader,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from crawler.alerts.shown import Row

WIDTH = 76
FOLDER = "templates"


@lru_cache(maxsize=8)
def templates(config_folder: Path | None = None) -> ImmutableSandboxedEnvironment:
    """The environment in which messages are made; *config_folder* may hold templates of its own."""
    loaders: list[Any] = [PackageLoader("crawler.alerts", FOLDER)]
    if config_folder is not None:
        loaders.insert(0, FileSystemLoader(config_folder / FOLDER))
    made = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader(loaders),
        autoescape=lambda name: bool(name and name.endswith((".html", ".html.j2"))),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    made.filters |= {"fill": fill, "labelled": labelled}
    return made


def fill(text: str, first: str = "", rest: str | None = None) -> str:
    """*text* in lines of WIDTH, with *first* before the first line and *rest* before the others."""
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def labelled(value: str, label: str, rows: Sequence[Row]) -> str:
    """*value* behind its label, in one column with those of all *rows*."""
    width = max(len(row.label) for row in rows) + 2
    return fill(value, label.ljust(width), " " * width)
