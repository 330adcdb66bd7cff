"""The pages that articles were read from, packed and for a time, to be read again."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, delete, func, select

from crawler.items import Access, Entry, Page
from crawler.storage import entries
from crawler.storage.store import Tx, insert
from crawler.storage.tables import article, raw_page

# Of 60 demo pages 6 packs as well as 9 in half the time (ratio 4.6).
LEVEL = 6
# A bomb that slipped in must not go off when it is taken out again.
MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPage:
    """The page of an article as it is kept, or all pages that its site cuts it into."""

    entry_id: int
    url: str  # of the first page, as the next two are
    content_type: str
    fetched_at: datetime
    body: bytes  # packed: one page behind the other
    # Packed: what the feed itself carried, which the entry loses once read; then, of an article of
    # several pages, each one's address, type, time and size.
    entry_html: bytes
    size_bytes: int  # of the body, unpacked


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A kept page with what its reading needs."""

    article_id: int
    entry_id: int
    feed_id: int
    page: Page
    later: tuple[Page, ...]  # on which the article goes on
    is_teaser: bool  # so the article is held
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which kept pages; None does not narrow anything down."""

    since: datetime | None = None  # when they were fetched
    feed_ids: tuple[int, ...] | None = None


def packed(page: Page, entry_id: int, entry: Entry, *, later: Sequence[Page] = ()) -> RawPage:
    """Pages made small; takes a millisecond for 100 KB, and lets other threads work."""
    said: list[Any] = [entry.summary_html, entry.content_html]
    pages = [page, *later]
    if later:
        said.append([
            [one.url, one.content_type, one.fetched_at.isoformat(), len(one.body)] for one in pages
        ])  # fmt: skip
    text = json.dumps(said, ensure_ascii=False)
    return RawPage(
        entry_id=entry_id,
        url=page.url,
        content_type=page.content_type,
        fetched_at=page.fetched_at,
        body=zlib.compress(b"".join(one.body for one in pages), LEVEL),
        entry_html=zlib.compress(text.encode("utf-8", "surrogatepass"), LEVEL),
        size_bytes=sum(len(one.body) for one in pages),
    )


def keep(tx: Tx, article_id: int, page: RawPage) -> None:
    """Keep the page of an article in place of one that was kept before."""
    values = {
        "article_id": article_id,
        "entry_id": page.entry_id,
        "url": page.url,
        "content_type": page.content_type,
        "fetched_at": page.fetched_at,
        "body": page.body,
        "entry_html": page.entry_html,
        "size_bytes": page.size_bytes,
        "kept_bytes": len(page.body) + len(page.entry_html),
    }
    statement = insert(tx, raw_page).values(**values)
    tx.execute(statement.on_conflict_do_update(index_elements=["article_id"], set_=values))


def kept(tx: Tx, choice: Choice, *, after: int = 0, limit: int = 50) -> list[Kept]:
    """Kept pages of articles with ids above *after*, in the order of arrival."""
    statement = _chosen(select(raw_page, article.c.feed_id, article.c.access), choice)
    statement = statement.where(raw_page.c.article_id > after)
    rows = tx.execute(statement.order_by(raw_page.c.article_id).limit(limit)).all()
    return [_kept(tx, row) for row in rows]


def _kept(tx: Tx, row: Any) -> Kept:
    said = json.loads(_unpacked(row.entry_html).decode("utf-8", "surrogatepass"))
    first, *later = _pages(row, said[2] if len(said) > 2 else None)
    return Kept(
        article_id=row.article_id,
        entry_id=row.entry_id,
        feed_id=row.feed_id,
        page=first,
        later=tuple(later),
        is_teaser=row.access == Access.TEASER,
        # As it was when its page was read first.
        entry=replace(entries.load(tx, row.entry_id), summary_html=said[0], content_html=said[1]),
    )


def _pages(row: Any, parts: Sequence[Any] | None) -> Iterator[Page]:
    body = _unpacked(row.body)
    only = [[row.url, row.content_type, row.fetched_at.isoformat(), len(body)]]
    for url, kind, at, size in parts or only:
        yield Page(
            url=url,
            status=200,
            body=body[:size],
            content_type=kind,
            fetched_at=datetime.fromisoformat(at),
        )
        body = body[size:]


def count(tx: Tx, choice: Choice, *, after: int = 0) -> int:
    """How many `kept` gives in all."""
    statement = _chosen(select(func.count(raw_page.c.article_id)), choice)
    return int(tx.execute(statement.where(raw_page.c.article_id > after)).scalar_one())


def prune(tx: Tx, *, before: datetime, most_bytes: int, limit: int) -> int:
    """Let pages go that were fetched before, then the oldest beyond *most_bytes*; how many."""
    ids: list[int] = list(tx.execute(_old(before).limit(limit)).scalars())
    ids = ids or list(_beyond(tx, most_bytes, limit))
    if ids:
        tx.execute(delete(raw_page).where(raw_page.c.article_id.in_(ids)))
    return len(ids)


def prunable(tx: Tx, *, before: datetime, most_bytes: int) -> int:
    """How many pages `prune` would let go in the end."""
    old = int(tx.execute(select(func.count()).select_from(_old(before).subquery())).scalar_one())
    left = raw_page.c.fetched_at >= before
    over = int(tx.execute(select(func.sum(raw_page.c.kept_bytes)).where(left)).scalar() or 0)
    for row in tx.execute(select(raw_page.c.kept_bytes).where(left).order_by(*_AGE)):
        if over <= most_bytes:
            break
        over, old = over - row.kept_bytes, old + 1
    return old


_AGE = raw_page.c.fetched_at, raw_page.c.article_id


def _old(before: datetime) -> Select[Any]:
    ids = select(raw_page.c.article_id).where(raw_page.c.fetched_at < before)
    return ids.order_by(*_AGE)


def _beyond(tx: Tx, most_bytes: int, limit: int) -> Iterator[int]:
    """The oldest pages, until the rest takes no more than *most_bytes*."""
    over = int(tx.execute(select(func.sum(raw_page.c.kept_bytes))).scalar() or 0)
    if over <= most_bytes:
        return
    columns = raw_page.c.article_id, raw_page.c.kept_bytes
    for row in tx.execute(select(*columns).order_by(*_AGE).limit(limit)).all():
        if over <= most_bytes:
            return
        over -= row.kept_bytes
        yield row.article_id


def _chosen(statement: Select[Any], choice: Choice) -> Select[Any]:
    statement = statement.join_from(raw_page, article, article.c.id == raw_page.c.article_id)
    narrow = []
    if choice.since is not None:
        narrow.append(raw_page.c.fetched_at >= choice.since)
    if choice.feed_ids is not None:
        narrow.append(article.c.feed_id.in_(choice.feed_ids))
    return statement.where(and_(True, *narrow))


def _unpacked(body: bytes) -> bytes:
    return zlib.decompressobj().decompress(body, MOST_BYTES)
