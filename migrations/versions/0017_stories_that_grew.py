"""Find the stories that grew last without reading all that one article tells.

Old rows: they are in the index at once; a million stories take a second or two.

Follows: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

GROWN = sa.text("articles >= 2")


def upgrade() -> None:
    op.create_index(
        "ix_story_grown", "story", ["last_at", "id"], sqlite_where=GROWN, postgresql_where=GROWN
    )


def downgrade() -> None:
    op.drop_index("ix_story_grown", "story")
