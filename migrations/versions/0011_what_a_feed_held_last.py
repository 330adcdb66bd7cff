"""Remember what a feed's last body held, so that a window that has moved past it is noticed.

Old rows: nothing is known of their last body; until the next one, what they ever announced counts.

Follows: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("feed", sa.Column("last_items", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("feed", "last_items")
