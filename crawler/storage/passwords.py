"""The password of the page: kept as `web/access/passwords.py` hashes it, for all who read it."""

from __future__ import annotations

from sqlalchemy import delete

from crawler.storage import facts
from crawler.storage.store import Tx
from crawler.storage.tables import login_try, session

HASH = "web.password"
# Which password of the settings was last in force; its change has to end what the old one opened.
LISTED = "web.password.listed"


def held(tx: Tx) -> str | None:
    """Its hash, if one was set by command."""
    return facts.get(tx, HASH)


def keep(tx: Tx, hashed: str) -> None:
    """From now on this one. Whoever came in by another is out."""
    facts.put(tx, HASH, hashed)
    _shut(tx)


def drop(tx: Tx) -> bool:
    """Whether there was one to take away. Whoever came in by it is out."""
    was = held(tx)
    facts.drop(tx, HASH)
    _shut(tx)
    return was is not None


def listed(tx: Tx) -> str | None:
    """The hash of the password that the settings named last."""
    return facts.get(tx, LISTED)


def list_as(tx: Tx, hashed: str | None) -> None:
    """The settings name another, or none any more. Whoever came in by the old one is out."""
    if hashed is None:
        facts.drop(tx, LISTED)
    else:
        facts.put(tx, LISTED, hashed)
    _shut(tx)


def _shut(tx: Tx) -> None:
    tx.execute(delete(session))
    tx.execute(delete(login_try))
