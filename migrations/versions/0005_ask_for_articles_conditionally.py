"""Ask for an article that is looked at again only whether it has changed.

Rules: numbered and named for what it does; never edited once pushed; says what becomes of old
rows; the same on SQLite and PostgreSQL; prefers plain ADD COLUMN, because a batch rebuild on
SQLite drops the table and with it whatever hangs on it. Views are made anew by the program
after each upgrade and are not touched here.

Old rows: their pages are asked for whole once more, and conditionally from then on.

Follows: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("entry", sa.Column("page_etag", sa.Text(), nullable=True))
    op.add_column("entry", sa.Column("page_last_modified", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("entry", "page_last_modified")
    op.drop_column("entry", "page_etag")
