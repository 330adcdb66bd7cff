"""Let pages list alerts by state and by channel, and add up the days of all feeds.

Old rows: three indexes are made over them; nothing else changes.

Follows: 0015
"""

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_alert_state", "alert", ["state", "id"])
    op.create_index("ix_alert_channel", "alert", ["channel", "state", "id"])
    op.create_index("ix_feed_day_day", "feed_day", ["day"])


def downgrade() -> None:
    op.drop_index("ix_feed_day_day", "feed_day")
    op.drop_index("ix_alert_channel", "alert")
    op.drop_index("ix_alert_state", "alert")
