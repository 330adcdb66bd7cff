"""What a reader mended or left out -> sentences for people, each once with a first example."""

from __future__ import annotations

EXAMPLE_CHARS = 80


class Problems:
    """A tally: every kind of problem is counted, and the first example of it is remembered."""

    def __init__(self) -> None:
        self._tally: dict[str, tuple[int, str]] = {}

    def note(self, what: str, example: str = "") -> None:
        """One more of the kind *what*; *example* is cut to a length that a log line bears."""
        count, first = self._tally.get(what, (0, ""))
        self._tally[what] = (count + 1, first or _short(example))

    def told(self) -> tuple[str, ...]:
        """One sentence a kind, in the order in which the kinds were first met."""
        return tuple(_sentence(what, *seen) for what, seen in self._tally.items())


def _sentence(what: str, count: int, example: str) -> str:
    if count == 1:
        return f"{what} ({example})" if example else what
    return f"{what}: {count} times" + (f" (first: {example})" if example else "")


def _short(example: str) -> str:
    line = " ".join(example[: EXAMPLE_CHARS * 4].split())
    return line if len(line) <= EXAMPLE_CHARS else line[: EXAMPLE_CHARS - 1] + "…"
