"""Give the search index tags for what is known of an article, and keep all words in a table.

Old rows: the whole index is made anew from the articles, about a millisecond each.

Follows: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crawler.storage.search.index import rebuild

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    in_bytes = sa.Text(collation="C").with_variant(sa.Text(), "sqlite")
    op.create_table(
        "word",
        sa.Column("word", in_bytes, nullable=False),
        sa.Column("reversed", in_bytes, nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_word")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_word_reversed", "word", ["reversed"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        op.execute("drop table article_fts")
        # The words are cut and folded already: 'ascii' takes every other character as a letter.
        op.execute(
            "create virtual table article_fts using fts5("
            "title, body, tags, content='', columnsize=0, tokenize='ascii')"
        )
    rebuild(op.get_bind())


def downgrade() -> None:
    raise NotImplementedError("the index of 0001 cannot be made by this program")
