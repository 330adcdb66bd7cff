"""Text of a TOML file -> the line of every key, table and element in it.

``tomllib`` tells values but not where they stand. This walks the same text once more and looks
for borders only; what the values mean stays with ``tomllib``.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

Path = tuple[str | int, ...]  # ("feed", 3, "url"): the url of the fourth [[feed]]

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*'""")
_STRING = re.compile(
    # Two more quotes may stand right before the three that close, hence {3,5}.
    r"""\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'""",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\r\n]+")


@dataclass(frozen=True, slots=True)
class Spot:
    """Lines count from 1. *text_line* is where a string's own first line stands.

    The two differ for a text that begins on the line below its opening quotes.
    """

    line: int
    text_line: int


class Unclosed(Exception):
    """A string, list or inline table that opens on *line* never ends."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(f"the {what} that opens here never ends")
        self.line = line


class Lost(Exception):
    """This is no TOML: ``tomllib`` knows better what is wrong."""


def spots(text: str) -> dict[Path, Spot]:
    """Where each table, key, value and list element of *text* stands.

    Raises Unclosed, or Lost for other errors of grammar.
    """
    return _Walk(text).run()


@dataclass(slots=True)
class _Walk:
    """The walk through one text: a position, the table it is in, and what was found."""

    text: str
    at: int = 0
    found: dict[Path, Spot] = field(default_factory=dict)
    members: Counter[Path] = field(default_factory=Counter)  # of each array of tables
    breaks: list[int] = field(default_factory=list)  # where the line breaks stand

    def __post_init__(self) -> None:
        self.breaks.extend(found.start() for found in re.finditer("\n", self.text))

    def run(self) -> dict[Path, Spot]:
        table: Path = ()
        while not self._ends():
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)
        return self.found

    def _ends(self) -> bool:
        """Skip blanks and comments; True at the end of the text."""
        blank = _BLANK.match(self.text, self.at)
        self.at = blank.end() if blank else self.at
        return self.at >= len(self.text)

    def _line(self, at: int | None = None) -> int:
        return bisect_left(self.breaks, self.at if at is None else at) + 1

    def _take(self, mark: str) -> None:
        if not self.text.startswith(mark, self.at):
            raise Lost
        self.at += len(mark)

    def _header(self) -> Path:
        line, many = self._line(), self.text.startswith("[[", self.at)
        self._take("[[" if many else "[")
        keys = self._keys()
        self._take("]]" if many else "]")
        path: Path = ()
        for step in keys[:-1]:
            path = self._last_member((*path, step))
            self._note(path, line)
        path = (*path, keys[-1])
        self._note(path, line)
        if many:
            self.members[path] += 1
        path = self._last_member(path)
        self._note(path, line)
        return path

    def _last_member(self, path: Path) -> Path:
        """[feed.x] below [[feed]] belongs to the last feed."""
        return (*path, self.members[path] - 1) if path in self.members else path

    def _keys(self) -> list[str]:
        """A dotted key; the position is then behind it and the blanks that follow."""
        keys: list[str] = []
        while not self._ends():
            key = _KEY.match(self.text, self.at)
            if not key:
                break
            self.at = key.end()
            keys.append(_plain(key.group()))
            if self._ends() or self.text[self.at] != ".":
                return keys
            self.at += 1
        raise Lost

    def _pair(self, table: Path) -> None:
        line, keys = self._line(), self._keys()
        self._take("=")
        for n in range(1, len(keys) + 1):
            self._note((*table, *keys[:n]), line)
        self._value((*table, *keys))

    def _value(self, path: Path) -> None:
        if self._ends():
            raise Lost
        match self.text[self.at]:
            case "[":
                self._list(path)
            case "{":
                self._inline_table(path)
            case '"' | "'":
                self._string(path)
            case _:
                scalar = _SCALAR.match(self.text, self.at)
                if not scalar:
                    raise Lost
                self.at = scalar.end()

    def _string(self, path: Path) -> None:
        string = _STRING.match(self.text, self.at)
        # Three quotes without their end also read as an empty string and one quote too many.
        many = self.text[self.at : self.at + 3] in ('"""', "'''")
        if not string or (many and len(string.group()) < 6):
            raise Unclosed("text", self._line())
        first = self.at + 3 if many else self.at
        if many:  # a line break right behind the opening quotes is not part of the text
            first += len(re.match(r"(\r?\n)?", self.text[first : first + 2]).group())  # type: ignore[union-attr]
        self._note(path, self._line(), text_line=self._line(first))
        self.at = string.end()

    def _list(self, path: Path) -> None:
        line, n = self._line(), 0
        self._take("[")
        while not self._ends():
            if self.text[self.at] == "]":
                self.at += 1
                return
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self._note((*path, n), self._line())
            self._value((*path, n))
            n += 1
        raise Unclosed("list", line)

    def _inline_table(self, path: Path) -> None:
        line = self._line()
        self._take("{")
        while not self._ends():
            if self.text[self.at] == "}":
                self.at += 1
                return
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self._pair(path)
        raise Unclosed("inline table", line)

    def _note(self, path: Path, line: int, text_line: int | None = None) -> None:
        """The first mention of a path counts, but a string's own line is learnt later."""
        held = self.found.get(path)
        if held is None:
            self.found[path] = Spot(line, text_line or line)
        elif text_line:
            self.found[path] = Spot(held.line, text_line)


def _plain(key: str) -> str:
    """A key without its quotes and escapes."""
    if key[0] not in "\"'":
        return key
    try:
        return next(iter(tomllib.loads(f"{key} = 0")))
    except tomllib.TOMLDecodeError:
        raise Lost from None
