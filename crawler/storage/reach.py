"""How PostgreSQL is reached: straight or through a pooler, by how many links, for how long.

With a direct address beside the usual one, the usual one is a pooler's (PgBouncer) that lends a
server's session for one transaction. So nothing may be left in a session: no prepared statement
(`prepare_threshold`), no setting that outlives its transaction, no lock of a session. What needs a
session of its own goes by `lasting_engine`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event

# Of the links allowed so many are kept when nobody needs them.
KEPT = 4
# A link whose other end is gone is noticed after about a minute, not after two hours.
KEEPALIVE = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "application_name": "wirewatch",
}
# A transaction in which nothing is said for so long is ended: a machine that was cut off in the
# midst of one would hold its locks for hours.
HUNG_MS = 120_000
# Execution options of links. OUTSIDE: of no transaction. USUAL_MS: how long a statement may take,
# where that has to be said in each transaction anew.
OUTSIDE = "wirewatch_outside"
USUAL_MS = "wirewatch_statement_timeout_ms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What is said of a database beside its address; only PostgreSQL needs any of it."""

    direct_url: str | None = None  # past the pooler that the address leads to
    connections_max: int = 8
    statement_timeout_s: float = 0.0  # 0: no limit


def usual_engine(address: URL, reach: Reach) -> Engine:
    """Links for transactions, never more than allowed; who wants one more waits."""
    kept = min(KEPT, reach.connections_max)
    links: dict[str, Any] = {
        "pool_size": kept,
        "max_overflow": reach.connections_max - kept,
        "pool_pre_ping": True,
    }
    how, timeout_ms = _how(address), int(reach.statement_timeout_s * 1000)
    if reach.direct_url is None:
        how["options"] = _options(address, timeout_ms)
        return create_engine(address, connect_args=how, **links)
    how["prepare_threshold"] = None
    engine = create_engine(
        address, connect_args=how, execution_options={USUAL_MS: timeout_ms}, **links
    )
    if timeout_ms:
        event.listen(engine, "begin", _limit)
    return engine


def lasting_engine(address: URL) -> Engine:
    """Links of their own, each with a session that stays until it is closed."""
    return create_engine(address, connect_args=_how(address), poolclass=NullPool)


def usual_timeout(tx: Connection) -> str:
    """What `set local statement_timeout` has to say to go back to what is usual here."""
    usual = tx.get_execution_options().get(USUAL_MS)
    return "default" if usual is None else str(usual)


def _how(address: URL) -> dict[str, Any]:
    """What the address says itself counts more."""
    return {name: value for name, value in KEEPALIVE.items() if name not in address.query}


def _options(address: URL, timeout_ms: int) -> str:
    """A server's settings for the session, at its start; a pooler would refuse them."""
    given = address.query.get("options", "")
    said = given if isinstance(given, str) else " ".join(given)
    how = f"-c statement_timeout={timeout_ms} -c idle_in_transaction_session_timeout={HUNG_MS}"
    return f"{how} {said}".strip()


def _limit(tx: Connection) -> None:
    options = tx.get_execution_options()
    if not options.get(OUTSIDE, False):
        tx.exec_driver_sql(f"set local statement_timeout = {options[USUAL_MS]}")
