"""Let many machines work on one database: whose turn it is, and a queue on PostgreSQL.

The queue is Procrastinate's own schema; what a later version of it changes is applied when the
program upgrades a database (crawler/storage/jobs.py).

Old rows: the hosts of feeds are filled in by the first scheduler that leads.

Follows: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crawler.storage import jobs
from crawler.storage.tables import Utc

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("feed", sa.Column("host", sa.Text(), nullable=True))
    for table in ("feed", "entry"):
        fence = sa.Column("fence", sa.BigInteger(), nullable=False, server_default="0")
        op.add_column(table, fence)
    op.add_column("host", sa.Column("free_at", Utc(), nullable=True))
    _create_index("ix_feed_host", "feed", ["host", "next_look_at"], "active")
    _create_index("ix_entry_host", "entry", ["host", "next_try_at"], "waiting")
    op.create_table(
        "process",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("started_at", Utc(), nullable=False),
        sa.Column("beat_at", Utc(), nullable=False),
        sa.Column("doing", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_process")),
    )
    jobs.bring_up(op.get_bind())


def downgrade() -> None:
    jobs.take_down(op.get_bind())
    op.drop_table("process")
    op.drop_index("ix_entry_host", "entry")
    op.drop_index("ix_feed_host", "feed")
    op.drop_column("host", "free_at")
    for table in ("entry", "feed"):
        op.drop_column(table, "fence")
    op.drop_column("feed", "host")


def _create_index(name: str, table: str, columns: list[str], state: str) -> None:
    where = sa.text(f"state = '{state}'")
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
