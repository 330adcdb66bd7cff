"""Keep who may come in: tokens of the API with what they allow, sessions, and tries to log in.

Old rows: tokens of feeds allow nothing beside their feed.

Follows: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crawler.storage.tables import Id, Utc

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("token", sa.Column("scopes", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "session",
        sa.Column("id", Id, nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("former_hash", sa.LargeBinary(32), nullable=True),
        sa.Column("made_at", Utc, nullable=False),
        sa.Column("changed_at", Utc, nullable=False),
        sa.Column("used_at", Utc, nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_session"),
        sa.UniqueConstraint("hash", name="uq_session_hash"),
        sa.UniqueConstraint("former_hash", name="uq_session_former_hash"),
    )
    op.create_table(
        "login_try",
        sa.Column("id", Id, nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_login_try"),
    )
    op.create_index("ix_login_try_client", "login_try", ["client", "at"])
    op.create_index("ix_login_try_at", "login_try", ["at"])


def downgrade() -> None:
    op.drop_table("login_try")
    op.drop_table("session")
    op.drop_column("token", "scopes")
