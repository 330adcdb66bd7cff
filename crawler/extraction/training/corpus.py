"""A folder of known pages -> the pages, one by one.

`NAME.jsonl` holds one page a line: `id`, `url`, `lang`, `file` (gzipped UTF-8 HTML beside it) and
`gold` with any of `text`, `title`, `authors`, `date`, `with_` and `without` (snippets that must and
must not be in the text).
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SECOND_LEVEL = frozenset(("ac", "co", "com", "edu", "gov", "net", "org", "or", "ne"))


@dataclass(frozen=True, slots=True)
class KnownPage:
    """A page and what is known about it."""

    set_name: str
    id: str
    url: str
    language: str
    html: bytes  # UTF-8
    gold: Mapping[str, Any]

    @property
    def site(self) -> str:
        """The registered domain, near enough to keep a site in one fold."""
        parts = (urlsplit(self.url).hostname or self.id).lower().split(".")
        keep = 3 if len(parts) > 2 and parts[-2] in SECOND_LEVEL and len(parts[-1]) == 2 else 2
        return ".".join(parts[-keep:])

    def fold(self, folds: int) -> int:
        """The fold of its site, the same on every machine."""
        return zlib.crc32(self.site.encode()) % folds


def sets_in(folder: Path) -> list[str]:
    """Names of the sets in *folder* or in its `articles` folder."""
    return sorted(path.stem for path in _root(folder).glob("*.jsonl"))


def pages(folder: Path, set_name: str) -> Iterator[KnownPage]:
    """The pages of one set that have a known text."""
    root = _root(folder)
    with (root / f"{set_name}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if not row["gold"].get("text"):
                continue
            with gzip.open(root / row["file"]) as file:
                html = file.read()
            yield KnownPage(
                set_name, row["id"], row["url"], row.get("lang") or "", html, row["gold"]
            )


def _root(folder: Path) -> Path:
    inner = folder / "articles"
    return inner if inner.is_dir() else folder
