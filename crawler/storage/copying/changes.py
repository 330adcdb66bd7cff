"""In the source: which rows changed since the copy began, by key, noted by triggers.

The table `copy_change` and its triggers are there only as long as a copy is under way.
"""

# ruff: noqa: S608  # statements are put together from this room's own words

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, inspect, text

from crawler.storage.copying.rows import Key, Kind, kinds
from crawler.storage.store import Tx

TABLE = "copy_change"
MOST = 20_000  # taken up at once
IDS: Any = bindparam("ids", expanding=True)
_FUNCTION = "copy_note"
_WHEN = {"insert": ("new",), "update": ("old", "new"), "delete": ("old",)}


@dataclass(frozen=True, slots=True)
class Changes:
    """What was noted up to a point."""

    ids: list[int]  # of the notes
    keys: dict[str, list[Key]]  # by table

    def __len__(self) -> int:
        return sum(map(len, self.keys.values()))


def copying_to(tx: Tx) -> str | None:
    """The sign of the copy that changes are noted for; None when there is none."""
    if not inspect(tx).has_table(TABLE):
        return None
    found: str = tx.exec_driver_sql(f"select noted from {TABLE} where name = ''").scalar_one()
    return found


def begin(tx: Tx, sign: str) -> None:
    """From now on each change is noted, for the copy of that sign."""
    is_sqlite = tx.dialect.name == "sqlite"
    id_ = "integer primary key autoincrement" if is_sqlite else "bigserial primary key"
    tx.exec_driver_sql(f"create table {TABLE} (id {id_}, name text not null, noted text not null)")
    tx.execute(text(f"insert into {TABLE} (name, noted) values ('', :sign)"), {"sign": sign})
    for kind in kinds():
        if is_sqlite:
            _watch_sqlite(tx, kind)
        else:
            _watch_postgresql(tx, kind)


def end(tx: Tx) -> None:
    """Note nothing any more, and forget what was noted."""
    for kind in kinds():
        if tx.dialect.name == "sqlite":
            for event in _WHEN:
                tx.exec_driver_sql(f"drop trigger if exists copy_{kind.name}_{event}")
        else:
            tx.exec_driver_sql(f'drop trigger if exists copy_{kind.name} on "{kind.name}"')
            tx.exec_driver_sql(f"drop function if exists {_FUNCTION}_{kind.name}()")
    tx.exec_driver_sql(f"drop table if exists {TABLE}")


def noted(tx: Tx, *, most: int = MOST) -> Changes:
    """The oldest changes that were not taken up, each key once."""
    rows = tx.execute(
        text(f"select id, name, noted from {TABLE} where name <> '' order by id limit :most"),
        {"most": most},
    ).all()
    by_name = {kind.name: kind for kind in kinds()}
    found: dict[str, dict[Key, None]] = defaultdict(dict)
    for row in rows:
        if row.name in by_name:
            found[row.name][by_name[row.name].key_from(row.noted)] = None
    return Changes([row.id for row in rows], {name: list(keys) for name, keys in found.items()})


def take_up(tx: Tx, changes: Changes) -> None:
    """Those are in the target now; by id, as one with a lower id may have come to light since."""
    statement = text(f"delete from {TABLE} where id in :ids").bindparams(IDS)
    for start in range(0, len(changes.ids), 2_000):
        tx.execute(statement, {"ids": changes.ids[start : start + 2_000]})


def waiting(tx: Tx) -> int:
    """How many notes were not taken up."""
    found = tx.exec_driver_sql(f"select count(*) - 1 from {TABLE}").scalar_one()
    return int(found)


def _watch_sqlite(tx: Tx, kind: Kind) -> None:
    for event, rows in _WHEN.items():
        notes = "; ".join(
            f"insert into {TABLE} (name, noted) values ('{kind.name}', json_array({_key(kind, row)}))"  # noqa: E501
            for row in rows
        )
        tx.exec_driver_sql(
            f'create trigger copy_{kind.name}_{event} after {event} on "{kind.name}" '
            f"begin {notes}; end"
        )


def _watch_postgresql(tx: Tx, kind: Kind) -> None:
    def note(row: str) -> str:
        key = f"json_build_array({_key(kind, row)})"
        return f"insert into {TABLE} (name, noted) values ('{kind.name}', {key}::text);"

    tx.exec_driver_sql(
        f"create function {_FUNCTION}_{kind.name}() returns trigger language plpgsql as $$ begin "
        f"if tg_op <> 'INSERT' then {note('old')} end if; "
        f"if tg_op <> 'DELETE' then {note('new')} end if; return null; end $$"
    )
    tx.exec_driver_sql(
        f'create trigger copy_{kind.name} after insert or update or delete on "{kind.name}" '
        f"for each row execute function {_FUNCTION}_{kind.name}()"
    )


def _key(kind: Kind, row: str) -> str:
    return ", ".join(f'{row}."{column.name}"' for column in kind.key_columns)
