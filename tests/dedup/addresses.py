"""The table of addresses beside this file, for the tests and the benchmark."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).with_name("addresses.txt")


class Pair(NamedTuple):
    """Two addresses; *same* says whether they lead to one article."""

    same: bool
    kind: str
    left: str
    right: str


def read_pairs() -> list[Pair]:
    pairs, same = [], True
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            same = line == "[same]"
        elif line and not line.startswith("#"):
            pairs.append(Pair(same, *line.split()))
    return pairs
