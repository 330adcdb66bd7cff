"""PostgreSQL databases for tests: copies of one with the schema in it, washed and used again.

To copy and drop one makes the server write down all it holds, a third of a second on a busy
machine; to take out what a test wrote takes a third of that. A database whose shape a test has
changed, or that somebody still holds, is dropped.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import make_url

from crawler.storage import Store, schema

# Whoever makes, alters or drops something leaves another number of a row or of its transaction.
SHAPE = """
with thing as (
    select oid, xmin from pg_class where relnamespace = 'public'::regnamespace
    union all select attrelid, a.xmin from pg_attribute a join pg_class c on c.oid = attrelid
     where relnamespace = 'public'::regnamespace
    union all select oid, xmin from pg_constraint
    union all select oid, xmin from pg_trigger
    union all select oid, xmin from pg_proc where pronamespace = 'public'::regnamespace
    union all select oid, xmin from pg_namespace where nspname !~ '^pg_'
    union all select setdatabase, xmin from pg_db_role_setting
     where setdatabase = (select oid from pg_database where datname = current_database())
)
select count(*), sum(oid::bigint), sum(xmin::text::bigint),
       (select count(*) from pg_stat_activity where datname = current_database())
  from thing
"""
# Parts of tables hold the rows of the whole.
TABLES = """
select quote_ident(relname) from pg_class
 where relnamespace = 'public'::regnamespace and relkind = 'r' and pg_relation_size(oid) > 0
"""


class Databases:
    """Those of one server that have the schema in them, and one that is copied for each."""

    def __init__(self, server: str) -> None:
        self._server = server
        # One link for all that is made and dropped; to open one takes half as long as a copy.
        self._link = psycopg.connect(server, autocommit=True)
        self._template = f"template_{uuid.uuid4().hex[:8]}"
        self._spare: list[str] = []
        self._shapes: dict[str, object] = {}
        self._run(f"create database {self._template}")
        store = Store.connect(self.url(self._template))
        schema.upgrade(store)
        store.close()
        with psycopg.connect(self.url(self._template)) as link:
            self._seeds = {name: _rows(link, name) for (name,) in link.execute(TABLES)}

    def url(self, name: str) -> str:
        """The address of that database of this server."""
        return make_url(self._server).set(database=name).render_as_string(hide_password=False)

    @contextmanager
    def empty(self) -> Iterator[str]:
        """The address of a database with nothing in it, until the block ends."""
        name = f"test_{uuid.uuid4().hex[:12]}"
        self._run(f"create database {name}")
        yield self.url(name)
        self._drop(name)

    @contextmanager
    def ready(self) -> Iterator[str]:
        """The address of a database with the schema and nothing else in it, for this block."""
        name = self._spare.pop() if self._spare else self._copy()
        yield self.url(name)
        if self._wash(name):
            self._spare.append(name)
        else:
            self._drop(name)

    def close(self) -> None:
        """Leave nothing on the server."""
        for name in [*self._spare, self._template]:
            self._drop(name)
        self._link.close()

    def _copy(self) -> str:
        name = f"test_{uuid.uuid4().hex[:12]}"
        # Through the log, as is usual, it takes twice the time (PostgreSQL 15 and later ask how).
        self._run(f"create database {name} template {self._template} strategy file_copy")
        with psycopg.connect(self.url(name)) as link:
            self._shapes[name] = link.execute(SHAPE).fetchone()
        return name

    def _wash(self, name: str) -> bool:
        """Whether the database is again as it was made."""
        try:
            with psycopg.connect(self.url(name)) as link:
                if link.execute(SHAPE).fetchone() != self._shapes[name]:
                    return False
                self._empty(link)
                self._shapes[name] = link.execute(SHAPE).fetchone()
        except psycopg.Error:  # it is gone, or refuses links, or we may not do this here
            return False
        return True

    def _empty(self, link: psycopg.Connection) -> None:
        """Not by deleting: rows that come later would lie in holes, in another order."""
        used = [name for (name,) in link.execute(TABLES) if name not in self._seeds]
        if used:
            link.execute(f"truncate {', '.join(used)} restart identity cascade")
        for table, rows in self._seeds.items():
            link.execute(f"delete from {table}")
            filled = f"select * from json_populate_recordset(null::{table}, %s::json)"
            link.execute(f"insert into {table} {filled}", (rows,))

    def _drop(self, name: str) -> None:
        self._run(f"drop database if exists {name} with (force)")

    def _run(self, statement: str) -> None:
        self._link.execute(statement)


def _rows(link: psycopg.Connection, table: str) -> str:
    """All that a table holds, as JSON."""
    [(rows,)] = link.execute(f"select json_agg(one)::text from {table} one")
    return str(rows)
