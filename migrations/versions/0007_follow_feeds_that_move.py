"""Remember where a feed was before it moved, and where a page in its place says it is now.

Old rows: nothing is known of them, and nothing is assumed.

Follows: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("feed", sa.Column("former_url", sa.Text(), nullable=True))
    op.add_column("feed", sa.Column("detour_url", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("feed", "detour_url")
    op.drop_column("feed", "former_url")
