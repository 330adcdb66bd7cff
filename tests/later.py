"""A later version of the program: the same with a migration more, which only adds.

migrations = later_migrations(folder)   # for schema.MIGRATIONS
Later(folder, database, migrations=…)   # a house whose programs are of that version
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from crawler.storage import schema
from tests.line.house import House

REVISION, VERSION = "9001", "9.9.9"

# A column that may stay empty, one with a default, and a table that hangs on another.
MIGRATION = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9001", "{head}", None, None


def upgrade() -> None:
    op.add_column("article", sa.Column("mood", sa.Text()))
    op.add_column("feed", sa.Column("stars", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("entry", sa.Column("hue", sa.Text()))
    op.add_column("process", sa.Column("colour", sa.Text()))
    op.create_table(
        "reader",
        sa.Column("article_id", sa.BigInteger(), sa.ForeignKey("article.id", ondelete="CASCADE")),
    )
"""

PROGRAM = """
from pathlib import Path
import crawler
crawler.__version__ = "{version}"
from crawler.storage import schema
schema.MIGRATIONS = Path({migrations!r})
from crawler.cli import main
main()
"""


def later_migrations(folder: Path) -> Path:
    """Ours and one more, in a folder of their own."""
    made = folder / "migrations"
    shutil.copytree(schema.MIGRATIONS, made, ignore=shutil.ignore_patterns("__pycache__"))
    head = max(file.name[:4] for file in (made / "versions").glob("0*.py"))
    (made / "versions" / f"{REVISION}_later.py").write_text(MIGRATION.format(head=head), "utf-8")
    return made


@dataclass
class Later(House):
    """The same house, with programs of the later version."""

    migrations: Path = Path()

    def line(self, *command: str) -> list[str]:
        """The command line."""
        program = PROGRAM.format(version=VERSION, migrations=str(self.migrations))
        options = ["--config", str(self.folder), "--database", self.database]
        return [sys.executable, "-c", program, *options, *command]
