"""Keep the stem of every word and a readers' address of every article; find addresses by a part.

Rules: numbered and named for what it does; never edited once pushed; says what becomes of old
rows; the same on SQLite and PostgreSQL; prefers plain ADD COLUMN, because a batch rebuild on
SQLite drops the table and with it whatever hangs on it. Views are made anew by the program
after each upgrade and are not touched here.

Old rows: the words of articles that are stored have no stems here yet, so `stem:` looks for them
as before, by their beginning, until `wirewatch db reindex` has been run; a new archive needs none
of this, which the fact `stems` says. Articles keep `link` empty until then: views show `url`.

Follows: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    in_bytes = sa.Text(collation="C").with_variant(sa.Text(), "sqlite")
    op.create_table(
        "inflection",
        sa.Column("language", sa.Text(), nullable=False),
        # In the order of the key: SQLite 3.40 takes rows for damaged otherwise.
        sa.Column("stem", in_bytes, nullable=False),
        sa.Column("word", in_bytes, nullable=False),
        sa.PrimaryKeyConstraint("language", "stem", "word", name="pk_inflection"),
        sqlite_with_rowid=False,
    )
    op.add_column("article", sa.Column("link", sa.Text(), nullable=True))
    op.create_index("ix_article_url", "article", ["url"])
    op.execute(
        "insert into fact (name, value) "
        "select 'stems', 'complete' where not exists (select 1 from article)"
    )


def downgrade() -> None:
    op.execute("delete from fact where name = 'stems'")
    op.drop_index("ix_article_url", "article")
    op.drop_column("article", "link")
    op.drop_table("inflection")
