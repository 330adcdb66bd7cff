"""Sites as rows: how their last articles read, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from crawler.extraction.sites import SiteMemory, described, remembered
from crawler.storage.store import Tx, insert
from crawler.storage.tables import site


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteChange:
    """A site reads otherwise than it did: *trouble* for people, or None when all is well again."""

    name: str
    trouble: str | None
    at: datetime

    @property
    def subject(self) -> str:
        """The change in a line, for the head of a message."""
        return (
            f"{self.name} {'reads otherwise than it did' if self.trouble else 'reads well again'}"
        )

    def text(self, url: str) -> str:
        """The change for the operator; *url* is the article by which it was noticed."""
        if not self.trouble:
            return f"The articles of {self.name} are as long and as different as before."
        return (
            f"{self.name}: {self.trouble}. Its pages were probably redesigned.\n"
            f"What is read of one: wirewatch extract {url} --explain\n"
            f'Where it is read wrong, a few lines help: [sites."{self.name}"] in wirewatch.toml'
        )


def note_reading(tx: Tx, name: str, length: int, mark: str, now: datetime) -> SiteChange | None:
    """One more article of the site *name* had so many characters; what that changes, if anything.

    *mark* is `extraction.sites.mark_of` its text.
    """
    columns = site.c.id, site.c.recent, site.c.trouble, site.c.trouble_since
    row = tx.execute(select(*columns).where(site.c.name == name)).first()
    kind = row.trouble.partition(":")[0] if row and row.trouble else None
    before = SiteMemory.loads(row.recent, kind, row.trouble_since) if row else SiteMemory()
    memory = remembered(before, length, mark, now)
    trouble = described(memory) or None
    values = {
        "recent": memory.dumps(),
        "trouble": f"{memory.trouble}: {trouble}" if trouble else None,
        "trouble_since": memory.since,
    }
    statement = insert(tx, site).values(name=name, articles=0, **values)
    tx.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values))
    if memory.trouble == before.trouble:
        return None
    return SiteChange(name=name, trouble=trouble, at=now)


def in_trouble(tx: Tx) -> list[SiteChange]:
    """The sites that read otherwise than they did, the latest change first."""
    columns = site.c.name, site.c.trouble, site.c.trouble_since
    rows = tx.execute(
        select(*columns).where(site.c.trouble.is_not(None)).order_by(site.c.trouble_since.desc())
    )
    return [
        SiteChange(name=row.name, trouble=row.trouble.partition(": ")[2], at=row.trouble_since)
        for row in rows
    ]
