"""Regular expressions of linear time (RE2): no look-around, no back references."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import re2

from crawler.topics.mistakes import Mistake, Swap

MAX_CHARS = 300
# In the worst case RE2 walks all steps of its program at each letter.
MAX_STEPS = 2_000
# \pL comes to 1,200 steps, of which one letter touches three.
_CLASS = re.compile(r"\\[pP](?:\w|\{[^}]*\})")
_MAX_MEMORY = 1 << 20  # bytes; beyond that RE2 refuses the expression or falls back to the walk


@lru_cache(maxsize=1_024)
def compile_regex(pattern: str) -> Any:
    """*pattern* in any letter case. re2.error for what RE2 cannot run."""
    options = re2.Options()
    options.case_sensitive = False
    options.max_mem = _MAX_MEMORY
    options.log_errors = False
    return re2.compile(pattern, options)


@lru_cache(maxsize=1_024)
def steps(pattern: str) -> int:
    """How many steps the program of *pattern* has, its counted repeats written out."""
    size: int = compile_regex(_CLASS.sub("x", pattern)).programsize
    return size


def check_regex(pattern: str, column: int) -> None:
    """Raise Mistake for a regular expression that cannot be run, or not quickly enough.

    *column* is where it begins, with its stroke.
    """
    if len(pattern) > MAX_CHARS:
        raise Mistake(f"a regular expression has at most {MAX_CHARS} characters", column)
    try:
        compiled = compile_regex(pattern)
    except re2.error as error:
        reason = error.args[0].decode() if isinstance(error.args[0], bytes) else error
        message = f"not a regular expression that runs in linear time (RE2): {reason}"
        letters = Swap(column, column + len(pattern) + 2, f"/{re.escape(pattern)}/")
        raise Mistake(message, column, letters) from None
    if compiled.search(""):
        raise Mistake("this regular expression matches even an empty text", column)
    if steps(pattern) > MAX_STEPS:
        raise Mistake(
            f"this regular expression comes to {steps(pattern):,} steps with its repeats"
            f" written out; at most {MAX_STEPS:,}: ask for fewer repeats, or use * or +",
            column,
        )
