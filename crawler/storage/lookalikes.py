"""Which held articles may be the same as a new one: by address, by text, by shared runs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select

from crawler.dedup.fingerprint import may_be_copies
from crawler.storage.holders import Holders
from crawler.storage.store import Tx
from crawler.storage.tables import article, article_address, fingerprint

FINGERPRINTS = Holders.of(fingerprint, stretch_s=7 * 86_400, newest=64)
SHARING_MOST = 20
SAME_TEXT_MOST = 5

_AT_ADDRESSES = (
    select(article_address.c.article_id)
    .where(article_address.c.address_key.in_(bindparam("keys", expanding=True)))
    .order_by(article_address.c.article_id)
    .limit(1)
)
_WITH_TEXT = (
    select(article.c.id)
    .where(article.c.text_hash == bindparam("text_hash"))
    .order_by(article.c.id)
    .limit(SAME_TEXT_MOST)
)
_LENGTHS = select(article.c.id, article.c.n_words).where(
    article.c.id.in_(bindparam("ids", expanding=True))
)


def at_addresses(tx: Tx, keys: Collection[str]) -> int | None:
    """The article held under one of these canonical addresses; the oldest when several are."""
    found: int | None = tx.execute(_AT_ADDRESSES, {"keys": list(keys)}).scalar()
    return found


def with_text(tx: Tx, text_hash: bytes) -> list[int]:
    """Articles of exactly this text, oldest first; not more than a few."""
    return list(tx.execute(_WITH_TEXT, {"text_hash": text_hash}).scalars())


def sharing(
    tx: Tx, shingles: Sequence[int], *, now: datetime, weeks: int = 3
) -> list[tuple[int, int]]:
    """(article id, shared sampled runs) of the articles of the last *weeks* that share the most."""
    this = week_of(now)
    held = range(this - weeks + 1, this + 1)
    return FINGERPRINTS.sharing(tx, shingles, list(held), least=1, most=SHARING_MOST)


def likely(tx: Tx, shared: Sequence[tuple[int, int]], n_words: int) -> list[int]:
    """Those of `sharing` that share enough for their length to be copies, in the same order.

    One run in common is nothing between two long texts. Spares reading them.
    """
    in_doubt = {id_ for id_, n in shared if not may_be_copies(n, n_words, n_words)}
    if not in_doubt:
        return [id_ for id_, _ in shared]
    others = {row.id: row.n_words for row in tx.execute(_LENGTHS, {"ids": sorted(in_doubt)})}
    return [
        id_
        for id_, n in shared
        if id_ not in in_doubt or may_be_copies(n, n_words, others.get(id_, 0))
    ]


def imprint(tx: Tx, article_id: int, shingles: Sequence[int], now: datetime) -> None:
    """Let an article be found by its sampled runs."""
    FINGERPRINTS.put(tx, article_id, shingles, week_of(now))


def week_of(time: datetime) -> int:
    """Weeks since 1970, the leading part of the fingerprints' key."""
    return FINGERPRINTS.stretch_of(time.timestamp())


def make_room(tx: Tx, now: datetime) -> None:
    """Parts of the table for this week and the two to come, where it has parts."""
    FINGERPRINTS.make_room(tx, week_of(now), ahead=2)


def forget(tx: Tx, *, before: datetime) -> int:
    """Take fingerprints of weeks before that one away; how many rows."""
    return FINGERPRINTS.forget(tx, week_of(before))
