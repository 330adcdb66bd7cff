"""All words of the archive: what ``*vertrag`` and ``wo?d`` stand for.

A word index finds words by their beginning at best. This table has each word once, forwards and
backwards, without counts: an article adds only words that nobody wrote before, so that keeping it
costs one look-up a word. Words of articles that are gone stay; they find nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from sqlalchemy import Select, select, text
from sqlalchemy.dialects import postgresql, sqlite

from crawler.storage.search.terms import LONGEST
from crawler.storage.store import Tx
from crawler.storage.tables import word as table

_BEHIND_ALL = "\U0010ffff"
# More words than this are read for no pattern; what stands for so many is a common one.
MOST_READ = 50_000

_MISSING = {
    "sqlite": text(
        "select value from json_each(:words) given "
        "where not exists (select 1 from word where word.word = given.value)"
    ),
    "postgresql": text(
        "select given from json_array_elements_text(cast(:words as json)) given "
        'where not exists (select 1 from word where word.word = given collate "C")'
    ),
}

_ADD = {
    name: dialect.insert(table).on_conflict_do_nothing()
    for name, dialect in {"sqlite": sqlite, "postgresql": postgresql}.items()
}


def learn(tx: Tx, words: Iterable[str]) -> None:
    """Keep the words that are new."""
    asked = json.dumps(sorted(words), ensure_ascii=False)
    if asked == "[]":
        return
    missing = tx.execute(_MISSING[tx.dialect.name], {"words": asked}).scalars().all()
    if missing:
        rows = [{"word": one, "reversed": one[::-1]} for one in missing]
        tx.execute(_ADD[tx.dialect.name], rows)


def expand(tx: Tx, glob: str, *, most: int) -> list[str] | None:
    """The words that *glob* stands for (``*`` any letters, ``?`` one), sorted; None when too many.

    Words that the index had to cut are always among them when their ends agree.
    """
    pieces = re.split(r"[*?]+", glob)
    head, tail, middle = pieces[0], pieces[-1], max(pieces, key=len)
    shape = re.compile("".join({"*": ".*", "?": "."}.get(x, re.escape(x)) for x in glob), re.DOTALL)
    found: list[str] = []
    read = tx.execute(_narrowed(head, tail, middle).limit(MOST_READ + 1))
    for count, row in enumerate(read, 1):
        one: str = row.word
        if count > MOST_READ:
            return None
        is_cut = len(one) == LONGEST and one.startswith(head[:60]) and one.endswith(tail[-40:])
        if is_cut or shape.fullmatch(one):
            found.append(one)
            if len(found) > most:
                return None
    return sorted(found)


def _narrowed(head: str, tail: str, middle: str) -> Select[tuple[str]]:
    head, tail = head[:60], tail[-40:]
    if len(head) >= len(tail) and head:
        return select(table.c.word).where(table.c.word >= head, table.c.word < head + _BEHIND_ALL)
    if tail:
        back = tail[::-1]
        return select(table.c.word).where(
            table.c.reversed >= back, table.c.reversed < back + _BEHIND_ALL
        )
    # No index helps with the middle of a word, but all words are read in a second.
    return select(table.c.word).where(table.c.word.contains(middle, autoescape=True))
