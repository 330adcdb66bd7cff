"""A sentence that matched -> lines for a person, what matched in colour or between asterisks."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from crawler.cli.showing import console, on_terminal

if TYPE_CHECKING:
    from crawler.alerts.excerpts import Excerpt

# Characters of a line where nobody says how wide the paper is.
WIDTH = 96


def quote(excerpt: Excerpt, *, indent: int) -> None:
    """Print the sentence, *indent* blanks from the margin."""
    if not on_terminal():
        blanks = " " * indent
        lines = textwrap.fill(
            excerpt.marked(),
            WIDTH,
            initial_indent=blanks,
            subsequent_indent=blanks,
            break_on_hyphens=False,
            break_long_words=False,
        )
        print(lines)
        return
    from rich.padding import Padding
    from rich.text import Text

    shown = Text(excerpt.text)
    for start, end in excerpt.marks:
        shown.stylize("bold yellow", start, end)
    console().print(Padding(shown, (0, 0, 0, indent)))
