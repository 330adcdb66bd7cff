"""Let a part of an address be looked for in an index alone, on PostgreSQL too.

Old rows: the index is made anew over them; nothing else changes.

Follows: 0009
"""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # SQLite's index has the id anyway; PostgreSQL's has what is named, and else the table is read.
    op.drop_index("ix_article_url", "article")
    op.create_index("ix_article_url", "article", ["url", "id"])


def downgrade() -> None:
    op.drop_index("ix_article_url", "article")
    op.create_index("ix_article_url", "article", ["url"])
