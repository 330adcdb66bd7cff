"""What the parser could not read -> why, where, and texts that may be what was meant."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

_QUOTES = '"“”„‟«»'
_OPERATOR = r"(?:NOT|AND|OR|O?NEAR|W|PRE)(?:/\w*)?"
_LAST_OPERATORS = re.compile(rf"(?:\s*{_OPERATOR}|\s*[-!])+\s*$")
_FIRST_OPERATOR = re.compile(rf"^{_OPERATOR}\s+")


@dataclass(frozen=True, slots=True)
class Swap:
    """The query as typed, with something else from *start* to *end*."""

    start: int
    end: int
    text: str = ""

    def applied(self, source: str) -> str:
        """*source* with the change; no two blanks where something was only taken out."""
        before, after = source[: self.start], source[self.end :]
        if not self.text:
            return f"{before.rstrip()} {after.lstrip()}".strip()
        return before + self.text + after


@dataclass(frozen=True, slots=True)
class Drop:
    """The query as typed without what stands from *start* to *end*, and what joined it."""

    start: int
    end: int

    def applied(self, source: str) -> str:
        """*source* with the change."""
        before, after = source[: self.start], source[self.end :].lstrip()
        if not before.strip() or before.rstrip().endswith("("):
            after = _FIRST_OPERATOR.sub("", after)
        kept = _without_last_operator(before)
        return f"{kept}{'' if kept.endswith('(') else ' '}{after}".strip()


class Mistake(Exception):
    """A query that cannot be obeyed: the reason, the column, and what to try instead.

    Of the tries the first that can be read is suggested.
    """

    def __init__(self, reason: str, column: int = 0, *tries: str | Swap | Drop) -> None:
        super().__init__(reason)
        self.reason, self.column, self.tries = reason, column, tries


def explained(error: UnexpectedInput, source: str) -> Mistake:
    """The mistake behind an error of the parser."""
    if isinstance(error, UnexpectedCharacters):
        return _of_character(error.pos_in_stream or 0, source)
    assert isinstance(error, UnexpectedToken)
    token, column = error.token, error.token.start_pos or 0
    if token.type == "$END":
        return _of_end(source, wants_bracket="RPAR" in error.accepts)
    if token.type == "RPAR":
        return _of_bracket(column, source)
    if token.type in ("AND", "OR", "NEAR", "NOT"):
        reason = f"{token} needs a word, a phrase or a bracket on both sides"
        return Mistake(reason, column, Swap(column, column + len(token)))
    return Mistake(f"{token} cannot stand here", column, Swap(column, column, " "))


def _of_character(column: int, source: str) -> Mistake:
    without = Swap(column, column + 1, " ")
    if source[column] in _QUOTES:
        return Mistake(
            "this quotation mark is never closed", column, f'{source.rstrip()}"', without
        )
    return Mistake(f"{source[column]!r} cannot stand here", column, without)


def _of_bracket(column: int, source: str) -> Mistake:
    before = source[:column]
    if before.rstrip().endswith("("):
        return Mistake("there is nothing in these brackets", column, before[: before.rindex("(")])
    if before.count("(") <= before.count(")"):
        return Mistake("this bracket was never opened", column, before + source[column + 1 :])
    reason = "a word or phrase is missing before this bracket"
    return Mistake(reason, column, _without_last_operator(before) + source[column:])


def _of_end(source: str, *, wants_bracket: bool) -> Mistake:
    missing = source.count("(") - source.count(")")
    if wants_bracket and missing > 0:
        closed = source.rstrip() + ")" * missing
        return Mistake("this bracket is never closed", _open_bracket(source), closed)
    reason = "the query ends where a word or phrase was expected"
    dropped = _without_last_operator(source)
    return Mistake(reason, len(source.rstrip()), dropped, dropped + ")" * max(missing, 0))


def _without_last_operator(source: str) -> str:
    return _LAST_OPERATORS.sub("", source.rstrip())


def _open_bracket(source: str) -> int:
    depth = 0
    for column in range(len(source) - 1, -1, -1):
        depth += (source[column] == ")") - (source[column] == "(")
        if depth < 0:
            return column
    return 0
