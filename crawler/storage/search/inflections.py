"""The stems of the archive's words: what ``stem:verhandlung`` stands for in each language.

Stemming is slow, so each word is stemmed when it is first read, in the language of its article.
Only words that their stem changes are kept; a word that is its own stem is found by it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from sqlalchemy import and_, or_, select, text

from crawler.storage import facts
from crawler.storage.search.terms import Inflection
from crawler.storage.store import Tx, insert
from crawler.storage.tables import inflection

# Of an archive that was filled before there were stems some are missing, until it is indexed anew.
FACT = "stems"

_MISSING = {
    "sqlite": text(
        "select json_extract(value, '$[0]') as lang, json_extract(value, '$[1]') as s, "
        "json_extract(value, '$[2]') as w from json_each(:rows) where not exists "
        "(select 1 from inflection where language = lang and stem = s and word = w)"
    ),
    "postgresql": text(
        "select given ->> 0, given ->> 1, given ->> 2 "
        "from json_array_elements(cast(:rows as json)) given "
        "where not exists (select 1 from inflection where language = given ->> 0 "
        """and stem = (given ->> 1) collate "C" and word = (given ->> 2) collate "C")"""
    ),
}


def learn(tx: Tx, inflections: Iterable[Inflection]) -> None:
    """Keep those that are new."""
    asked = sorted(inflections)
    if not asked:
        return
    given = {"rows": json.dumps(asked, ensure_ascii=False)}
    missing = tx.execute(_MISSING[tx.dialect.name], given).all()
    if missing:
        rows = [dict(zip(Inflection._fields, row, strict=True)) for row in missing]
        tx.execute(insert(tx, inflection).on_conflict_do_nothing(), rows)


def words_of(tx: Tx, stems: Mapping[str, str]) -> dict[str, list[str]]:
    """The words of each language's stem, sorted; languages without any are left out."""
    table = inflection.c
    asked = or_(*(and_(table.language == key, table.stem == one) for key, one in stems.items()))
    found: dict[str, list[str]] = {}
    rows = tx.execute(select(table.language, table.word).where(asked).order_by(table.word))
    for row in rows:
        found.setdefault(row.language, []).append(row.word)
    return found


def are_complete(tx: Tx) -> bool:
    """Have all indexed articles been stemmed?"""
    return facts.get(tx, FACT) == facts.COMPLETE


def note_complete(tx: Tx) -> None:
    """Say that all indexed articles have been stemmed."""
    facts.put_once(tx, FACT, facts.COMPLETE)
