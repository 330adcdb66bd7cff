"""Keep what articles are compared by in a part for each stretch of time, on PostgreSQL.

Old rows: none is copied. The table they are in becomes the part of everything up to its last
stretch, is read once to see that this is true, and is dropped as a whole when its time is over.
SQLite stays as it is: it gives a range of rows back in one go.

Follows: 0013
"""

# ruff: noqa: S608  # two names of tables

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLES = {"fingerprint": ("week", "shingle"), "telling": ("stretch", "word")}


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    for table, (stretch, hash_) in TABLES.items():
        last = op.get_bind().exec_driver_sql(f"select max({stretch}) from {table}").scalar()
        op.execute(f"alter table {table} rename to {table}_before")
        op.execute(f"alter index pk_{table} rename to pk_{table}_before")
        op.execute(
            f"create table {table} ({stretch} integer not null, {hash_} bigint not null, "
            f"article_id bigint not null, "
            f"constraint pk_{table} primary key ({stretch}, {hash_}, article_id)) "
            f"partition by range ({stretch})"
        )
        op.execute(f"create table {table}_rest partition of {table} default")
        if last is None:
            op.execute(f"drop table {table}_before")
        else:
            op.execute(
                f"alter table {table} attach partition {table}_before "
                f"for values from (minvalue) to ({last + 1})"
            )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    for table, (stretch, hash_) in TABLES.items():
        op.execute(f"create table {table}_whole as select * from {table}")
        op.execute(f"drop table {table}")
        op.execute(f"alter table {table}_whole rename to {table}")
        for column in (stretch, hash_, "article_id"):
            op.execute(f"alter table {table} alter column {column} set not null")
        op.execute(
            f"alter table {table} add constraint pk_{table} "
            f"primary key ({stretch}, {hash_}, article_id)"
        )
