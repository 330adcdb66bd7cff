"""Keep verdicts as data, tellings, recurring passages, mended stories and events of articles.

Old rows: copies keep their verdict in words, and how much they are alike is not known; the
fingerprints move to a table without keys to other tables.

Follows: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crawler.storage.tables import Id, Utc

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("entry", sa.Column("look_again_at", Utc(), nullable=True))
    op.create_index(
        "ix_entry_look_again",
        "entry",
        ["look_again_at"],
        sqlite_where=sa.text("look_again_at is not null"),
        postgresql_where=sa.text("look_again_at is not null"),
    )
    op.add_column("story", sa.Column("merged_into", Id, nullable=True))
    relation = sa.Column("relation", sa.Text(), nullable=False, server_default="new")
    op.add_column("article", relation)
    op.add_column("article", sa.Column("likeness", sa.Float(), nullable=True))
    op.add_column("article", sa.Column("like_id", Id, nullable=True))
    op.execute(
        "update article set relation = 'copy', like_id = original_id where original_id is not null"
    )
    op.add_column("hit", sa.Column("stands_in", sa.Text(), nullable=True))
    _free_fingerprints()
    _lookups()
    _mendings()
    _events()


def _free_fingerprints() -> None:
    op.drop_index("ix_fingerprint_article", table_name="fingerprint")
    op.rename_table("fingerprint", "old_fingerprint")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("alter table old_fingerprint drop constraint pk_fingerprint")
    op.create_table(
        "fingerprint",
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("shingle", sa.BigInteger(), nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.PrimaryKeyConstraint("week", "shingle", "article_id", name="pk_fingerprint"),
        sqlite_with_rowid=False,
    )
    op.execute("insert into fingerprint select week, shingle, article_id from old_fingerprint")
    op.drop_table("old_fingerprint")


def _lookups() -> None:
    op.create_table(
        "telling",
        sa.Column("stretch", sa.Integer(), nullable=False),
        sa.Column("word", sa.BigInteger(), nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.PrimaryKeyConstraint("stretch", "word", "article_id", name="pk_telling"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "passage",
        sa.Column("site_id", Id, nullable=False),
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "key", name="pk_passage"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "site",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_site"),
        sa.UniqueConstraint("name", name="uq_site_name"),
    )


def _mendings() -> None:
    op.create_table(
        "mending",
        sa.Column("id", Id, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("story_id", Id, nullable=False),
        sa.Column("from_story_id", Id, nullable=False),
        sa.Column("article_id", Id, nullable=True),
        sa.Column("like_id", Id, nullable=True),
        sa.Column("relation", sa.Text(), nullable=True),
        sa.Column("likeness", sa.Float(), nullable=True),
        sa.Column("made_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mending"),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name="fk_mending_story_id_story"),
        sa.ForeignKeyConstraint(
            ["from_story_id"], ["story.id"], name="fk_mending_from_story_id_story"
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="fk_mending_article_id_article", ondelete="CASCADE"
        ),
    )
    for name, column in (
        ("story", "story_id"),
        ("article_id", "article_id"),
        ("like_id", "like_id"),
    ):
        op.create_index(f"ix_mending_{name}", "mending", [column])


def _events() -> None:
    op.create_table(
        "event",
        sa.Column("id", Id, nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("topic_id", Id, nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="fk_event_article_id_article", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name="fk_event_topic_id_topic", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_event_article", "event", ["article_id", "id"])


def downgrade() -> None:
    raise NotImplementedError("what people decided about stories would be lost")
