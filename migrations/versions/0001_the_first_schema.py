"""Make all tables, and the index over their words.

Rules: numbered and named for what it does; never edited once pushed; says what becomes of old
rows; the same on SQLite and PostgreSQL; prefers plain ADD COLUMN, because a batch rebuild on
SQLite drops the table and with it whatever hangs on it. Views are made anew by the program
after each upgrade and are not touched here.

Follows nothing: the database is empty.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crawler.storage.tables import Id, Utc

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fact",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_fact"),
    )
    op.create_table(
        "feed",
        sa.Column("id", Id, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("timezone", sa.Text(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("floor_min", sa.Float(), nullable=True),
        sa.Column("ceiling_min", sa.Float(), nullable=True),
        sa.Column("cron", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("home_url", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("body_hash", sa.LargeBinary(length=16), nullable=True),
        sa.Column("interval_min", sa.Float(), nullable=True),
        sa.Column("trouble", sa.Float(), nullable=False),
        sa.Column("next_look_at", Utc, nullable=False),
        sa.Column("plan", sa.Text(), nullable=True),
        sa.Column("first_looked_at", Utc, nullable=True),
        sa.Column("last_looked_at", Utc, nullable=True),
        sa.Column("last_full_at", Utc, nullable=True),
        sa.Column("last_success_at", Utc, nullable=True),
        sa.Column("last_new_at", Utc, nullable=True),
        sa.Column("failing_since", Utc, nullable=True),
        sa.Column("last_outcome", sa.Text(), nullable=True),
        sa.Column("last_note", sa.Text(), nullable=True),
        sa.Column("created_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feed"),
        sa.UniqueConstraint("url", name="uq_feed_url"),
    )
    op.create_index(
        "ix_feed_due",
        "feed",
        ["next_look_at"],
        unique=False,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_table(
        "fingerprint",
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("shingle", sa.BigInteger(), nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.PrimaryKeyConstraint("week", "shingle", "article_id", name="pk_fingerprint"),
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
        "saved_query",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_saved_query"),
    )
    op.create_table(
        "service",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("started_at", Utc, nullable=False),
        sa.Column("beat_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_service"),
    )
    op.create_table(
        "site",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_site"),
        sa.UniqueConstraint("name", name="uq_site_name"),
    )
    op.create_table(
        "story",
        sa.Column("id", Id, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("first_at", Utc, nullable=False),
        sa.Column("last_at", Utc, nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("merged_into", Id, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_story"),
    )
    op.create_table(
        "telling",
        sa.Column("stretch", sa.Integer(), nullable=False),
        sa.Column("word", sa.BigInteger(), nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.PrimaryKeyConstraint("stretch", "word", "article_id", name="pk_telling"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "topic",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("channels", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", Utc, nullable=False),
        sa.Column("changed_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_topic"),
        sa.UniqueConstraint("name", name="uq_topic_name"),
    )
    op.create_table(
        "word",
        sa.Column("word", sa.Text(collation="C").with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.Column(
            "reversed", sa.Text(collation="C").with_variant(sa.Text(), "sqlite"), nullable=False
        ),
        sa.PrimaryKeyConstraint("word", name="pk_word"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_word_reversed", "word", ["reversed"], unique=False)
    op.create_table(
        "article",
        sa.Column("id", Id, nullable=False),
        sa.Column("story_id", Id, nullable=False),
        sa.Column("feed_id", Id, nullable=False),
        sa.Column("address_key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("canonical_url", sa.Text(), nullable=True),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kicker", sa.Text(), nullable=True),
        sa.Column("lead", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("authors", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("site_name", sa.Text(), nullable=True),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("image_url", sa.Text(), nullable=True),
        sa.Column("image_caption", sa.Text(), nullable=True),
        sa.Column("published_at", Utc, nullable=True),
        sa.Column("published_from", sa.Text(), nullable=True),
        sa.Column("modified_at", Utc, nullable=True),
        sa.Column("modified_from", sa.Text(), nullable=True),
        sa.Column("first_seen_at", Utc, nullable=False),
        sa.Column("fetched_at", Utc, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.LargeBinary(length=16), nullable=False),
        sa.Column("n_words", sa.Integer(), nullable=False),
        sa.Column("original_id", Id, nullable=True),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), server_default="new", nullable=False),
        sa.Column("likeness", sa.Float(), nullable=True),
        sa.Column("like_id", Id, nullable=True),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name="fk_article_feed_id_feed"),
        sa.ForeignKeyConstraint(
            ["original_id"],
            ["article.id"],
            name="fk_article_original_id_article",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name="fk_article_story_id_story"),
        sa.PrimaryKeyConstraint("id", name="pk_article"),
        sa.UniqueConstraint("address_key", name="uq_article_address_key"),
    )
    op.create_index("ix_article_feed_seen", "article", ["feed_id", "first_seen_at"], unique=False)
    op.create_index("ix_article_first_seen", "article", ["first_seen_at"], unique=False)
    op.create_index("ix_article_original_id", "article", ["original_id"], unique=False)
    op.create_index("ix_article_story", "article", ["story_id"], unique=False)
    op.create_index("ix_article_text_hash", "article", ["text_hash"], unique=False)
    op.create_table(
        "feed_day",
        sa.Column("feed_id", Id, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feed.id"], name="fk_feed_day_feed_id_feed", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("feed_id", "day", name="pk_feed_day"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "alert",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("topic_id", Id, nullable=False),
        sa.Column("story_id", Id, nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", Utc, nullable=False),
        sa.Column("lease_until", Utc, nullable=True),
        sa.Column("created_at", Utc, nullable=False),
        sa.Column("sent_at", Utc, nullable=True),
        sa.Column("receipt", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="fk_alert_article_id_article", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name="fk_alert_story_id_story"),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name="fk_alert_topic_id_topic"),
        sa.PrimaryKeyConstraint("id", name="pk_alert"),
        sa.UniqueConstraint("key", name="uq_alert_key"),
    )
    op.create_index("ix_alert_story", "alert", ["story_id"], unique=False)
    op.create_index(
        "ix_alert_waiting",
        "alert",
        ["next_try_at"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "article_address",
        sa.Column("address_key", sa.Text(), nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name="fk_article_address_article_id_article",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("address_key", name="pk_article_address"),
    )
    op.create_index("ix_article_address_article", "article_address", ["article_id"], unique=False)
    op.create_table(
        "entry",
        sa.Column("id", Id, nullable=False),
        sa.Column("address_key", sa.Text(), nullable=False),
        sa.Column("feed_id", Id, nullable=False),
        sa.Column("article_id", Id, nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("guid", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary_html", sa.Text(), nullable=False),
        sa.Column("content_html", sa.Text(), nullable=False),
        sa.Column("authors", sa.Text(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("image_url", sa.Text(), nullable=True),
        sa.Column("published_at", Utc, nullable=True),
        sa.Column("updated_at", Utc, nullable=True),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", Utc, nullable=False),
        sa.Column("first_seen_at", Utc, nullable=False),
        sa.Column("read_at", Utc, nullable=True),
        sa.Column("look_again_at", Utc, nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="fk_entry_article_id_article", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name="fk_entry_feed_id_feed"),
        sa.PrimaryKeyConstraint("id", name="pk_entry"),
        sa.UniqueConstraint("address_key", name="uq_entry_address_key"),
    )
    op.create_index("ix_entry_article_id", "entry", ["article_id"], unique=False)
    op.create_index(
        "ix_entry_look_again",
        "entry",
        ["look_again_at"],
        unique=False,
        sqlite_where=sa.text("look_again_at is not null"),
        postgresql_where=sa.text("look_again_at is not null"),
    )
    op.create_index(
        "ix_entry_waiting",
        "entry",
        ["next_try_at"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "event",
        sa.Column("id", Id, nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", Utc, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("topic_id", Id, nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="fk_event_article_id_article", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name="fk_event_topic_id_topic", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
    )
    op.create_index("ix_event_article", "event", ["article_id", "id"], unique=False)
    op.create_table(
        "hit",
        sa.Column("id", Id, nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.Column("topic_id", Id, nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("places", sa.Text(), nullable=False),
        sa.Column("matched_at", Utc, nullable=False),
        sa.Column("stands_in", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="fk_hit_article_id_article", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name="fk_hit_topic_id_topic", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_hit"),
        sa.UniqueConstraint("article_id", "topic_id", name="uq_hit_article_id_topic_id"),
    )
    op.create_index("ix_hit_topic", "hit", ["topic_id", "matched_at"], unique=False)
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
        sa.Column("made_at", Utc, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="fk_mending_article_id_article", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["from_story_id"], ["story.id"], name="fk_mending_from_story_id_story"
        ),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name="fk_mending_story_id_story"),
        sa.PrimaryKeyConstraint("id", name="pk_mending"),
    )
    op.create_index("ix_mending_article_id", "mending", ["article_id"], unique=False)
    op.create_index("ix_mending_like_id", "mending", ["like_id"], unique=False)
    op.create_index("ix_mending_story", "mending", ["story_id"], unique=False)
    op.create_table(
        "revision",
        sa.Column("id", Id, nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.LargeBinary(length=16), nullable=False),
        sa.Column("modified_at", Utc, nullable=True),
        sa.Column("fetched_at", Utc, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name="fk_revision_article_id_article",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_revision"),
        sa.UniqueConstraint("article_id", "number", name="uq_revision_article_id_number"),
    )
    op.create_table(
        "feed_entry",
        sa.Column("feed_id", Id, nullable=False),
        sa.Column("entry_id", Id, nullable=False),
        sa.Column("first_seen_at", Utc, nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name="fk_feed_entry_entry_id_entry", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feed.id"], name="fk_feed_entry_feed_id_feed", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("feed_id", "entry_id", name="pk_feed_entry"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_feed_entry_entry", "feed_entry", ["entry_id"], unique=False)

    _make_word_index()


def downgrade() -> None:
    op.execute("drop table if exists article_fts")
    op.execute("drop table if exists article_words")
    op.drop_index("ix_feed_entry_entry", table_name="feed_entry")
    op.drop_table("feed_entry")
    op.drop_table("revision")
    op.drop_index("ix_mending_story", table_name="mending")
    op.drop_index("ix_mending_like_id", table_name="mending")
    op.drop_index("ix_mending_article_id", table_name="mending")
    op.drop_table("mending")
    op.drop_index("ix_hit_topic", table_name="hit")
    op.drop_table("hit")
    op.drop_index("ix_event_article", table_name="event")
    op.drop_table("event")
    op.drop_index(
        "ix_entry_waiting",
        table_name="entry",
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.drop_index(
        "ix_entry_look_again",
        table_name="entry",
        sqlite_where=sa.text("look_again_at is not null"),
        postgresql_where=sa.text("look_again_at is not null"),
    )
    op.drop_index("ix_entry_article_id", table_name="entry")
    op.drop_table("entry")
    op.drop_index("ix_article_address_article", table_name="article_address")
    op.drop_table("article_address")
    op.drop_index(
        "ix_alert_waiting",
        table_name="alert",
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.drop_index("ix_alert_story", table_name="alert")
    op.drop_table("alert")
    op.drop_table("feed_day")
    op.drop_index("ix_article_text_hash", table_name="article")
    op.drop_index("ix_article_story", table_name="article")
    op.drop_index("ix_article_original_id", table_name="article")
    op.drop_index("ix_article_first_seen", table_name="article")
    op.drop_index("ix_article_feed_seen", table_name="article")
    op.drop_table("article")
    op.drop_index("ix_word_reversed", table_name="word")
    op.drop_table("word")
    op.drop_table("topic")
    op.drop_table("telling")
    op.drop_table("story")
    op.drop_table("site")
    op.drop_table("service")
    op.drop_table("saved_query")
    op.drop_table("passage")
    op.drop_table("fingerprint")
    op.drop_index(
        "ix_feed_due",
        table_name="feed",
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    op.drop_table("feed")
    op.drop_table("fact")


def _make_word_index() -> None:
    """Each database's own index over our folded words; no Table describes it."""
    if op.get_bind().dialect.name == "sqlite":
        # Without content of its own. The words are cut and folded already: 'ascii' takes every
        # other character as a letter.
        op.execute(
            "create virtual table article_fts using fts5("
            "title, body, tags, content='', columnsize=0, tokenize='ascii')"
        )
        return
    op.execute(
        "create table article_words ("
        "article_id bigint primary key references article (id) on delete cascade, "
        "words tsvector not null)"
    )
    op.execute("create index ix_article_words on article_words using gin (words)")
