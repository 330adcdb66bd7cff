"""Entries as rows: what feeds announced, and what of it is still to be read."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import and_, bindparam, select, update

from crawler.errors import NotFound
from crawler.items import Entry
from crawler.storage import windows
from crawler.storage.store import Tx, insert
from crawler.storage.tables import article_address, entry, feed_entry

# Bound parameters are limited (SQLite: 32,766 a statement).
CHUNK = 500
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """An entry with its canonical address and the host that a fetch would cost."""

    entry: Entry
    address_key: str
    host: str


# When a page cannot be had for a passing reason it is asked for again after these times; then
# the feed's own text must do, until a later look.
TRY_AGAIN = (timedelta(minutes=1), timedelta(minutes=5))


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An entry whose article is to be read."""

    entry_id: int
    feed_id: int
    host: str
    url: str
    tries: int
    next_try_at: datetime
    # What the server said of the page when it was read: only what has changed is asked for.
    page_etag: str | None = None
    page_last_modified: str | None = None
    fence: int | None = None  # of many machines: whose turn it is; see storage/fences.py

    @property
    def is_conditional(self) -> bool:
        """Whether "not modified" would be an answer."""
        return bool(self.page_etag or self.page_last_modified)

    def at(self, url: str) -> Waiting:
        """The same entry, waiting for another page of its article."""
        return replace(self, url=url, tries=0, page_etag=None, page_last_modified=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a feed's entries were to us."""

    new: int  # never seen before, in any feed
    changed: int  # seen, read, and announced again with another title or date
    to_read: tuple[Waiting, ...]
    # None of these was in the feed's last body: its window has moved past.
    is_another_window: bool = False


def receive(
    tx: Tx, feed_id: int, announced: Sequence[Announced], now: datetime, *, rest: timedelta
) -> Receipt:
    """Keep what is new; what is held is linked to this feed too.

    An entry that was changed is to be read again, but not before *rest* has passed since it was
    read: a feed that touches its items at every look must not cost a fetch of every page.
    """
    unique = {one.address_key: one for one in announced}
    held = _held(tx, unique)
    known = _known_articles(tx, [key for key in unique if key not in held])
    fresh = {key: one for key, one in unique.items() if key not in held}
    another = windows.moved_past(tx, feed_id, unique)
    windows.keep(tx, feed_id, unique)
    _insert(tx, feed_id, fresh, known, now)
    ids = {key: row[0] for key, row in _held(tx, unique).items()}
    _link(tx, feed_id, list(ids.values()), now)
    changed = [
        held[key][0]
        for key, one in unique.items()
        if key in held and _is_worth_another_look(held[key], digest(one.entry), now - rest)
    ]
    _wake(tx, changed, {held[key][0]: one.entry for key, one in unique.items() if key in held}, now)
    wanted = [ids[key] for key in fresh if key not in known] + changed
    return Receipt(
        new=len(fresh) - len(known),
        changed=len(changed),
        to_read=tuple(waiting(tx, ids=wanted)),
        is_another_window=another,
    )


def digest(one: Entry) -> bytes:
    """16 bytes that change when the publisher changes the item in a way a reader would see."""
    updated = one.updated_at.isoformat() if one.updated_at else ""
    text = "\x1f".join((one.title, updated))
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()


def waiting(tx: Tx, *, ids: Collection[int] | None = None, limit: int = 100_000) -> list[Waiting]:
    """Entries whose article is still to be read, in the order of their next try."""
    columns = (
        entry.c.id.label("entry_id"),
        entry.c.feed_id,
        entry.c.host,
        entry.c.url,
        entry.c.tries,
        entry.c.next_try_at,
        entry.c.page_etag,
        entry.c.page_last_modified,
    )
    statement = select(*columns).where(entry.c.state == "waiting")
    statement = statement.order_by(entry.c.next_try_at, entry.c.id).limit(limit)
    if ids is None:
        return [Waiting(**row) for row in tx.execute(statement).mappings()]
    found: list[Waiting] = []
    for part in chunks(list(ids)):
        rows = tx.execute(statement.where(entry.c.id.in_(part))).mappings()
        found += [Waiting(**row) for row in rows]
    return found


def load(tx: Tx, entry_id: int) -> Entry:
    """The entry as its feed gave it; NotFound when there is none of that id."""
    row = tx.execute(select(entry).where(entry.c.id == entry_id)).first()
    if row is None:
        raise NotFound(f"no entry has the id {entry_id}")
    return Entry(
        url=row.url,
        guid=row.guid,
        title=row.title,
        summary_html=row.summary_html,
        content_html=row.content_html,
        authors=split(row.authors),
        tags=split(row.tags),
        language=row.language,
        image_url=row.image_url,
        published_at=row.published_at,
        updated_at=row.updated_at,
    )


def try_again(
    tx: Tx,
    entry_id: int,
    at: datetime,
    *,
    reason: str | None = None,
    now: datetime | None = None,
    fence: int | None = None,
) -> None:
    """The page could not be had this time, for that *reason*; nothing, if *fence* is old."""
    values = {
        "tries": entry.c.tries + 1, "next_try_at": at, "last_note": reason, "last_try_at": now,
    }  # fmt: skip
    of = entry.c.id == entry_id
    if fence is not None:
        of &= entry.c.fence == fence
    tx.execute(update(entry).where(of).values(**values))


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server says of a page, byte for byte, for "only if it has changed"."""

    etag: str | None = None
    last_modified: str | None = None


# Made once: they are asked for every article.
_IS_WAITING = and_(entry.c.id == bindparam("entry_id"), entry.c.state == "waiting")
_IS_OURS = entry.c.fence == bindparam("fence")
_UNREAD = select(entry.c.first_seen_at, entry.c.article_id).where(_IS_WAITING)
# Locked until the end: who takes the entry over waits for us, and finds it read.
_OURS = _UNREAD.where(_IS_OURS).with_for_update()
_READ = (
    update(entry)
    .where(_IS_WAITING)
    .values(
        state="read", article_id=bindparam("led_to"), read_at=bindparam("now"), tries=0,
        summary_html="", content_html="",
    )
)  # fmt: skip
_READ_ANEW = _READ.values(page_etag=bindparam("etag"), page_last_modified=bindparam("modified"))


def read(
    tx: Tx, entry_id: int, article_id: int, now: datetime, validators: Validators | None = None
) -> bool:
    """The article is stored: the entry rests. False when it was not waiting (read already).

    Without *validators* those of the last reading stay. Whose turn it is was asked by `unread`.
    """
    values = {"entry_id": entry_id, "led_to": article_id, "now": now}
    if validators is None:
        return tx.execute(_READ, values).rowcount == 1
    values |= {"etag": validators.etag, "modified": validators.last_modified}
    return tx.execute(_READ_ANEW, values).rowcount == 1


def unread(tx: Tx, entry_id: int, fence: int | None = None) -> tuple[datetime, int | None] | None:
    """Of an entry whose article is still to be read: when it was first seen, and the article
    that it led to before, if any; None when it was read, or is another worker's by its *fence*.
    """
    if fence is None:
        found = tx.execute(_UNREAD, {"entry_id": entry_id}).first()
    else:
        found = tx.execute(_OURS, {"entry_id": entry_id, "fence": fence}).first()
    return None if found is None else (found[0], found[1])


def known(tx: Tx, keys: Collection[str]) -> set[str]:
    """Those of these canonical addresses that some feed announced before, or an article has."""
    return {*_held(tx, keys), *_known_articles(tx, list(keys))}


def join(values: Sequence[str]) -> str:
    """Names in one column, for plain SQL: parted by "; "."""
    return "; ".join(value.replace(";", ",").strip() for value in values if value.strip())


def split(text: str) -> tuple[str, ...]:
    """The names of such a column."""
    return tuple(part for part in text.split("; ") if part)


# What is held under an address: its id, digest, state and when it was read.
_Held = tuple[int, bytes, str, datetime | None]


def _held(tx: Tx, keys: Collection[str]) -> dict[str, _Held]:
    columns = (entry.c.address_key, entry.c.id, entry.c.digest, entry.c.state, entry.c.read_at)
    found: dict[str, _Held] = {}
    for part in chunks(list(keys)):
        for row in tx.execute(select(*columns).where(entry.c.address_key.in_(part))):
            found[row.address_key] = (row.id, row.digest, row.state, row.read_at)
    return found


def _known_articles(tx: Tx, keys: Sequence[str]) -> dict[str, int]:
    """Articles that are held under these addresses (their canonical one, another feed's link)."""
    found: dict[str, int] = {}
    for part in chunks(keys):
        statement = select(article_address).where(article_address.c.address_key.in_(part))
        found |= {row.address_key: row.article_id for row in tx.execute(statement)}
    return found


def _insert(
    tx: Tx, feed_id: int, fresh: dict[str, Announced], known: dict[str, int], now: datetime
) -> None:
    rows = [
        {
            "address_key": key,
            "feed_id": feed_id,
            "article_id": known.get(key),
            "url": one.entry.url,
            "host": one.host,
            "guid": one.entry.guid,
            "title": one.entry.title,
            "summary_html": "" if key in known else one.entry.summary_html,
            "content_html": "" if key in known else one.entry.content_html,
            "authors": join(one.entry.authors),
            "tags": join(one.entry.tags),
            "language": one.entry.language,
            "image_url": one.entry.image_url,
            "published_at": one.entry.published_at,
            "updated_at": one.entry.updated_at,
            "digest": digest(one.entry),
            "state": "read" if key in known else "waiting",
            "tries": 0,
            "next_try_at": now,
            "first_seen_at": now,
            "read_at": now if key in known else None,
        }
        for key, one in fresh.items()
    ]
    if rows:
        tx.execute(insert(tx, entry).on_conflict_do_nothing(index_elements=["address_key"]), rows)


def _link(tx: Tx, feed_id: int, ids: Sequence[int], now: datetime) -> None:
    rows = [{"feed_id": feed_id, "entry_id": id_, "first_seen_at": now} for id_ in ids]
    if rows:
        tx.execute(insert(tx, feed_entry).on_conflict_do_nothing(), rows)


def _is_worth_another_look(held: _Held, new_digest: bytes, before: datetime) -> bool:
    _, old_digest, state, read_at = held
    rested = read_at is not None and read_at <= before
    return state == "read" and old_digest != new_digest and rested


def _wake(tx: Tx, ids: Sequence[int], entries: dict[int, Entry], now: datetime) -> None:
    for id_ in ids:
        one = entries[id_]
        values = {
            "state": "waiting",
            "tries": 0,
            "next_try_at": now,
            "title": one.title,
            "summary_html": one.summary_html,
            "content_html": one.content_html,
            "updated_at": one.updated_at,
            "digest": digest(one),
            # The feed says that it has changed: that is no question for the page's server.
            "page_etag": None,
            "page_last_modified": None,
        }
        tx.execute(update(entry).where(entry.c.id == id_).values(**values))


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Parts that fit into one statement."""
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]
