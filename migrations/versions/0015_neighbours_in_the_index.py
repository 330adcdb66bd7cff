"""Say whether the word index holds which words stand next to each other.

Old rows: on PostgreSQL articles that are stored have no marks of their neighbours, so phrases are
asked as before until `wirewatch db reindex` has been run; a new archive needs none of this, which
the fact `neighbours` says. A `db reindex` that was interrupted begins anew, since what it had done
has no marks either. SQLite's index has the places of words and needs no marks.

Follows: 0014
"""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "insert into fact (name, value) "
        "select 'neighbours', 'complete' where not exists (select 1 from article)"
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "update fact set value = cast((select coalesce(max(id), 0) + 1 from article) as text) "
            "where name = 'reindex'"
        )


def downgrade() -> None:
    op.execute("delete from fact where name = 'neighbours'")
