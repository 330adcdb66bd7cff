"""What befell the feeds, hosts and alerts of the made-up archive: a year of days, all alerts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select, text, update

from benchmarks.search.archive import DAYS, FIRST_DAY
from crawler.storage import Store, Tx
from crawler.storage.tables import feed, feed_day, host, host_day, look

KEPT = 365  # days
RUNS = 50  # of each feed
QUIET = 2_000  # feeds beside those that the articles are from
AT_ONCE = 200  # feeds
LAST = FIRST_DAY + timedelta(days=DAYS)


def fill_desk(store: Store) -> None:
    """Of two hits one was told; each feed was looked at each day, its host as often.

    To an archive in which that was done before nothing is added.
    """
    with store.reading() as tx:
        if tx.execute(select(feed_day.c.day).limit(1)).first() is not None:
            return
    with store.writing() as tx:
        _tell(tx)
        _add_quiet(tx)
        ids = list(tx.execute(select(feed.c.id).order_by(feed.c.id)).scalars())
    days = [(LAST - timedelta(days=n)).date() for n in range(KEPT)]
    for at in range(0, len(ids), AT_ONCE):
        with store.writing() as tx:
            _look(tx, ids[at : at + AT_ONCE], days)
    if not store.is_sqlite:  # what PostgreSQL's own upkeep would have done by now
        with store.writing() as tx:
            tx.exec_driver_sql("analyze")


def _tell(tx: Tx) -> None:
    tx.execute(text(
        "insert into alert (key, topic_id, story_id, article_id, kind, detail, channel, state,"
        " attempts, next_try_at, created_at, sent_at, receipt, error) "
        "select 'bench-' || h.id, h.topic_id, a.story_id, a.id, 'story', '{}', "
        "case when h.id % 3 = 0 then 'mail' else 'log' end, "
        "case when h.id % 5000 = 0 then 'dead' else 'sent' end, 1, h.matched_at, h.matched_at, "
        "case when h.id % 5000 = 0 then null else h.matched_at end, '250 queued', "
        "case when h.id % 5000 = 0 then 'timed out' end "
        "from hit h join article a on a.id = h.article_id where h.id % 2 = 0 order by h.id"
    ))  # fmt: skip


def _add_quiet(tx: Tx) -> None:
    tx.execute(feed.insert(), [
        {"url": f"https://quiet{n}.example/feed", "name": f"Quiet {n}", "origin": "person",
         "state": "active", "trouble": 0.0, "next_look_at": FIRST_DAY, "created_at": FIRST_DAY}
        for n in range(QUIET)
    ])  # fmt: skip
    tx.execute(update(feed).values(
        last_looked_at=LAST, last_success_at=LAST, last_note="304 Not Modified",
        last_outcome="unchanged", host="outlet" + feed.c.id.cast(feed.c.name.type),
    ))  # fmt: skip


def _look(tx: Tx, ids: Sequence[int], days: Sequence[date]) -> None:
    tx.execute(feed_day.insert(), [
        {"feed_id": id_, "day": day, "looks": 48, "unchanged": 44, "failures": 1,
         "entries": 17, "bytes": 90_000}
        for id_ in ids for day in days
    ])  # fmt: skip
    tx.execute(look.insert(), [
        {"feed_id": id_, "began_at": _ago(n + 1), "ended_at": _ago(n), "outcome": "unchanged",
         "times": 9, "note": "304 Not Modified", "plan": "every 30 min"}
        for id_ in ids for n in range(RUNS)
    ])  # fmt: skip
    tx.execute(host.insert(), [
        {"name": f"outlet{id_}", "first_at": FIRST_DAY, "last_at": LAST, "last_url": "https://",
         "last_note": "304 Not Modified", "pause_s": 5.0} for id_ in ids
    ])  # fmt: skip
    tx.execute(host_day.insert(), [
        {"host": f"outlet{id_}", "day": day, "requests": 60, "unchanged": 44, "throttled": 0,
         "refused": 0, "failures": 1, "bytes": 900_000}
        for id_ in ids for day in days
    ])  # fmt: skip


def _ago(hours: int) -> datetime:
    return LAST - timedelta(hours=hours)
