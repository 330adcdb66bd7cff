"""A cron expression -> the same, if its five fields have the right shape.

The shape only: which days exist is the scheduler's business, and it alone computes times.
"""

from __future__ import annotations

import re

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_PART = re.compile(r"(?P<first>\*|\w+)(?:-(?P<last>\w+))?(?:/(?P<step>[0-9]{1,4}))?")
_FIELDS: tuple[tuple[str, int, int, list[str]], ...] = (
    ("minute", 0, 59, []),
    ("hour", 0, 23, []),
    ("day of month", 1, 31, []),
    ("month", 1, 12, _MONTHS),
    # No numbers here: 0 is Sunday to cron and Monday to others, and a name cannot be misread.
    ("day of week", 1, 0, _DAYS),
)


def cron_shape(expression: str) -> str:
    """*expression* with single blanks. Raises ValueError naming the field that is wrong."""
    fields = expression.split()
    if len(fields) != len(_FIELDS):
        raise ValueError(
            "must have five fields: minute, hour, day of month, month, day of week, "
            'such as "30 6 * * mon-fri" for half past six on working days'
        )
    for text, (name, low, high, names) in zip(fields, _FIELDS, strict=True):
        for part in text.split(","):
            if not _part_fits(part, low, high, names):
                raise ValueError(f'its {name} "{text}" must be {_wanted(low, high, names)}')
    return " ".join(fields)


def _part_fits(part: str, low: int, high: int, names: list[str]) -> bool:
    found = _PART.fullmatch(part)
    if not found or found["step"] == "0":
        return False
    if found["first"] == "*":
        return found["last"] is None
    values = [_value(word, low, high, names) for word in (found["first"], found["last"]) if word]
    return None not in values and values == sorted(v for v in values if v is not None)


def _value(word: str, low: int, high: int, names: list[str]) -> int | None:
    if word.lower() in names:
        return low + names.index(word.lower())
    return int(word) if word.isdecimal() and word.isascii() and low <= int(word) <= high else None


def _wanted(low: int, high: int, names: list[str]) -> str:
    if not names:
        return f"* or numbers from {low} to {high}"
    named = f"names from {names[0]} to {names[-1]}"
    return f"* or {named}" if low > high else f"*, numbers from {low} to {high} or {named}"
