"""Keep what becomes of feeds and hosts: states, gaps, runs of looks, robots.txt, WebSub.

Rules: numbered and named for what it does; never edited once pushed; says what becomes of old
rows; the same on SQLite and PostgreSQL; prefers plain ADD COLUMN, because a batch rebuild on
SQLite drops the table and with it whatever hangs on it. Views are made anew by the program
after each upgrade and are not touched here.

Old rows: a feed that is failing is taken for degraded or dead by the weight of its failures,
without a message, since its owner could see that before; one that was left is retired.

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
    _feeds()
    _history()
    _hosts()
    _hubs()


def _feeds() -> None:
    for column in (
        sa.Column("condition", sa.Text(), nullable=False, server_default="ok"),
        sa.Column("condition_since", Utc, nullable=True),
        sa.Column("ttl_min", sa.Float(), nullable=True),
        sa.Column("skip_hours", sa.Text(), nullable=True),
        sa.Column("skip_days", sa.Text(), nullable=True),
        sa.Column("moved_to", sa.Text(), nullable=True),
        sa.Column("moved_since", Utc, nullable=True),
        sa.Column("hub_url", sa.Text(), nullable=True),
        sa.Column("self_url", sa.Text(), nullable=True),
        sa.Column("run_began_at", Utc, nullable=True),
    ):
        op.add_column("feed", column)
    op.add_column("entry", sa.Column("last_note", sa.Text(), nullable=True))
    op.add_column("entry", sa.Column("last_try_at", Utc, nullable=True))
    op.execute(
        "update feed set condition_since = failing_since, "
        "condition = case when trouble > 10 then 'dead' else 'degraded' end "
        "where failing_since is not null and trouble >= 2"
    )
    op.execute("update feed set condition = 'retired' where state = 'retired'")


def _history() -> None:
    op.create_table(
        "look",
        sa.Column("feed_id", Id, nullable=False),
        sa.Column("began_at", Utc, nullable=False),
        sa.Column("ended_at", Utc, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("interval_min", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feed.id"], name="fk_look_feed_id_feed", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("feed_id", "began_at", name="pk_look"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "feed_change",
        sa.Column("id", Id, nullable=False),
        sa.Column("feed_id", Id, nullable=False),
        sa.Column("at", Utc, nullable=False),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("became", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feed.id"], name="fk_feed_change_feed_id_feed", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_feed_change"),
    )
    op.create_index("ix_feed_change_feed", "feed_change", ["feed_id", "at"], unique=False)
    op.create_table(
        "gap",
        sa.Column("id", Id, nullable=False),
        sa.Column("feed_id", Id, nullable=False),
        sa.Column("from_at", Utc, nullable=False),
        sa.Column("to_at", Utc, nullable=False),
        sa.Column("found_at", Utc, nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("interval_before_min", sa.Float(), nullable=True),
        sa.Column("interval_after_min", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feed.id"], name="fk_gap_feed_id_feed", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_gap"),
    )
    op.create_index("ix_gap_feed", "gap", ["feed_id", "found_at"], unique=False)


def _hosts() -> None:
    op.create_table(
        "host",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("first_at", Utc, nullable=False),
        sa.Column("last_at", Utc, nullable=False),
        sa.Column("last_url", sa.Text(), nullable=False),
        sa.Column("last_note", sa.Text(), nullable=False),
        sa.Column("pause_s", sa.Float(), nullable=False),
        sa.Column("quiet_until", Utc, nullable=True),
        sa.Column("quiet_why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_host"),
    )
    op.create_table(
        "host_day",
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("throttled", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("host", "day", name="pk_host_day"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "robots",
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("asked_at", Utc, nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("origin", name="pk_robots"),
    )


def _hubs() -> None:
    op.create_table(
        "subscription",
        sa.Column("feed_id", Id, nullable=False),
        sa.Column("hub_url", sa.Text(), nullable=False),
        sa.Column("topic_url", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", Utc, nullable=True),
        sa.Column("next_ask_at", Utc, nullable=False),
        sa.Column("lease_until", Utc, nullable=True),
        sa.Column("last_push_at", Utc, nullable=True),
        sa.Column("pushes", sa.Integer(), nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feed.id"], name="fk_subscription_feed_id_feed", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("feed_id", name="pk_subscription"),
        sa.UniqueConstraint("path", name="uq_subscription_path"),
    )


def downgrade() -> None:
    for table in ("subscription", "robots", "host_day", "host", "gap", "feed_change"):
        op.drop_table(table)
    op.drop_table("look")
    for column in ("last_try_at", "last_note"):
        op.drop_column("entry", column)
    for column in (
        "run_began_at", "self_url", "hub_url", "moved_since", "moved_to", "skip_days",
        "skip_hours", "ttl_min", "condition_since", "condition",
    ):  # fmt: skip
        op.drop_column("feed", column)
