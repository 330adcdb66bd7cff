"""Keep the day of a time that is no more than a day, the credit of a picture, how sites read.

Rules: numbered and named for what it does; never edited once pushed; says what becomes of old
rows; the same on SQLite and PostgreSQL; prefers plain ADD COLUMN, because a batch rebuild on
SQLite drops the table and with it whatever hangs on it. Views are made anew by the program
after each upgrade and are not touched here.

Old rows: what was known as a day only was stored as a midnight, and stays one; credits were not
kept; what is usual on a site is learnt from its next articles.

Follows: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crawler.storage.tables import Utc

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("article", sa.Column("published_day", sa.Date(), nullable=True))
    op.add_column("article", sa.Column("modified_day", sa.Date(), nullable=True))
    op.add_column("article", sa.Column("image_credit", sa.Text(), nullable=True))
    op.add_column("site", sa.Column("recent", sa.Text(), nullable=True))
    op.add_column("site", sa.Column("trouble", sa.Text(), nullable=True))
    op.add_column("site", sa.Column("trouble_since", Utc, nullable=True))


def downgrade() -> None:
    for name in ("trouble_since", "trouble", "recent"):
        op.drop_column("site", name)
    for name in ("image_credit", "modified_day", "published_day"):
        op.drop_column("article", name)
