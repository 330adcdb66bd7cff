"""Tries to log in, so that guessing is slow and stays so when the program is started anew."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from crawler.storage.store import Tx
from crawler.storage.tables import login_try

WINDOW = timedelta(minutes=15)
# Of one client, which has to wait then until the first of them is past.
TRIES_MOST = 5
# Of all strangers together. Browsers that were in before count for themselves, so that nobody can
# lock the door for those who live here.
STRANGERS_MOST = 200
FAMILIAR = "browser "


def wait(tx: Tx, client: str, now: datetime) -> timedelta | None:
    """How long *client* has to wait before the next try, if it has to."""
    since = now - WINDOW
    own = _until(tx, login_try.c.client == client, TRIES_MOST, since)
    is_strange = ~login_try.c.client.startswith(FAMILIAR)
    of_all = None if client.startswith(FAMILIAR) else _until(tx, is_strange, STRANGERS_MOST, since)
    until = max((time for time in (own, of_all) if time), default=None)
    return max(until - now, timedelta(seconds=1)) if until else None


def note(tx: Tx, client: str, now: datetime) -> int:
    """A try begins. Written before it is known how it ends, so that none are made side by side.

    Gives how many there are now of this client.
    """
    tx.execute(delete(login_try).where(login_try.c.at < now - WINDOW))
    tx.execute(login_try.insert().values(client=client, at=now))
    count = select(func.count()).where(login_try.c.client == client)
    return tx.execute(count).scalar_one()


def forgive(tx: Tx, client: str) -> None:
    """It was the right password: what came before were slips."""
    tx.execute(delete(login_try).where(login_try.c.client == client))


def _until(tx: Tx, whose: object, most: int, since: datetime) -> datetime | None:
    """When the *most*-th last try of those is past; None if there are fewer."""
    query = select(login_try.c.at).where(whose, login_try.c.at > since)  # type: ignore[arg-type]
    found = tx.execute(query.order_by(login_try.c.at.desc()).offset(most - 1).limit(1)).scalar()
    return found + WINDOW if found else None
