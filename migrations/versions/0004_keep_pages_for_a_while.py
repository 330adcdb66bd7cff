"""Keep the pages that articles were read from for a while, and say when a round was finished.

Rules: numbered and named for what it does; never edited once pushed; says what becomes of old
rows; the same on SQLite and PostgreSQL; prefers plain ADD COLUMN, because a batch rebuild on
SQLite drops the table and with it whatever hangs on it. Views are made anew by the program
after each upgrade and are not touched here.

Old rows: articles that were read before have no page; a service that is at work says at its next
sign of life when its last round was finished.

Follows: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crawler.storage.tables import Id, Utc

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "raw_page",
        sa.Column("article_id", Id, nullable=False),
        sa.Column("entry_id", Id, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("fetched_at", Utc, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("entry_html", sa.LargeBinary(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("kept_bytes", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name="fk_raw_page_article_id_article",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name="fk_raw_page_entry_id_entry", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", name="pk_raw_page"),
    )
    op.create_index("ix_raw_page_fetched", "raw_page", ["fetched_at"])
    op.add_column("service", sa.Column("round_at", Utc, nullable=True))


def downgrade() -> None:
    op.drop_column("service", "round_at")
    op.drop_index("ix_raw_page_fetched", table_name="raw_page")
    op.drop_table("raw_page")
