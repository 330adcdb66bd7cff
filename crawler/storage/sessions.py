"""Sessions: browsers that gave the password. Only the hashes of their cookies are kept."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update

from crawler.storage.store import Tx
from crawler.storage.tables import session

# A cookie that was seen on its way is of use for a day at most, unless its thief comes back.
CHANGE = timedelta(days=1)
# Pages that load at the same time all bring the old one.
GRACE = timedelta(minutes=1)
# How exactly it is kept when one was used last: looking must not write each time.
USE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session as it is kept, without its cookie."""

    id: int
    made_at: datetime
    changed_at: datetime
    used_at: datetime
    agent: str

    def is_over(self, now: datetime, *, longest: timedelta, idle: timedelta) -> bool:
        """Whether it lasted long enough, or was not used for long enough."""
        return now - self.made_at > longest or now - self.used_at > idle


def begin(tx: Tx, agent: str, now: datetime) -> str:
    """A new session; its cookie."""
    made = secrets.token_urlsafe(32)
    times = {"made_at": now, "changed_at": now, "used_at": now}
    tx.execute(session.insert().values(hash=_hash(made), agent=agent, **times))
    return made


def find(tx: Tx, cookie: str, now: datetime) -> Session | None:
    """The session of this cookie, over or not."""
    given = _hash(cookie)
    is_former = (session.c.former_hash == given) & (session.c.changed_at > now - GRACE)
    row = tx.execute(select(session).where(or_(session.c.hash == given, is_former))).first()
    if row is None:
        return None
    return Session(
        id=row.id,
        made_at=row.made_at,
        changed_at=row.changed_at,
        used_at=row.used_at,
        agent=row.agent,
    )


def is_use_news(held: Session, now: datetime) -> bool:
    """Whether `used` has something to write down."""
    return now - held.used_at > USE or now - held.changed_at > CHANGE


def used(tx: Tx, held: Session, cookie: str, now: datetime) -> str | None:
    """Remember that it was used; a new cookie when the old one has served its time."""
    tx.execute(update(session).where(session.c.id == held.id).values(used_at=now))
    if now - held.changed_at <= CHANGE:
        return None
    made, old = secrets.token_urlsafe(32), _hash(cookie)
    values = {"hash": _hash(made), "former_hash": old, "changed_at": now}
    # By its old hash: of requests that come together, one gets the new cookie.
    is_mine = (session.c.id == held.id) & (session.c.hash == old)
    return made if tx.execute(update(session).where(is_mine).values(values)).rowcount else None


def end(tx: Tx, session_id: int) -> None:
    """Its cookie opens nothing any more."""
    tx.execute(delete(session).where(session.c.id == session_id))


def tidy(tx: Tx, now: datetime, *, longest: timedelta) -> None:
    """Forget those that are over."""
    tx.execute(delete(session).where(session.c.made_at < now - longest))


def _hash(cookie: str) -> bytes:
    return hashlib.sha256(cookie.encode(errors="replace")).digest()
