"""Let an alert wait for a digest, tell of more than a story, or be muted; let a topic say when.

What a topic wants stands as JSON in `topic.measure`; `{}` is what all topics had until now: at
once. Old alerts are about stories (`kind`) and belong to no digest.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crawler.storage.tables import Id, Utc

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("topic", sa.Column("measure", sa.Text(), nullable=False, server_default="{}"))
    # A digest has neither topic nor article. Nothing refers to this table, so that the rebuild
    # which SQLite needs for it loses nothing.
    with op.batch_alter_table("alert") as batch:
        for name in ("topic_id", "story_id", "article_id"):
            batch.alter_column(name, existing_type=Id, nullable=True)
        batch.add_column(sa.Column("kind", sa.Text(), nullable=False, server_default="story"))
        batch.add_column(sa.Column("detail", sa.Text(), nullable=False, server_default="{}"))
        batch.add_column(sa.Column("digest_id", Id, nullable=True))
    op.create_index("ix_alert_digest", "alert", ["digest_id"])
    op.create_index("ix_alert_measure", "alert", ["topic_id", "channel", "created_at"])
    op.create_table(
        "mute",
        sa.Column("id", Id, nullable=False),
        sa.Column("topic_id", Id, nullable=True),
        sa.Column("story_id", Id, nullable=True),
        sa.Column("until", Utc, nullable=False),
        sa.Column("made_at", Utc, nullable=False),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name="fk_mute_topic_id_topic", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["story.id"], name="fk_mute_story_id_story", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_mute"),
    )
